#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""examples.py FOLDER-OF-PROGRAMS - the examples do what they
say. play-mastered needs a sound card for more than its first line."""

import os
import pathlib
import re
import subprocess
import sys

from toolkit import (analyze, check, near, run_all, scaled, sine,
                     write_music, write_wav)

PROGRAMS = pathlib.Path(sys.argv.pop())


def run(*command):
    return subprocess.run([*map(str, command)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=120, check=False)


def test_meter(tmp):
    # BS.1770-5: a 997 Hz sine at -20 dBFS in both channels reads -20.00.
    tone = scaled(sine(4 * 48000, 48000, 997.0, 1.0), 0.1)
    song = write_wav(tmp / "tone.wav", [tone, tone])
    done = run(PROGRAMS / "meter", song)
    check(done.returncode == 0 and done.stderr == "", done)
    *lines, last = done.stdout.splitlines()
    # One a second, and one at the end; the short term is the last 3 s.
    check(len(lines) in (4, 5), done.stdout)
    for number, line in enumerate(lines, 1):
        found = re.fullmatch(r"M +(\S+)  S +(\S+) LUFS  peak +(\S+) dBTP", line)
        check(found, line)
        near(float(found[1]), -20.0, 0.11, line)
        if number >= 3:
            near(float(found[2]), -20.0, 0.11, line)
        # It starts at once, which overshoots between the samples.
        near(float(found[3]), -20.0, 0.3, line)
    check(last == "I -20.0 LUFS, LRA 0.0 LU", last)
    check(run(PROGRAMS / "meter").returncode == 2)
    check(run(PROGRAMS / "meter", tmp / "none.wav").returncode == 1)


def test_advise(tmp):
    # The settings that it saves are those that the tool finds by itself.
    song = write_music(tmp / "song.wav", 6)
    kept = tmp / "kept.json"
    done = run(PROGRAMS / "advise", song, kept,
               "goal,loudness=-18,profile=pop,strength=50.0")
    check(done.returncode == 0 and done.stderr == "", done)
    check(done.stdout.startswith("Profile pop, strength 50, -18.0 LUFS"), done)
    run(os.environ["GST_MASTER"], "-q", song, "--settings", kept, "-o",
        tmp / "out.wav")
    # Planned, not yet corrected.
    near(analyze(tmp / "out.wav")["integrated_loudness"], -18.0, 1.0)
    for args in ((), (song,)):
        check(run(PROGRAMS / "advise", *args).returncode == 2)
    for args, why in (((tmp / "none.wav", kept), "an analysis is missing"),
                      ((song, kept, "goal,profile=polka"), "polka")):
        done = run(PROGRAMS / "advise", *args)
        check(done.returncode == 1 and why in done.stderr, done)


def test_play_mastered_asks_for_a_file(_):
    done = run(PROGRAMS / "play-mastered")
    check(done.returncode == 2 and done.stderr.startswith("usage: "), done)


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
