#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""musician.py ROOT - README's table of what a musician asks for: each is one
command without an inner name, and does what it says. The oracle is the first
of them, by the analyses in both reports."""

import array
import json
import pathlib
import re
import shlex
import sys

from toolkit import (check, done, near, noise, run_all, scaled, sine, write_wav)

ROOT = pathlib.Path(sys.argv.pop())
RATE = 44100


def write_song(path, seconds, bright):
    """Noise, a tone and a bass, not quite the same left and right."""
    n = seconds * RATE
    low = sine(n, RATE, 110.0, 0.15)
    tone = sine(n, RATE, 440.0, 0.1)
    sides = [array.array("f", (x + y + z for x, y, z in zip(
        low, tone, scaled(noise(n, seed), bright)))) for seed in (5, 6)]
    write_wav(path, sides, RATE)


def commands():
    text = (ROOT / "README.md").read_text()
    table = text[text.index("### In a musician's words"):]
    table = table[:table.index("\n## ")]
    return re.findall(r"^\| ([^|]*[^| ]) \| `gst-master-1.0 ([^`]*)` \|$",
                      table, re.M)


def band(heard, what, index):
    return heard["result"][what][index]


def test_each_is_one_command(tmp):
    write_song(tmp / "mix.wav", 6, 0.3)
    write_song(tmp / "song.wav", 6, 0.15)
    (tmp / "songs").mkdir()
    for name in ("one", "two"):
        write_song(tmp / "songs" / f"{name}.wav", 2, 0.2)
    heard, before = {}, None
    for wish, command in commands():
        check("::" not in command and "-launch" not in command, command)
        if wish == "a bit less of all that":
            before = (tmp / "mix-master.flac").read_bytes()
        report = tmp / "report.json"
        done("-q", *shlex.split(command), "--assist", "--json", report,
             cwd=tmp)
        heard[wish] = json.loads(report.read_text())
    check(len(heard) == 14, list(heard))
    first = heard["mastered"]
    near(heard["louder"]["output"]["integrated_loudness"], -12.0, 0.05)
    for wish, what, index, sense in (("warmer", "band-level", 1, 1),
                                     ("brighter", "band-level", 7, 1),
                                     ("less muddy", "band-level", 1, -1),
                                     ("wider", "band-side", 3, 1)):
        change = band(heard[wish], what, index) - band(first, what, index)
        check(sense * change > 0.3, f"{wish}: {change}")
    check(heard["like this song"]["plan"]["profile"] == "reference")
    near(heard["for Spotify"]["output"]["integrated_loudness"], -14.0, 0.05)
    cd = heard["for CD"]
    check((cd["output"]["sample_rate"], cd["settings"]["bits"]) ==
          (44100, 16), cd["settings"])
    check(heard["for vinyl"]["output"]["true_peak"] <= -1.0)
    check(heard["a bit less of all that"]["plan"]["strength"] == 40)
    check((tmp / "mix-master.flac").read_bytes() == before, "not taken back")
    check("<html" in (tmp / "compare.html").read_text())
    check(sorted(p.name for p in (tmp / "songs-master").iterdir()
                 if p.suffix == ".flac") == ["one.flac", "two.flac"])


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
