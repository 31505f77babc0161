#!/usr/bin/env python3
"""The table of traces/recorded/costs.md: calls that the models predict for recordings, beside those that were sent.

Takes the recordings of real clients, each with its capture, prices them with `braid cost --against`, and prints a row a
recording. Ends with 1 where a session or rw recording with default mounts is further than 10 % from what was sent.

    python3 tests/benchmark/predicted_calls.py --braid build/release/bin/braid --recordings ../shared/data/client
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

READS = ("READ", "FetchData64", "FetchData", "Fetch")
WRITES = ("WRITE", "StoreData64", "StoreData", "Store")
# Recording, system, whether its mounts have the defaults that models have, and for straces the clients' folders.
CASES = [
    ("nfs/k3-session", "nfs3", True, ()),
    ("nfs/k3-rw", "nfs3", True, ()),
    ("nfs/k3-append", "nfs3", False, ()),
    ("nfs/k3-mix", "nfs3", False, ()),
    ("nfs/k3-nocto", "nfs3 cto=no", False, ()),
    ("nfs/libnfs3-register", "nfs3", False, ()),
    ("strace/k3-make", "nfs3", False, ("c1=/mnt/c1", "c2=/mnt/c2")),
    ("nfs/k41-session", "nfs4 delegations=read", True, ()),
    ("nfs/libnfs4-register", "nfs4 delegations=none", False, ()),
    ("afs/kafs-session", "afs2", False, ()),
    ("afs/kafs-session", "afs2 fetch=read", False, ()),
    ("afs/kafs-rw", "afs2", False, ()),
    ("afs/kafs-rw", "afs2 fetch=read", False, ()),
    ("afs/afs-session", "afs2", False, ()),
    ("afs/afs-rw", "afs2", False, ()),
    ("strace/afs-vim", "afs2", False, ("c1=/afs1", "c2=/afs2")),
]


def sum_of(counts, names):
    return sum(counts.get(name, 0) for name in names)


def price(braid, base, system, folders, temporary):
    """The calls that the model predicts and those that were sent, by name; the reason where it cannot be priced."""
    folder = base.parent
    if folders:
        recording = pathlib.Path(temporary) / (base.name + ".ndjson")
        words = [word for client in folders for word in ("--client", client)]
        straces = sorted(str(path) for path in folder.glob(base.name + ".c?.strace"))
        subprocess.run([braid, "import", *straces, *words, "-o", str(recording)], check=True, capture_output=True)
        files = [str(recording)]
    else:
        files = sorted(str(path) for path in folder.glob(base.name + "*.jsonl"))
    run = subprocess.run([braid, "cost", *files, "--under", system, "--against", str(base) + ".pcap", "--json"],
                         capture_output=True, text=True)
    if run.returncode != 0:
        return None, None, run.stderr.strip()
    workload = json.loads(run.stdout)["workloads"][0]
    messages = workload["systems"][0]["runs"][0]["total"]["messages"]
    return {name: of["calls"] for name, of in messages.items()}, workload["recorded"], None


def cell(predicted, recorded):
    return f"{predicted} | {recorded} | {predicted / recorded - 1:+.0%}" if recorded else f"{predicted} | {recorded} | "


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--braid", required=True)
    parser.add_argument("--recordings", required=True)
    options = parser.parse_args()
    far = []
    print("| recording | model | reads: predicted | sent | | writes: predicted | sent | |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as temporary:
        for name, system, default_mounts, folders in CASES:
            base = pathlib.Path(options.recordings) / name
            predicted, recorded, reason = price(options.braid, base, system, folders, temporary)
            if reason:
                print(f"{name}: {reason}", file=sys.stderr)
                far.append(name)
                continue
            reads = sum_of(predicted, READS), sum_of(recorded, READS)
            writes = sum_of(predicted, WRITES), sum_of(recorded, WRITES)
            print(f"| `{base.name}` | `{system}` | {cell(*reads)} | {cell(*writes)} |", flush=True)
            if default_mounts and any(abs(a - b) > 0.1 * b for a, b in (reads, writes)):
                far.append(name)
    sys.exit(1 if far else 0)


if __name__ == "__main__":
    main()
