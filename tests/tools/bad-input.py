#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""bad-input.py [TEST...] - the tool and what goes wrong: one clear line that
names the file, exit 1, and nothing half-written."""

import json
import math
import os
import resource
import signal
import subprocess
import time

from toolkit import (TOOL, Skip, check, clean, done, ebur128, fails, ffmpeg,
                     left_behind, long_music, master, near, noise, png_bytes,
                     run_all, scaled, sine, wav_bytes, write_music, write_wav)


def refuses(tmp, path, why, *args):
    """Neither measured nor mastered, and nothing left beside it."""
    known = {p.name for p in tmp.iterdir()}
    fails(4, f"{path.name}: .*{why}", "--analyze", path)
    fails(4, f"{path.name}: .*{why}", path, "-o", tmp / "out.flac", *args)
    clean(tmp, *known)


def test_what_is_no_file(tmp):
    refuses(tmp, tmp / "none.wav", "No such file")
    os.mkfifo(tmp / "pipe.wav")
    refuses(tmp, tmp / "pipe.wav", "is not a file")
    (tmp / "empty.wav").touch()
    refuses(tmp, tmp / "empty.wav", "is empty")


def test_unreadable(tmp):
    if os.geteuid() == 0:
        raise Skip("root reads everything")
    mix = write_music(tmp / "mix.wav", 1)
    mix.chmod(0)
    refuses(tmp, mix, "Permission denied")


def test_not_audio(tmp):
    junk = {"text.wav": b"Dear diary,\ntoday I was no song.\n" * 50,
            "zeros.wav": bytes(5000), "short.mp3": b"\xff",
            "random.flac": bytes((i * i * 7919 >> 5) & 255
                                 for i in range(20000)),
            "image.png": png_bytes(),
            "page.html": b"<html><body>no</body></html>" * 40,
            "elf.ogg": open(TOOL, "rb").read(20000) if os.path.exists(TOOL)
                       else b"\x7fELF" * 100}
    for name, data in junk.items():
        (tmp / name).write_bytes(data)
        refuses(tmp, tmp / name, "")


def test_header_only(tmp):
    whole = wav_bytes([noise(48000)], 48000)
    for size in (4, 12, 20, 40, 43, 44):
        (tmp / "head.wav").write_bytes(whole[:size])
        refuses(tmp, tmp / "head.wav", "")
    # Honest about holding nothing.
    (tmp / "none.wav").write_bytes(wav_bytes([], 48000))
    refuses(tmp, tmp / "none.wav", "")


def test_flac_header_only(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    done("-q", mix, "-o", tmp / "whole.flac", "-l", "-20")
    (tmp / "head.flac").write_bytes((tmp / "whole.flac").read_bytes()[:60])
    refuses(tmp, tmp / "head.flac", "")


def test_truncated(tmp):
    mix = write_music(tmp / "mix.wav", 3)
    data = mix.read_bytes()
    (tmp / "cut.wav").write_bytes(data[:len(data) // 2])
    refuses(tmp, tmp / "cut.wav", "cut off: 1.50 of 3.00 s")
    result = master("-q", "--best-effort", tmp / "cut.wav", "-o",
                    tmp / "rest.wav", "-l", "-20")
    check(result.status == 0 and "warning: is cut off" in result.err, result)
    done("-q", mix, "-o", tmp / "whole.flac", "-l", "-20")
    data = (tmp / "whole.flac").read_bytes()
    (tmp / "cut.flac").write_bytes(data[:len(data) // 2])
    refuses(tmp, tmp / "cut.flac", "cut off")


def test_truncated_streams_end_early_or_fail(tmp):
    # Ogg and MP3 are made to be cut anywhere: what is there may be mastered.
    mix = write_music(tmp / "mix.wav", 3)
    for ending in ("ogg", "mp3"):
        done("-q", mix, "-o", tmp / f"whole.{ending}", "-l", "-20")
        data = (tmp / f"whole.{ending}").read_bytes()
        cut = tmp / f"cut.{ending}"
        cut.write_bytes(data[:len(data) // 2])
        result = master("-q", cut, "-o", tmp / "out.wav", "-l", "-20")
        check((result.status == 0) == (tmp / "out.wav").exists(), result)
        check(result.status in (0, 1), result)
        if result.status:
            check(cut.name in result.err and result.err.count("\n") == 1,
                  result)
        (tmp / "out.wav").unlink(missing_ok=True)
    clean(tmp, "mix.wav", "whole.ogg", "whole.mp3", "cut.ogg", "cut.mp3")


def test_chained_ogg(tmp):
    # RFC 3533, 4: one Ogg file behind another is an Ogg file again.
    first, same = tmp / "a.ogg", tmp / "aa.ogg"
    for rate, other in ((48000, "b.ogg"), (44100, "c.ogg")):
        mix = write_music(tmp / "mix.wav", 2, rate)
        ffmpeg("-i", mix, "-c:a", "libvorbis", "-serial_offset", rate,
               tmp / other)
        if rate == 48000:
            ffmpeg("-i", mix, "-c:a", "libvorbis", first)
    for second in ("a.ogg", "b.ogg", "c.ogg"):
        same.write_bytes(first.read_bytes() + (tmp / second).read_bytes())
        refuses(tmp, same, "holds several streams.*the first, 2.00 s")
        result = master("-q", "--best-effort", "-f", same, "-o",
                        tmp / "out.wav", "-l", "-20")
        check(result.status == 0 and "aa.ogg: warning: holds several streams" in
              result.err and result.err.count("\n") == 1, result)
        (tmp / "out.wav").unlink()
    done("-q", first, "-o", tmp / "out.wav", "-l", "-20")


def test_damaged_flac(tmp):
    mix = write_music(tmp / "mix.wav", 2)
    done("-q", mix, "-o", tmp / "whole.flac", "-l", "-20")
    data = bytearray((tmp / "whole.flac").read_bytes())
    middle = len(data) // 2
    data[middle:middle + 4000] = bytes(4000)
    (tmp / "hole.flac").write_bytes(data)
    known = {p.name for p in tmp.iterdir()}
    result = master("-q", tmp / "hole.flac", "-o", tmp / "out.wav", "-l", "-20")
    check(result.status == 4 and "hole.flac: " in result.err, result)
    clean(tmp, *known)


def test_video_without_sound(tmp):
    try:
        ffmpeg("-f", "lavfi", "-i", "color=black:s=64x64:r=5:d=2", "-c:v",
               "mpeg4", tmp / "v.mp4")
    except AssertionError as why:
        raise Skip("ffmpeg cannot make the video") from why
    refuses(tmp, tmp / "v.mp4", "there is no audio in it")


def best_effort(tmp, path, *args):
    """Written, under the ceiling, as long as the input; returns the report."""
    result = master(path, "-o", tmp / "out.wav", "-f", "--best-effort",
                    "--json", "-", *args)
    check(result.status == 0, result)
    found = json.loads(result.out)
    check(found["input"]["frames"] == found["output"]["frames"], found)
    peak = found["output"]["true_peak"]
    check(peak is None or peak <= -1.0, found["output"])
    return found


def test_silence(tmp):
    quiet = write_wav(tmp / "quiet.wav", [scaled(noise(96000), 0.0)] * 2)
    fails(4, "quiet.wav: is silent", quiet, "-o", tmp / "out.wav")
    check(left_behind(tmp, "quiet.wav") == [])
    found = json.loads(done("--analyze", "--json", "-", quiet).out)
    check(found["integrated_loudness"] is None, found)
    check(found["true_peak"] is None, found)
    found = best_effort(tmp, quiet)
    check(found["settings"]["drive"] == 0.0, found["settings"])
    check(found["achieved"] == {"loudness": False, "ceiling": True}, found)


def test_one_sample_and_other_short_ones(tmp):
    for frames in (1, 2, 100, 19000):
        short = write_wav(tmp / "short.wav", [scaled(noise(frames), 0.5)])
        fails(4, "short.wav: is too short", short, "-o", tmp / "o.wav")
        done("--analyze", short)
        best_effort(tmp, short)
        for ending in ("flac", "mp3", "ogg", "opus", "m4a"):
            out = tmp / f"o.{ending}"
            result = master("-q", "-f", "--best-effort", short, "-o", out)
            check(result.status in (0, 1), result)
            check((result.status == 0) == out.exists(), result)
            check(result.err.count("\n") == result.status, result)
            out.unlink(missing_ok=True)


def test_not_a_number(tmp):
    music = noise(96000)
    broken = music[:]
    for i, value in ((100, math.nan), (101, math.inf), (50000, -math.inf)):
        broken[i] = value
    mix = write_wav(tmp / "nan.wav", [broken, music], kind="f32")
    result = master("-q", mix, "-o", tmp / "out.flac", "-l", "-20", "--json",
                    tmp / "r.json")
    check(result.status == 0, result)
    check(result.err.count("\n") == 1 and "nan.wav: warning: 3 samples" in
          result.err, result)
    found = json.loads((tmp / "r.json").read_text())
    check(found["input"]["invalid_samples"] == 3, found["input"])
    check(found["output"]["invalid_samples"] == 0, found["output"])
    near(found["output"]["integrated_loudness"], -20.0, 0.05)


def test_louder_than_full_scale_by_far(tmp):
    # Oracle: ffmpeg's meter on what is written.
    for gain in (4.0, 1e3, 1e6):
        mix = write_wav(tmp / "mix.wav", [scaled(noise(96000), gain)] * 2,
                        kind="f32")
        done("-q", "-f", mix, "-o", tmp / "out.wav", "-l", "-23")
        near(ebur128(tmp / "out.wav")[0], -23.0, 0.11, gain)


def test_a_peak_over_everything_else(tmp):
    spiked = scaled(noise(96000), 0.1)
    spiked[24000] = 1122.0 # +61 dBFS at 0.5 s
    mix = write_wav(tmp / "mix.wav", [spiked], kind="f32")
    result = master("--analyze", mix)
    check(result.status == 0 and result.err.count("\n") == 1 and
          "a peak of +61.0 dBFS at 0.500 s stands" in result.err, result)
    fails(4, r"mix.wav: a peak of \+61\.0 dBFS at 0\.500 s", mix, "-o",
          tmp / "out.wav")
    check(not (tmp / "out.wav").exists(), "written all the same")
    best_effort(tmp, mix)
    spiked[48000] = 1e9
    mix = write_wav(tmp / "mix.wav", [spiked], kind="f32")
    result = master("--analyze", mix)
    check("1 samples are beyond +144 dBFS" in result.err and
          "at 1.000 s" in result.err, result)


def test_direct_current(tmp):
    # K-weighting takes DC away; what remains is the step at the start.
    flat = sine(96000, 48000, 0.0, 0.0)
    for i in range(len(flat)):
        flat[i] = 0.5
    mix = write_wav(tmp / "dc.wav", [flat, flat], kind="f32")
    result = master(mix, "-o", tmp / "out.wav", "-q")
    check(result.status in (0, 1), result)
    check((result.status == 0) == (tmp / "out.wav").exists(), result)
    best_effort(tmp, mix)


def test_music_on_direct_current(tmp):
    biased = scaled(noise(96000), 0.25)
    for i, x in enumerate(biased):
        biased[i] = x + 0.1
    mix = write_wav(tmp / "dc.wav", [biased], kind="f32")
    found = best_effort(tmp, mix, "-l", "-22")
    near(found["output"]["integrated_loudness"], -22.0, 0.05)


def test_output_places(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    (tmp / "folder.wav").mkdir()
    fails(1, "folder.wav: is a folder", mix, "-f", "-o", tmp / "folder.wav")
    fails(1, "o.wav: .*No such file", mix, "-o", tmp / "none/o.wav")
    fails(1, "o.wav: .*Not a directory", mix, "-o", tmp / "mix.wav/o.wav")
    os.mkfifo(tmp / "pipe.wav")
    fails(1, "pipe.wav: is not a file", mix, "-f", "-o", tmp / "pipe.wav")
    fails(1, "/proc/o.wav: ", mix, "-o", "/proc/o.wav")
    clean(tmp, "mix.wav", "folder.wav", "pipe.wav")


def test_full_disk(tmp):
    # A limit on the size of files, where the disk would be full: the same way
    # out for write(2), and it needs no rights.
    mix = write_music(tmp / "mix.wav", 3)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
    for ending in ("wav", "flac", "ogg", "m4a"):
        result = master(mix, "-o", tmp / f"out.{ending}", "-l", "-20",
                        preexec_fn=limit)
        check(result.status == 1, f"{ending}: {result}")
        check(result.err.count("\n") == 1 and
              f"out.{ending}: cannot write" in result.err, result)
    clean(tmp, "mix.wav")


def test_really_full_disk(tmp):
    disk = tmp / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk],
            capture_output=True, check=False).returncode != 0:
        raise Skip("cannot mount a small disk")
    try:
        mix = write_music(tmp / "mix.wav", 2)
        for ending in ("wav", "flac"):
            fails(75, f"o.{ending}: cannot write: no space left", mix, "-o",
                  disk / f"o.{ending}", "-l", "-20")
        clean(disk)
    finally:
        subprocess.run(["umount", disk], check=False)


def test_full_standard_output(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    # Told first, put in place afterwards: a failure leaves no new output.
    for args in (("--analyze", "--json", "-"), ("-o", tmp / "o.wav"),
                 ("-o", tmp / "o.wav", "--json", "-")):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([TOOL, "--plain", *args, "-l", "-20", mix],
                                    stdout=full, stderr=subprocess.PIPE,
                                    text=True, check=False)
        check(result.returncode == 1 and "standard output: No space" in
              result.stderr, result.stderr)
        clean(tmp, "mix.wav")


def test_interrupted(tmp):
    mix = long_music(tmp)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with subprocess.Popen([TOOL, "--plain", mix, "-o", tmp / "out.flac"],
                              stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                              text=True) as running:
            # Until it writes.
            for _ in range(300):
                if any(p.stat().st_size > 100000
                       for p in tmp.glob(".gst-master-*")):
                    break
                time.sleep(0.02)
            check(running.poll() is None, "done before it was interrupted")
            running.send_signal(number)
            _, err = running.communicate(timeout=30)
        check(running.returncode == 75, running.returncode)
        check(err.endswith("mix.wav: interrupted\n") and err.count("\n") == 1,
              err)
        clean(tmp, "mix.wav")


def test_interrupted_while_measuring(tmp):
    mix = long_music(tmp)
    with subprocess.Popen([TOOL, "--plain", mix, "-o", tmp / "out.flac"],
                          stderr=subprocess.PIPE, text=True) as running:
        for _ in range(300):
            if any(tmp.glob(".gst-master-*")):
                break
            time.sleep(0.005)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    check(running.returncode == 75 and "interrupted" in err, err)
    clean(tmp, "mix.wav")


def test_place_taken_meanwhile(tmp):
    # The report stands by then, and has to be one of a failure.
    mix, out, report = long_music(tmp), tmp / "o.flac", tmp / "r.json"
    with subprocess.Popen([TOOL, "--plain", "-q", mix, "-o", out, "--json",
                           report],
                          stderr=subprocess.PIPE, text=True) as running:
        # One file grows for the report, one for the master.
        while len(list(tmp.glob(".gst-master-*"))) < 2 and \
                running.poll() is None:
            time.sleep(0.005)
        out.write_bytes(b"dear")
        _, err = running.communicate(timeout=60)
    check(running.returncode == 1 and "o.flac: cannot write: File exists" in
          err, err)
    check("File exists" in json.loads(report.read_text())["error"])
    check(out.read_bytes() == b"dear")
    clean(tmp, "mix.wav", "o.flac", "r.json")


def test_decoder_missing(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    blind = dict(os.environ, GST_PLUGIN_FEATURE_RANK="vorbisdec:NONE,"
                 "ivorbisdec:NONE,avdec_vorbis:NONE")
    # Written all the same, and the reader is told what lacks.
    result = master("-q", mix, "-o", tmp / "o.ogg", "-l", "-20", env=blind)
    check(result.status == 0 and
          "o.ogg: warning: was not read back" in result.err, result)
    fails(4, "o.ogg: .*no Vorbis decoder", "--analyze", tmp / "o.ogg",
          env=blind)


def test_plugin_missing(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    env = dict(os.environ, GST_PLUGIN_PATH=str(tmp), GST_PLUGIN_PATH_1_0="",
               GST_REGISTRY=str(tmp / "registry.bin"))
    result = master(mix, "-o", tmp / "o.flac", env=env)
    if result.status == 0:
        raise Skip("the plugin is installed in the system")
    check(result.status == 1 and "`mastering` plugin" in result.err, result)
    clean(tmp, "mix.wav", "registry.bin")


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
