#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""kept.py ROOT [--write] - the table of docs/gst-master.md that says what each
format keeps: tags and what stands beside them, length, time, sound and peaks.

It is made of real runs and compared with the one that stands there, words and
frames to the letter, decibels within a tolerance; --write puts it there.
Oracles: ffmpeg's decoders, ffprobe, peaks at 32 times the rate, and the bytes
that the formats' standards ask for.
"""

import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from keeping import (broadcast_wav, chapters, chunks_of, flac_blocks, id3_alone,
                     id3_tag, pictures_of, sheet_of)
from toolkit import (check, done, ffmpeg, interleave, master, noise, pcm,
                     png_bytes, probe, raw, scaled, tags_of, write_music,
                     write_wav)

RATE, FRAMES = 48000, 3 * 48000 + 100
ENDINGS = ("wav", "flac", "mp3", "ogg", "opus", "m4a")
HEAD = ("| ending | tags of 16 | kept besides | told as lost | frames late "
        "| frames over | signal to noise | peak under -2 dBTP |")
TAGS = {"title": "A Title", "artist": "Someone", "album": "Several",
        "album_artist": "All", "composer": "Nobody", "genre": "Noise",
        "date": "2019-05-06", "track": "3", "disc": "1",
        "comment": "A comment", "copyright": "Free", "isrc": "XX1234567890",
        "lyrics": "La la", "bpm": "120", "own": "mine"}
# Names that ffprobe has for ID3, and an item of M4A that it does not read: a
# box "data" of 18 bytes, a number of 2 bytes.
OTHERS = {"isrc": "tsrc", "bpm": "tbpm", "lyrics": "lyrics-xxx"}
TEMPO = b"tmpo\0\0\0\x12data\0\0\0\x15\0\0\0\0\0\x78"
SECONDS = 0.02 # of noise that is sought in what is decoded


# --- tags ---------------------------------------------------------------------

def write_tagged(tmp):
    (tmp / "front.png").write_bytes(png_bytes())
    ffmpeg("-i", tmp / "mix.wav", "-i", tmp / "front.png", "-map", "0", "-map",
           "1", "-disposition:v", "attached_pic", "-c:v", "copy",
           *(x for pair in TAGS.items() for x in ("-metadata",
                                                  "=".join(pair))),
           tmp / "tags.flac")


def count_tags(tmp, out):
    data = out.read_bytes()
    if out.suffix == ".wav":
        tags = tags_of(probe(id3_alone(tmp, out)))
    else:
        tags = tags_of(probe(out))
    count = sum(tags.get(key, tags.get(OTHERS.get(key), "")).split("/")[0]
                .startswith(value) for key, value in TAGS.items())
    return count + (TEMPO in data) + len(pictures_of(out))


# --- what stands beside them --------------------------------------------------

def write_sources(tmp):
    """What may be kept: name, file, whether a master of it has it, and the
    words that tell of its loss."""
    ffmpeg("-i", tmp / "mix.wav", "-c:a", "libmp3lame", "-id3v2_version", "0",
           tmp / "bare.mp3")
    (tmp / "chap.mp3").write_bytes(id3_tag() + (tmp / "bare.mp3").read_bytes())
    (tmp / "meta").write_text(";FFMETADATA1\n" + "".join(
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={1000 * i}\nEND={1000 * i + 1000}\n"
        f"title=Part {i}\n" for i in range(2)))
    ffmpeg("-i", tmp / "mix.wav", "-i", tmp / "meta", "-map_metadata", "1",
           "-c:a", "aac", tmp / "chap.m4a")
    ffmpeg("-i", tmp / "mix.wav", tmp / "bare.flac")
    sheet, whole = sheet_of(FRAMES), (tmp / "bare.flac").read_bytes()
    (tmp / "cue.flac").write_bytes(
        whole[:42] + b"\5" + len(sheet).to_bytes(3, "big") + sheet + whole[42:])
    broadcast_wav(tmp / "bext.wav")
    return (
        ("chapters of MP3", tmp / "chap.mp3", has_chapters, "the chapters"),
        ("chapters of M4A", tmp / "chap.m4a", has_chapters, "the chapters"),
        ("cue sheet", tmp / "cue.flac",
         lambda out: out.suffix == ".flac" and sheet in [
             body for _, body in flac_blocks(out.read_bytes())],
         "the cue sheet"),
        ("bext, iXML", tmp / "bext.wav",
         lambda out: out.suffix == ".wav" and {b"bext", b"iXML"} <= set(
             chunks_of(out)), "broadcast WAV"))


def has_chapters(out):
    if out.suffix == ".wav":
        return b"CHAP" in chunks_of(out).get(b"id3 ", b"")
    return len(chapters(out)) == 2


def kept_besides(tmp, ending, sources):
    kept, told = [], []
    for name, source, holds, words in sources:
        out = tmp / f"beside.{ending}"
        result = master("-q", "-f", source, "-o", out, "-l", "-20")
        check(result.status == 0, result)
        warned = words in result.err
        check(holds(out) != warned, f"{name} in {ending}: {result}")
        (told if warned else kept).append(name)
    return "; ".join(kept) or "-", "; ".join(told) or "-"


# --- sound --------------------------------------------------------------------

def find_delay(song, got):
    """Where a piece of the song is in what is decoded [frames late]."""
    size, start = int(SECONDS * RATE), RATE
    piece = song[start:start + size]

    def likeness(late):
        part = got[start + late:start + late + size]
        return sum(x * y for x, y in zip(piece, part))
    return max(range(-1200, 1201), key=likeness)


def signal_to_noise(song, got):
    count = min(len(song), len(got))
    song, got = song[:count], got[:count]
    gain = sum(x * y for x, y in zip(song, got)) / sum(x * x for x in song)
    rest = sum((gain * x - y) ** 2 for x, y in zip(song, got))
    return -10.0 * math.log10(rest / sum(y * y for y in got))


def sound(tmp, ending):
    """At a level that needs no limiter, beside what went in."""
    out = tmp / f"quiet.{ending}"
    done("-q", "-f", tmp / "mix.wav", "-o", out, "-l", "-25")
    song, got = pcm(tmp / "mix.wav"), pcm(out)
    late = find_delay(song[::2], got[::2])
    return (late, len(got) // 2 - FRAMES,
            signal_to_noise(song, got[2 * late:] if late > 0 else got))


def loud_peak(tmp, ending):
    out = tmp / f"loud.{ending}"
    done("-q", "-f", tmp / "clipped.wav", "-o", out, "-l", "-11", "-c", "-2")
    text = subprocess.run([os.environ["PEAK32"], "2"], input=raw(out),
                          capture_output=True, check=True).stdout
    return float(text)


def write_songs(tmp):
    hiss = [scaled(noise(FRAMES, 1 + i), 0.3) for i in range(2)]
    low = [scaled(noise(FRAMES, 7 + i), 0.02) for i in range(2)]
    for channel, more in zip(hiss, low):
        for i in range(0, FRAMES - 1):
            channel[i] += 0.5 * (more[i + 1] + more[i])
    write_wav(tmp / "mix.wav", hiss, RATE, kind="f32")
    loud = [scaled(noise(FRAMES, 1 + i), 3.0) for i in range(2)]
    for channel in loud:
        for i, x in enumerate(channel):
            channel[i] = max(-0.5, min(x, 0.5))
    write_wav(tmp / "clipped.wav", loud, RATE)


# --- the table ----------------------------------------------------------------

def make_row(tmp, ending, sources):
    out = tmp / f"out.{ending}"
    done("-q", "-f", tmp / "tags.flac", "-o", out, "-l", "-20")
    kept, told = kept_besides(tmp, ending, sources)
    late, over, ratio = sound(tmp, ending)
    return (f"| {ending} | {count_tags(tmp, out)} | {kept} | {told} | {late} "
            f"| {over} | {ratio:.0f} dB | {loud_peak(tmp, ending):.1f} dBTP |")


def make_table():
    with tempfile.TemporaryDirectory(prefix="gst-master-test-") as folder:
        tmp = pathlib.Path(folder)
        write_songs(tmp)
        write_tagged(tmp)
        sources = write_sources(tmp)
        return [HEAD, "|---|---|---|---|---|---|---|---|"] + [
            make_row(tmp, ending, sources) for ending in ENDINGS]


def split_table(text):
    """What is before the table, its lines, and what is behind it."""
    before, found, rest = text.partition(HEAD + "\n")
    check(found, "the table is not in the documentation")
    lines = rest.split("\n")
    count = next(i for i, line in enumerate(lines) if not line.startswith("|"))
    return before, [HEAD] + lines[:count], "\n".join(lines[count:])


def compare(found, made):
    check(len(found) == len(made), f"{len(found)} lines, made {len(made)}")
    number = r"(-?\d+(?:\.\d+)?) (dBTP|dB)"
    for old, new in zip(found, made):
        check(re.sub(number, r"\2", old) == re.sub(number, r"\2", new),
              f"\n{old}\nis now\n{new}")
        for (a, unit), (b, _) in zip(re.findall(number, old),
                                     re.findall(number, new)):
            # Versions of an encoder differ by as much.
            check(abs(float(a) - float(b)) <= (0.5 if unit == "dBTP" else 2.0),
                  f"\n{old}\nis now\n{new}")
            check(unit != "dBTP" or float(b) <= -1.95, new)


def main():
    page = pathlib.Path(sys.argv[1]) / "docs/gst-master.md"
    print("1..1", flush=True)
    made = make_table()
    before, found, behind = split_table(page.read_text())
    if "--write" in sys.argv:
        page.write_text(before + "\n".join(made) + "\n" + behind)
        found = made
    try:
        compare(found, made)
        print("ok 1 - what each format keeps")
    except AssertionError as why:
        print("not ok 1 - what each format keeps")
        print("\n".join(f"# {line}" for line in str(why).split("\n")))
        sys.exit(1)


if __name__ == "__main__":
    main()
