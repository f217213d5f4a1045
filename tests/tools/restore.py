#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""restore.py [TEST...] - old recordings, repaired before they are mastered. The
oracle is the master of the same sound without the fault."""

import array
import math

from toolkit import (check, clean, done, fails, master, noise, raw, run_all,
                     scaled, write_wav)

RATE = 44100
SECONDS = 12


def sound():
    """Notes that swell and fade over a soft noise."""
    soft = scaled(noise(SECONDS * RATE), 0.002)
    for i in range(len(soft)):
        t = i / RATE % 0.617
        soft[i] += (0.2 * math.sin(math.pi * t / 0.617) ** 2
                    * math.sin(2 * math.pi * 233 * t))
    return soft


def hum(peak):
    return [sum(peak / k * math.cos(2 * math.pi * 50.01 * k * i / RATE + k)
                for k in range(1, 7)) for i in range(SECONDS * RATE)]


def distance(a, b):
    """The greatest error in the samples of two files."""
    a, b = (memoryview(raw(path)).cast("f") for path in (a, b))
    check(len(a) == len(b), "another length")
    return max(abs(x - y) for x, y in zip(a, b))


def told(*args):
    """The line that tells what was repaired."""
    result = master(*args)
    check(result.status == 0, result)
    return result.err


def test_hum_goes(tmp):
    plain, hums = sound(), hum(0.02)
    write_wav(tmp / "good.wav", [plain, plain], RATE)
    old = array.array("f", (x + h for x, h in zip(plain, hums)))
    write_wav(tmp / "old.wav", [old, old], RATE)
    as_is = ("-l", "-20", "--bits", "24")
    done("-q", tmp / "good.wav", "-o", tmp / "a.wav", *as_is)
    done("-q", tmp / "old.wav", "-o", tmp / "b.wav", *as_is)
    said = told("-q", tmp / "old.wav", "-o", tmp / "c.wav", "--restore",
                "dehum", *as_is)
    check("the hum at 50.0" in said, said)
    check(distance(tmp / "a.wav", tmp / "c.wav") <
          0.1 * distance(tmp / "a.wav", tmp / "b.wav"), "the hum is there")
    clean(tmp, "good.wav", "old.wav", "a.wav", "b.wav", "c.wav")


def test_good_sound_stays(tmp):
    plain = sound()
    write_wav(tmp / "good.wav", [plain, plain], RATE)
    done("-q", tmp / "good.wav", "-o", tmp / "a.flac", "-l", "-20")
    said = told("-q", tmp / "good.wav", "-o", tmp / "b.flac", "-l", "-20",
                "--restore", "auto")
    check("nothing to repair" in said, said)
    check(raw(tmp / "a.flac") == raw(tmp / "b.flac"), "it was changed")


def test_what_is_no_repair(tmp):
    write_wav(tmp / "a.wav", [sound()[:RATE]], RATE)
    fails(2, "none of auto, declick and dehum", tmp / "a.wav", "-o",
          tmp / "b.wav", "--restore", "wow")


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
