#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""launch-lines.py [ROOT [BUILD]] - every gst-launch line we print runs.

Takes them from README.md, docs/ and the comments of gst/elements: lines that
begin with gst-launch-1.0 (after "$ " or "meson devenv -C build"), with their
backslash continuations. Runs each as written, but

  - in a scratch folder, where the input files it names are made first;
  - sinks that need a sound card become "fakesink sync=false";
  - sources that are live or endless end after a few buffers.

Needs gst-launch-1.0; skipped (77) without.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import common

TIMEOUT = 20 # seconds
START = re.compile(r"^(?:\$ +)?(?:meson devenv +(?:-C +)?\S+ +)?"
                   r"(gst-launch-1\.0\s.*)$")
SOUND_SINKS = {f"{k}sink" for k in ("autoaudio", "alsa", "pulse", "pipewire",
                                    "jackaudio", "osx", "wasapi")}
SOUND_SOURCES = {f"{k}src" for k in ("autoaudio", "alsa", "pulse", "pipewire",
                                     "jackaudio", "osx", "wasapi")}
TONE = ("audiotestsrc num-buffers=200 samplesperbuffer=480 freq=997 volume=0.25"
        " ! audio/x-raw,rate=48000,channels=2 ! audioconvert ! audioresample")
ENCODERS = {
    ".wav": ["wavenc"], ".flac": ["flacenc"], ".aiff": ["aiffmux"],
    ".mp3": ["lamemp3enc ! id3v2mux"], ".ogg": ["vorbisenc ! oggmux"],
    ".opus": ["opusenc ! oggmux"],
    ".m4a": ["avenc_aac ! mp4mux", "voaacenc ! mp4mux", "fdkaacenc ! mp4mux"],
    ".mp4": ["avenc_aac ! mp4mux", "voaacenc ! mp4mux", "fdkaacenc ! mp4mux"],
    ".mkv": ["vorbisenc ! matroskamux"], ".mka": ["vorbisenc ! matroskamux"],
}


def lines_of(path):
    """(line number, text with continuations joined) of each launch line."""
    rows = common.read(path).splitlines()
    if path.suffix == ".c":
        rows = [re.sub(r"^ \* ?", "", row) for row in rows]
    number = 0
    while number < len(rows):
        start = number
        text = rows[number].strip()
        number += 1
        if not START.match(text):
            continue
        while text.endswith("\\") and number < len(rows):
            text = text[:-1].rstrip() + " " + rows[number].strip()
            number += 1
        text = text.split("]|")[0]
        yield start + 1, START.match(text).group(1)


def words_of(text):
    """The arguments of gst-launch, up to a pipe or a redirection."""
    words = shlex.split(text, comments=True)[1:]
    for index, word in enumerate(words):
        if re.match(r"^(\d?>|\||&)", word):
            return words[:index]
    return words


def elements_of(words):
    """The words cut into runs: an element and its properties, or one word."""
    runs = []
    for word in words:
        prop = re.match(r"^[A-Za-z][\w:-]*=", word)
        if prop and runs and runs[-1][0] != "!":
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


class Workshop:
    """A scratch folder with files, and gst-launch pointed at our build."""

    def __init__(self, folder, build, launch):
        self.folder = pathlib.Path(folder)
        self.launch = launch
        self.env = dict(os.environ, LC_ALL="C", GST_REGISTRY_FORK="no",
                        GST_REGISTRY=str(self.folder / "registry.bin"))
        self.env.setdefault("GST_PLUGIN_PATH", str(build / "gst"))
        self.env.setdefault("GST_PRESET_PATH", str(
            common.root() / "gst/presets"))

    def run(self, words):
        """None, or what went wrong."""
        try:
            done = subprocess.run(
                [self.launch, "-q", *words], cwd=self.folder, env=self.env,
                stdin=subprocess.DEVNULL, capture_output=True, text=True,
                timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            return f"not done after {TIMEOUT} s"
        # gst-launch goes on after a property it cannot set.
        if done.returncode == 0 and "WARNING: " not in done.stderr:
            return None
        said = [row for row in done.stderr.splitlines() if row.strip()]
        return " / ".join(said[:4]) or f"exit status {done.returncode}"

    def make(self, name):
        """Makes the audio, curve or settings file `name`, by its extension."""
        path = self.folder / name
        if path.exists():
            return None
        if path.suffix == ".txt": # a curve
            path.write_text("20 0\n1000 -1.5\n10000 2 3\n")
            return None
        if path.suffix == ".json": # settings
            path.write_text('{"version": 1, "limiter": {"drive": 3}}')
            return None
        wrong = f"no way to make a file like {name}"
        for encoder in ENCODERS.get(path.suffix, ()):
            wrong = self.run(shlex.split(f"{TONE} ! {encoder} ! filesink")
                             + [f"location={path}"])
            if wrong is None:
                return None
            path.unlink(missing_ok=True)
        return wrong

    def adapt(self, run):
        """The run as it can be run here; raises ValueError where it cannot."""
        name, props = run[0], run[1:]
        if name in SOUND_SINKS:
            return ["fakesink", "sync=false"] + [
                p for p in props if p.startswith("name=")]
        if name in SOUND_SOURCES:
            return ["audiotestsrc", "num-buffers=100"]
        if name in ("audiotestsrc", "videotestsrc") and not any(
                p.startswith("num-buffers=") for p in props):
            props = props + ["num-buffers=100"]
        if name in ("playbin", "playbin3") and not any(
                p.startswith("audio-sink=") for p in props):
            props = props + ["audio-sink=fakesink sync=false"]
        return [name] + [self.adapt_file(name, p) for p in props]

    def adapt_file(self, element, prop):
        key, _, value = prop.partition("=")
        if key not in ("location", "response-location",
                       "settings-location", "uri", "suburi"):
            return prop
        if key.endswith("uri") and not value.startswith("file:"):
            raise ValueError(f"{value}: no network here")
        base = pathlib.PurePath(value).name
        if not element.endswith("sink"):
            wrong = self.make(base)
            if wrong:
                raise ValueError(f"{base}: {wrong}")
        path = self.folder / base
        return f"{key}={path.as_uri() if key.endswith('uri') else path}"

    def try_line(self, text):
        try:
            runs = [self.adapt(run) for run in elements_of(words_of(text))]
        except ValueError as error:
            return str(error)
        return self.run([word for run in runs for word in run])


def main():
    launch = shutil.which("gst-launch-1.0")
    if not launch:
        print("1..0 # SKIP gst-launch-1.0 is not installed")
        sys.exit(77)
    top = common.root()
    build = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else top / "build")
    report = common.Report(top)
    pages = [top / "README.md"] + common.files(top, "*.md", within=("docs",))
    pages = [p for p in pages if p.parent != top or p.name == "README.md"]
    pages += common.files(top, "*.c", within=("gst/elements",))
    with tempfile.TemporaryDirectory(prefix="mst-launch-") as folder:
        workshop = Workshop(folder, build.resolve(), launch)
        for page in sorted(p for p in set(pages) if p.is_file()):
            for number, text in lines_of(page):
                wrong = workshop.try_line(text)
                report.rule(report.place(page, number),
                            [f"{text}: {wrong}"] if wrong else [])
    report.rule("there are such lines",
                [] if report.rules else ["none found anywhere"])
    report.done()


main()
