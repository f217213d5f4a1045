#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""mutated.py [EACH [SEED]] - the tool on sound files with bytes that are wrong.

EACH files of each format (3), by default the same ones each time; 30 make 300
of them. Each run must end within a minute, with status 0, 1, 4 or 5, without a
critical message of ours, and leave nothing behind.
"""

import pathlib
import random
import subprocess
import sys
import tempfile

from toolkit import TOOL, Skip, check, ffmpeg, left_behind, write_music

FORMATS = ("wav", "aiff", "caf", "w64", "mp3", "m4a", "flac", "ogg", "opus",
           "mka")
LIMIT = 60


def seeds(folder):
    """A second of music in each format that ffmpeg can write here."""
    write_music(folder / "s.wav", 1, 44100)
    for ending in FORMATS[1:]:
        ffmpeg("-i", folder / "s.wav", folder / f"s.{ending}")
    return {ending: (folder / f"s.{ending}").read_bytes()
            for ending in FORMATS}


def mutate(rng, ending, whole):
    """A few wrong bytes, mostly in the headers, which M4A has at its end."""
    data = bytearray(whole)
    headers = rng.random() < 0.7
    for _ in range(rng.choice((1, 3, 10, 40))):
        at = rng.randrange(len(data))
        if headers and ending == "m4a":
            at = len(data) - 1 - rng.randrange(min(len(data), 2500))
        elif headers:
            at = rng.randrange(min(len(data), 400))
        data[at] = rng.choice((0, 255, 127, 128, rng.randrange(256)))
    if rng.random() < 0.2:
        del data[rng.randrange(len(data)):]
    return bytes(data)


def try_one(rng, folder, path):
    args = ["--analyze", path]
    if rng.random() < 0.4:
        ending = rng.choice(("wav", "flac", "mp3", "m4a"))
        args = ["-f", "-o", folder / f"out.{ending}", path]
    done = subprocess.run([TOOL, "-q", *args], capture_output=True, text=True,
                          errors="replace", timeout=LIMIT, check=False)
    what = f"{args}: exit {done.returncode}: {done.stderr[-300:]}"
    check(done.returncode in (0, 1, 4, 5), what)
    # GStreamer's demuxers have critical messages of their own.
    ours = [line for line in done.stderr.splitlines() if "CRITICAL" in line and
            "GStreamer" not in line]
    check(ours == [] and "ERROR **" not in done.stderr, what)
    left = [name for name in left_behind(folder)
            if name.startswith(".gst-master-")]
    check(left == [], f"{what}: left {left}")
    return done.returncode


def main():
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(f"1..{len(FORMATS)}", flush=True)
    failed = False
    with tempfile.TemporaryDirectory(prefix="gst-master-test-") as name:
        folder = pathlib.Path(name)
        try:
            whole = seeds(folder)
        except (Skip, AssertionError) as why:
            for number, ending in enumerate(FORMATS, 1):
                print(f"ok {number} - {ending} # SKIP {str(why)[:60]!r}")
            return
        for number, ending in enumerate(FORMATS, 1):
            faults, read = [], 0
            for _ in range(each):
                path = folder / f"mutated.{ending}"
                path.write_bytes(mutate(rng, ending, whole[ending]))
                try:
                    read += try_one(rng, folder, path) == 0
                except (AssertionError, subprocess.TimeoutExpired) as why:
                    faults.append(str(why))
            print(f"{'not ok' if faults else 'ok'} {number} - {ending}: "
                  f"{read} of {each} were read")
            for fault in faults:
                print("# " + fault.replace("\n", " "))
            failed |= bool(faults)
    sys.exit(failed)


main()
