#!/usr/bin/env python3
"""How fast a recording is priced under five protocols at once, and in how much memory.

Repeats the shipped recording of three AFS clients, each time a minute later and, so that there are many files, on two
of --files files, to NDJSON of the given size, and runs `braid cost` on it. Prints seconds, megabytes a second and peak
memory, and ends with 1 where the goal is missed: 1 GB in under two minutes and in less than 200 MB of memory.

    python3 tests/benchmark/cost_speed.py --braid build/release/bin/braid [--megabytes 1000] [--files 1000]
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORDED = ROOT / "traces" / "recorded"
MEGABYTE = 1_000_000
MOST_MEMORY = 200  # megabytes
SECONDS_PER_GIGABYTE = 120


def recorded_events(braid):
    """The header and the events of the shipped recording, as braid import writes them."""
    histories = sorted(str(path) for path in RECORDED.glob("kafs-session.c?.jsonl"))
    text = subprocess.run([braid, "import", *histories], check=True, capture_output=True, text=True).stdout
    lines = text.splitlines()
    return lines[0], [json.loads(line) for line in lines[1:-1]]


def later(stamp, seconds):
    whole, fraction = stamp.split(".")
    return f"{int(whole) + seconds}.{fraction}"


def write_recording(path, size, files, header, events):
    written, count, repetition = 0, 0, 0
    with open(path, "w", encoding="utf-8") as out:
        out.write(header + "\n")
        while written < size:
            suffix = f".{repetition % (files // 2)}"
            lines = []
            for event in events:
                event = dict(event)
                event["object"] += suffix
                for end in ("start", "end"):
                    event[end] = later(event[end], 60 * repetition)
                lines.append(json.dumps(event, separators=(",", ":")))
            block = "\n".join(lines) + "\n"
            out.write(block)
            written += len(block)
            count += len(events)
            repetition += 1
        out.write(json.dumps({"footer": {"events": count, "skipped": {}}}) + "\n")
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--braid", required=True)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--under", default="afs1,afs2,nfs2,nfs3,nfs4")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "big.ndjson"
        header, events = recorded_events(options.braid)
        count = write_recording(path, options.megabytes * MEGABYTE, options.files, header, events)
        begin = time.monotonic()
        process = subprocess.Popen([options.braid, "cost", str(path), "--under", options.under, "--csv"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        out, err = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds, memory = time.monotonic() - begin, usage.ru_maxrss / 1000
        if status != 0 or "calls READ" not in out:
            sys.exit(f"braid cost failed: {err}")
        megabytes = path.stat().st_size / MEGABYTE
        allowed = SECONDS_PER_GIGABYTE * megabytes / 1000
        print(f"{megabytes:.0f} MB, {count} operations, {options.under}: {seconds:.1f} s ({allowed:.1f} s allowed), "
              f"{megabytes / seconds:.0f} MB/s, CPU {usage.ru_utime + usage.ru_stime:.1f} s, peak {memory:.0f} MB")
        sys.exit(0 if seconds < allowed and memory < MOST_MEMORY else 1)


if __name__ == "__main__":
    main()
