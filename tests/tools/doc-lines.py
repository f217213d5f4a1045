#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""doc-lines.py ROOT - every command line of the tool that we print runs: in
README.md and docs/, in the man page, and in --help. One after the other, in a
folder for each of these, where the songs that they name are made first."""

import array
import json
import pathlib
import re
import shlex
import sys

from toolkit import (NAME, check, done, master, noise, run_all, scaled, sine,
                     write_wav)

ROOT = pathlib.Path(sys.argv.pop())
SONG = re.compile(r"\.(wav|flac|mp3|ogg|opus|m4a)$")
RATE = 16000
# Loud enough for the loudest example, without limiting of more than 12 dB.
SOUND = array.array("f", (x + y for x, y in zip(
    scaled(noise(6 * RATE, 5), 0.3), sine(6 * RATE, RATE, 440.0, 0.25))))
WRITES = ("-o", "--output")


def lines_of(text):
    """Joined where they go on; what follows a # is for people."""
    text = re.sub(r"\\\n\s*", " ", text)
    for line in re.findall(rf"^(?: *\$ +| +|){re.escape(NAME)} .*$", text,
                           re.M):
        yield shlex.split(line.strip().removeprefix("$ "), comments=True)[1:]


def song_of(arg):
    """FILE of FILE[:WEIGHT][@FROM-TO], as --reference takes it."""
    return re.sub(r"(\.\w+)(:[\d.]+)?(@[\d:.]+-[\d:.]+)?$", r"\1", arg)


def make_songs(folder, args):
    """Every input, whatever its ending: decoders look at what is in it."""
    for before, arg in zip(["", *args], args):
        if before in WRITES or (folder / arg).exists():
            continue
        if before == "--manifest":
            job = {"input": "job.wav", "output": "job.flac"}
            (folder / arg).write_text(json.dumps(job), encoding="utf-8")
            make_songs(folder, ["job.wav"])
        if SONG.search(song_of(arg)) and not arg.startswith("-"):
            # A section has to be in it: two minutes are enough.
            sound = SOUND if song_of(arg) == arg else SOUND * 20
            write_wav(folder / song_of(arg), [sound, sound], RATE)
        elif arg.endswith("/"):
            (folder / arg).mkdir()
            make_songs(folder, [f"{arg}{i}.wav" for i in range(5)])


def run_lines(folder, text):
    count = 0
    for args in lines_of(text):
        make_songs(folder, args)
        if args == ["mix.wav"]: # which --again makes anew
            args.append("--assist")
        result = master(*args, "--force", cwd=folder)
        check(result.status == 0, f"{shlex.join(args)}: {result}")
        count += 1
    return count


def test_the_documents(tmp):
    count = 0
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        folder = tmp / path.name
        folder.mkdir()
        fences = re.findall(r"^```(?:sh)?\n(.*?)^```",
                            path.read_text(), re.M | re.S)
        count += run_lines(folder, "\n".join(fences))
    check(count >= 15, count)


def test_the_man_page(tmp):
    page = (ROOT / "gst" / "tools" / "gst-master-1.0.1").read_text()
    examples = page[page.index(".SH EXAMPLES"):].replace("\\-", "-")
    check(run_lines(tmp, examples) >= 5)


def test_help(tmp):
    said = done("--help").out
    check(run_lines(tmp, said[said.index("Examples:"):]) >= 5)


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
