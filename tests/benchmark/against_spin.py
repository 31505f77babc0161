#!/usr/bin/env python3
"""Measures braid against SPIN, side by side, on a family of AFSv2 workloads (family.py).

usage: against_spin.py [SECTION...] [--braid PROGRAM] [--threads N] [--repetitions N] [--instance N,R ...]

Sections (all, without any):
  known     the state counts of both programs are those on which five model checkers agree
  outcomes  all outcomes, every read kept: exact counts, with and without probabilities, against SPIN's exact run
  verdict   callback coherence only, against SPIN with slicing, `local` variables and partial-order reduction
  messages  the same family message by message: all outcomes and callback coherence, against SPIN
  catalogue braid alone: the AFS litmus tests, within a minute; how states grow with clients, files and faults
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
from family import (
    ASYNCHRONOUS,
    KNOWN,
    KNOWN_ASYNCHRONOUS,
    KNOWN_REDUCED,
    KNOWN_SLICED_REDUCED,
    Instance,
)

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Benchmark:
    def __init__(self, options, directory):
        self.options = options
        self.directory = directory
        self.reached = True

    def instances(self, standard):
        return self.options.instance or [Instance(*size) for size in standard]

    def braid(self, name, instance, verb, *arguments, system="afs2", table=KNOWN):
        known = None if "--by" in arguments else table.get((instance.clients, instance.rounds))
        return self.braid_on(name, instance.trace(system), verb, *arguments, known=known)

    def braid_on(self, name, text, verb, *arguments, known=None):
        """`known`: the states and transitions that a count must find."""
        trace = os.path.join(self.directory, f"trace-{hash(text) % 10**9}.trace")
        with open(trace, "w", encoding="ascii") as file:
            file.write(text)
        command = [self.options.braid, verb, trace, "--threads", str(self.options.threads), *arguments]
        return measure.Subject(name, command, self.judge_braid(verb, known))

    @staticmethod
    def judge_braid(verb, known):
        def judge(output):
            if verb == "check":
                if not re.search(r"\bholds\b", output):
                    raise ValueError(f"braid check says:\n{output[-2000:]}")
                return
            found = re.search(r"([\d,]+) states, ([\d,]+) transitions", output)
            if found is None or "incomplete" in output:
                raise ValueError(f"braid did not complete:\n{output[:2000]}")
            counts = tuple(int(number.replace(",", "")) for number in found.groups())
            if known is not None and counts != known:
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

    def messages(self):
        for instance in self.instances([(4, 2)]):
            known = KNOWN_ASYNCHRONOUS.get((instance.clients, instance.rounds))
            print(f"{instance} message by message; {self.options.threads} threads")
            exact = self.spin("SPIN exact", instance, ["-w26"], spin.judge_exact(known), model="asynchronous.pml")
            sliced = self.spin("SPIN sliced", instance, ["-w26"], spin.judge_exact(None), model="asynchronous.pml",
                               sliced=True)
            message = {"system": ASYNCHRONOUS, "table": KNOWN_ASYNCHRONOUS}
            counts = self.braid("braid, counts", instance, "count", "--no-witness", "--no-probability", **message)
            check = ["check", "--property", "callback-coherence"]
            reduced = self.braid("braid check", instance, *check, **message)
            every = self.braid("braid check --unreduced", instance, *check, "--unreduced", **message)
            subjects = [exact, counts, sliced, reduced, every]
            measure.alternate(subjects, self.options.repetitions)
            measure.table(subjects, exact)
            for subject in (reduced, every):
                print(f"    {subject.name}: " + subject.results[0].output.splitlines()[0].partition("; ")[2])
            self.require(measure.goal(counts, exact, 1, 10))
            self.require(measure.goal(reduced, sliced, 1, 10))

    def catalogue(self):
        print(f"AFS litmus tests, braid alone; {self.options.threads} threads")
        directory = os.path.join(ROOT, "traces", "litmus", "afs")
        traces = sorted(os.path.join(directory, name) for name in os.listdir(directory) if name.endswith(".trace"))
        command = [self.options.braid, "check", *traces, "--threads", str(self.options.threads)]
        subject = measure.Subject(f"{len(traces)} litmus tests", command, lambda output: None)
        measure.alternate([subject], self.options.repetitions)
        measure.table([subject], None)
        reached = subject.wall() <= 60
        print(f"    within 60 s: {'reached' if reached else 'NOT REACHED'}")
        self.require(reached)
        print("How states grow: callback coherence; each client opens, writes and closes each file once")
        cases = [(2, 1, ""), (3, 1, ""), (4, 1, ""), (2, 2, ""), (2, 3, "")]
        cases += [(2, 1, fault) for fault in ("loss<=1 retransmit<=1", "loss<=2 retransmit<=2", "tick<=2",
                                              "server-crash<=1", "client-crash<=1", "partition<=1")]
        for clients, files, faults in cases:
            names = "abc"[:files]
            lines = ["system afs2 granularity=message", "values writer", *(f"file {name} = 0" for name in names)]
            program = ", ".join(f"open {name}, write, close" for name in names)
            lines += [f"client c{client}: {program}" for client in range(clients)]
            lines += [f"faults {faults}"] if faults else []
            for more in ([], ["--unreduced"]):
                name = f"{clients} clients, {files} files {faults} {' '.join(more)}".rstrip()
                subject = self.braid_on(name, "\n".join(lines) + "\n", "check", "--property", "callback-coherence",
                                        *more)
                measure.alternate([subject], 1)
                text = subject.results[0].output.splitlines()[0].partition("; ")[2]
                print(f"  {name:58} {subject.wall():6.2f} s {subject.memory():6.0f} MB  {text.partition('; ')[2]}")

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


SECTIONS = ("known", "outcomes", "verdict", "messages", "catalogue", "growth")


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
