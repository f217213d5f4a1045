# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""All that the tests of the tool share: sounds, running, judging, TAP."""

import array
import functools
import json
import math
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib

TOOL = os.environ.get("GST_MASTER", "gst-master-1.0")
NAME = "gst-master-1.0"
# A file of defaults belongs to its user, not to tests.
os.environ["XDG_CONFIG_HOME"] = "/nonexistent"
FFMPEG = shutil.which("ffmpeg")
FFPROBE = shutil.which("ffprobe")


class Skip(Exception):
    """This machine cannot run this test."""


# --- sounds -------------------------------------------------------------------

@functools.lru_cache(maxsize=None)
def noise(frames, seed=1):
    """Noise in bursts, so that it has a loudness range and peaks: one channel,
    values within +-1."""
    rng = random.Random(seed)
    raw = [rng.random() - rng.random() for _ in range(4096)]
    out, low = array.array("f"), 0.0
    for i in range(frames):
        low += 0.35 * (raw[(i * 7 + i // 4096) % 4096] - low)
        beat = math.exp(-(i % 12000) / 1500.0)
        out.append(low * (0.1 + 0.9 * beat))
    return out


def sine(frames, rate, hertz, amplitude):
    step = 2.0 * math.pi * hertz / rate
    return array.array("f", (amplitude * math.sin(step * i)
                             for i in range(frames)))


def scaled(samples, gain):
    return array.array("f", (gain * x for x in samples))


def interleave(channels):
    out = array.array("f", bytes(4 * len(channels) * len(channels[0])))
    for i, channel in enumerate(channels):
        out[i::len(channels)] = channel
    return out


def wav_bytes(channels, rate, kind="s16", mask=None, claim=None):
    """A RIFF file; `claim` is the data size that its header tells."""
    flat = interleave(channels) if channels else array.array("f")
    if kind == "s16":
        data = array.array("h", (int(max(-1.0, min(x, 1.0)) * 32767.0)
                                 for x in flat)).tobytes()
    else:
        data = flat.tobytes()
    width, tag, count = (2, 1, len(channels) or 1) if kind == "s16" else \
        (4, 3, len(channels) or 1)
    fmt = struct.pack("<HHIIHH", tag if mask is None else 0xFFFE, count, rate,
                      rate * count * width, count * width, 8 * width)
    if mask is not None:
        fmt += struct.pack("<HHI", 22, 8 * width, mask) + struct.pack(
            "<H", tag) + bytes.fromhex("000000001000800000aa00389b71")
    size = len(data) if claim is None else claim
    return (b"RIFF" + struct.pack(
        "<I", min(4 + 8 + len(fmt) + 8 + size, 0xFFFFFFFF)) + b"WAVE"
            + b"fmt " + struct.pack("<I", len(fmt)) + fmt
            + b"data" + struct.pack("<I", size) + data)


def write_wav(path, channels, rate=48000, **how):
    path.write_bytes(wav_bytes(channels, rate, **how))
    return path


def write_music(path, seconds=3.0, rate=48000, count=2, gain=0.25, **how):
    frames = int(seconds * rate)
    return write_wav(path, [scaled(noise(frames, 1 + i % 2), gain)
                            for i in range(count)], rate, **how)


def long_music(tmp, seconds=120):
    """mix.wav, written fast: one second of it again and again."""
    piece = wav_bytes([noise(48000), noise(48000, 2)], 48000)[44:]
    head = wav_bytes([noise(1), noise(1)], 48000,
                     claim=len(piece) * seconds)[:44]
    (tmp / "mix.wav").write_bytes(head + piece * seconds)
    return tmp / "mix.wav"


def png_bytes(side=8):
    def chunk(name, data):
        return (struct.pack(">I", len(data)) + name + data
                + struct.pack(">I", zlib.crc32(name + data)))
    rows = b"".join(b"\0" + b"\xc0\x40\x20" * side for _ in range(side))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


# --- running ------------------------------------------------------------------

class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def __str__(self):
        return f"exit {self.status}\nstdout: {self.out}\nstderr: {self.err}"


# Options that do without --plain, or do not go with it.
NOT_PLAIN = {"--profile", "--reference", "--strength", "--explain",
             "--settings", "--learn", "--plain", "--preset", "--list-presets",
             "--genre", "--analyze", "--assist",
             "--match", "--make", "--again", "--undo",
             "--verbose"}


def plain(args):
    """The assistant is left out of tests that are not about it: they say
    "--assist", which is no option of the tool, where they want its defaults."""
    args = [str(arg) for arg in args]
    names = {arg.split("=")[0] for arg in args}
    if not args or names & NOT_PLAIN:
        return [arg for arg in args if arg != "--assist"]
    return ["--plain", *args]


def master(*args, **how):
    done = subprocess.run([TOOL, *plain(args)], capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=120, text=True,
                          errors="replace", check=False, **how)
    return Result(done.returncode, done.stdout, done.stderr)


def master_on_a_small_disk(size, disk, *args):
    """A run while the folder `disk` is a file system of that size of its own;
    and the names of what it then holds."""
    inside = ('mount -t tmpfs -o size="$1" none "$2" || exit 77; disk=$2; '
              'shift 2; "$@"; status=$?; ls -A "$disk"; exit $status')
    try:
        out = subprocess.run(
            ["unshare", "-rm", "sh", "-c", inside, "sh", size, disk, TOOL,
             *plain(args)], capture_output=True, stdin=subprocess.DEVNULL,
            timeout=120, text=True, errors="replace", check=False)
    except FileNotFoundError:
        raise Skip("no unshare") from None
    if out.returncode == 77 or "unshare: " in out.stderr:
        raise Skip("no file system may be mounted here")
    return Result(out.returncode, out.stdout, out.stderr), out.stdout.split()


def done(*args, **how):
    """A run that must succeed, and say nothing on stderr."""
    result = master(*args, **how)
    check(result.status == 0 and result.err == "", result)
    return result


def fails(status, pattern, *args, **how):
    """A run that must fail with one line that the pattern is found in."""
    result = master(*args, **how)
    check(result.status == status, f"not exit {status}: {result}")
    check(re.fullmatch(rf"{re.escape(NAME)}: [^\n]+\n", result.err),
          f"not one line: {result}")
    check(re.search(pattern, result.err), f"no '{pattern}': {result}")
    check(result.out == "", f"chatter on stdout: {result}")
    return result


def analyze(path):
    return json.loads(done("--analyze", "--json", "-", path).out)


def ffmpeg(*args):
    if not FFMPEG:
        raise Skip("no ffmpeg")
    result = subprocess.run([FFMPEG, "-hide_banner", "-nostdin", "-y",
                             *map(str, args)], capture_output=True, text=True,
                            timeout=120, check=False)
    check(result.returncode == 0, result.stderr)
    return result


def ebur128(path):
    """Integrated loudness [LUFS] and true peak [dBTP] as ffmpeg sees them."""
    text = ffmpeg("-i", path, "-map", "0:a", "-af",
                  "ebur128=metadata=1:peak=true,ametadata=print:"
                  "key=lavfi.r128.I:file=-", "-f", "null", "-")
    loudness = re.findall(r"lavfi\.r128\.I=(\S+)", text.stdout)[-1]
    peak = re.findall(r"Peak:\s+(\S+) dBFS", text.stderr)[-1]
    return float(loudness), float(peak)


def raw(path, *more, word="f32le"):
    """All samples as bytes, by ffmpeg."""
    if not FFMPEG:
        raise Skip("no ffmpeg")
    return subprocess.run([FFMPEG, "-v", "error", "-i", path, *more, "-f",
                           word, "-"], capture_output=True, check=True).stdout


def pcm(path, *more):
    """All samples as float, by ffmpeg."""
    return array.array("f", raw(path, *more))


def probe(path):
    if not FFPROBE:
        raise Skip("no ffprobe")
    text = subprocess.run([FFPROBE, "-v", "error", "-of", "json",
                           "-show_format", "-show_streams", "-show_chapters",
                           path],
                          capture_output=True, text=True, check=True).stdout
    return json.loads(text)


def tags_of(found):
    """The tags of the file and its streams, their keys in lower case."""
    tags = dict(found["format"].get("tags", {}))
    for stream in found["streams"]:
        if stream["codec_type"] == "audio":
            tags.update(stream.get("tags", {}))
    return {key.lower(): value for key, value in tags.items()}


# --- judging ------------------------------------------------------------------

def check(condition, what="is not so"):
    if not condition:
        raise AssertionError(str(what))


def near(value, expected, tolerance, what=""):
    check(value is not None and abs(value - expected) <= tolerance,
          f"{what} {value}, expected {expected} +- {tolerance}")


def left_behind(folder, *known):
    """Versions stand beside each master of the assistant."""
    return sorted({p.name for p in folder.iterdir()
                   if not p.name.endswith(".versions.json")} - set(known))


def clean(folder, *known):
    check(left_behind(folder, *known) == [],
          f"left behind: {left_behind(folder, *known)}")


def run_all(tests):
    """Each test gets a new folder; TAP on stdout."""
    chosen = sys.argv[1:]
    tests = [t for t in tests if not chosen or t.__name__ in chosen]
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for number, test in enumerate(tests, 1):
        name = test.__name__.removeprefix("test_").replace("_", " ")
        with tempfile.TemporaryDirectory(prefix="gst-master-test-") as folder:
            try:
                test(pathlib.Path(folder))
                print(f"ok {number} - {name}", flush=True)
            except Skip as why:
                print(f"ok {number} - {name} # SKIP {why}", flush=True)
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"not ok {number} - {name}")
                for line in traceback.format_exc().splitlines():
                    print(f"# {line}", flush=True)
    sys.exit(1 if failed else 0)
