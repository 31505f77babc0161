"""Runs programs in alternation and measures them."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field


@dataclass
class Result:
    """What one run took: wall seconds, processor seconds, peak resident megabytes (2^20), and what it printed."""

    wall: float
    processor: float
    memory: float
    output: str


@dataclass
class Subject:
    """A program to measure. `judge` looks at the output and raises ValueError where the answer is wrong: that ends the
    benchmark, unless the subject is only shown `beside` the others."""

    name: str
    command: list
    judge: object
    directory: str = "."
    beside: bool = False
    results: list = field(default_factory=list)
    failure: str = ""

    def wall(self):
        return statistics.median(result.wall for result in self.results)

    def processor(self):
        return statistics.median(result.processor for result in self.results)

    def memory(self):
        return max(result.memory for result in self.results)


def run(command, directory=".", accepted=(0,)):
    """Raises ValueError where the exit code is none of those accepted.

    The peak is what the kernel reports for the process, or for the largest of its processes where it has several.

    It cannot be less than this script's own size, since the process begins as a copy of it: about 15 MB.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        raise ValueError(f"{' '.join(command)} ended with {process.returncode}:\n{output[-2000:]}")
    return Result(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def alternate(subjects, repetitions):
    """Measures every subject once, then all again, so that a busy machine is unfair to all of them alike."""
    for repetition in range(repetitions):
        for subject in subjects:
            if subject.failure:
                continue
            progress(f"  {repetition + 1}/{repetitions} {subject.name} ...")
            try:
                result = run(subject.command, subject.directory)
                subject.judge(result.output)
                subject.results.append(result)
            except ValueError as error:
                if not subject.beside:
                    raise
                subject.failure = str(error).partition("\n")[0]
    progress("")
    sys.stdout.flush()


def progress(text):
    if sys.stderr.isatty():
        print(f"\r{text:78}\r{text}", end="", file=sys.stderr, flush=True)


def table(subjects, against):
    """Prints a row a subject; ratios are of `against` to it: above 1, the subject is faster or smaller."""
    print(f"  {'':34} {'wall s':>8} {'least':>8} {'cpu s':>8} {'MB':>8} {'faster':>8} {'smaller':>8}")
    for subject in subjects:
        if subject.failure:
            print(f"  {subject.name:34} {subject.failure}")
            continue
        least = min(result.wall for result in subject.results)
        row = f"  {subject.name:34} {subject.wall():8.2f} {least:8.2f} {subject.processor():8.2f} {subject.memory():8.0f}"
        if against is not None:
            row += f" {against.wall() / subject.wall():7.1f}x {against.memory() / subject.memory():7.1f}x"
        print(row)


def goal(subject, against, speed, memory):
    """Prints whether the ratios reach the goal; returns it."""
    faster = against.wall() / subject.wall()
    smaller = against.memory() / subject.memory()
    reached = faster >= speed and smaller >= memory
    print(
        f"  {subject.name}: {faster:.1f} times faster (goal {speed}) in 1/{smaller:.1f} of the memory "
        f"(goal 1/{memory}): {'reached' if reached else 'NOT REACHED'}"
    )
    return reached
