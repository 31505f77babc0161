#!/usr/bin/env python3
"""How fast recordings are imported and read, and in how much memory.

Repeats the shipped recordings, with times and connections of their own in each repetition, to files of the given size,
and runs `braid import` and `braid summary` on them, once each. Prints seconds, megabytes a second and peak memory, and
ends with 1 where a goal is missed: a 1 GB strace in under 60 s, a 1 GB capture or a 1 GB trace of KVM's machines in
under 20 s, NDJSON at 300 MB/s or more, each in less than 100 MB of memory.

    python3 tests/benchmark/import_speed.py --braid build/release/bin/braid [--megabytes 1000] [--keep DIR]
"""
import argparse
import gzip
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORDED = ROOT / "traces" / "recorded"
MEGABYTE = 1_000_000
MOST_MEMORY = 100  # megabytes


def write_strace(path, size):
    """Each repetition goes on an hour later, so that times grow."""
    text = gzip.open(RECORDED / "k41-fsload.c1.strace.gz", "rt", encoding="latin-1").read()
    pieces = re.split(r"^(\d+ +)(\d+)(\.\d+ )", text, flags=re.MULTILINE)
    written = 0
    with open(path, "w", encoding="latin-1") as out:
        repetition = 0
        while written < size:
            parts = [pieces[0]]
            for k in range(1, len(pieces), 4):
                seconds = int(pieces[k + 1]) + 3600 * repetition
                parts += (pieces[k], str(seconds), pieces[k + 2], pieces[k + 3])
            block = "".join(parts)
            out.write(block)
            written += len(block)
            repetition += 1


def write_capture(path, size):
    """Each repetition has an epoch of its own (the first word of an Rx header), so that its calls are others."""
    data = gzip.open(RECORDED / "kafs-session.pcap.gz", "rb").read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    packets, at = [], 24
    while at < len(data):
        seconds, fraction, captured, length = struct.unpack_from(order + "IIII", data, at)
        packets.append((seconds, fraction, captured, length, data[at + 16:at + 16 + captured]))
        at += 16 + captured
    written, repetition = 24, 0
    with open(path, "wb") as out:
        out.write(data[:24])
        while written < size:
            for seconds, fraction, captured, length, payload in packets:
                payload = bytearray(payload)
                if len(payload) >= 46 and payload[23] == 17:  # Ethernet, IPv4 without options, UDP
                    epoch, = struct.unpack_from(">I", payload, 42)
                    struct.pack_into(">I", payload, 42, (epoch + repetition) % 2**32)
                out.write(struct.pack(order + "IIII", seconds + 10 * repetition, fraction, captured, length) + payload)
                written += 16 + captured
            repetition += 1


def write_tracefs(path, size):
    """Lines of a recording of two machines, again and again: a second later each time, and of two other machines after
    each thousand times, so that their number is not small."""
    seed = ROOT / "tests" / "fuzz" / "corpus" / "import" / "tracefs"
    lines = [line for line in seed.read_text(encoding="latin-1").splitlines()[1:] if not line.startswith("#")]
    form = re.compile(r"^( *\S+-)(\d+)( +\()( *\d+)(\) .*?)(\d+)(\.\d+: .*)$")
    pieces = [form.match(line).groups() for line in lines]
    first = {int(piece[1]) for piece in pieces} | {int(piece[3]) for piece in pieces}
    step = max(first) - min(first) + 1
    written, repetition = 0, 0
    with open(path, "w", encoding="latin-1") as out:
        while written < size:
            more = step * (repetition // 1000)
            block = "".join(
                f"{command}{int(thread) + more}{left}{int(process) + more:>7}{middle}{int(seconds) + repetition}{rest}\n"
                for command, thread, left, process, middle, seconds, rest in pieces)
            out.write(block)
            written += len(block)
            repetition += 1


def run(command, stdout):
    """Seconds by the clock and of processor, and the peak memory in megabytes."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, text=True)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    if status != 0:
        sys.exit(f"{' '.join(command)} failed: {process.stderr.read()}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--braid", required=True)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--keep", help="keep the files there")
    options = parser.parse_args()
    size = options.megabytes * MEGABYTE
    missed = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.keep or temporary)
        strace, capture, recording = folder / "big.strace", folder / "big.pcap", folder / "big.ndjson"
        tracefs = folder / "big.trace"
        write_strace(strace, size)
        write_capture(capture, size)
        write_tracefs(tracefs, size)
        cases = [
            ("strace", [options.braid, "import", str(strace), "--client", "c1=/mnt/c1"], strace, 60),
            ("capture", [options.braid, "import", str(capture)], capture, 20),
            ("tracefs", [options.braid, "import", str(tracefs)], tracefs, 20),
            ("NDJSON", [options.braid, "summary", str(recording)], recording, 1000 / 300),
        ]
        print(f"{'what':8} {'MB':>6} {'s':>7} {'CPU s':>7} {'MB/s':>6} {'peak MB':>8}  goal")
        for name, command, file, limit in cases:
            if name == "NDJSON":
                with open(recording, "wb") as out:
                    run([options.braid, "import", str(capture)], out)
            with open(os.devnull, "wb") as nothing:
                seconds, processor, memory = run(command, nothing)
            megabytes = file.stat().st_size / MEGABYTE
            allowed = limit * megabytes / 1000
            print(f"{name:8} {megabytes:6.0f} {seconds:7.2f} {processor:7.2f} {megabytes / seconds:6.0f} {memory:8.1f}  "
                  f"under {allowed:.1f} s{'' if seconds < allowed else ': missed'}", flush=True)
            if seconds >= allowed or memory >= MOST_MEMORY:
                missed.append(name)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
