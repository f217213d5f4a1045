#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The assistant over real music, beside ffmpeg's loudnorm in two passes.

    real-assist.py mixes FILE...
    real-assist.py masters FILE...
    real-assist.py faults FILE...

`mixes` and `masters`: each FILE is mastered for a target with --profile auto,
and by loudnorm for the same, and both are measured by what the tool does not
use: the loudness by libebur128, the true peak by tests/reference/sinc.h at 32
points a frame. The distance is the one of docs/assistant.md, computed here from
masteranalyzer's figures, to the profile that was chosen before. Prints a table
in Markdown. Fails where a file is more than 0.05 LU off its aim or over its
ceiling, where a mix outside its profile came no nearer, and where one of the
`masters`, which are finished, is further off or has less crest than before.
`faults`: each FILE is clipped, encoded as MP3, robbed of a channel and turned
against itself; fails where that is not told.

    --target NAME  of gst-master-1.0 (spotify)
    --alone        without loudnorm, which takes most of the time
    --twice        renders twice, and fails where the files differ
    --build DIR    where it was built (build)
"""

import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROFILES = ROOT / "gst" / "assistant" / "profiles"
EDGES = [20, 148, 392, 795, 1458, 2550, 4349, 7314, 12199, 20000]
BANDS = [f"{low}-{high}" for low, high in zip(EDGES, EDGES[1:])]
FARTHEST, NARROWEST = 4.0, 0.5  # units, LU
LOUDNESS, CLOSER, SAME = 0.05, 0.005, 0.02  # LU, distances
CREST = 0.2  # dB; the analyser's histogram has steps of 0.05


def features(analysis):
    """Name: (value, weight), as docs/assistant.md has them."""
    found = {
        "block-range": (analysis["block-range"], 1.0),
        "plr": (analysis["sample-peak"] - analysis["loudness"], 1.0),
    }
    for kind, field, weight in (("level", "band-level", 1.0),
                                ("side", "band-side", 0.5),
                                ("range", "band-range", 0.5)):
        for name, value in zip(BANDS, analysis[field]):
            found[f"{kind}-{name}"] = (value, weight)
    return {name: (value, weight) for name, (value, weight) in found.items()
            if value is not None}


def inner(name, row):
    """Where an upper quartile cannot be, the upper half mirrors the lower."""
    low, middle, high = row["p25"], row["p50"], row["p75"]
    if name.startswith("level-") and high > 0.0:
        high = 2 * middle - low
    return low, high


def distance(profile, analysis):
    rows = json.loads((PROFILES / f"{profile}.json").read_text())["features"]
    total = weights = 0.0
    for name, (value, weight) in features(analysis).items():
        low, high = inner(name, rows[name])
        unit = max((high - low) / 1.349, NARROWEST)
        outside = max(low - value, value - high, 0.0)
        total += weight * min(outside / unit, FARTHEST)
        weights += weight
    return total / weights


class Work:
    def __init__(self, folder, build, target):
        self.folder, self.build, self.target = folder, build, target
        self.tool = build / "gst" / "tools" / "gst-master-1.0"
        self.env = dict(os.environ, GST_PLUGIN_PATH=str(build / "gst"),
                        GST_PRESET_PATH=str(ROOT / "gst" / "presets"),
                        GST_REGISTRY=str(folder / "registry.bin"), LC_ALL="C")
        self.peak32 = self.compile("reference/peak32.c")
        self.ebur128 = self.compile("reference/ebur128.c", "libebur128")
        listed = self.master("--list-targets").stdout
        row = next(r.split() for r in listed.splitlines()
                   if r.split()[:1] == [target])
        self.loudness, self.ceiling = float(row[1]), float(row[2])

    def compile(self, source, package=None):
        target = self.folder / pathlib.Path(source).stem
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", package], check=True,
            capture_output=True, text=True).stdout.split() if package else []
        subprocess.run(["cc", "-O3", "-o", target, ROOT / "tests" / source,
                        *flags, "-lm"], check=True)
        return target

    def master(self, *words):
        return subprocess.run([self.tool, *map(str, words)], env=self.env,
                              check=True, capture_output=True, text=True)

    def analyze(self, path):
        said = self.master("--quiet", "--analyze", "--json", "-", path)
        return json.loads(said.stdout)["analysis"]

    def ffmpeg(self, *words):
        return subprocess.run(
            ["ffmpeg", "-nostdin", "-hide_banner", "-y", *map(str, words)],
            check=True, capture_output=True, text=True).stderr

    def measure(self, path):
        """Loudness [LUFS] and true peak [dBTP], by other hands."""
        rate, channels = subprocess.run(
            ["ffprobe", "-v", "error", "-select_streams", "a:0",
             "-show_entries", "stream=sample_rate,channels", "-of", "csv=p=0",
             path], check=True, capture_output=True,
            text=True).stdout.strip().split(",")
        raw = self.folder / "measured.raw"
        self.ffmpeg("-i", path, "-map", "0:a:0", "-f", "f32le", raw)

        def ask(*words):
            with open(raw, "rb") as audio:
                return float(subprocess.run(
                    words, stdin=audio, check=True, capture_output=True,
                    text=True).stdout.split()[0])

        return ask(self.ebur128, rate, channels), ask(self.peak32, channels)

    def loudnorm(self, path, out, rate):
        """Two passes, as its documentation has them, and back to the rate."""
        goal = f"loudnorm=I={self.loudness}:TP={self.ceiling}:LRA=20"
        said = self.ffmpeg("-i", path, "-af", goal + ":print_format=json",
                           "-f", "null", "-")
        found = json.loads(re.search(r"\{[^{}]*\}\s*$", said).group())
        self.ffmpeg(
            "-i", path, "-af", goal + "".join(
                f":{name}={found[key]}" for name, key in
                (("measured_I", "input_i"), ("measured_TP", "input_tp"),
                 ("measured_LRA", "input_lra"),
                 ("measured_thresh", "input_thresh"),
                 ("offset", "target_offset"))) + ":linear=true",
            "-ar", rate, "-c:a", "pcm_s24le", out)


class Clock:
    """Seconds on the clock and of the processor, of what runs within."""

    def __enter__(self):
        self.start = time.monotonic(), self.used()
        return self

    def __exit__(self, *_):
        self.wall = time.monotonic() - self.start[0]
        self.cpu = self.used() - self.start[1]

    @staticmethod
    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime


def name_moves(plan):
    rules = [move["rule"] for move in plan["moves"]]
    return ", ".join(f"{rule} {rules.count(rule)}" if rules.count(rule) > 1
                     else rule for rule in dict.fromkeys(rules))


class Row:
    """One piece by both."""

    def __init__(self, work, path, alone, twice):
        out, report = work.folder / "out.wav", work.folder / "report.json"
        words = ["--quiet", "--force", "--profile", "auto", "--target",
                 work.target, "--json", report, path, "-o", out]
        with Clock() as self.ours:
            work.master(*words)
        said = json.loads(report.read_text())
        self.name, self.plan = path.stem, said["plan"]
        self.mastered = self.plan["mastered"]
        self.before, self.after = said["analysis"], work.analyze(out)
        self.goal = self.plan["loudness"]
        self.seconds = self.before["frames"] / self.before["rate"]
        profile = self.plan["profile"]
        self.was = distance(profile, self.before)
        self.now = distance(profile, self.after)
        self.loudness, self.peak = work.measure(out)
        self.same = True
        if twice:
            first = out.read_bytes()
            work.master(*words)
            self.same = first == out.read_bytes()
        self.theirs = None
        if not alone:
            self.race(work, path, out, profile)

    def race(self, work, path, out, profile):
        with Clock() as self.theirs:
            work.loudnorm(path, out, int(self.before["rate"]))
        self.their_loudness, self.their_peak = work.measure(out)
        self.theirs_now = distance(profile, work.analyze(out))

    def faults(self, work, finished):
        wrong = []
        if abs(self.loudness - self.goal) > LOUDNESS:
            wrong.append("loudness")
        if self.peak > work.ceiling:
            wrong.append("peak")
        if not self.same:
            wrong.append("differs")
        if finished:
            if self.now > self.was + SAME:
                wrong.append("further")
            if self.after["crest"] < self.before["crest"] - CREST:
                wrong.append("crest")
        elif self.was > CLOSER and not self.mastered and self.now >= self.was:
            wrong.append("no nearer")
        return wrong

    def their(self, text, *values):
        """Nothing where loudnorm was not asked."""
        if not self.theirs:
            return ""
        return text.format(*(value() for value in values))

    def line(self, work, wrong):
        lowered = self.goal - work.loudness
        cells = [
            self.name, self.plan["profile"], f"{self.was:.2f}",
            f"{self.now:.2f}", self.their("{:.2f}", lambda: self.theirs_now),
            f"{self.loudness - self.goal:+.3f}" +
            (f" ({lowered:+.1f})" if lowered < -LOUDNESS else ""),
            self.their("{:+.3f}", lambda: self.their_loudness - work.loudness),
            f"{self.peak:.2f}", self.their("{:.2f}", lambda: self.their_peak),
            f"{self.before['crest']:.1f} / {self.after['crest']:.1f}",
            f"{self.plan['residual']:.2f}", f"{self.plan['distortion']:.0f}",
            f"{self.seconds / self.ours.wall:.0f} / "
            f"{self.seconds / self.ours.cpu:.0f}",
            self.their("{:.0f} / {:.0f}",
                       lambda: self.seconds / self.theirs.wall,
                       lambda: self.seconds / self.theirs.cpu),
            name_moves(self.plan)]
        if wrong:
            cells[-1] += " **" + ", ".join(wrong) + "**"
        return "| " + " | ".join(cells) + " |"


HEAD = ["piece", "profile", "distance before", "after", "loudnorm's",
        "off the goal [LU]", "loudnorm's", "true peak [dBTP]", "loudnorm's",
        "crest before / after", "tone off [dB]", "distortion [dB]",
        "x real time, clock / CPU", "loudnorm's", "moves"]


def compare(work, files, finished, alone, twice):
    bad, rows = 0, []
    print("| " + " | ".join(HEAD) + " |")
    print("|" + "---|" * len(HEAD))
    for path in files:
        try:
            row = Row(work, path, alone, twice)
        except subprocess.CalledProcessError as failed:
            print(f"| {path.stem} | {failed.stderr.strip().splitlines()[-1]} |")
            bad += 1
            continue
        wrong = row.faults(work, finished)
        bad += bool(wrong)
        rows.append(row)
        print(row.line(work, wrong), flush=True)
    if rows:
        mean = [sum(values) / len(rows) for values in zip(
            *((r.was, r.now, r.seconds / r.ours.wall, r.seconds / r.ours.cpu)
              for r in rows))]
        print("\nMean of {}: distance {:.2f}, after {:.2f}; {:.0f} x real time "
              "on the clock and {:.0f} x for a second of the processor.".format(
                  len(rows), *mean))
    return bad


# What is done to the piece, and what is to be told of it.
DAMAGES = {
    "clipped": "volume=12dB,alimiter=level=0:limit=1:attack=0.1:release=1,"
               "volume=9dB",
    "dead-channel": "pan=stereo|c0=c0|c1=0*c1",
    "out-of-phase": "pan=stereo|c0=c0|c1=-0.9*c0",
}


def report(work, path):
    out = work.folder / "report.json"
    work.master("--quiet", "--force", "--profile", "auto", "--target",
                work.target, "--best-effort", "--json", out, path, "-o",
                work.folder / "out.wav")
    return {f["id"]: f["severity"]
            for f in json.loads(out.read_text())["plan"]["findings"]}


def faults(work, files):
    bad = 0
    print("| piece | damage | told |")
    print("|---|---|---|")
    for path in files:
        damaged, mp3 = work.folder / "damaged.wav", work.folder / "damaged.mp3"
        for damage in [*DAMAGES, "lossy"]:
            if damage == "lossy":
                work.ffmpeg("-i", path, "-t", "60", "-af", "volume=-12dB",
                            "-b:a", "128k", mp3)
                work.ffmpeg("-i", mp3, "-c:a", "pcm_s16le", damaged)
            else:
                work.ffmpeg("-i", path, "-t", "60", "-ac", "2", "-af",
                            DAMAGES[damage], "-c:a", "pcm_s16le", damaged)
            told = report(work, damaged)
            bad += damage not in told
            print(f"| {path.stem} | {damage} | "
                  f"{', '.join(f'{k} ({v})' for k, v in told.items())}"
                  f"{'' if damage in told else ' **not told**'} |", flush=True)
    return bad


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("mixes", "masters", "faults"))
    parser.add_argument("files", nargs="+", metavar="FILE", type=pathlib.Path)
    parser.add_argument("--target", default="spotify")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Work(pathlib.Path(folder), chosen.build.resolve(),
                    chosen.target)
        if chosen.what == "faults":
            return faults(work, chosen.files) > 0
        return compare(work, chosen.files, chosen.what == "masters",
                       chosen.alone, chosen.twice) > 0


if __name__ == "__main__":
    sys.exit(main())
