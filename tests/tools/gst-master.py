#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst-master.py [TEST...] - the tool as its user sees it: good input.

The oracle for loudness and true peak is ffmpeg's ebur128, for tags and covers
ffprobe; for what the tool says of itself, its promise in docs/gst-master.md.
"""

import json
import math
import os
import pty
import subprocess

from toolkit import (NAME, TOOL, Skip, analyze, check, clean, done, ebur128,
                     fails, ffmpeg, master, near, noise, pcm, png_bytes,
                     probe, run_all, scaled, sine, tags_of, write_music,
                     write_wav)

MEASURED = {"integrated_loudness", "loudness_range", "true_peak", "sample_peak",
            "max_momentary_loudness", "max_shortterm_loudness", "correlation",
            "relative_threshold", "duration", "sample_rate", "channels",
            "invalid_samples"}


def test_version_and_help(_):
    check(done("--version").out.startswith(f"{NAME} "))
    text = done("--help").out
    for word in ("Examples:", "--loudness", "--ceiling", "--set", "--json",
                 "--analyze", "--best-effort", "--max-limiting", "--bits",
                 "--force", "--quiet", "--output"):
        check(word in text, word)


def lands(path, loudness=-14.0, ceiling=-1.0):
    """By the independent meter: 0.05 LU and its own rounding; its true peak
    reads low rather than high."""
    measured, peak = ebur128(path)
    near(measured, loudness, 0.08, "loudness")
    check(peak <= ceiling + 0.05, f"true peak {peak}")


def test_lands_with_limiting(tmp):
    mix = write_music(tmp / "mix.wav", 4, gain=0.12)
    report = tmp / "report.json"
    done("-q", mix, "-o", tmp / "out.flac", "--json", report)
    found = json.loads(report.read_text())
    near(found["output"]["integrated_loudness"], -14.0, 0.05)
    check(found["output"]["true_peak"] <= -1.0)
    check(found["settings"]["limiting"] > 0.5, "the mix should need limiting")
    check(found["achieved"] == {"loudness": True, "ceiling": True})
    lands(tmp / "out.flac")


def test_lands_at_once_without_limiting(tmp):
    mix = write_music(tmp / "mix.wav", 3)
    found = json.loads(done(mix, "-o", tmp / "o.wav", "-l", "-23", "-c", "-2",
                            "--json", "-").out)
    check(found["settings"]["rounds"] == 1, found["settings"])
    check(found["settings"]["limiting"] == 0.0, found["settings"])
    # Nothing but a gain: the drive is the difference in loudness.
    near(found["settings"]["drive"],
         -23.0 - found["input"]["integrated_loudness"], 1e-9)
    lands(tmp / "o.wav", -23.0, -2.0)


def test_every_format(tmp):
    mix = write_music(tmp / "mix.wav", 3)
    for ending in ("wav", "flac", "mp3", "ogg", "opus", "m4a"):
        out = tmp / f"out.{ending}"
        result = master("--json", "-", mix, "-o", out, "-l", "-20")
        if "is missing" in result.err:
            continue
        check(result.status == 0, result)
        found = json.loads(result.out)
        check(("decoded" in found) == (ending not in ("wav", "flac")), ending)
        # What a player gets is promised; ffmpeg's meter tells one decimal.
        lossless = "decoded" not in found
        near(found.get("decoded", found["output"])["integrated_loudness"],
             -20.0, 0.05 if lossless else 0.1, ending)
        loudness, peak = ebur128(out)
        near(loudness, -20.0, 0.1 if lossless else 0.15, ending)
        check(peak <= -0.95, f"{ending}: {peak}")
    clean(tmp, "mix.wav", *(f"out.{e}" for e in (
        "wav", "flac", "mp3", "ogg", "opus", "m4a")))


def test_word_lengths(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    for ending, bits, codec in (("wav", 16, "pcm_s16le"),
                                ("wav", 24, "pcm_s24le"),
                                ("wav", 32, "pcm_f32le"),
                                ("flac", 16, "flac"), ("flac", 24, "flac")):
        out = tmp / f"out{bits}.{ending}"
        done("-q", mix, "-o", out, "--bits", bits, "-l", "-20")
        stream = probe(out)["streams"][0]
        check(stream["codec_name"] == codec, stream)
        if ending == "flac":
            check(int(stream["bits_per_raw_sample"]) == bits, stream)
    done("-q", mix, "-o", tmp / "out.wav", "-l", "-20")
    check(probe(tmp / "out.wav")["streams"][0]["codec_name"] == "pcm_s24le")


def test_same_input_same_bytes(tmp):
    mix = write_music(tmp / "mix.wav", 2, gain=0.12)
    for ending in ("wav", "flac", "mp3", "ogg", "opus"):
        first, second = tmp / f"a.{ending}", tmp / f"b.{ending}"
        for out in (first, second):
            result = master("-q", mix, "-o", out, "--bits=16") if ending in (
                "wav", "flac") else master("-q", mix, "-o", out)
            if "is missing" in result.err:
                break
            check(result.status == 0, result)
        else:
            check(first.read_bytes() == second.read_bytes(), ending)


def test_mastering_a_master_changes_little(tmp):
    mix = write_music(tmp / "mix.wav", 3, gain=0.12)
    done("-q", mix, "-o", tmp / "a.flac")
    found = json.loads(done(tmp / "a.flac", "-o", tmp / "b.flac", "--json",
                            "-").out)
    near(found["settings"]["drive"], 0.0, 0.06)
    check(found["settings"]["limiting"] < 0.2, found["settings"])


def test_length_is_kept(tmp):
    for frames in (48000, 31337, 19999):
        mix = write_wav(tmp / "mix.wav", [noise(frames)])
        found = json.loads(done(mix, "-o", tmp / "out.wav", "-f", "-l", "-25",
                                "--json", "-").out)
        check(found["input"]["frames"] == frames, found["input"])
        check(found["output"]["frames"] == frames, found["output"])
        stream = probe(tmp / "out.wav")["streams"][0]
        check(int(stream["duration_ts"]) == frames, stream)


def test_analyze(tmp):
    # BS.1770-5: a 997 Hz sine at -20 dBFS in one of two channels reads -23.01.
    tone = sine(240000, 48000, 997.0, 0.1)
    mix = write_wav(tmp / "tone.wav", [tone, scaled(tone, 0.0)], kind="f32")
    found = analyze(mix)
    check(MEASURED <= set(found) and MEASURED <= set(found["input"]), found)
    check("version" in found and "output" not in found)
    near(found["integrated_loudness"], -23.01, 0.02)
    near(found["sample_peak"], -20.0, 0.01)
    near(found["duration"], 5.0, 1e-9)
    check(found["sample_rate"] == 48000 and found["channels"] == 2)
    check("Integrated loudness" in done("--analyze", mix).out)
    check(done("--analyze", "-q", mix).out == "")
    clean(tmp, "tone.wav")


def test_analyze_agrees_with_ffmpeg(tmp):
    mix = write_music(tmp / "mix.wav", 4)
    loudness, peak = ebur128(mix)
    found = analyze(mix)
    near(found["integrated_loudness"], loudness, 0.02)
    near(found["true_peak"], peak, 0.3)


def test_report(tmp):
    mix = write_music(tmp / "mix.wav", 2, gain=0.12)
    found = json.loads(done(mix, "-o", tmp / "out.flac", "--set",
                            "eq::bands=1", "--set", "eq::band0::gain=-3",
                            "--set", "eq::band0::frequency=300", "--set",
                            "compressor::ratio=1.5", "--json", "-").out)
    for part in ("input", "output"):
        check(MEASURED <= set(found[part]), found[part])
    settings = found["settings"]
    check({"loudness", "ceiling", "bits", "drive", "limiter_ceiling", "rounds",
           "limiting", "max_limiting"} <= set(settings), settings)
    chain = settings["chain"]
    check(chain["eq::band0::gain"] == -3.0, chain)
    check(chain["compressor::ratio"] == 1.5, chain)
    check(chain["limiter::drive"] == settings["drive"], chain)
    check(set(chain) - {"limiter::ceiling"} ==
          {"eq::bands", "eq::band0::gain", "eq::band0::frequency",
           "compressor::ratio", "limiter::drive"}, chain)
    near(found["output"]["integrated_loudness"], -14.0, 0.05)


def test_set_changes_the_sound(tmp):
    # Half of the level is taken off before the limiter, so the drive makes up.
    mix = write_music(tmp / "mix.wav", 2)
    args = ("-l", "-25", "--json", "-")
    plain = json.loads(done(mix, "-o", tmp / "a.wav", *args).out)
    lower = json.loads(done(mix, "-o", tmp / "b.wav", "--set", "eq::gain=-6",
                            *args).out)
    near(lower["settings"]["drive"] - plain["settings"]["drive"], 6.0, 0.05)


def test_filters_of_autoeq(tmp):
    # Oracle: a bell has its gain at its frequency, and 20 log10 of
    # |1 - w^2 + j w A / Q| / |1 - w^2 + j w / (A Q)| elsewhere; at a tenth of
    # it that is next to nothing.
    filters = tmp / "ParametricEQ.txt"
    filters.write_text("Preamp: -6 dB\nFilter 1: ON PK Fc 5000 Hz Gain 6 dB "
                       "Q 1\n")
    tones = [sine(96000, 48000, hertz, 0.1) for hertz in (500.0, 5000.0)]
    mix = write_wav(tmp / "mix.wav", tones, kind="f32")
    done("-q", mix, "-o", tmp / "out.wav", "-l", "-26", "--set",
         f"eq::location={filters}")
    levels = [20.0 * math.log10(max(pcm(tmp / "out.wav")[c + 96000:c + 182000:2]
                                    )) for c in (0, 1)]
    a, w = 10.0 ** (6 / 40), 0.1
    low = 20.0 * math.log10(math.hypot(1 - w * w, w * a) /
                            math.hypot(1 - w * w, w / a))
    near(levels[1] - levels[0], 6.0 - low, 0.05)


def test_quiet_and_summary(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    text = done(mix, "-o", tmp / "a.wav", "-l", "-20").out
    for word in ("before", "after", "Integrated loudness", "True peak",
                 "Drive", "round"):
        check(word in text, text)
    check(done("--quiet", mix, "-o", tmp / "b.wav", "-l", "-20").out == "")


def test_progress_on_a_terminal_only(tmp):
    mix = write_music(tmp / "mix.wav", 4)
    for quiet in (False, True):
        try:
            ours, theirs = pty.openpty()
        except OSError as why:
            raise Skip("no terminal to be had") from why
        subprocess.run([TOOL, "--plain", mix, "-f", "-o", tmp / "out.flac",
                        "-l", "-20"]
                       + ["-q"] * quiet, stdout=subprocess.DEVNULL,
                       stderr=theirs, check=True, timeout=60)
        os.write(theirs, b"END")
        seen = os.read(ours, 65536)
        check((seen == b"END") == quiet or not quiet, seen)
        os.close(ours)
        os.close(theirs)


def tagged_input(tmp):
    mix = write_music(tmp / "plain.wav", 1)
    (tmp / "cover.png").write_bytes(png_bytes())
    ffmpeg("-i", mix, "-i", tmp / "cover.png", "-map", "0", "-map", "1",
           "-disposition:v", "attached_pic", "-metadata", "title=A Title",
           "-metadata", "artist=Someone", "-metadata", "album=The Album",
           "-metadata", "date=2019-05-07",
           "-metadata", "replaygain_track_gain=-3.00 dB",
           "-metadata", "R128_TRACK_GAIN=512", tmp / "in.flac")
    return tmp / "in.flac"


def test_tags_and_cover_stay(tmp):
    source = tagged_input(tmp)
    for ending in ("flac", "mp3", "ogg", "opus", "m4a", "wav"):
        out = tmp / f"out.{ending}"
        result = master("-q", source, "-o", out, "-l", "-20")
        if "is missing" in result.err:
            continue
        check(result.status == 0, result)
        found = probe(out)
        tags = tags_of(found)
        check(tags.get("title") == "A Title", f"{ending}: {tags}")
        check(tags.get("artist") == "Someone", f"{ending}: {tags}")
        check(tags.get("date", "").startswith("2019"), f"{ending}: {tags}")
        stale = [t for t in tags if "gain" in t or "Lavf" in tags[t]]
        check(stale == [], f"{ending}: stale {stale}")
        pictures = [s for s in found["streams"]
                    if s.get("disposition", {}).get("attached_pic")]
        check(len(pictures) == 1, f"{ending}: no cover")


def test_out_of_reach_is_refused(tmp):
    mix = write_music(tmp / "mix.wav", 2, gain=0.12)
    fails(5, "mix.wav: .*dB of limiting", mix, "-o", tmp / "o.flac", "-l", "-5",
          "--max-limiting", "3")
    # Close enough to the limit that only a render can tell.
    fails(5, "mix.wav: .*dB of limiting", mix, "-o", tmp / "o.flac",
          "--max-limiting", "1.5")
    clean(tmp, "mix.wav")


def test_best_effort_respects_the_limits(tmp):
    mix = write_music(tmp / "mix.wav", 2, gain=0.12)
    for allowed in (0.0, 1.5, 3.0):
        found = json.loads(done(
            mix, "-o", tmp / "o.flac", "-f", "-l", "-5", "--max-limiting",
            allowed, "--best-effort", "--json", "-").out)
        check(found["achieved"] == {"loudness": False, "ceiling": True}, found)
        near(found["settings"]["limiting"], allowed, 0.15)
        check(found["settings"]["limiting"] <= allowed + 0.01)
        check(found["output"]["true_peak"] <= -1.0, found["output"])
    # A goal within reach is reached all the same.
    found = json.loads(done(mix, "-o", tmp / "p.flac", "--best-effort",
                            "--json", "-").out)
    check(found["achieved"]["loudness"] is True, found)


def test_drive_range_is_refused(tmp):
    mix = write_music(tmp / "mix.wav", 2, gain=0.004)
    fails(5, "out of reach", mix, "-o", tmp / "o.flac", "-l", "-10",
          "--max-limiting", "60")
    clean(tmp, "mix.wav")
    # Down it goes as far as is asked for.
    found = json.loads(done(write_music(tmp / "l.wav", 2, gain=0.9), "-o",
                            tmp / "o.flac", "-l", "-60", "--json", "-").out)
    near(found["output"]["integrated_loudness"], -60.0, 0.05)


def test_16_bit_and_a_hot_ceiling(tmp):
    mix = write_music(tmp / "mix.wav", 3, gain=0.12)
    found = json.loads(done(mix, "-o", tmp / "o.wav", "-l", "-12", "-c", "-0.1",
                            "--bits", "16", "--json", "-").out)
    check(found["output"]["true_peak"] <= -0.1, found["output"])
    lands(tmp / "o.wav", -12.0, -0.1)


def test_lossy_input(tmp):
    mix = write_music(tmp / "mix.wav", 3)
    for name, codec in (("i.mp3", "libmp3lame"), ("i.ogg", "libvorbis"),
                        ("i.opus", "libopus"), ("i.m4a", "aac")):
        ffmpeg("-i", mix, "-c:a", codec, tmp / name)
        done("-q", tmp / name, "-o", tmp / f"{name}.flac", "-l", "-20")
        lands(tmp / f"{name}.flac", -20.0)


def test_video_gives_its_sound(tmp):
    mix = write_music(tmp / "mix.wav", 2)
    try:
        ffmpeg("-f", "lavfi", "-i", "color=black:s=64x64:r=5:d=2", "-i", mix,
               "-c:v", "mpeg4", "-c:a", "aac", tmp / "v.mp4")
    except AssertionError as why:
        raise Skip("ffmpeg cannot make the video") from why
    done("-q", tmp / "v.mp4", "-o", tmp / "o.flac", "-l", "-20")
    lands(tmp / "o.flac", -20.0)


def test_rates(tmp):
    for rate, seconds in ((8000, 3), (44100, 2), (96000, 1), (192000, 1)):
        mix = write_music(tmp / f"{rate}.wav", seconds, rate, count=1)
        for ending in ("flac", "opus", "mp3", "m4a"):
            out = tmp / f"{rate}.{ending}"
            result = master(mix, "-o", out, "-l", "-23", "--json", "-")
            if "is missing" in result.err:
                continue
            check(result.status == 0, result)
            report = json.loads(result.out)
            found = report["output"]
            heard = report.get("decoded", found)
            near(heard["integrated_loudness"], -23.0,
                 0.1 if "decoded" in report else 0.05)
            check(heard["true_peak"] <= -1.0)
            if ending == "flac":
                check(found["sample_rate"] == rate, found)
            if ending == "opus":
                check(found["sample_rate"] == 48000, found)


def test_channels(tmp):
    # Masks: 2.1 has no place in FLAC, 5.1 has, at the rear or at the side.
    for count, mask, flac in ((1, None, None), (3, 0x7, None),
                              (3, 0xB, "FLAC has no place for this layout"),
                              (6, 0x3F, None), (6, 0x60F, None),
                              (7, 0x70F, "FLAC encoder mixes up 7"),
                              (9, 0, "FLAC holds at most 8")):
        mix = write_music(tmp / "mix.wav", 1, count=count, mask=mask)
        if mask == 0: # with a warning that nobody knows where they are
            result = master("--analyze", mix)
            check(result.status == 0 and "tells no layout" in result.err,
                  result)
            continue
        result = done("-q", "-f", mix, "-o", tmp / "o.wav", "-l", "-20")
        check(int(probe(tmp / "o.wav")["streams"][0]["channels"]) == count)
        if flac is None:
            done("-q", "-f", mix, "-o", tmp / "o.flac", "-l", "-20")
            check(int(probe(tmp / "o.flac")["streams"][0]["channels"]) == count)
        else:
            fails(1, f"o.flac: .*{flac}", "-f", mix, "-o", tmp / "o.flac", "-l",
                  "-20")
        if count > 2:
            result = master(mix, "-o", tmp / "o.mp3", "-l", "-20")
            check(result.status == 1 and "channels" in result.err, result)
    clean(tmp, "mix.wav", "o.wav", "o.flac")


def test_surround_stays_in_place(tmp):
    # Each channel has a level of its own and meets it again, 6 dB lower.
    tone = sine(48000, 48000, 997.0, 1.0)
    levels = (0.4, 0.3, 0.2, 0.15, 0.1, 0.05, 0.025)
    for mask, count, endings in ((0x60F, 6, ("flac", "wav")),
                                 (0x70F, 7, ("wav",))):
        mix = write_wav(tmp / "m.wav", [scaled(tone, x)
                                         for x in levels[:count]],
                        mask=mask, kind="f32")
        goal = f"{analyze(mix)['integrated_loudness'] - 6.0:.4f}"
        for ending in endings:
            out = tmp / f"o.{ending}"
            done("-q", "-f", mix, "-o", out, "-l", goal)
            # ffmpeg gives what the file has, in its order.
            ffmpeg("-i", out, "-f", "f32le", tmp / "raw")
            raw = memoryview((tmp / "raw").read_bytes()).cast("f")
            for i, level in enumerate(levels[:count]):
                peak = max(abs(x) for x in raw[i::count])
                near(20.0 * math.log10(peak / level), -6.0, 0.05,
                     f"{ending}, channel {i}")
            check("unknown" not in probe(out)["streams"][0].get(
                "channel_layout", "unknown"), f"{out}: layout")


def test_float_input_beyond_full_scale(tmp):
    frames = 96000
    mix = write_wav(tmp / "m.wav", [scaled(noise(frames), 8.0)] * 2, kind="f32")
    check(analyze(mix)["sample_peak"] > 0.0)
    done("-q", mix, "-o", tmp / "o.flac", "-l", "-20")
    lands(tmp / "o.flac", -20.0)


def test_headers_of_pipes_are_fine(tmp):
    # Sizes unknown when the header was written.
    for claim in (0xFFFFFFFF, 0x7FFFFFFF):
        mix = write_music(tmp / "mix.wav", 1, claim=claim)
        done("-q", "-f", mix, "-o", tmp / "o.wav", "-l", "-20")



if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
