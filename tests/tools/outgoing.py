#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""outgoing.py - what is written plays as what went in: length, time, channels.

Oracle: ffmpeg's decoders, and ffprobe for layouts.
"""

import json
import math
import os
import pathlib
import re
import subprocess

from toolkit import (Skip, analyze, check, clean, done, ebur128, fails, ffmpeg,
                     interleave, near, noise, pcm, probe, run_all, scaled, sine,
                     write_music, write_wav)

RATE = 44100
PEAK32 = os.environ.get("PEAK32", "peak32")
EBUR128 = os.environ.get("EBUR128", "ebur128")


def oracle(command, samples):
    """The numbers that one of tests/reference tells of raw samples."""
    return [float(word) for word in
            subprocess.run(command, input=samples, capture_output=True,
                           check=True).stdout.split()]


def error_power(song, got):
    """What is left of `got` beside the song at the level that fits best, as a
    part of its power."""
    count = min(len(song), len(got))
    song, got = song[:count], got[:count]
    gain = sum(x * y for x, y in zip(song, got)) / sum(x * x for x in song)
    rest = sum((gain * x - y) ** 2 for x, y in zip(song, got))
    return rest / sum(y * y for y in got)


def test_as_many_frames_and_no_delay(tmp):
    # Steady sines: a frame late is -14 dB of error at 1.4 kHz, and no codec
    # of ours errs that much.
    frames = 2 * RATE + 123
    tone = [sine(frames, RATE, 1400.0, 0.2), sine(frames, RATE, 900.0, 0.2)]
    mix = write_wav(tmp / "mix.wav", tone, RATE)
    song = interleave(tone)
    for ending in ("wav", "flac", "mp3", "ogg", "m4a"):
        out = tmp / f"out.{ending}"
        done("-q", mix, "-o", out, "-l", "-20")
        got = pcm(out)
        # ffmpeg does not cut the end of an M4A; others, as we do, can.
        more = 1023 if ending == "m4a" else 0
        check(0 <= len(got) // 2 - frames <= more,
              f"{ending}: {len(got) // 2} of {frames}")
        near(analyze(out)["frames"], frames, 0, ending)
        error = 10.0 * math.log10(error_power(song, got))
        check(error < -30.0, f"{ending}: {error:.1f} dB")


PASSAGE = 32768 # frames


def noise_of_loudest(song, got):
    """The signal to noise ratio of the passage that has most energy [dB]."""
    size = 2 * PASSAGE
    start = max(range(0, len(song), size),
                key=lambda at: sum(x * x for x in song[at:at + size]))
    song, got = song[start:start + size], got[start:start + size]
    rest = sum((x - y) ** 2 for x, y in zip(song, got))
    return 10.0 * math.log10(sum(x * x for x in song) / rest)


def test_what_comes_back_is_laid_beside_what_went_in(tmp):
    # Oracle: ffmpeg's decoder. Without limiting, what went in is the mix at
    # the gain that the report tells.
    mix = write_music(tmp / "mix.wav", 2.0, RATE)
    song = pcm(mix)
    for ending in ("mp3", "ogg", "m4a"):
        out = tmp / f"out.{ending}"
        text = done(mix, "-o", out, "-l", "-30", "--json", tmp / "r.json").out
        report = json.loads((tmp / "r.json").read_text())
        check(report["settings"]["limiting"] == 0.0, report)
        gain = 10.0 ** (report["settings"]["drive"] / 20.0)
        noise_db = noise_of_loudest(scaled(song, gain), pcm(out))
        near(report["decoded"]["signal_to_noise"], noise_db, 0.1, ending)
        check(report["decoded"]["frames_late"] == 0, report)
        told = re.search(r"^Signal to noise +- +- +(\S+) dB$", text, re.M)
        near(float(told[1]), noise_db, 0.15, text)


def test_mp3_of_every_rate_and_short_ones(tmp):
    for rate in (8000, 16000, 22050, 24000, 32000, 44100, 48000):
        for frames in (rate // 2, rate // 2 + 77):
            mix = write_wav(tmp / "mix.wav", [scaled(noise(frames), 0.3)], rate)
            done("-q", "-f", mix, "-o", tmp / "out.mp3", "-l", "-20")
            near(len(pcm(tmp / "out.mp3")), frames, 0, f"{rate} Hz")


def test_surround_keeps_its_levels_and_places(tmp):
    cases = {0x7: "3.0", 0x107: "4.0", 0x37: "5.0", 0x3F: "5.1",
             0x60F: "5.1(side)"}
    hertz = (440.0, 700.0, 1100.0, 60.0, 1700.0, 2600.0)
    for mask, layout in cases.items():
        count = bin(mask).count("1")
        tones = [sine(RATE, RATE, 60.0 if mask >> 3 & 1 and i == 3 else
                      hertz[i if i != 3 else 4], 0.1 / (1 + i))
                 for i in range(count)]
        mix = write_wav(tmp / "mix.wav", tones, RATE, mask=mask)
        done("-q", "-f", mix, "-o", tmp / "out.m4a", "-l", "-30")
        found = probe(tmp / "out.m4a")["streams"][0].get("channel_layout")
        check(found in (layout, "5.1"), f"{layout} became {found}")
        got = pcm(tmp / "out.m4a")
        levels = []
        for i, tone in enumerate(tones):
            channel = got[i::count][4096:RATE - 4096]
            part = tone[4096:RATE - 4096]
            levels.append(20.0 * math.log10(
                sum(x * y for x, y in zip(part, channel)) /
                sum(x * x for x in part)))
        check(max(levels) - min(levels) < 0.5, f"{layout}: {levels}")


def test_wav_keeps_its_layout_and_order(tmp):
    # Another tone in each channel, which has to be found where it was. ffmpeg
    # names channels by the mask: 7.1 and 7.1.4, and 7.1 with wides.
    cases = {0x63F: "7.1", 0xFF: "7.1(wide)",
             0x2D63F: "FL+FR+FC+LFE+BL+BR+SL+SR+TFL+TFR+TBL+TBR"}
    for mask, layout in cases.items():
        count = bin(mask).count("1")
        tones = [sine(RATE, RATE, 100.0 * (i + 2), 0.05 * (1 + i % 3))
                 for i in range(count)]
        mix = write_wav(tmp / "mix.wav", tones, RATE, mask=mask)
        done("-q", "-f", mix, "-o", tmp / "out.wav", "-l", "-30")
        found = probe(tmp / "out.wav")["streams"][0].get("channel_layout")
        check(layout in found, f"{layout} became {found}")
        got = pcm(tmp / "out.wav")
        for i, tone in enumerate(tones):
            error = error_power(tone[4096:], got[i::count][4096:])
            check(error < 1e-6, f"{layout}: channel {i} has {error} of others")
        for ending in ("flac", "m4a", "mp3"):
            fails(1, "channels", mix, "-o", tmp / f"out.{ending}")


def check_downmix(told, path):
    """ffmpeg mixes down by the same table, in float with no change of level.
    libebur128 has the loudness of that, and the sinc its true peak, over which
    the meter reads noise by up to 0.034 dB (docs/stages/meter.md)."""
    stereo = pcm(path, "-ac", "2").tobytes()
    near(told["downmix_loudness"],
         oracle([EBUR128, str(RATE), "2"], stereo)[0], 0.01)
    near(told["downmix_true_peak"], oracle([PEAK32, "2"], stereo)[0], 0.04)


def test_the_stereo_downmix_of_surround_is_told(tmp):
    mix, out, page = tmp / "mix.wav", tmp / "out.wav", tmp / "page.html"
    for mask, count in ((0x63F, 8), (0x60F, 6)):
        parts = [scaled(noise(2 * RATE, 1 + c), 0.05 + 0.02 * c)
                 for c in range(count)]
        write_wav(mix, parts, RATE, mask=mask, kind="f32")
        check_downmix(analyze(mix), mix)
    for more in ([], ["--plain"]):
        done("-q", "-f", mix, "-o", out, "-l", "-20", "--json", tmp / "o.json",
             "--report", page, *more)
        told = json.loads((tmp / "o.json").read_text())
        check_downmix(told["input"], mix)
        check_downmix(told["output"], out)
        check("Stereo downmix: true peak" in page.read_text(), "no page")
    text = done("--analyze", out).out
    check(re.search(rf"Stereo downmix +{told['output']['downmix_loudness']:.2f}"
                    " LUFS", text), text)
    stereo = write_wav(tmp / "two.wav", parts[:2], RATE)
    check("downmix_loudness" not in analyze(stereo), "stereo has none")


def test_layouts_that_players_do_not_know_are_refused(tmp):
    for mask in (0xB, 0x33, 0x3):
        count = bin(mask).count("1")
        mix = write_wav(tmp / "mix.wav", [scaled(noise(RATE, 1 + i), 0.2)
                                          for i in range(count)], RATE,
                        mask=mask)
        if mask == 0x3:
            done("-q", mix, "-o", tmp / "out.m4a", "-l", "-30")
        else:
            fails(1, "no place for this layout", mix, "-o", tmp / "out.m4a")


def test_a_song_that_starts_at_once_does_not_ring(tmp):
    # libav's AAC encoder rang to +2.6 dBTP here before it got silence first.
    frames = 2 * RATE
    loud = scaled(noise(frames), 0.9)
    for i in range(600):
        loud[i] = 0.9 if i // 30 % 2 else -0.9
    mix = write_wav(tmp / "mix.wav", [loud, loud], RATE)
    done("-q", mix, "-o", tmp / "out.m4a", "-l", "-16", "-c", "-1")
    start = pcm(tmp / "out.m4a")[:4096]
    check(max(map(abs, start)) < 1.0, max(map(abs, start)))


def test_the_ceiling_holds_for_what_a_decoder_makes(tmp):
    # Clipped noise at a high level: codecs round its corners, and peaks grow.
    # Oracles: ffmpeg's decoder, and sinc interpolation at 32 times the rate.
    mix = clipped(tmp / "mix.wav")
    for ending in ("mp3", "ogg", "opus", "m4a"):
        out = tmp / f"out.{ending}"
        done("-q", mix, "-o", out, "-l", "-14", "-c", "-2")
        loudness, _ = ebur128(out)
        near(loudness, -14.0, 0.15, ending)
        check(peak32(out) <= -1.98, f"{ending}: {peak32(out)} dBTP")


def clipped(path):
    """Noise with its peaks cut off, whose corners codecs round."""
    loud = [scaled(noise(4 * RATE, 1 + i), 3.0) for i in range(2)]
    for channel in loud:
        for i, x in enumerate(channel):
            channel[i] = max(-0.5, min(x, 0.5))
    return write_wav(path, loud, RATE)


def peak32(path):
    """[dBTP] of what ffmpeg decodes, at 32 times the rate."""
    return oracle([PEAK32, "2"], pcm(path).tobytes())[0]


def test_a_lossless_master_stays_under_behind_codecs(tmp):
    # Oracle: encodes by ffmpeg, decoded by it, at 32 times the rate.
    mix = clipped(tmp / "mix.wav")
    out = tmp / "out.flac"
    ways = {"mp3-128": ("t.mp3", "libmp3lame"), "aac-128": None,
            "opus-96": ("t.opus", "libopus")}
    report = json.loads(done("-q", mix, "-o", out, "-l", "-12", "-c", "-2",
                             "--codec-ceiling", ",".join(ways), "--json",
                             "-", "--report", tmp / "page.html").out)
    check(report["achieved"] == {"loudness": True, "ceiling": True}, report)
    near(ebur128(out)[0], -12.0, 0.11)
    check([c["codec"] for c in report["codecs"]] == list(ways), report)
    page = (tmp / "page.html").read_text()
    for found in report["codecs"]:
        check(max(found["true_peak"], found["true_peak_4x"]) <= -2.0, found)
        check(f'{found["codec"]} decodes to ' in page, "not on the page")
    # Nothing was to be done, if it had been under the ceiling by itself.
    check(report["settings"]["limiter_ceiling"] < -2.5, report["settings"])
    for name in ("mp3-128", "opus-96"):
        path = tmp / ways[name][0]
        ffmpeg("-i", out, "-c:a", ways[name][1], "-b:a",
               f"{name.split('-')[1]}k", path)
        # Other dither, other versions of the encoders: 0.3 dB.
        check(peak32(path) <= -1.7, f"{name}: {peak32(path)} dBTP")
    clean(tmp, "mix.wav", "out.flac", "page.html", "t.mp3", "t.opus")


def without_plugin(tmp, name):
    """An environment in which a plugin of the system's is not installed."""
    found = subprocess.run(["gst-inspect-1.0", name], capture_output=True,
                           text=True, check=False).stdout
    place = [line.split()[-1] for line in found.splitlines()
             if "Filename" in line]
    if not place:
        raise Skip(f"no plugin {name}")
    (tmp / "plugins").mkdir()
    for path in pathlib.Path(place[0]).parent.glob("libgst*.so"):
        if path.name != pathlib.Path(place[0]).name:
            (tmp / "plugins" / path.name).symlink_to(path)
    return dict(os.environ, GST_PLUGIN_SYSTEM_PATH=str(tmp / "plugins"),
                GST_REGISTRY=str(tmp / "registry"))


def test_codecs_that_are_not_there(tmp):
    mix = write_wav(tmp / "mix.wav", [scaled(noise(RATE), 0.2)], RATE)
    for names, words in (
            ("acc-128", "there is no acc-128, did you mean aac-128"),
            ("mp3-128,oops-96", "there is no oops-96, did you mean opus-96"),
            ("mp3-128,mp3-128", "mp3-128 is in it twice"),
            ("mp3", "kbit/s, as mp3-128"), ("", "no codec is named")):
        fails(2, words, mix, "-o", tmp / "o.flac", "--codec-ceiling", names)
    fails(2, "is for lossless masters", mix, "-o", tmp / "o.mp3",
          "--codec-ceiling", "mp3-128")
    fails(2, "--analyze makes no master", mix, "--analyze", "--codec-ceiling",
          "mp3-128")
    fails(1, "mp3-128: cannot be encoded here: the GStreamer element "
          "lamemp3enc is missing", mix, "-o", tmp / "o.flac",
          "--codec-ceiling", "mp3-128", env=without_plugin(tmp, "lame"))
    check(not (tmp / "o.flac").exists())


def test_rate_and_words_of_a_target(tmp):
    mix = write_wav(tmp / "mix.wav", [scaled(noise(96000), 0.3)] * 2, 96000)
    for args, rate, bits in ((("--target", "cd"), 44100, 16),
                             (("--target", "cd", "--bits", "24"), 44100, 24),
                             (("--target", "cd", "--rate", "48000"), 48000, 16),
                             (("--rate", "32000"), 32000, 24)):
        done("-q", "-f", mix, "-o", tmp / "out.flac", "-l", "-20", *args)
        stream = probe(tmp / "out.flac")["streams"][0]
        check(int(stream["sample_rate"]) == rate and
              int(stream["bits_per_raw_sample"]) == bits, stream)
        near(len(pcm(tmp / "out.flac")) // 2, rate, 0, args)
    done("-q", "-f", mix, "-o", tmp / "out.opus", "--target", "cd", "-l", "-20")
    fails(1, "Opus cannot be written at 44100 Hz", mix, "-f", "-o",
          tmp / "out.opus", "--rate", "44100")
    fails(2, "--rate must be", mix, "-f", "-o", tmp / "out.wav", "--rate", "1")


def test_a_resampled_tone_is_as_pure_as_it_was(tmp):
    # Pass band and aliases: 20 kHz stays to 0.01 dB, and 30 kHz leaves nothing
    # over -120 dBFS. The levels follow from the drive, which the report tells.
    mix = write_wav(tmp / "mix.wav", [sine(96000, 96000, 20000.0, 0.25)], 96000,
                    kind="f32")
    done("-q", mix, "-o", tmp / "out.wav", "--bits", "32", "--rate", "44100",
         "--best-effort", "--json", tmp / "r.json", "-l", "-20")
    drive = json.loads((tmp / "r.json").read_text())["settings"]["drive"]
    got = pcm(tmp / "out.wav")[11025:33075]
    level = math.sqrt(2.0 * sum(x * x for x in got) / len(got))
    near(20.0 * math.log10(level / 0.25) - drive, 0.0, 0.01)
    both = sine(96000, 96000, 1000.0, 0.25)
    for i, x in enumerate(sine(96000, 96000, 30000.0, 0.25)):
        both[i] += x
    mix = write_wav(tmp / "mix.wav", [both], 96000, kind="f32")
    done("-q", "-f", mix, "-o", tmp / "out.wav", "--bits", "32", "--rate",
         "44100", "-l", "-20")
    got = pcm(tmp / "out.wav")[11025:33075]
    # 30 kHz would come back at 14.1 kHz; whole periods of both tones.
    alias = sum(x * complex(math.cos(w), -math.sin(w)) for x, w in (
        (x, 2.0 * math.pi * 14100.0 * i / RATE) for i, x in enumerate(got)))
    check(20.0 * math.log10(2.0 * abs(alias) / len(got) + 1e-30) < -120.0)


def test_one_channel_as_it_is_heard(tmp):
    mix = write_wav(tmp / "mix.wav", [scaled(noise(2 * RATE), 0.3)], RATE)
    done("-q", mix, "-o", tmp / "out.wav", "-l", "-20", "--dual-mono")
    near(ebur128(tmp / "out.wav")[0], -23.01, 0.11)
    stereo = write_wav(tmp / "s.wav", [scaled(noise(2 * RATE), 0.3)] * 2, RATE)
    done("-q", "-f", stereo, "-o", tmp / "out.wav", "-l", "-20", "--dual-mono")
    near(ebur128(tmp / "out.wav")[0], -20.0, 0.11)


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
