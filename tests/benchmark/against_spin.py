#!/usr/bin/env python3
"""Measures braid against SPIN, side by side, on a family of AFSv2 workloads (family.py).

usage: against_spin.py [SECTION...] [--braid PROGRAM] [--threads N] [--repetitions N] [--instance N,R ...]

Sections (all, without any):
  known     the state counts of both programs are those on which five model checkers agree
  outcomes  all outcomes, every read kept: exact counts, with and without probabilities, against SPIN's exact run
  verdict   callback coherence only, against SPIN with slicing, `local` variables and partial-order reduction
  growth    braid alone, on instances that SPIN cannot do

Needs spin and gcc. Exits with 1 when a goal is not reached, with another status when a program fails or is wrong.
Times are medians, memory is the largest peak; programs alternate. Run it on a quiet machine.
"""

import argparse
import os
import re
import sys
import tempfile

import measure
import spin
from family import KNOWN, KNOWN_REDUCED, KNOWN_SLICED_REDUCED, Instance

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Benchmark:
    def __init__(self, options, directory):
        self.options = options
        self.directory = directory
        self.reached = True

    def instances(self, standard):
        return self.options.instance or [Instance(*size) for size in standard]

    def braid(self, name, instance, verb, *arguments):
        trace = os.path.join(self.directory, f"family-{instance.clients}-{instance.rounds}.trace")
        with open(trace, "w", encoding="ascii") as file:
            file.write(instance.trace())
        command = [self.options.braid, verb, trace, "--threads", str(self.options.threads), *arguments]
        return measure.Subject(name, command, self.judge_braid(instance, verb, "--by" in arguments))

    @staticmethod
    def judge_braid(instance, verb, projected):
        known = KNOWN.get((instance.clients, instance.rounds))

        def judge(output):
            if verb == "check":
                if not re.search(r"\bholds\b", output):
                    raise ValueError(f"braid check says:\n{output[-2000:]}")
                return
            found = re.search(r"([\d,]+) states, ([\d,]+) transitions", output)
            if found is None or "incomplete" in output:
                raise ValueError(f"braid did not complete:\n{output[:2000]}")
            counts = tuple(int(number.replace(",", "")) for number in found.groups())
            if known is not None and not projected and counts != known:
                raise ValueError(f"braid found {counts}, not {known}")

        return judge

    def spin(self, name, instance, arguments, judge, beside=False, **build):
        work = spin.build(self.directory, instance, **build)
        return measure.Subject(name, ["./pan", "-m1000", *arguments], judge, work, beside)

    def require(self, reached):
        self.reached = self.reached and reached

    def known(self):
        print("State counts, braid and SPIN against the published ones")
        for size, counts in KNOWN.items():
            if counts[0] > 10_000_000:
                continue
            instance = Instance(*size)
            subjects = [
                self.braid("braid", instance, "count", "--no-witness"),
                self.spin("SPIN", instance, ["-w24"], spin.judge_exact(counts)),
            ]
            measure.alternate(subjects, 1)
            print(f"  {instance}: {counts[0]:,} states, {counts[1]:,} transitions: equal")
        reduced = [(size, count, False) for size, count in KNOWN_REDUCED.items()]
        reduced += [(size, count, True) for size, count in KNOWN_SLICED_REDUCED.items()]
        for size, count, sliced in reduced:
            instance = Instance(*size)
            subject = self.spin(
                "SPIN", instance, ["-w24"], spin.judge_states(count), sliced=sliced, macros=("PRIVATE",)
            )
            measure.alternate([subject], 1)
            print(f"  {instance}: {count:,} states reduced{', sliced' if sliced else ''}: equal")

    def outcomes(self):
        for instance in self.instances([(5, 2), (4, 3), (3, 6)]):
            known = KNOWN.get((instance.clients, instance.rounds))
            print(f"All outcomes of {instance}, every read kept; {self.options.threads} threads")
            exact = self.spin("SPIN exact", instance, ["-w24"], spin.judge_exact(known))
            counts = self.braid("braid, counts", instance, "count", "--no-witness", "--no-probability")
            both = self.braid("braid, counts and probabilities", instance, "count", "--no-witness")
            beside = [
                self.spin("SPIN exact, no assertion", instance, ["-w24"], spin.judge_exact(known), True,
                          macros=("PLAIN",)),
                # MEMLIM is in megabytes.
                self.spin("SPIN multi-core (-z3)", instance, ["-w24", "-z3"], spin.judge_exact(known), True,
                          macros=("NO_HIDDEN",), flags=("-DSAFETY", "-DNCORE=2", "-DMEMLIM=8000")),
                self.spin("SPIN reduced (fewer final states)", instance, ["-w24"], spin.judge_exact(None), True,
                          macros=("PRIVATE",)),
            ]
            subjects = [exact, counts, both, *beside]
            measure.alternate(subjects, self.options.repetitions)
            measure.table(subjects, exact)
            self.require(measure.goal(counts, exact, 15, 10))
            self.require(measure.goal(both, exact, 8, 6))

    def verdict(self):
        for instance in self.instances([(6, 2), (5, 3)]):
            print(f"Callback coherence of {instance}; {self.options.threads} threads")
            best = self.spin("SPIN sliced, reduced", instance, ["-w26"],
                             spin.judge_states(KNOWN_SLICED_REDUCED.get((instance.clients, instance.rounds))),
                             sliced=True, macros=("PRIVATE",))
            check = self.braid("braid check", instance, "check", "--property", "callback-coherence")
            measure.alternate([best, check], self.options.repetitions)
            measure.table([best, check], best)
            self.require(measure.goal(check, best, 5, 5))

    def growth(self):
        print(f"Growth, braid alone; {self.options.threads} threads")
        fewer = ["--no-witness", "--no-probability"]
        cases = [((5, 4), True, 60, 2048), ((4, 10), True, 60, None), ((4, 4), False, 60, 4096)]
        for size, projected, seconds, megabytes in cases:
            instance = Instance(*size)
            arguments = fewer + (["--by", instance.last_read()] if projected else [])
            name = f"{instance} " + (f"--by {instance.last_read()}" if projected else "all outcomes")
            subject = self.braid(name, instance, "count", *arguments)
            measure.alternate([subject], 1)
            measure.table([subject], None)
            print("    " + subject.results[0].output.splitlines()[0])
            reached = subject.wall() <= seconds and (megabytes is None or subject.memory() <= megabytes)
            print(f"    within {seconds} s{f' and {megabytes} MB' if megabytes else ''}: "
                  f"{'reached' if reached else 'NOT REACHED'}")
            self.require(reached)


SECTIONS = ("known", "outcomes", "verdict", "growth")


def instance_of(text):
    clients, rounds = text.split(",")
    return Instance(int(clients), int(rounds))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("section", nargs="*", help=", ".join(SECTIONS))
    parser.add_argument("--braid", default=os.path.join(ROOT, "build", "release", "bin", "braid"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--instance", type=instance_of, nargs="*", help="instead of the standard ones, e.g. 4,2")
    options = parser.parse_args()
    unknown = set(options.section) - set(SECTIONS)
    if unknown:
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    with tempfile.TemporaryDirectory(prefix="braid-benchmark-") as directory:
        benchmark = Benchmark(options, directory)
        for section in options.section or SECTIONS:
            getattr(benchmark, section)()
    return 0 if benchmark.reached else 1


if __name__ == "__main__":
    sys.exit(main())
