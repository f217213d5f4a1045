#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""decoding.py - inputs are what ffmpeg decodes: in level, length and time."""

import os
import struct

from toolkit import (analyze, check, done, ebur128, ffmpeg, master, near,
                     noise, pcm, probe, run_all, scaled, tags_of, wav_bytes,
                     write_music, write_wav)

RATE, SECONDS = 44100, 4


def write_loud(path):
    """Music that is over full scale, as a mix may be."""
    return write_music(path, SECONDS, RATE, gain=4.0, kind="f32")


CODECS = {
    "mp3": ("libmp3lame", "-b:a", "160k"),
    "opus": ("libopus", "-b:a", "128k"),
    "ogg": ("libvorbis", "-q:a", "5"),
    "m4a": ("aac", "-b:a", "160k"),
    "ac3": ("ac3", "-b:a", "192k"),
}


def test_peaks_over_full_scale_come_in(tmp):
    # Oracle: ffmpeg's own decoders, which all work in float.
    loud = write_loud(tmp / "loud.wav")
    for ending, codec in CODECS.items():
        path = tmp / f"loud.{ending}"
        ffmpeg("-i", loud, "-c:a", *codec, path)
        found, (loudness, peak) = analyze(path), ebur128(path)
        check(peak > 1.0, f"{ending}: {peak} is no test")
        near(found["integrated_loudness"], loudness, 0.1, ending)
        # ffmpeg's meter oversamples 4 times, and tells one decimal.
        near(found["true_peak_4x"], peak, 0.15, ending)
        near(found["sample_peak"], sample_peak(path), 0.1, ending)


def sample_peak(path):
    text = ffmpeg("-i", path, "-af", "ebur128=peak=sample", "-f", "null", "-")
    return float(text.stderr.rsplit("Peak:", 1)[1].split()[0])


def test_a_codec_adds_no_frames(tmp):
    # The frames of the song that went in; the last format cannot tell.
    mix = write_music(tmp / "mix.wav", SECONDS, RATE)
    frames = SECONDS * RATE
    for name, codec, expected in (
            ("lame.mp3", ("libmp3lame", "-q:a", "2"), frames),
            ("low.mp3", ("libmp3lame", "-ar", "22050"), frames // 2),
            ("whole.m4a", ("aac",), frames),
            ("alac.m4a", ("alac",), frames),
            ("vorbis.ogg", ("libvorbis",), frames),
            ("flac.ogg", ("flac",), frames),
            ("opus.opus", ("libopus", "-frame_duration", "20"),
             frames * 48000 // RATE)):
        path = tmp / name
        ffmpeg("-i", mix, "-c:a", *codec, path)
        near(analyze(path)["frames"], expected, 0, name)


def test_no_codec_shifts_the_song(tmp):
    # 24 bits of what came in lie beside what ffmpeg decodes, frame by frame.
    mix = write_music(tmp / "mix.wav", SECONDS, RATE)
    for name, codec in (("a.mp3", "libmp3lame"), ("a.m4a", "aac -aac_pns 0"),
                        ("a.ogg", "libvorbis")):
        ffmpeg("-i", mix, "-c:a", *codec.split(), tmp / name)
        done("-q", "-f", tmp / name, "-o", tmp / "out.wav", "-l", "-40", "-c",
             "-6")
        want, got = pcm(tmp / name), pcm(tmp / "out.wav")
        want = want[:len(got)]
        gain = sum(x * y for x, y in zip(want, got)) / sum(x * x for x in want)
        rest = sum((gain * x - y) ** 2 for x, y in zip(want, got))
        power = sum(y * y for y in got)
        # Two decoders, and 24 bits with dither at -40 LUFS.
        check(rest < 1e-6 * power, f"{name}: {rest / power:.3g}")


def test_holes_and_late_starts(tmp):
    mix = write_music(tmp / "mix.wav", 6, RATE)
    ffmpeg("-i", mix, "-af", "aselect='not(between(t,2,4))'", "-c:a", "flac",
           tmp / "hole.mkv")
    ffmpeg("-f", "lavfi", "-i", "color=black:s=64x64:r=5:d=7", "-itsoffset",
           "1.5", "-i", mix, "-map", "0", "-map", "1", "-c:v", "mpeg4", "-c:a",
           "flac", tmp / "late.mkv")
    for name, seconds, words in (
            ("hole.mkv", 6.0, r"2.\d\d s of sound are missing"),
            ("late.mkv", 7.5, "begins 1.50 s late")):
        result = master("-q", "-f", tmp / name, "-o", tmp / "out.wav")
        check(result.status == 0 and words.split(r"\d")[0] in result.err,
              result)
        samples = pcm(tmp / "out.wav")
        near(len(samples) / 2 / RATE, seconds, 0.05, name)
    quiet = pcm(tmp / "out.wav")[:2 * RATE]
    check(max(map(abs, quiet)) < 1e-3, "no silence at the start")


def test_resampling_keeps_the_end(tmp):
    for rate in (8000, 22050, 44100, 96000):
        mix = write_music(tmp / "mix.wav", 1, rate)
        done("-q", "-f", mix, "-o", tmp / "out.opus")
        # Oracle: Opus counts at 48 kHz, and ffmpeg cuts at its last granule.
        near(len(pcm(tmp / "out.opus")) // 2, 48000, 0, f"{rate} Hz")


def test_plain_samples_of_every_kind(tmp):
    # Oracle: ffmpeg, which wrote them from one WAV.
    mix = write_music(tmp / "mix.wav", 1, RATE)
    want = analyze(mix)
    for name, how in (
            ("a.aiff", ("-c:a", "pcm_s24be")),
            ("b.aiff", ("-c:a", "pcm_f32be")),
            ("c.aiff", ("-c:a", "pcm_s16le")), ("d.w64", ("-c:a", "pcm_s24le")),
            ("e.caf", ("-c:a", "pcm_s16be")), ("f.caf", ("-c:a", "pcm_f64le")),
            ("g.wav", ("-c:a", "pcm_s32le", "-rf64", "always")),
            ("h.wav", ("-c:a", "pcm_f64le")), ("i.au", ("-c:a", "pcm_s24be"))):
        ffmpeg("-i", mix, *how, tmp / name)
        found = analyze(tmp / name)
        for key in ("frames", "sample_rate", "channels"):
            near(found[key], want[key], 0, f"{name} {key}")
        for key in ("integrated_loudness", "sample_peak"):
            near(found[key], want[key], 1e-6, f"{name} {key}")


def test_mp3_in_a_wav(tmp):
    mix = write_music(tmp / "mix.wav", 1, RATE)
    ffmpeg("-i", mix, "-c:a", "libmp3lame", "-f", "wav", tmp / "mp3.wav")
    near(analyze(tmp / "mp3.wav")["integrated_loudness"],
         analyze(mix)["integrated_loudness"], 1.0)


def test_id3_in_a_wav(tmp):
    def frame(name, text):
        body = b"\3" + text.encode()
        return name + struct.pack(">IH", len(body), 0) + body
    frames = frame(b"TIT2", "Name") + frame(b"TPE1", "Band")
    tag = b"ID3\4\0\0" + bytes((0, 0, 0, len(frames))) + frames
    tag += b"\0" * (len(tag) & 1)
    data = bytearray(wav_bytes([noise(48000)], 48000) + b"id3 " + struct.pack(
        "<I", len(tag)) + tag)
    struct.pack_into("<I", data, 4, len(data) - 8)
    (tmp / "tagged.wav").write_bytes(data)
    done("-q", tmp / "tagged.wav", "-o", tmp / "out.flac")
    tags = tags_of(probe(tmp / "out.flac"))
    check((tags.get("title"), tags.get("artist")) == ("Name", "Band"), tags)


def test_channels_without_a_layout(tmp):
    for count in (3, 9, 16, 63, 64):
        many = write_wav(tmp / "many.wav", [scaled(noise(9600, 1 + i % 3), 0.1)
                                            for i in range(count)])
        result = master("--analyze", "--json", "-", many)
        words = "each counts as a loudspeaker"
        if count == 64:
            words = "has 64 channels; up to 63"
        else:
            check(f'"channels" : {count}' in result.out, result)
        check(result.status == (4 if count == 64 else 0), f"{count}: {result}")
        check(words in result.err and result.err.count("\n") == 1,
              f"{count}: {result}")


def test_what_cannot_be_exact_is_told(tmp):
    # Without libav's decoder there is one left that knows 16 bits.
    mix = write_music(tmp / "mix.wav", 1)
    ffmpeg("-i", mix, "-c:a", "libopus", tmp / "mix.opus")
    result = master("--analyze", tmp / "mix.opus", env=dict(
        os.environ, GST_PLUGIN_FEATURE_RANK="avdec_opus:NONE"))
    check(result.status == 0 and result.err.count("\n") == 1 and
          "Opus) is decoded to whole numbers" in result.err, result)


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
