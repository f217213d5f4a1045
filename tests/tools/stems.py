#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""stems.py [TEST...] - a song that is mastered from its stems. The oracle of
the sum is Python's own, in double precision; that of the loudness is ffmpeg."""

import array
import json
import math
import re

from toolkit import (analyze, check, clean, done, ebur128, fails, master, near,
                     noise, raw, run_all, scaled, write_wav)

RATE = 32000


def sloping(samples):
    """Three poles that are far apart make -3 dB an octave of white noise (the
    "economy" filter of P. Kellet)."""
    out, b = array.array("f"), [0.0, 0.0, 0.0]
    for x in samples:
        b = [0.99765 * b[0] + 0.099046 * x, 0.963 * b[1] + 0.2965164 * x,
             0.57 * b[2] + 1.0526913 * x]
        out.append(0.1 * (sum(b) + 0.1848 * x))
    return out


def bell(samples, hertz=270.0, gain=22.0, q=0.9):
    """The peaking equaliser of R. Bristow-Johnson's cookbook."""
    w, a = math.tau * hertz / RATE, 10 ** (gain / 40)
    alpha = math.sin(w) / (2 * q)
    b0, b1, b2 = 1 + alpha * a, -2 * math.cos(w), 1 - alpha * a
    a0, a2 = 1 + alpha / a, 1 - alpha / a
    out, x1, x2, y1, y2 = array.array("f"), 0.0, 0.0, 0.0, 0.0
    for x in samples:
        y = (b0 * x + b1 * x1 + b2 * x2 - b1 * y1 - a2 * y2) / a0
        x1, x2, y1, y2 = x, x1, y, y1
        out.append(y)
    return out


def write_stems(folder, seconds=6, **lengths):
    """A bass with mud, hats, and a voice, all of noise."""
    folder.mkdir()
    frames = {name: int(lengths.get(name, seconds) * RATE)
              for name in ("bass", "hats", "voice")}
    stems = {"bass": scaled(bell(sloping(noise(frames["bass"], 4))), 0.2),
             "hats": scaled(noise(frames["hats"], 5), 0.1),
             "voice": scaled(sloping(noise(frames["voice"], 6)), 0.4)}
    for name, samples in stems.items():
        write_wav(folder / f"{name}.wav", [samples, samples], RATE, kind="f32")
    return stems


def test_the_sum_is_the_sum(tmp):
    """Without a move on a stem, the master of the stems is that of their sum:
    sample by sample."""
    stems = write_stems(tmp / "song", hats=4)
    longest = max(map(len, stems.values()))
    total = array.array("f", (
        sum(float(x[i]) if i < len(x) else 0.0
            for x in (stems[name] for name in sorted(stems)))
        for i in range(longest)))
    write_wav(tmp / "sum.wav", [total, total], RATE, kind="f32")
    how = ("-l", "-20", "--bits", "32")
    for more in (("--plain",), ("--profile", "auto", "--strength", "0")):
        done(tmp / "sum.wav", "-o", tmp / "a.wav", "-f", *how, *more)
        result = master("--stems", tmp / "song", "-o", tmp / "b.wav", "-f",
                        *how, *more)
        check(result.status == 0, result)
        check(re.fullmatch(r"[^\n]*hats.wav: warning: ends 2.0 s before the "
                           r"longest stem; silence follows\n", result.err),
              result)
        check(raw(tmp / "a.wav") == raw(tmp / "b.wav"), "another sum")
    clean(tmp, "song", "sum.wav", "a.wav", "b.wav")


def test_the_fault_is_mended_on_its_stem(tmp):
    write_stems(tmp / "song")
    done("--stems", tmp / "song", "-o", tmp / "out.flac", "--profile", "auto",
         "-l", "-18", "--report", tmp / "page.html", "--json", tmp / "r.json")
    found = json.loads((tmp / "r.json").read_text())
    stems = {s["name"]: s for s in found["stems"]}
    check(list(stems) == ["bass.wav", "hats.wav", "voice.wav"], stems)
    cut = [m for m in stems["bass.wav"]["moves"] if m["amount"] < -1]
    check(cut and "bass.wav has" in cut[0]["evidence"], stems["bass.wav"])
    check(not stems["hats.wav"]["settings"], stems["hats.wav"])
    check(min(found["eased"]) < -1, found["eased"])
    check(found["input"]["path"] == str(tmp / "song"), found["input"])
    check(found["achieved"] == {"loudness": True, "ceiling": True})
    page = (tmp / "page.html").read_text(encoding="utf-8")
    check(f"bass.wav: {cut[0]['property']}" in page, "not on the page")
    near(ebur128(tmp / "out.flac")[0], -18.0, 0.1)
    check(analyze(tmp / "out.flac")["frames"] == 6 * RATE)
    clean(tmp, "song", "out.flac", "page.html", "r.json")


def test_a_name_is_enough(tmp):
    write_stems(tmp / "song", 2)
    result = master("--stems", tmp / "song/", "--explain", "-l", "-18")
    check(result.status == 0 and "On the stems" in result.out, result)
    check("voice.wav: left as it is" in result.out, result)
    result = master("--stems", tmp / "song", "-o", f"{tmp / 'out'}/", "-q",
                    "--target", "cd", "--target", "spotify")
    check(result.status == 0, result)
    check({p.name for p in (tmp / "out").iterdir()} ==
          {"song.cd.flac", "song.spotify.flac"}, list((tmp / "out").iterdir()))
    clean(tmp, "song", "song-master.flac", "song-master.html", "out")


def test_bad_stems(tmp):
    write_stems(tmp / "song", 1)
    (tmp / "none").mkdir()
    out = ("-o", tmp / "o.wav")
    known = {p.name for p in tmp.iterdir()}
    fails(4, "none: there are no stems in it", "--stems", tmp / "none", *out)
    fails(4, "not a folder", "--stems", tmp / "gone", *out)
    fails(1, "gone is not a folder", "--stems", tmp / "song", "-o",
          tmp / "gone/o.wav")
    fails(2, "takes the place of an INPUT", "--stems", tmp / "song", *out,
          tmp / "song/bass.wav")
    fails(2, "would be a stem itself", "--stems", tmp / "song", "-o",
          tmp / "song/out.wav")
    fails(2, "goes with none of", "--stems", tmp / "song", "--analyze")
    for name, channels, rate in (("x.wav", 2, 44100), ("x.wav", 1, RATE)):
        write_wav(tmp / "song" / name, [noise(rate)] * channels, rate)
        fails(4, r"stems must have one rate and as many channels: bass.wav has "
              rf"2 of 32000 Hz, x.wav has {channels} of {rate} Hz",
              "--stems", tmp / "song", *out)
    (tmp / "song/x.wav").write_text("no song")
    fails(4, "x.wav: is not an audio file", "--stems", tmp / "song", *out)
    clean(tmp, *known)


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
