#!/usr/bin/env python3
"""Measures `validate --against linearizable` against Porcupine, file by file, in one run.

    against_porcupine.py --benchmark build/release/tests/benchmark/validate_benchmark --porcupine DIR

DIR is a checkout of Porcupine, whose Go tests and recorded histories (test_data/) are used; it is copied, not changed.
Needs go. Only the check is timed, on one thread each, the median of some repetitions; reading files is not. Verdicts must
agree. Exits with 1 where a total is not 5 times Porcupine's speed, or a file takes more than 20 ms.

    against_porcupine.py --braid build/release/bin/braid --operations 1000000

measures braid alone: a history of so many operations by 8 clients, with unique values, in sessions of some reads and
writes each, validated against each model: seconds and peak memory, at a quarter and half of that length, and at it. The
history is linearizable; a session that others write to meanwhile shows their writes, so that `session` is violated.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import measure

HERE = pathlib.Path(__file__).resolve().parent
GOAL_RATIO = 5
GOAL_MILLISECONDS = 20


def times_of_porcupine(checkout, files, repetitions, whole):
    with tempfile.TemporaryDirectory() as directory:
        copy = pathlib.Path(directory) / "porcupine"
        shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(".git"))
        shutil.copy(HERE / "porcupine_times.go.txt", copy / "times_test.go")
        environment = dict(os.environ, TIMES_FILES=" ".join(files), TIMES_REPETITIONS=str(repetitions),
                           TIMES_WHOLE="1" if whole else "", GOMAXPROCS="1", GOFLAGS="-mod=mod")
        run = subprocess.run(["go", "test", "-count=1", "-run", "^TestTimes$", "-v", "-timeout", "20m"], cwd=copy,
                             env=environment, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"Porcupine's tests failed:\n{run.stdout}{run.stderr}")
    lines = (line.split() for line in run.stdout.splitlines() if line.startswith("TIME "))
    return {name: ("holds" if verdict == "true" else "violated", float(time)) for _, name, verdict, time in lines}


def times_of_braid(benchmark, files, repetitions):
    run = subprocess.run([benchmark, str(repetitions), *files], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"{benchmark} failed:\n{run.stderr}")
    lines = (line.split() for line in run.stdout.splitlines())
    return {name: (verdict, float(time)) for name, verdict, _, time in lines}


def compare(name, options, files, repetitions, whole=False):
    theirs = times_of_porcupine(options.porcupine, files, repetitions, whole)
    ours = times_of_braid(options.benchmark, files, repetitions)
    wrong = [file for file in files if theirs[file][0] != ours[file][0]]
    if wrong:
        sys.exit(f"verdicts differ: {', '.join(wrong)}")
    their_total = sum(time for _, time in theirs.values())
    our_total = sum(time for _, time in ours.values())
    slowest = max(ours, key=lambda file: ours[file][1])
    print(f"{name:32} {len(files):3} files   Porcupine {their_total:9.2f} ms   braid {our_total:8.2f} ms   "
          f"{their_total / our_total:7.1f} times   slowest {ours[slowest][1]:.2f} ms ({os.path.basename(slowest)})")
    return their_total >= GOAL_RATIO * our_total and ours[slowest][1] <= GOAL_MILLISECONDS


def against_porcupine(options):
    data = pathlib.Path(options.porcupine).resolve() / "test_data"
    etcd = sorted(str(file) for file in (data / "jepsen").glob("etcd_*.log") if "etcd_095" not in file.name)
    keyed = sorted(str(file) for file in (data / "kv").glob("*.txt"))
    ten = [file for file in keyed if os.path.basename(file).startswith("c10-")]
    reached = [compare("etcd, a register", options, etcd, options.repetitions),
               compare("key-value, by key", options, keyed, options.repetitions),
               compare("10 clients, Porcupine without keys", options, ten, 1, whole=True)]
    return all(reached)


def write_history(path, operations, seed):
    """A linearizable history: 8 clients open, read, write and close 4 files.

    Each operation takes effect within its call.
    """
    draw = random.Random(seed)
    clients, files, session = 8, 4, 5
    contents = ["init"] * files
    effects = [0] * files  # when each file was read or written last
    free = [0] * clients
    opened = [None] * clients  # the file, and how many operations are left until the close
    with open(path, "w", encoding="ascii") as out:
        for number in range(operations):
            client = min(range(clients), key=lambda c: free[c])
            start = max(free[client], number * 100)

            def record(operation, **fields):
                out.write(json.dumps({"client": f"c{client + 1}", "seq": number, "op": operation,
                                      "path": f"/f{opened[client][0]}", "fd": 3, **fields}) + "\n")

            if opened[client] is None:
                opened[client] = [draw.randrange(files), session]
                record("open", t0=10**18 + start, t1=10**18 + start + 1, ret=3)
                start += 2
            file = opened[client][0]
            effects[file] = max(effects[file] + 1, start + draw.randrange(1, 300))
            free[client] = effects[file] + draw.randrange(1, 300)
            operation = "write" if draw.random() < 0.3 else "read"
            if operation == "write":
                contents[file] = f"v{number}"
            record(operation, off=0, len=16, data=contents[file], t0=10**18 + start, t1=10**18 + free[client], ret=16)
            opened[client][1] -= 1
            if opened[client][1] == 0:
                record("close", t0=10**18 + free[client] + 1, t1=10**18 + free[client] + 2, ret=0)
                free[client] += 3
                opened[client] = None


def alone(options):
    models = ("linearizable", "sequential", "close-to-open", "session", "read-your-writes", "monotonic-reads",
              "monotonic-writes", "writes-follow-reads", "bounded-staleness")
    with tempfile.TemporaryDirectory() as directory:
        for operations in (options.operations // 4, options.operations // 2, options.operations):
            path = os.path.join(directory, f"{operations}.jsonl")
            write_history(path, operations, 1)
            for model in models:
                command = [options.braid, "validate", path, "--against", model]
                expected = 1 if model == "session" else 0
                try:
                    result = measure.run(command, accepted=(expected,))
                except ValueError as error:
                    sys.exit(f"the verdict is wrong: {error}")
                print(f"{operations:9} operations  {model:22} {result.wall:6.2f} s  {result.processor:6.2f} s of the "
                      f"processor  {result.memory:7.0f} MB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--benchmark", help="the program validate_benchmark")
    parser.add_argument("--porcupine", help="a checkout of Porcupine")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--braid", help="the program braid")
    parser.add_argument("--operations", type=int, default=1_000_000)
    options = parser.parse_args()
    if not (options.benchmark and options.porcupine) and not options.braid:
        parser.error("give --benchmark and --porcupine, or --braid")
    reached = True
    if options.benchmark and options.porcupine:
        reached = against_porcupine(options)
    if options.braid:
        alone(options)
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
