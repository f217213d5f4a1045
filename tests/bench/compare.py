#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measures our elements beside what one would take instead, in one table.

All cases of a group (cases.py) work on the same stereo 48 kHz float WAV, pinned
to one core and in turn (A B C A B C ...), so that what drifts hits all alike.
What counts is the CPU time, user and system, of the whole process, less that of
the same runner with nothing to do: the median of the runs of both. The figure
is seconds of audio over seconds of CPU; the ratio is ours over theirs.

Peers come from Debian and are never required: what is missing is named with
its package. Before it is timed, each case must show that it does its work.
"""

import argparse
import array
import math
import os
import pathlib
import re
import shlex
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import cases  # noqa: E402  (beside this file; no bytecode wanted there)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RATE, CHANNELS = 48000, 2
HEADER = 44
CHECK_SECONDS = 10
NO_PLUGIN = 3  # exit status of lv2host


class Missing(Exception):
    """A case cannot run here; says why."""


# -- the input ---------------------------------------------------------------

def write_wav(path, samples, times=1):
    size = len(samples) * samples.itemsize * times
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", HEADER - 8 + size, b"WAVE", b"fmt ", 16,
        3, CHANNELS, RATE, RATE * CHANNELS * 4, CHANNELS * 4, 32, b"data", size)
    with open(path, "wb") as out:
        out.write(header)
        for _ in range(times):
            samples.tofile(out)


def read_raw(path, kind="f"):
    samples = array.array(kind)
    data = pathlib.Path(path).read_bytes()
    samples.frombytes(data[:len(data) // 4 * 4])
    return samples


def decode(source, folder, env):
    """Any file that GStreamer reads, as samples."""
    raw = folder / "decoded.raw"
    caps = (f"audio/x-raw,format=F32LE,rate={RATE},channels={CHANNELS},"
            "layout=interleaved")
    subprocess.run(
        ["gst-launch-1.0", "-q", "filesrc", f"location={source}", "!",
         "decodebin", "!", "audioconvert", "!", "audioresample", "!", caps, "!",
         "filesink", f"location={raw}"], check=True, env=env)
    samples = read_raw(raw)
    raw.unlink()
    return samples


class Input:
    """The WAV files: one for each length asked for, and one for the proofs."""

    def __init__(self, source, seconds, folder, env):
        self.folder, self.seconds = folder, seconds
        piece = decode(source, folder, env)[:int(seconds * RATE) * CHANNELS]
        peak = max(max(piece), -min(piece)) if piece else 0
        if not peak:
            sys.exit(f"compare: no sound in {source}")
        gain = 10 ** (-1 / 20) / peak  # -1 dBFS: thresholds have to fit
        piece = array.array("f", [x * gain for x in piece])
        self.piece = piece
        length = min(len(piece), CHECK_SECONDS * RATE * CHANNELS)
        start = (len(piece) - length) // 4 * 2
        self.sample = piece[start:start + length]
        self.check = folder / "check.wav"
        write_wav(self.check, self.sample)

    def path(self, times):
        path = self.folder / f"input-{times}.wav"
        if not path.exists():
            wanted = int(self.seconds * times * RATE) * CHANNELS
            write_wav(path, self.piece, max(1, round(wanted / len(self.piece))))
        return path

    def length(self, times):
        size = self.path(times).stat().st_size - HEADER
        return size / (4 * CHANNELS * RATE)


# -- the runners -------------------------------------------------------------
# command (spec, wav): what is timed; spec None: the same with nothing to do.
# dump (spec, wav, out): the same, with the output in a file as raw samples.

class Runner:
    stdin = False  # samples come on stdin

    def __init__(self, setup):
        self.setup = setup

    def ready(self, case):
        """Raises Missing where the case cannot run."""


class Gst(Runner):
    name = "gst"

    def ready(self, case):
        for piece in case.spec.split("!"):
            element = piece.split()[0]
            if "/" not in element and subprocess.run(
                    ["gst-inspect-1.0", element], env=self.setup.env,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL).returncode:
                raise Missing(f"not installed: {case.package}")

    def pipeline(self, spec, wav, flag, *sink):
        middle = shlex.split(spec) + ["!"] if spec else []
        return ["gst-launch-1.0", flag, "filesrc", f"location={wav}", "!",
                "wavparse", "!", "audioconvert", "!", *middle, *sink]

    def command(self, case, wav):
        return self.pipeline(case and case.spec, wav, "-q", "fakesink")

    def dump(self, case, wav, out):
        return self.pipeline(case.shown or case.spec, wav, "-m", "filesink",
                             f"location={out}")


class Ffmpeg(Runner):
    name = "ffmpeg"

    def __init__(self, setup):
        super().__init__(setup)
        self.filters = None

    def ready(self, case):
        if not shutil.which("ffmpeg"):
            raise Missing("not installed: ffmpeg")
        if self.filters is None:
            text = subprocess.run(["ffmpeg", "-hide_banner", "-filters"],
                                  capture_output=True, text=True).stdout
            self.filters = set(re.findall(r"^ \S+ (\w+) ", text, re.M))
        bare = re.sub(r"'[^']*'", "", case.spec)
        for piece in bare.split(","):
            if piece.split("=")[0] not in self.filters:
                raise Missing(f"no filter {piece.split('=')[0]} in this ffmpeg")

    def run(self, case, wav, level, output):
        codec = "pcm_s16le" if case and case.words else "pcm_f32le"
        return ["ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-y", "-v",
                level, "-threads", "1", "-filter_threads", "1", "-i", str(wav),
                "-af", case.spec if case else "anull", "-c:a", codec, *output]

    def command(self, case, wav):
        return self.run(case, wav, "error", ["-f", "null", "-"])

    def dump(self, case, wav, out):
        return self.run(case, wav, "info", [
            "-f", "s16le" if case.words else "f32le", str(out)])


class Lv2(Runner):
    name = "LV2"

    def ready(self, case):
        self.host = self.setup.compile("tests/bench/lv2host.c", "lilv-0",
                                       "liblilv-dev")

    def run(self, case, wav, options=()):
        uri, controls = case.spec if case else ("-", ())
        return [str(self.host), *options, str(wav), uri,
                *(f"{symbol}={value}" for symbol, value in controls)]

    def command(self, case, wav):
        return self.run(case, wav)

    def dump(self, case, wav, out):
        return self.run(case, wav, ("-o", str(out)))


class Sox(Runner):
    name = "sox"

    def ready(self, case):
        if not shutil.which("sox"):
            raise Missing("not installed: sox")

    def run(self, case, wav, out):
        words = case and case.words
        return ["sox", "-V1", str(wav), "-t", "raw", "-b", "16" if words else
                "32", "-e", "signed" if words else "floating-point", str(out),
                *(shlex.split(case.spec) if case else ())]

    def command(self, case, wav):
        return self.run(case, wav, "/dev/null")

    dump = run


class Program(Runner):
    name = "C"
    stdin = True

    def ready(self, case):
        source, library, _ = case.spec
        self.setup.compile(source, library, case.package)

    def command(self, case, wav):
        if not case:
            return ["cat"]
        source, library, arguments = case.spec
        return [str(self.setup.compile(source, library, case.package)),
                *arguments]

    def dump(self, case, wav, out):
        return self.command(case, wav)


class Setup:
    """Folders, environment, and the C programs made on the way."""

    def __init__(self, build):
        self.build = build
        self.work = build / "tests" / "bench"
        self.work.mkdir(parents=True, exist_ok=True)
        self.env = dict(
            os.environ, LC_ALL="C", GST_PLUGIN_PATH=str(build / "gst"),
            GST_REGISTRY=str(self.work / "registry.bin"))
        self.env.pop("GST_DEBUG", None)
        self.runners = {name: runner(self) for name, runner in dict(
            gst=Gst, ffmpeg=Ffmpeg, lv2=Lv2, sox=Sox, program=Program).items()}

    def compile(self, name, library, package):
        source = ROOT / name
        target = self.work / source.stem
        if target.exists() and \
                target.stat().st_mtime >= source.stat().st_mtime:
            return target
        for tool in ("cc", "pkg-config"):
            if not shutil.which(tool):
                raise Missing(f"not installed: {tool}")
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", library],
                               capture_output=True, text=True)
        if flags.returncode:
            raise Missing(f"not installed: {package}")
        if subprocess.run(["cc", "-O2", "-o", str(target), str(source),
                           *flags.stdout.split(), "-lm"]).returncode:
            raise Missing(f"does not compile: {name}")
        return target


# -- the proofs: does a case do its work? -------------------------------------

def decibel(x):
    return 20 * math.log10(x) if x > 0 else -math.inf


def level(samples):
    """(RMS, peak) in dBFS, without the first and last half second."""
    body = samples[RATE:-RATE] or samples
    return (decibel(math.sqrt(sum(x * x for x in body) / len(body))),
            decibel(max(max(body), -min(body))))


def proof_by_level(expect):
    def proof(inputs, path, text):
        samples = read_raw(path)
        if len(samples) < len(inputs.sample) // 2:
            return False, "no output"
        rms, peak = level(samples)
        rms0, peak0 = level(inputs.sample)
        return (expect(rms - rms0, peak, peak - peak0),
                f"{rms - rms0:+.1f} dB, peak {peak:+.1f}")
    return proof


def treble(samples):
    """RMS [dB] of fourth differences: the highs gain 24 dB an octave."""
    for _ in range(4):
        samples = [x - y for x, y in zip(samples[CHANNELS:], samples)]
    return decibel(math.sqrt(sum(x * x for x in samples) / len(samples)))


def proof_excited(inputs, path, text):
    """The highs are more, and the rest is what it was."""
    samples = read_raw(path)
    if len(samples) < len(inputs.sample) // 2:
        return False, "no output"
    highs = treble(samples) - treble(inputs.sample)
    all_of_it = level(samples)[0] - level(inputs.sample)[0]
    return (highs > 0.5 and abs(all_of_it) < 0.5,
            f"{all_of_it:+.1f} dB, highs {highs:+.1f} dB")


def word_error(inputs, path):
    """RMS error of 16-bit words in LSB, or None where there are none."""
    words = read_raw(path, "h")
    count = min(len(words), len(inputs.sample))
    if count < len(inputs.sample) // 2:
        return None
    return math.sqrt(sum((w - 32768 * x) ** 2 for w, x in zip(
        words[:count], inputs.sample)) / count)


def proof_dithered(least, most):
    """Triangular dither is 1/2 LSB (RMS); shaping adds to it."""
    def proof(inputs, path, text):
        error = word_error(inputs, path)
        if error is None:
            return False, "no output"
        return least < error < most, f"error {error:.2f} LSB"
    return proof


def proof_loudness(inputs, path, text):
    found = re.findall(r"global-loudness=\(double\)(-?[\d.]+)", text) or \
        re.findall(r"^ +I: +(-?[\d.]+) LUFS", text, re.M) or \
        re.findall(r"^(-?[\d.]+) [\d.]+ -?[\d.]+$", text, re.M)
    if not found:
        return False, "no loudness"
    value = float(found[-1])
    return -40 < value < 0, f"I {value:.1f} LUFS"


def proof_kept(inputs, path, text):
    """Music without a fault comes out, and how little of it is harmed is
    told."""
    samples = read_raw(path)
    count = min(len(samples), len(inputs.sample))
    if count < len(inputs.sample) // 2:
        return False, "no output"
    error = sum((x - y) ** 2 for x, y in zip(samples, inputs.sample))
    power = sum(x * x for x in inputs.sample[:count])
    if not error:
        return True, "clean music: the same bits"
    ratio = 10 * math.log10(power / error)
    return ratio > 0, f"clean music: {ratio:.0f} dB"


PROOFS = {
    "kept": proof_kept,
    "changed": proof_by_level(
        lambda rms, peak, up: abs(rms) > 0.1 or abs(up) > 0.1),
    "compressed": proof_by_level(
        lambda rms, peak, up: abs(rms) > 1 or abs(up) > 1),
    "limited": proof_by_level(lambda rms, peak, up: rms > 2 and peak < 0.5),
    "excited": proof_excited,
    "dithered": proof_dithered(0.4, 0.8),
    "shaped": proof_dithered(0.8, 20),
    "loudness": proof_loudness,
}


def prove(case, group, inputs, setup, folder):
    """(does it, a few words) of one case; raises Missing."""
    runner = setup.runners[case.runner]
    runner.ready(case)
    out = folder / "proof.raw"
    out.unlink(missing_ok=True)
    with open(inputs.check, "rb") as samples:
        os.lseek(samples.fileno(), HEADER, os.SEEK_SET)
        done = subprocess.run(
            runner.dump(case, inputs.check, out), env=setup.env, text=True,
            stdin=samples if runner.stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == NO_PLUGIN and case.runner == "lv2":
        raise Missing(f"not installed: {case.package}")
    if done.returncode:
        last = (done.stdout.strip().splitlines() or ["?"])[-1]
        raise Missing(f"failed ({case.package}): {last[:60]}")
    out.touch()
    return PROOFS[group.proof](inputs, out, done.stdout)


# -- the clock ---------------------------------------------------------------

def cpu_seconds(runner, case, wav, env):
    with open(wav, "rb") as samples, open(os.devnull, "r+b") as null:
        os.lseek(samples.fileno(), HEADER, os.SEEK_SET)
        child = subprocess.Popen(
            runner.command(case, wav), env=env, stdout=null, stderr=null,
            stdin=samples if runner.stdin else null)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"compare: {case.label if case else 'the baseline'} of "
                 f"{runner.name} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime


class Figure:
    """Speed, as a multiple of real time.

    Where a case takes less than three times what the baseline alone varies by,
    only a bound is known: the slowest run.
    """

    def __init__(self, times, idle, length):
        base = statistics.median(idle)
        nets = sorted(max(t - base, 1e-3) for t in times)
        net = statistics.median(nets)
        self.bound = net < 3 * (max(idle) - min(idle))
        self.low, self.high = length / nets[-1], length / nets[0]
        self.speed = self.low if self.bound else length / net


def measure(group, able, inputs, setup, runs):
    """A Figure for each case that is able, all in turn."""
    wav = inputs.path(group.times)
    idle = {case.runner: [] for case in able}
    times = {case: [] for case in able}
    for _ in range(runs):
        for name, taken in idle.items():
            taken.append(cpu_seconds(setup.runners[name], None, wav, setup.env))
        for case, taken in times.items():
            taken.append(cpu_seconds(setup.runners[case.runner], case, wav,
                                     setup.env))
    length = inputs.length(group.times)
    return {case: Figure(times[case], idle[case.runner], length)
            for case in able}


# -- the table ---------------------------------------------------------------

def print_line(*columns):
    print("{:<40} {:<6} {:>7} {:>14} {:>8}  {}".format(*columns).rstrip())


def print_group(group, inputs, setup, figures, notes):
    own = [figures[c].speed for c in figures if c.ours]
    print_line(f"{group.title} ({inputs.length(group.times):.0f} s)", "by",
               "speed", "min .. max", "ours", "work")
    order = sorted(group.cases, key=lambda c: (
        c not in figures, -figures[c].speed if c in figures else 0))
    for case in order:
        name = setup.runners[case.runner].name
        label = ("* " if case.ours else "  ") + case.label
        if case not in figures:
            print_line(label, name, "-", "", "", notes[case])
            continue
        figure = figures[case]
        ratio = ""
        if own and not case.ours:
            ratio = "< "[:2 * figure.bound] + f"{own[0] / figure.speed:.2f} x"
        note = notes[case] + (f"; {case.less}" if case.less else "")
        print_line(
            label, name, "> "[:2 * figure.bound] + f"{figure.speed:.0f} x",
            f"{figure.low:.0f} .. " + (
                "?" if figure.bound else f"{figure.high:.0f}"),
            f"({ratio})" if case.less and ratio else ratio, note)
    peers = [c for c in figures if not c.ours and not c.less]
    if own and peers:
        best = max(peers, key=lambda c: figures[c].speed)
        less = "less than " if figures[best].bound else ""
        print(f"  -> {less}{own[0] / figures[best].speed:.2f} x the fastest "
              f"peer, {setup.runners[best.runner].name} {best.label}")
    print(flush=True)


def first_line(*command):
    try:
        return subprocess.run(command, capture_output=True,
                              text=True).stdout.splitlines()[0]
    except (OSError, IndexError):
        return ""


def print_head(setup, cpu, runs):
    model = re.search(r"^model name\s*: (.*)$", pathlib.Path(
        "/proc/cpuinfo").read_text(), re.M)
    print(f"machine  {model.group(1) if model else 'unknown'}, one core of "
          f"{os.cpu_count()} (number {cpu}), load {os.getloadavg()[0]:.1f}")
    print(f"system   {first_line('gst-launch-1.0', '--gst-version')}, "
          f"{' '.join(first_line('ffmpeg', '-version').split()[:3])}")
    packages = sorted({c.package for g in cases.GROUPS for c in g.cases
                       if re.fullmatch(r"[a-z0-9.+-]+", c.package)})
    if shutil.which("dpkg-query"):
        text = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Package} ${Version}, ", *packages],
            capture_output=True, text=True).stdout.rstrip(", ")
        print("peers    " + re.sub(r"(.{1,66}),( |$)", r"\1,\n         ",
                                   text + ",").rstrip(", \n"))
    print(f"runs     {runs} in turn; median CPU time less the runner's own; "
          "* is ours;\n         > where the noise hides more\n", flush=True)


def options():
    parser = argparse.ArgumentParser(
        prog="compare", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [group.name for group in cases.GROUPS]
    parser.add_argument("groups", nargs="*", metavar="GROUP",
                        help="which to measure (all): " + ", ".join(names))
    parser.add_argument("--input", metavar="FILE",
                        help="your music, brought to -1 dBFS (the demo mix)")
    parser.add_argument("--seconds", type=float, default=120,
                        help="length of the input (120); the demo mix repeats")
    parser.add_argument("--runs", type=int, default=5, help="of each case (5)")
    parser.add_argument("--cpu", type=int, help="core to run on (the last)")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build",
                        help="where the plugin was built (build)")
    chosen = parser.parse_args()
    unknown = set(chosen.groups) - set(names)
    if unknown or chosen.runs < 1 or chosen.seconds < 2:
        parser.error(f"no such group: {', '.join(unknown)}" if unknown else
                     "at least one run and two seconds")
    return chosen


def main():
    chosen = options()
    setup = Setup(chosen.build.resolve())
    if not (setup.build / "gst" / "libgstmastering.so").exists():
        sys.exit("compare: build first: meson setup build && ninja -C build")
    cpu = max(os.sched_getaffinity(0)) if chosen.cpu is None else chosen.cpu
    os.sched_setaffinity(0, {cpu})
    print_head(setup, cpu, chosen.runs)
    warnings = []
    with tempfile.TemporaryDirectory(dir=setup.work) as name:
        folder = pathlib.Path(name)
        source = chosen.input
        if not source:
            source = folder / "mix.wav"
            subprocess.run([setup.build / "examples" / "demo-mix", source],
                           check=True, stdout=subprocess.DEVNULL)
        inputs = Input(source, chosen.seconds, folder, setup.env)
        for group in cases.GROUPS:
            if not chosen.groups or group.name in chosen.groups:
                compare_group(group, inputs, setup, folder, chosen.runs,
                              warnings)
    for warning in warnings:
        print(f"warning: {warning}")
    return 1 if warnings else 0


def compare_group(group, inputs, setup, folder, runs, warnings):
    able, notes = [], {}
    for case in group.cases:
        try:
            works, notes[case] = prove(case, group, inputs, setup, folder)
        except Missing as reason:
            notes[case] = str(reason)
            continue
        able.append(case)
        if not works:
            warnings.append(f"{group.name}: {case.label} does not seem to do "
                            f"its work: {notes[case]}")
    figures = measure(group, able, inputs, setup, runs)
    print_group(group, inputs, setup, figures, notes)


if __name__ == "__main__":
    sys.exit(main())
