#!/usr/bin/env python3
"""Compares `braid afs` with the original homework simulator on random command lines.

    differential.py PATH/afs.py PATH/braid [--cases N] [--seed N]

The original is public (github remzi-arpacidusseau/ostep-homework, dist-afs) and not part of this tree. It runs inside
this process, so run this script with Python 3.11 or newer, whose limit on the digits of integers `braid afs` has too.
Standard output and exit status must be equal (for -h the status alone); standard error must be empty where the
original's is, and one line where the original ends in a traceback. The first differences are printed; the exit status
is 1 if there is one.
"""

import argparse
import contextlib
import io
import random
import subprocess
import sys
import traceback

FLAGS = {"s": "--seed", "C": "--clients", "n": "--numsteps", "f": "--numfiles", "r": "--readratio", "A": "--actions",
         "S": "--schedule", "p": "--printstats", "c": "--compute", "d": "--detail", "h": "--help"}
VALUED = "sCnfrASd"
PRINTABLE = "".join(map(chr, range(32, 127)))
ASCII = "".join(map(chr, range(1, 128)))


class CommandLines:
    """Draws command lines: mostly meaningful ones, every part of them now and then perverse."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, probability):
        return self.random.random() < probability

    def text(self, alphabet, most):
        return "".join(self.random.choice(alphabet) for _ in range(self.random.randint(0, most)))

    def integer(self, usual):
        r = self.random
        if self.chance(0.75):
            return str(r.choice(usual))
        kind = r.randrange(9)
        if kind == 0:
            return r.choice("+- ") + str(r.randrange(40))
        if kind == 1:
            return r.choice(["0x", "0X", "0b", "0B", "0", "0o", "0O", "-0x", "0x_", "0b_", "0b0b", "+0"]) + \
                self.text(r.choice(["01", "01234567", "0123456789abcdefABCDEF_"]), 6)
        if kind == 2:
            return str(r.choice([-1, 1]) * r.getrandbits(r.randint(1, 200)))
        if kind == 3:
            return self.text(" \t\n\r\v\f\x1c", 2) + str(r.randrange(30)) + self.text(" \t\n\r\v\f\x1f", 2)
        if kind == 4:
            return self.text("0123456789_", 5)
        if kind == 5:
            return self.text("0123456789_+- xob", 5)
        if kind == 6:
            return self.text(ASCII, 3)
        if kind == 7:
            return r.choice(["-", "", "+", "+-"]) + r.choice("0193") * r.choice([4299, 4300, 4301])
        return "0x" + r.choice("1f") * r.choice([3570, 3571, 3572, 3600])

    def seed_value(self):
        r = self.random
        if self.chance(0.1):
            return hex(r.getrandbits(r.randint(1, 14284)))
        return self.integer([0, 1, r.randrange(100000), r.getrandbits(31), r.getrandbits(64), r.getrandbits(500),
                             -r.getrandbits(40)])

    def clients(self):
        r = self.random
        if self.chance(0.01):
            return str(r.choice([1025, 1026, 1100]))
        return self.bounded(self.integer([0, 1, 2, 2, 3, 4, 5, 9, 10, 11, 12, -1]))

    def steps(self):
        r = self.random
        if self.chance(0.01):
            return str(r.choice([200, 1023, 1024, 1025, 2000]))
        return self.bounded(self.integer([0, 1, 2, 3, 4, 5, 6, -2]))

    def bounded(self, text):
        """A count that the original can work off. With 60 to 1024 clients it may print gigabytes; with more it aborts."""
        try:
            value = int(text, 0)
        except ValueError:
            digits = "".join(c for c in text if c in "0123456789")
            return text if len(digits) < 4 else "7"
        return text if value < 60 or 1025 <= value < 1500 else "8"

    def ratio(self):
        r = self.random
        kind = r.randrange(10)
        if kind < 4:
            return r.choice(["0", "1", ".5", "0.25", "0.9", "1.0", "0.0"])
        if kind < 6:
            return repr(r.random())
        if kind == 6:
            return r.choice(["nan", "-nan", "inf", "-inf", "Infinity", "iNf", "nan(1)", "1e400", "-1e-400", "1e-400",
                             "-0", "-0.0", "5e-324", "2.2250738585072014e-308", "1.7976931348623159e308", "0e999999999",
                             "1e-5", "0.0001", "1e16", "9999999999999998", "123456789012345678", "1e22", "1e23",
                             "0." + "0" * 400 + "1e400", "1" + "0" * 400 + "e-400", "0x1p-1", "1e", "1e+", ".", "", "1_0e-1_1",
                             "1__0", "_1", "1_", "1_.0", "1._0", "infinit", "0.1_0", "1e99999999999999999999"])
        if kind == 7:
            return self.text("0123456789.e-+_ ", 8)
        if kind == 8:
            return "%de%d" % (r.getrandbits(r.randint(1, 60)), r.randint(-340, 320))
        return self.text(PRINTABLE, 4)

    def program(self, files):
        r = self.random
        actions, free, opened = [], list("0123456789"), []
        for _ in range(r.randrange(4)):
            d = free.pop(r.randrange(len(free)))
            opened.append(d)
            actions.append("o" + r.choice("abcdefghijklmnopqrstuvwxyz"[:files]) + d)
            for _ in range(r.randrange(4)):
                actions.append(r.choice("rrwwc") + r.choice(opened))
            if self.chance(0.8):
                actions.append("c" + d)
        if self.chance(0.04) and actions:
            actions[r.randrange(len(actions))] = self.bad_action()
        if self.chance(0.04):
            r.shuffle(actions)
        return ":".join(actions)

    def bad_action(self):
        r = self.random
        return r.choice(["", "o", "oa", "oa12", "r", "r12", "w", "c", "rx", "oax", "oaa", "o" + r.choice(ASCII) + r.choice("0123456789"),
                         "oz1", "x1", "R1", "oa0", "oa0", self.text(PRINTABLE, 3), self.text(ASCII, 4), r.choice("rwc") + r.choice(ASCII)])

    def actions(self, files):
        if self.chance(0.03):
            return self.text(PRINTABLE, 8)
        if self.chance(0.03):
            return self.text("oarwc01:,", 12)
        count = self.random.choice([1, 2, 2, 2, 3, 3, 4, 6])
        if self.chance(0.004):
            count = self.random.choice([11, 1023, 1024, 1025])
            return ",".join(["oa1:r1:c1"] * count)
        return ",".join(self.program(files) for _ in range(count))

    def schedule(self, clients):
        r = self.random
        if self.chance(0.1):
            return self.text(r.choice(["01", "012", "0123456789", "01x", PRINTABLE, ASCII]), 12)
        names = "0123456789"[:max(1, min(clients, 10))]
        schedule = list(names) + [r.choice(names) for _ in range(r.randrange(12))]
        r.shuffle(schedule)
        return "".join(schedule)

    def detail(self):
        return self.integer(list(range(16)) * 2 + [16, 31, -1, -2, -16, -9, 2 ** 70 + 7])

    def spell(self, flag, value):
        """One option in one of the parser's spellings."""
        r = self.random
        kind = r.randrange(10)
        name = FLAGS[flag]
        if value is None:
            if kind < 8:
                return ["-" + flag]
            return [name if kind == 8 else name[:r.randint(3, len(name))]]
        if kind < 4:
            return ["-" + flag, value]
        if kind < 6:
            return ["-" + flag + value]
        if kind == 6:
            return ["-cp"[:r.randint(2, 3)] + flag + value]
        if kind == 7:
            return [name, value]
        if kind == 8:
            return [name + "=" + value]
        return [name[:r.randint(3, len(name))] + "=" + value]

    def draw(self):
        r = self.random
        files = r.choice([1, 1, 2, 2, 3, 5, 26])
        clients = r.randint(1, 6)
        options = []
        if self.chance(0.6):
            options.append(self.spell("s", self.seed_value()))
        if self.chance(0.5):
            options.append(self.spell("C", self.clients() if self.chance(0.5) else str(clients)))
        if self.chance(0.4):
            options.append(self.spell("n", self.steps()))
        if self.chance(0.6):
            options.append(self.spell("f", str(files) if self.chance(0.9) else self.integer([0, 26, 27, -1])))
        if self.chance(0.3):
            options.append(self.spell("r", self.ratio()))
        if self.chance(0.45):
            program = self.actions(files)
            clients = program.count(",") + 1
            options.append(self.spell("A", program))
        if self.chance(0.4):
            options.append(self.spell("S", self.schedule(clients)))
        if self.chance(0.7):
            options.append(self.spell("c", None))
        if self.chance(0.7):
            options.append(self.spell("d", self.detail()))
        if self.chance(0.4):
            options.append(self.spell("p", None))
        r.shuffle(options)
        if self.chance(0.08):
            options.insert(r.randint(0, len(options)), [r.choice(
                ["-", "--", "", "x", "-h", "--help", "--he", "--help=1", "--bogus", "-x", "--s=1", "--c", "--co", "--=3", "--n=2", "-s", "-A",
                 "--detail", "-c-", "--compute=1", "-cq", "---", "-=", "--seed=", "--num", "--numf=2", self.text(PRINTABLE, 5)])])
        return [argument for option in options for argument in option]


class Original:
    """The simulator, compiled once and run in this process."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as source:
            self.code = compile(source.read(), path, "exec")

    def run(self, arguments):
        """Standard output, exit status, and whether it was empty, a usage error or a traceback."""
        out, err = io.StringIO(newline=""), io.StringIO()
        status, kind = 0, "empty"
        saved = sys.argv
        sys.argv = ["afs.py"] + arguments
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                exec(self.code, {"__name__": "__main__"})
        except SystemExit as stop:
            status = stop.code or 0
            kind = "usage" if status == 2 else "empty"
        except Exception:
            status, kind = 1, "traceback"
        finally:
            sys.argv = saved
        return out.getvalue().encode(), status, kind


def difference(arguments, original, braid):
    """What differs between the two, or None; and the kind of the original's end."""
    expected, status, kind = original.run(arguments)
    run = subprocess.run([braid, "afs"] + arguments, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    is_help = status == 0 and expected.startswith(b"Usage:")
    if run.returncode != status:
        return "exit status %d instead of %d (%s)" % (run.returncode, status, run.stderr), kind
    if is_help:
        return (None if run.stdout else "no help"), "help"
    if run.stdout != expected:
        return "standard output\n  got      %r\n  expected %r" % (run.stdout[-600:], expected[-600:]), kind
    lines = run.stderr.decode("ascii", "replace").splitlines()
    if kind == "empty" and lines:
        return "standard error %r instead of nothing" % run.stderr, kind
    if kind != "empty" and not (len(lines) == 1 and lines[0].startswith("braid afs: ")):
        return "standard error %r instead of one line" % run.stderr, kind
    return None, kind if status != 1 or kind != "empty" else "abort"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("original", help="path of afs.py")
    parser.add_argument("braid", help="path of the program braid")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=49)
    options = parser.parse_args()
    if sys.version_info < (3, 11):
        parser.error("run this with Python 3.11 or newer")

    original = Original(options.original)
    lines = CommandLines(options.seed)
    ends, failures = {}, 0
    for case in range(options.cases):
        arguments = lines.draw()
        try:
            what, kind = difference(arguments, original, options.braid)
        except subprocess.TimeoutExpired:
            what, kind = "braid does not end", "hang"
        except Exception:
            what, kind = traceback.format_exc(), "error"
        ends[kind] = ends.get(kind, 0) + 1
        if what:
            failures += 1
            if failures <= 10:
                print("case %d: %r\n  %s" % (case, arguments, what))
    print("%d cases, %d differences; ends: %s" %
          (options.cases, failures, ", ".join("%s %d" % end for end in sorted(ends.items()))))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
