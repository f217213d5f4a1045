#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Albums on records, cassettes and in the archive; files of all formats; what
the album asks of its songs; trims, settings, and all that can be wrong.

Oracles: ffmpeg's decoders and meters, ffprobe, mutagen, and arithmetic.
"""

import array
import json
import math
import os
import re
import struct
import time

from toolkit import (Skip, check, clean, done, ebur128, fails, ffmpeg, master,
                     master_on_a_small_disk, near, noise, pcm, png_bytes, probe,
                     raw, run_all, scaled, sine, tags_of, wav_bytes, write_wav)

RATE = 44100


def song(path, seconds, gain=0.2, seed=1, rate=RATE):
    frames = int(seconds * rate)
    return write_wav(path, [scaled(noise(frames, seed + c), gain)
                            for c in (0, 1)], rate, kind="f32")


def project(folder, tracks, name="album.json", **members):
    path = folder / name
    path.write_text(json.dumps({"version": 1, "tracks": tracks} | members))
    return path


def track(number, **more):
    return {"file": f"{number}.wav", "title": f"Song {number}"} | more


def make(path, output):
    result = master("--album", path, "-q", "-f", "-o", output)
    check(result.status == 0, result)
    return output


def band(path, low, high):
    """The power of mid and side between two frequencies [dB], by ffmpeg."""
    out = []
    for mix in ("0.5*c0+0.5*c1", "0.5*c0-0.5*c1"):
        text = ffmpeg("-i", path, "-af",
                      f"pan=mono|c0={mix},highpass=f={low}:p=2,"
                      f"lowpass=f={high}:p=2,lowpass=f={high}:p=2,"
                      "astats=measure_perchannel=none", "-f", "null",
                      "-").stderr
        level = re.findall(r"RMS level dB: (\S+)", text)[-1]
        out.append(float(level))
    return out


def times(sheet):
    """(place, start, end) of each row of a sheet [s]."""
    rows = re.findall(r"^([A-Z]\d+) +(\d+):([\d.]+) +(\d+):([\d.]+)", sheet,
                      re.M)
    return [(place, 60 * int(a) + float(b), 60 * int(c) + float(d))
            for place, a, b, c, d in rows]


def test_a_record_has_one_gain_and_no_limiter(folder):
    low = sine(int(8.3 * RATE), RATE, 60, 0.3)
    wide = [array.array("f", (a + b for a, b in zip(
        scaled(noise(len(low), 3), 0.1), side)))
        for side in (low, scaled(low, -0.4))]
    write_wav(folder / "1.wav", wide, RATE, kind="f32")
    song(folder / "2.wav", 8.1, 0.1)
    song(folder / "3.wav", 9.7, 0.15)
    song(folder / "4.wav", 9.2, 0.12)
    path = project(folder, [track(1), track(2, gap=1.5), track(3), track(4)],
                   level="album", masters=[{"kind": "vinyl"}])
    out = make(path, folder / "out")
    sheet = (out / "vinyl/cutting-sheet.txt").read_text()
    rows = times(sheet)
    check([r[0] for r in rows] == ["A1", "A2", "B1", "B2"], sheet)
    for got, (start, end) in zip(rows, ((0, 8.3), (9.8, 17.9), (0, 9.7),
                                        (11.7, 20.9))):
        near(got[1], start, 0.001, sheet)
        near(got[2], end, 0.001, sheet)
    sides = [out / "vinyl" / f"Side {s}.wav" for s in "AB"]
    lengths = [len(pcm(s)) / 2 / RATE for s in sides]
    near(lengths[0], 17.9, 1e-4)
    near(lengths[1], 20.9, 1e-4)
    check(all(probe(s)["streams"][0]["bits_per_raw_sample"] == "24" or
              probe(s)["streams"][0]["bits_per_sample"] == 24 for s in sides),
          "not 24 bits")
    peaks = [ebur128(s)[1] for s in sides]
    near(max(peaks), -1.0, 0.1, "the highest peak of the record")
    # One gain: the distance of two songs is that of the mixes.
    a2 = pcm(sides[0])[2 * int(9.8 * RATE):]
    mix = [pcm(folder / f"{n}.wav") for n in (2, 4)]
    b2 = pcm(sides[1])[2 * int(11.7 * RATE):]

    def power(samples):
        return sum(x * x for x in samples[:400000:3]) / len(samples[:400000:3])
    near(10 * math_log(power(a2) / power(b2)),
         10 * math_log(power(mix[0]) / power(mix[1])), 0.1, "one gain")
    mid, side = band(sides[0], 30, 90)
    check(side < mid - 20, f"bass of the sides: {side} under {mid}")
    check(not any(raw(sides[0], "-ss", "8.4", "-t", "1.3")), "the pause")


def math_log(x):
    return math.log10(x)


def test_sides_are_those_of_the_project(folder):
    for n in (1, 2, 3):
        song(folder / f"{n}.wav", 5)
    path = project(folder, [track(1, side="A"), track(2, side="B"),
                            track(3, side="B")], masters=[{"kind": "vinyl"}])
    sheet = (make(path, folder / "out") / "vinyl/cutting-sheet.txt").read_text()
    check([r[0] for r in times(sheet)] == ["A1", "B1", "B2"], sheet)
    path = project(folder, [track(1, side="A"), track(2, side="B"),
                            track(3, side="A")], masters=[{"kind": "vinyl"}])
    result = master("--album", path, "--check")
    check("side A does not follow" in result.err, result)


def test_a_cassette_tells_how_its_sides_fit(folder):
    for n in (1, 2, 3):
        song(folder / f"{n}.wav", 6 + n, seed=n)
    path = project(folder, [track(n) for n in (1, 2, 3)],
                   masters=[{"kind": "cassette", "record": "C46"}])
    out = make(path, folder / "out") / "cassette"
    sheet = (out / "cassette-sheet.txt").read_text()
    check("A side of C46 holds 23:00.000" in sheet and
          "-6 dBFS are 3 dB over 250 nWb/m" in sheet, sheet)
    peak = max(ebur128(out / f"Side {s}.wav")[1] for s in "AB")
    near(peak, -6.0, 0.1)


def chunks_of(path):
    data, at, out = path.read_bytes(), 12, {}
    while at + 8 <= len(data):
        name = data[at:at + 4]
        size = struct.unpack("<I", data[at + 4:at + 8])[0]
        out[name] = data[at + 8:at + 8 + size]
        at += 8 + size + size % 2
    return out


def test_the_archive_is_the_album_before_dither(folder):
    song(folder / "1.wav", 5)
    song(folder / "2.wav", 4, seed=5)
    path = project(folder, [track(1), track(2, gap=1.25)], title="Ärger",
                   date="2026-05-01", upc="4006381333931",
                   masters=[{"kind": "archive"}, {"kind": "files"}])
    out = make(path, folder / "out")
    file = out / "archive/album.wav"
    stream = probe(file)["streams"][0]
    check(stream["codec_name"] == "pcm_f32le", stream)
    sound = pcm(file)
    check(len(sound) == 2 * (9 * RATE + int(1.25 * RATE)), len(sound))
    check(not any(sound[2 * 5 * RATE:2 * int(6.25 * RATE)]), "the gap")
    files = pcm(out / "streaming/01 Song 1.flac")
    most = max(abs(a - b) for a, b in zip(files, sound))
    check(0 < most < 2 ** -21, f"dither of 24 bits, not {most}")
    chunks = chunks_of(file)
    marks = chunks[b"cue "]
    check([struct.unpack("<I", marks[4 + 24 * i + 20:4 + 24 * i + 24])[0]
           for i in (0, 1)] == [0, int(6.25 * RATE)], marks)
    check(b"Song 2\0" in chunks[b"LIST"], chunks[b"LIST"])
    bext = chunks[b"bext"]
    check(bext[320:330] == b"2026-05-01" and bext[288:301] == b"4006381333931",
          bext[:400])
    loudness = struct.unpack("<h", bext[412:414])[0] / 100
    near(loudness, ebur128(file)[0], 0.11, "the loudness that it tells")


def test_all_formats_hold_codes_tags_and_cover(folder):
    song(folder / "1.wav", 4.003)
    (folder / "cover.png").write_bytes(png_bytes())
    wanted = {"title": "Söng", "artist": "The Band", "album": "The Album",
              "album_artist": "The Band", "composer": "C. Omposer"}
    sound = None
    for kind in ("flac", "wav", "aiff"):
        path = project(folder, [
            {"file": "1.wav", "title": "Söng", "isrc": "DEA450000001",
             "composer": "C. Omposer"}], title="The Album", artist="The Band",
            upc="036000291452", cover="cover.png", date="2026-05-01",
            copyright="2026 X", masters=[{"kind": "files", "format": kind}])
        file = make(path, folder / "out") / "streaming" / f"01 Söng.{kind}"
        found = probe(file)
        tags = tags_of(found)
        # Of a WAV ffprobe reads INFO, which knows but few names.
        known = ("title", "artist", "album") if kind == "wav" else wanted
        for key in known:
            check(tags.get(key) == wanted[key], f"{kind}: {key} in {tags}")
        check(tags.get("track", "").startswith("1"), tags)
        if kind != "wav":
            check("DEA450000001" in (tags.get("isrc"), tags.get("tsrc")), tags)
            check("0036000291452" in tags.get("barcode", ""), f"{kind}: {tags}")
        check(kind == "wav" or len(found["streams"]) == 2, f"cover in {kind}")
        samples = raw(file, "-map", "0:a", word="s32le")
        sound = sound or samples
        check(samples == sound, f"{kind} has other samples")
        check(len(samples) == 8 * int(4.003 * RATE), kind)
        if kind == "wav":
            chunks = chunks_of(file)
            bext = chunks[b"bext"]
            check(bext[288:300] == b"DEA450000001", bext[288:300])
            near(struct.unpack("<h", bext[412:414])[0] / 100,
                 ebur128(file)[0], 0.11)
            for text in (b"TSRC", b"DEA450000001", b"BARCODE",
                         b"0036000291452", b"TPE2", b"\x89PNG"):
                check(text in chunks[b"id3 "], f"no {text} in the WAV's tag")


def test_readers_of_python_agree(folder):
    try:
        from mutagen.aiff import AIFF
        from mutagen.wave import WAVE
    except ImportError as why:
        raise Skip("no mutagen") from why
    song(folder / "1.wav", 4)
    for kind, reader in (("aiff", AIFF), ("wav", WAVE)):
        path = project(folder, [track(1, isrc="DEA450000001")],
                       upc="036000291452",
                       masters=[{"kind": "files", "format": kind}])
        file = make(path, folder / "out") / f"streaming/01 Song 1.{kind}"
        found = reader(file)
        near(found.info.length, 4.0, 1e-6)
        check(str(found.tags["TSRC"]) == "DEA450000001", found.tags)
        check(str(found.tags["TXXX:BARCODE"]) == "0036000291452", found.tags)
        check(str(found.tags["TRCK"]) == "1/1", found.tags)


def test_trims_and_fades(folder):
    quiet = array.array("f", bytes(4 * 2 * RATE))
    burst = scaled(noise(3 * RATE), 0.2)
    whole = quiet + burst + quiet
    write_wav(folder / "1.wav", [whole, whole], RATE, kind="f32")
    result = master("--album", project(folder, [track(1)]), "--check")
    check(re.search(r"(1.9|2.0) s of silence at the start", result.err) and
          re.search(r"(1.9|2.0) s of silence at the end", result.err), result)
    path = project(folder, [track(1, trim="auto")])
    file = make(path, folder / "out") / "streaming/01 Song 1.flac"
    near(len(pcm(file)) / 2 / RATE, 3.1, 0.02)
    path = project(folder, [track(1, trim=[1.9, 4.0], **{"fade-in": 0.5,
                                                         "fade-out": 1})])
    file = make(path, folder / "out") / "streaming/01 Song 1.flac"
    sound = pcm(file)
    check(len(sound) == 2 * round(2.1 * RATE), len(sound))
    check(max(map(abs, sound[-200:])) < 0.002, "the fade out does not end in 0")


def test_a_level_inside_a_run_is_glided_to(folder):
    tone = sine(10 * RATE, RATE, 441, 0.1)
    for n in (1, 2):
        part = tone[(n - 1) * 5 * RATE:n * 5 * RATE]
        write_wav(folder / f"{n}.wav", [part, part], RATE, kind="f32")
    path = project(folder, [track(1), track(2, join=True, level=-6)],
                   masters=[{"kind": "archive"}])
    sound = pcm(make(path, folder / "out") / "archive/album.wav")[::2]
    before = max(map(abs, sound[2 * RATE:3 * RATE]))
    after = max(map(abs, sound[7 * RATE:8 * RATE]))
    near(20 * math_log(after / before), -6.0, 0.01)
    step = max(abs(a - b) for a, b in zip(sound[5 * RATE - 50:], sound[
        5 * RATE - 49:5 * RATE + 900]))
    check(step < 1.05 * before * 2 * 3.14159 * 441 / RATE, "a click")


def test_settings_and_presets_of_songs(folder):
    song(folder / "1.wav", 5)
    song(folder / "2.wav", 5)
    (folder / "cut.json").write_text(json.dumps(
        {"version": 1, "eq": {"band0": {"type": "low-cut", "frequency": 2000,
                                        "slope": 24}}}))
    path = project(folder, [track(1), track(2, settings="cut.json")],
                   level="even")
    out = make(path, folder / "out") / "streaming"
    plain = band(out / "01 Song 1.flac", 50, 300)[0]
    cut = band(out / "02 Song 2.flac", 50, 300)[0]
    check(cut < plain - 15, f"{cut} beside {plain}")
    near(ebur128(out / "02 Song 2.flac")[0], -14.0, 0.1)
    path = project(folder, [track(1, preset="streaming-transparent"),
                            track(2, make="brighter=5")])
    make(path, folder / "out")
    tops = [band(out / name, 6000, 15000)[0] - band(out / name, 300, 1000)[0]
            for name in ("01 Song 1.flac", "02 Song 2.flac")]
    check(tops[1] > tops[0] + 1, f"brighter is not brighter: {tops}")
    path = project(folder, [track(1, preset="none-such"),
                            track(2, settings="missing.json")])
    result = master("--album", path, "--check")
    check("song 1 (1.wav): " in result.err and "none-such" in result.err and
          "its settings missing.json are missing" in result.err, result)


def test_cohesion_moves_what_lies_outside(folder):
    for n in range(1, 6):
        song(folder / f"{n}.wav", 6, seed=n)
    ffmpeg("-i", folder / "3.wav", "-af", "treble=g=5:f=4000", "-c:a",
           "pcm_f32le", folder / "t.wav")
    os.replace(folder / "t.wav", folder / "3.wav")
    tracks = [track(n) for n in range(1, 6)]
    tops = {}
    for cohesion in (0, 100):
        path = project(folder, tracks, cohesion=cohesion, strength=100,
                       level="even")
        out = make(path, folder / f"out{cohesion}") / "streaming"
        tops[cohesion] = [band(out / f"0{n} Song {n}.flac", 8000, 15000)[0] -
                          band(out / f"0{n} Song {n}.flac", 300, 1000)[0]
                          for n in (1, 3)]
    before = tops[0][1] - tops[0][0]
    after = tops[100][1] - tops[100][0]
    check(before > 4 and 1.0 < before - after < 3.7, tops)
    plain = make(project(folder, tracks, level="even"), folder / "plain")
    check((plain / "streaming/03 Song 3.flac").read_bytes() ==
          (folder / "out0/streaming/03 Song 3.flac").read_bytes(),
          "no cohesion is not as none")


def test_what_a_killed_run_left_is_removed(folder):
    song(folder / "1.wav", 4)
    path = project(folder, [track(1)])
    for name in (".gst-master-abcdef", ".gst-master-abcdef-work",
                 ".gst-master-young1", ".gst-master-work00-work"):
        (folder / name).mkdir()
        (folder / name / "x").write_text("x")
        if name != ".gst-master-young1":
            old = time.time() - 3600
            os.utime(folder / name, (old, old))
    (folder / ".gst-master-notes.txt").write_text("mine")
    make(path, folder / "out")
    clean(folder, "1.wav", "album.json", "out", ".gst-master-young1",
          ".gst-master-notes.txt")


def test_the_page_has_all_songs_and_their_joints(folder):
    for n in (1, 2, 3):
        song(folder / f"{n}.wav", 5, seed=n)
    path = project(folder, [track(1), track(2, join=True), track(3)],
                   title="A </script> B", cohesion=50,
                   masters=[{"kind": "files"}, {"kind": "cd"}])
    result = master("--album", path, "-q", "-o", folder / "out", "--report",
                    folder / "album.html", "--json", "-")
    check(result.status == 0, result)
    told = json.loads(result.out)
    check([s["number"] for s in told["songs"]] == [1, 2, 3], told)
    for name in ("loudness", "range", "peak", "plr", "side", "tone"):
        check(all(s[k][name] is not None for s in told["songs"]
                  for k in ("before", "after")), name)
    near(max(s["after"]["loudness"] for s in told["songs"]), -14.0, 0.1)
    check([f["kind"] for f in told["formats"]] == ["Files", "CD"], told)
    check("PQ sheet" in told["sheets"][0]["text"], told["sheets"])
    page = (folder / "album.html").read_text()
    check(page.count("</script>") == 2, "the title ends the script")
    check(not re.search(r"(src|href)=[\"']?(https?:|//)", page), "not one file")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page,
                                re.S).group(1))
    check([j["how"] for j in data["joins"]] == ["flows", "gap of 2 s"],
          [j["how"] for j in data["joins"]])
    check(all(len(j["sound"]) > 10000 for j in data["joins"]), "no sound")
    fails(2, "nothing to report", "--album", path, "--check", "--report",
          folder / "x.html")


# --- all that can be wrong ----------------------------------------------------

def two(**more):
    return [track(1), track(2, **more)]


CD = {"masters": [{"kind": "cd"}]}
VINYL = {"masters": [{"kind": "vinyl", "record": "7-45"}]}
# What the project says, and the line (or note) that it gets.
WRONG = [
    (dict(tracks=[track(1), {"file": "none.wav"}]),
     "song 2 (none.wav): the file is missing"),
    (dict(tracks=[{"file": "text.wav"}]), "song 1 (text.wav): "),
    (dict(tracks=[{"file": "cut.wav"}]), "is cut off"),
    (dict(tracks=[{"file": "silent.wav"}]),
     "song 1 (silent.wav): it is silent"),
    (dict(tracks=[{"file": "blip.wav"}]), "it is shorter than 0.4 s"),
    (dict(tracks=[{"file": "blip4.wav"}], **CD),
     "cd: track 1 is shorter than 4 seconds"),
    (dict(tracks=[{"file": "mono.wav"}]), "it is mono, and becomes stereo"),
    (dict(tracks=[{"file": "six.wav"}], **CD), "it has 6 channels, and a CD"),
    (dict(tracks=[{"file": "six.wav"}], **VINYL),
     "it has 6 channels, and viny"),
    (dict(tracks=[track(1), {"file": "r48.wav", "join": True}]),
     "song 1 (1.wav): it has 44100 Hz and flows into songs of 48000 Hz"),
    (dict(tracks=[{"file": "dull.wav"}]), "its rate is 11025 Hz"),
    (dict(tracks=[track(1), track(1)]), "the file is that of song 1, too"),
    (dict(tracks=two(isrc="nonsense")), "song 2 (2.wav): "),
    (dict(tracks=[track(1, isrc="DEA450000001"),
                  track(2, isrc="de-a45-00-00001")]), "is that of song 1, too"),
    (dict(tracks=two(), upc="4006381333932"), "should be 1"),
    (dict(tracks=[{"file": "1.wav"}]), "1 songs have no title"),
    (dict(tracks=two(title="日本"), **CD), "the title of track 2 cannot be"),
    (dict(tracks=two(title="x" * 161), **CD), "more than the 159 characters"),
    (dict(tracks=two(title="“x”"), **CD), "has letters that CD-Text has not"),
    (dict(tracks=[track(1, title="t" * 150, artist="a" * 150,
                        message="m" * 150)] * 9, **CD),
     "packs of CD-Text, and a disc has room for 253"),
    (dict(tracks=[track(1)] * 100, **CD), "a CD has up to 99 tracks"),
    (dict(tracks=two(crossfade=4)), "is longer than half of one of its songs"),
    (dict(tracks=[track(1, crossfade=1), track(2)]),
     "the first song has none to be crossfaded with"),
    (dict(tracks=[track(1, join=True), track(2)]),
     "the first song has none to be joined to"),
    (dict(tracks=two(gap=-1)), '"gap" must be a number from 0 to 60'),
    (dict(tracks=two(gap=61)), '"gap" must be a number from 0 to 60'),
    (dict(tracks=two(trim=[0, 99])), '"trim" reaches beyond its end'),
    (dict(tracks=two(trim=[3, 2])), "which is not after its start"),
    (dict(tracks=two(join=True, trim="auto")), "would cut into the song"),
    (dict(tracks=two(index=[99])), "a mark lies beyond its end"),
    (dict(tracks=two(index=[2, 1])), "is not 0.1 s or more after"),
    (dict(tracks=two(index=[1, 1.05])), "is not 0.1 s or more after"),
    (dict(tracks=[track(1, side="A"), track(2, side="C")], **VINYL),
     "side C does not follow"),
    (dict(tracks=[track(1, side="A"), track(2)], **VINYL),
     "must be a letter from A on for each song, or for none"),
    (dict(tracks=[{"file": "long.wav", "side": "A"}], **VINYL),
     "vinyl: side A is 6:00 long, and a side of 7-45 holds 5:00"),
    (dict(tracks=two(), titel="x"), '"titel" is not known here'),
    (dict(tracks=two(), restore="x"), "does not know restore"),
    (dict(tracks=two(make="purpler")), "song 2 (2.wav): "),
    (dict(tracks=two(join=True, preset="vinyl")),
     "no settings, preset or wish"),
    (dict(tracks=two(), cover="text.wav"), "neither a JPEG nor a PNG"),
    (dict(tracks=two(), cover="wide.png"), "is not square"),
    (dict(tracks=two(), cover="none.png"), "the cover none.png cannot be read"),
    (dict(tracks=two(), target="nowhere"), "nowhere"),
    (dict(tracks=two(flags=["scms", "copy-permitted"])),
     "permit copies and limit them at once"),
    (dict(tracks=two(), masters=[{"kind": "cd"}, {"kind": "cd"}]),
     "master 1 is of the same kind"),
    (dict(tracks=two(), masters=[{"kind": "vinyl", "record": "C60"}]),
     "C60 is a cassette"),
    (dict(tracks=[]), 'there are no "tracks"'),
]
NOTES = ("becomes stereo", "flows into songs", "its rate is",
         "the file is that of song 1, too", "have no title",
         "letters that CD-Text", "is not square")


def sparse(path, seconds):
    """A long file of noise now and then, written fast."""
    piece = wav_bytes([scaled(noise(RATE), 0.1)] * 2, RATE)[44:]
    head = wav_bytes([noise(1)] * 2, RATE, claim=len(piece) * seconds)[:44]
    path.write_bytes(head + piece * seconds)


def wrong_files(folder):
    song(folder / "1.wav", 5)
    song(folder / "2.wav", 5, seed=3)
    song(folder / "r48.wav", 6, rate=48000)
    song(folder / "dull.wav", 5, rate=11025)
    song(folder / "blip.wav", 0.3)
    song(folder / "blip4.wav", 3)
    write_wav(folder / "mono.wav", [scaled(noise(5 * RATE), 0.2)], RATE)
    write_wav(folder / "six.wav", [scaled(noise(RATE), 0.2)] * 6, RATE,
              mask=0x3f)
    (folder / "silent.wav").write_bytes(wav_bytes(
        [scaled(noise(RATE), 0.0)] * 2, RATE))
    (folder / "cut.wav").write_bytes((folder / "1.wav").read_bytes()[:300000])
    (folder / "text.wav").write_text("not a song")
    sparse(folder / "long.wav", 360)
    (folder / "wide.png").write_bytes(wide_png())


def wide_png():
    data = bytearray(png_bytes())
    data[16:20] = struct.pack(">I", 16)
    return bytes(data)


def test_every_fault_gets_its_line(folder):
    wrong_files(folder)
    missed = []
    for members, line in WRONG:
        path = folder / "album.json"
        path.write_text(json.dumps({"version": 1} | members))
        result = master("--album", path, "--check")
        noted = any(note in line for note in NOTES)
        if line not in result.err or result.status != (0 if noted else 4):
            missed.append((line, str(result)))
    check(not missed, "\n".join(f"{line}: {got}" for line, got in missed))


def test_a_place_that_cannot_be_is_told(folder):
    song(folder / "1.wav", 5)
    path = project(folder, [track(1)])
    result = master("--album", path, "-q", "-o", folder / "no/such/out")
    check(result.status == 1, result)
    fails(1, "cannot be made", "--album", path, "-q", "-o",
          folder / "1.wav/out")


def test_a_disk_that_is_too_small(folder):
    """Noise, which no FLAC makes smaller: 8 s are 2.1 MB at 24 bits, and the
    run takes as much beside."""
    song(folder / "1.wav", 8)
    path = project(folder, [track(1)])
    disk = folder / "disk"
    disk.mkdir()
    for size, said in (("2m", "the album takes 3.2 MB and more while it is "
                              "made, and the disk has room for 2.1 MB"),
                       ("3500k", "no space left")):
        result, left = master_on_a_small_disk(size, disk, "--album", path,
                                              "-q", "-o", disk / "out")
        text = result.err.replace("\N{NO-BREAK SPACE}", " ")
        check(result.status == 75 and said in text and
              len(text.splitlines()) == 1, result)
        check(left == [], f"left behind: {left}")


def test_titles_become_names_of_files(folder):
    song(folder / "1.wav", 4)
    path = project(folder, [track(1, title="a/b\nc"), track(1, title=".x"),
                            track(1, title="ä" * 300), track(1, title="Same"),
                            track(1, title="Same")])
    out = make(path, folder / "out") / "streaming"
    names = sorted(p.name for p in out.iterdir())
    check(names[0] == "01 a_b_c.flac" and names[1] == "02 _x.flac" and
          names[3:] == ["04 Same.flac", "05 Same.flac"], names)
    check(len(names[2].encode()) <= 255, names[2])
    done("--analyze", out / names[2], "-q")


run_all([test for name, test in sorted(globals().items())
         if name.startswith("test_")])
