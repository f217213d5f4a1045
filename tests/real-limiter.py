#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""masterlimiter over music: does the ceiling hold, and how loud does it get?

    real-limiter.py ceiling FILE...
    real-limiter.py loudness FILE...

`ceiling`: FILEs, brought to a peak of 0 dBFS, are driven 12 dB over it; the
oracle is tests/reference/sinc.h, 32 points a frame. Fails where -1 dBTP is
passed. `loudness`: from a peak of -1 dBFS, 6 dB of drive under -1 dB, beside
LSP's limiter, x42's dpl and ffmpeg's alimiter, at 48 kHz; the oracle is
libebur128. ffmpeg decodes; tests/bench/lv2host.c hosts.

    --seconds S    of each FILE, from a third of it on (60)
    --build DIR    where it was built (build)
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LSP = "http://lsp-plug.in/plugins/lv2/limiter_stereo"
DPL = "http://gareus.org/oss/lv2/dpl#stereo"
CEILING, DRIVE = -1.0, 6.0

SETTINGS = [
    "character=transparent", "character=punchy", "character=loud",
    "character=safe", "character=loud auto-release=true",
    "character=transparent link=0", "character=punchy link=0.5",
    "character=transparent soft-clip=6", "character=loud soft-clip=12",
    "character=transparent dither-bits=16",
    "character=loud lookahead=0.5 release=1",
]

OURS = ["character=transparent", "character=punchy", "character=loud",
        "character=safe", "character=transparent true-peak=false",
        "character=loud true-peak=false"]


def linear(db):
    return 10 ** (db / 20)


def alimiter(release):
    return (f"alimiter=level_in={linear(DRIVE)}:limit={linear(CEILING)}:"
            f"attack=5:release={release}:level=0")


def lsp(release, alr):
    return [LSP, f"g_in={linear(DRIVE)}", f"th={linear(CEILING)}", "boost=0",
            f"rt={release}", f"alr={alr}"]


def dpl(release):
    return [DPL, f"gain={DRIVE}", f"threshold={CEILING}",
            f"release={release}"]


# Their own defaults first, then our default of 100 ms. LSP ends at 20 ms; its
# `alr` is a second, slow stage.
PEERS = [
    ("LSP, its 5 ms", lsp(5, 0)), ("LSP, 20 ms, its most", lsp(20, 0)),
    ("LSP, 5 ms, ALR", lsp(5, 1)),
    ("dpl, its 10 ms", dpl(0.01)), ("dpl, 100 ms", dpl(0.1)),
    ("alimiter, its 50 ms", alimiter(50)), ("alimiter, 100 ms", alimiter(100)),
]


class Work:
    def __init__(self, folder, build, seconds):
        self.folder, self.build, self.seconds = folder, build, seconds
        self.env = dict(os.environ, GST_PLUGIN_PATH=str(build / "gst"),
                        GST_REGISTRY=str(folder / "registry.bin"), LC_ALL="C")
        self.peak32 = self.compile("reference/peak32.c")
        self.ebur128 = self.compile("reference/ebur128.c", "libebur128")
        self.host = None

    def compile(self, source, package=None):
        target = self.folder / pathlib.Path(source).stem
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", package], check=True,
            capture_output=True, text=True).stdout.split() if package else []
        subprocess.run(["cc", "-O3", "-o", target, ROOT / "tests" / source,
                        *flags, "-lm"], check=True)
        return target

    def cut(self, path, peak, *options):
        """A piece of a file, as float WAV with the given peak [dBFS]."""
        length = float(subprocess.run(
            ["ffprobe", "-v", "error", "-show_entries", "format=duration",
             "-of", "csv=p=0", path], check=True, capture_output=True).stdout)
        where = ["-ss", str(max(0, min(length / 3, length - self.seconds))),
                 "-t", str(self.seconds), "-i", path, *options]
        said = subprocess.run(
            ["ffmpeg", "-nostdin", "-hide_banner", *where, "-af",
             "astats=measure_perchannel=none", "-f", "null", "-"],
            check=True, capture_output=True, text=True).stderr
        top = float(re.search(r"Peak level dB: (\S+)", said).group(1))
        wav = self.folder / "piece.wav"
        subprocess.run(
            ["ffmpeg", "-nostdin", "-v", "error", "-y", *where, "-af",
             f"volume={peak - top}dB:precision=float", "-c:a", "pcm_f32le",
             "-fflags", "+bitexact", "-flags", "+bitexact", wav], check=True)
        return wav

    def limit(self, wav, setting, drive):
        """By ours, to raw float32."""
        raw = self.folder / "limited.raw"
        subprocess.run(
            ["gst-launch-1.0", "-q", "filesrc", f"location={wav}", "!",
             "wavparse", "!", "masterlimiter", f"drive={drive}",
             f"ceiling={CEILING}", *setting.split(), "!", "filesink",
             f"location={raw}"], check=True, env=self.env)
        return raw

    def limit_by(self, wav, peer):
        raw = self.folder / "limited.raw"
        if isinstance(peer, str):
            subprocess.run(
                ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", wav, "-af",
                 peer, "-f", "f32le", raw], check=True)
            return raw
        self.host = self.host or self.compile("bench/lv2host.c", "lilv-0")
        plain = self.folder / "plain.wav"
        data = wav.read_bytes()
        at = data.index(b"data")
        plain.write_bytes(data[:36] + data[at:])  # the plain header of 44 bytes
        subprocess.run([self.host, "-o", raw, plain, *peer], check=True,
                       stdout=subprocess.DEVNULL)
        return raw

    def measure(self, program, raw, *words):
        with open(raw, "rb") as audio:
            return float(subprocess.run(
                [program, *words], stdin=audio, check=True, capture_output=True,
                text=True).stdout.split()[0])


def ceiling(work, files):
    """The most of all files, for each setting."""
    over = {setting: [] for setting in SETTINGS}
    for path in files:
        wav = work.cut(path, 0.0, "-ac", "2")
        for setting in SETTINGS:
            raw = work.limit(wav, setting, 12.0)
            over[setting].append(
                (work.measure(work.peak32, raw, "2") - CEILING, path.stem))
        print(f"# {path.stem}: {max(o[-1][0] for o in over.values()):+.3f} dB",
              flush=True)
    for setting, found in over.items():
        worst, where = max(found)
        print(f"{setting:<40} {worst:+.3f} dB  {where}"
              f"{'' if worst <= 0 else '  PASSED'}")
    return max(max(o)[0] for o in over.values()) > 0


def loudness(work, files):
    """Ours over theirs: the mean, and the piece where it is least."""
    cases = [(s, None) for s in OURS] + PEERS
    found = {name: [] for name, _ in cases}
    for path in files:
        wav = work.cut(path, -1.0, "-ac", "2", "-ar", "48000")
        for name, peer in cases:
            raw = (work.limit_by(wav, peer) if peer else
                   work.limit(wav, name, DRIVE))
            found[name].append(
                work.measure(work.ebur128, raw, "48000", "2"))
        print(f"# {path.stem}: " + ", ".join(
            f"{found[name][-1]:.2f}" for name, _ in cases), flush=True)
    print(f"# of {len(files)} pieces: " + ", ".join(n for n, _ in cases))
    for ours in OURS:
        for name, _ in PEERS:
            gaps = [a - b for a, b in zip(found[ours], found[name])]
            worst = min(range(len(gaps)), key=gaps.__getitem__)
            print(f"{ours:<40} {name:<22} {sum(gaps) / len(gaps):+.2f} "
                  f"({gaps[worst]:+.2f} {files[worst].stem})")
    return False


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("ceiling", "loudness"))
    parser.add_argument("files", nargs="+", metavar="FILE", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Work(pathlib.Path(folder), chosen.build.resolve(),
                    chosen.seconds)
        run = ceiling if chosen.what == "ceiling" else loudness
        return run(work, chosen.files)


if __name__ == "__main__":
    sys.exit(main())
