#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""keeping.py - what a file says beside its sound is kept, made true, or told.

Oracles: ffprobe, and the bytes that the formats' standards ask for.
"""

import json
import struct

from toolkit import (check, done, fails, ffmpeg, master, near, noise, png_bytes,
                     probe, run_all, scaled, tags_of, wav_bytes, write_music)


def chapters(path):
    return [(float(c["start_time"]), c["tags"]["title"])
            for c in probe(path)["chapters"]]


def riff(*chunks):
    body = b"WAVE" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)
        for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunks_of(path):
    data, at, found = path.read_bytes(), 12, {}
    check(struct.unpack_from("<I", data, 4)[0] == len(data) - 8, "RIFF size")
    while at + 8 <= len(data):
        name, (size,) = data[at:at + 4], struct.unpack_from("<I", data, at + 4)
        found[name] = data[at + 8:at + 8 + size]
        at += 8 + size + (size & 1)
    check(at == len(data), f"{at} of {len(data)}")
    return found


def broadcast_wav(path):
    plain = wav_bytes([scaled(noise(48000), 0.3)], 48000)
    bext = struct.pack("<256s32s32s10s8sQH", b"Scene 1 take 2", b"Rec",
                       b"REF001", b"2024-01-02", b"10:11:12", 123456, 1)
    bext += bytes(64 + 10 + 180) + b"A=PCM,F=48000\r\n"
    path.write_bytes(riff((b"bext", bext), (b"fmt ", plain[20:36]),
                          (b"data", plain[44:]),
                          (b"iXML", b"<BWFXML><SCENE>1</SCENE></BWFXML>"),
                          (b"cue ", struct.pack("<I", 0))))
    return path


def test_broadcast_wav(tmp):
    source = broadcast_wav(tmp / "b.wav")
    for bits in ("16", "24", "32"):
        done("-q", "-f", source, "-o", tmp / "o.wav", "-l", "-20", "--bits",
             bits, "--json", tmp / "r.json")
        found = chunks_of(tmp / "o.wav")
        report = json.loads((tmp / "r.json").read_text())["output"]
        bext = found[b"bext"]
        check(bext.startswith(b"Scene 1 take 2\0") and
              bext.endswith(b"A=PCM,F=48000\r\n"), bext)
        # EBU Tech 3285 v2: loudness, range, true peak in hundredths.
        version, = struct.unpack_from("<H", bext, 346)
        values = struct.unpack_from("<hhh", bext, 412)
        check(version == 2, version)
        near(values[0] / 100.0, report["integrated_loudness"], 0.006)
        near(values[2] / 100.0, report["true_peak"], 0.006)
        check(b"<SCENE>1" in found[b"iXML"] and b"cue " in found, found.keys())
        check(len(found[b"data"]) == 48000 * int(bits) // 8)
    result = master("-q", source, "-o", tmp / "o.flac", "-l", "-20")
    check(result.status == 0 and result.err.count("\n") == 1 and
          "bext, iXML" in result.err, result)


def id3_tag(version=3):
    def frame(name, body):
        size = struct.pack(">I", len(body)) if version == 3 else bytes(
            len(body) >> 7 * i & 127 for i in (3, 2, 1, 0))
        return name + size + b"\0\0" + body

    def text(name, words):
        return frame(name, b"\0" + words)
    frames = (text(b"TIT2", b"Episode") + text(b"TSRC", b"XX1234567890")
              + text(b"TXXX", b"CUSTOM\0own")
              + text(b"TXXX", b"replaygain_track_gain\0-6 dB")
              + frame(b"COMM", b"\0eng" + b"iTunSMPB\0 00000000 00000210")
              + frame(b"COMM", b"\0eng\0A comment")
              + frame(b"APIC", b"\0image/png\0\4The back\0" + png_bytes()))
    for i, start in enumerate((0, 1000)):
        frames += frame(b"CHAP", b"ch%d\0" % i + struct.pack(
            ">IIII", start, start + 1000, 0xFFFFFFFF, 0xFFFFFFFF)
            + text(b"TIT2", b"Part %d" % i))
    frames += frame(b"CTOC", b"toc\0\3\2ch0\0ch1\0")
    size = bytes(len(frames) >> 7 * i & 127 for i in (3, 2, 1, 0))
    return b"ID3" + bytes((version, 0, 0)) + size + frames


def test_id3_frames(tmp):
    write_music(tmp / "mix.wav", 2)
    ffmpeg("-i", tmp / "mix.wav", "-c:a", "libmp3lame", "-id3v2_version", "0",
           tmp / "bare.mp3")
    for version in (3, 4):
        source = tmp / "in.mp3"
        source.write_bytes(id3_tag(version) + (tmp / "bare.mp3").read_bytes())
        for name in ("o.mp3", "o.wav"):
            done("-q", "-f", source, "-o", tmp / name, "-l", "-20")
            data = (tmp / name).read_bytes()
            for kept in (b"CUSTOM", b"A comment", b"XX1234567890",
                         b"The back", b"CTOC"):
                check(kept in data, f"{name}: {kept}")
            for stale in (b"iTunSMPB", b"replaygain"):
                check(stale not in data, f"{name}: {stale}")
        check(chapters(tmp / "o.mp3") == [(0.0, "Part 0"), (1.0, "Part 1")],
              chapters(tmp / "o.mp3"))
        tags = tags_of(probe(tmp / "o.mp3"))
        check(tags["title"] == "Episode" and tags["custom"] == "own", tags)


def write_m4a_with_chapters(tmp, titles):
    """Both as a box of Nero's and as a track of text."""
    (tmp / "meta").write_text(
        ";FFMETADATA1\ntitle=Episode\n" + "".join(
            f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={1000 * i}\n"
            f"END={1000 * i + 1000}\ntitle={title}\n"
            for i, title in enumerate(titles)))
    ffmpeg("-i", tmp / "mix.wav", "-i", tmp / "meta", "-map_metadata", "1",
           "-c:a", "aac", tmp / "in.m4a")


def test_chapters_go_from_format_to_format(tmp):
    # Oracle: ffprobe, which reads those of WAV from its ID3 chunk alone.
    write_music(tmp / "mix.wav", 2)
    ffmpeg("-i", tmp / "mix.wav", "-c:a", "libmp3lame", "-id3v2_version", "0",
           tmp / "bare.mp3")
    (tmp / "in.mp3").write_bytes(id3_tag(3) + (tmp / "bare.mp3").read_bytes())
    write_m4a_with_chapters(tmp, ("Intro \u00e9", "Part 1"))
    data = (tmp / "in.m4a").read_bytes()
    check(data.count(b"chpl") == 1, "no box of Nero's")
    (tmp / "track.m4a").write_bytes(data.replace(b"chpl", b"free"))
    done("-q", tmp / "mix.wav", "-o", tmp / "in.opus", "-l", "-20", "--tag",
         "CHAPTER001=00:00:00.250", "--tag", "CHAPTER001NAME=Late", "--tag",
         "CHAPTER002=00:00:01.500", "--tag", "CHAPTER002NAME=Later")
    parts = [(0.0, "Intro \u00e9"), (1.0, "Part 1")]
    for source, endings, expected in (
            ("in.mp3", ("m4a", "flac"), [(0.0, "Part 0"), (1.0, "Part 1")]),
            ("in.m4a", ("m4a", "mp3", "wav", "ogg"), parts),
            ("track.m4a", ("mp3", "m4a"), parts),
            ("in.opus", ("mp3", "m4a", "flac"),
             [(0.25, "Late"), (1.5, "Later")])):
        for ending in endings:
            out = tmp / f"o.{ending}"
            done("-q", "-f", tmp / source, "-o", out, "-l", "-20")
            if ending == "wav":
                out = id3_alone(tmp, out)
            got = probe(out)["chapters"]
            starts = [(float(c["start_time"]),
                       c.get("tags", {}).get("title", "")) for c in got]
            check(starts == expected, f"{source} to {ending}: {got}")
            if ending in ("mp3", "wav"):
                near(float(got[-1]["end_time"]), 2.0, 0.03, source)
            check((b"CHAPTER0" in out.read_bytes()) ==
                  (ending in ("flac", "ogg")), out)
    # A title of Nero's has 255 bytes at most, and no half letters.
    done("-q", "-f", tmp / "mix.wav", "-o", tmp / "o.m4a", "-l", "-20", "--tag",
         "CHAPTER001=00:00:00.000", "--tag", "CHAPTER001NAME=" + "\u00e9" * 200)
    check(chapters(tmp / "o.m4a") == [(0.0, "\u00e9" * 127)])


def flac_blocks(data):
    at, last = 4, False
    while not last:
        last, kind = data[at] >> 7, data[at] & 127
        size = int.from_bytes(data[at + 1:at + 4], "big")
        yield kind, data[at + 4:at + 4 + size]
        at += 4 + size


def sheet_of(frames):
    """RFC 9639, 8.7: 396 bytes, a track with an index point at 00 and 01, and
    the track of the end."""
    tracks = b""
    for number, offset, points in ((1, 0, ((0, 1),)),
                                   (2, 44100, ((0, 0), (5880, 1))),
                                   (170, frames, ())):
        tracks += struct.pack(">QB12sB13sB", offset, number, b"", 0, b"",
                              len(points))
        tracks += b"".join(struct.pack(">QB3s", at, which, b"")
                           for at, which in points)
    return struct.pack(">128sQB258sB", b"", 88200, 128, b"", 3) + tracks


def test_flac_cue_sheet(tmp):
    write_music(tmp / "mix.wav", 2, 44100)
    ffmpeg("-i", tmp / "mix.wav", tmp / "bare.flac")
    sheet = sheet_of(88200)
    bare = (tmp / "bare.flac").read_bytes()
    source = tmp / "in.flac"
    source.write_bytes(bare[:42] + b"\5" + len(sheet).to_bytes(3, "big") + sheet
                       + bare[42:])
    done("-q", source, "-o", tmp / "o.flac", "-l", "-20")
    found = [body for kind, body in flac_blocks(
        (tmp / "o.flac").read_bytes()) if kind == 5]
    check(found == [sheet], [len(body) for body in found])
    near(float(probe(tmp / "o.flac")["format"]["duration"]), 2.0, 0)
    result = master("-q", source, "-o", tmp / "o.wav", "-l", "-20")
    check("the cue sheet" in result.err, result)


def test_every_tag_of_a_flac(tmp):
    # What the documentation says each format loses.
    write_music(tmp / "mix.wav", 1)
    tags = {"title": "A Title", "artist": "Someone", "album": "Several",
            "album_artist": "All", "composer": "Nobody", "genre": "Noise",
            "date": "2019-05-06", "track": "3", "disc": "1",
            "comment": "A comment", "copyright": "Free",
            "isrc": "XX1234567890", "lyrics": "La la", "bpm": "120",
            "own": "mine"}
    ffmpeg("-i", tmp / "mix.wav", *(x for pair in tags.items() for x in (
        "-metadata", "=".join(pair))), tmp / "in.flac")
    names = {"mp3": {"isrc": "tsrc", "bpm": "tbpm", "lyrics": "lyrics-xxx"}}
    # ffprobe does not read the tempo of an M4A: an item, a box "data" of 18
    # bytes, a number of 2 bytes.
    tempo = b"tmpo\0\0\0\x12data\0\0\0\x15\0\0\0\0\0\x78"
    lost = {"flac": (), "ogg": (), "opus": (), "mp3": (), "wav": (),
            "m4a": ("bpm",)}
    for ending, missing in lost.items():
        done("-q", tmp / "in.flac", "-o", tmp / f"o.{ending}", "-l", "-20")
        found = tags_of(probe(tmp / f"o.{ending}"))
        if ending == "m4a":
            check(tempo in (tmp / "o.m4a").read_bytes(), "no tempo")
        id3 = chunks_of(tmp / "o.wav")[b"id3 "] if ending == "wav" else b""
        for key, value in tags.items():
            name = names.get(ending, {}).get(key, key)
            got = found.get(name, found.get(key, ""))
            kept = got.split("/")[0].startswith(value[:4])
            # ffprobe reads the pictures alone of a WAV's ID3 chunk.
            kept = kept or b"\3" + value.encode() in id3 or \
                b"\0" + value.encode() in id3
            check(kept != (key in missing), f"{ending} {key}: {found}")


def test_tags_of_ones_own_in_an_m4a(tmp):
    # They go from M4A to M4A and elsewhere; where there is no date, the day on
    # which the file was made is none.
    write_music(tmp / "mix.wav", 1)
    given = ("TITLE=A Title", "ISRC=gb-aye-68-00001", "COMMENT=A comment",
             "My Key=m\u00fc", "COMPILATION=1", "LYRICS=La la")
    done("-q", tmp / "mix.wav", "-o", tmp / "a.m4a",
         *(x for tag in given for x in ("--tag", tag)))
    expected = {"title": "A Title", "isrc": "GBAYE6800001", "lyrics": "La la",
                "comment": "A comment", "my key": "m\u00fc",
                "compilation": "1"}
    for name in ("a.m4a", "b.m4a", "b.flac", "b.mp3"):
        if name != "a.m4a":
            done("-q", tmp / "a.m4a", "-o", tmp / name)
        tags = tags_of(probe(tmp / name))
        for key, value in expected.items():
            key = {"b.mp3 isrc": "tsrc", "b.mp3 lyrics": "lyrics-xxx"}.get(
                f"{name} {key}", key)
            check(tags.get(key) == value, f"{name} {key}: {tags}")
        check("date" not in tags, f"{name}: {tags}")
    # Where players look: in moov, not in its track.
    data = (tmp / "b.m4a").read_bytes()
    check(data.count(b"\xa9nam") == 1 and data.rindex(b"udta") <
          data.index(b"\xa9nam") and data.rindex(b"stco") <
          data.rindex(b"udta"), "the place of the tags")


def pictures_of(path):
    return [s for s in probe(path)["streams"] if s["codec_type"] == "video"]


def test_tags_by_hand(tmp):
    # Oracle: ffprobe. What is given stands above what the song has; several
    # values stay several.
    write_music(tmp / "mix.wav", 1)
    (tmp / "front.png").write_bytes(png_bytes())
    ffmpeg("-i", tmp / "mix.wav", "-c:a", "libmp3lame", "-metadata",
           "title=Old", "-metadata", "artist=Someone", "-metadata",
           "own=theirs", "-id3v2_version", "3", tmp / "in.mp3")
    for source in ("mix.wav", "in.mp3"):
        for ending in ("wav", "flac", "mp3", "ogg", "opus", "m4a"):
            out = tmp / f"o.{ending}"
            done("-q", "-f", tmp / source, "-o", out, "-l", "-20", "--tag",
                 "title=Neu \u00e9", "--tag", "ISRC=GB-AYE-68-00001", "--tag",
                 "own=mine", "--tag", "DATE=2021", "--tag", "TRACK=3/12",
                 "--tag", f"COVER={tmp / 'front.png'}")
            found = tags_of(probe(out))
            if ending == "wav": # ffprobe reads but the pictures of ID3
                found = tags_of(probe(id3_alone(tmp, out)))
            name = f"{source} to {ending}: {found}"
            check(found["title"] == "Neu \u00e9", name)
            check(found.get("tsrc", found.get("isrc")) == "GBAYE6800001", name)
            check(found["own"] == "mine", name)
            check(found["date"].startswith("2021"), name)
            check(found["track"].startswith("3"), name)
            check(("artist" in found) == (source == "in.mp3"), name)
            check(len(pictures_of(out)) == 1, name)
    (tmp / "front.gif").write_bytes(b"GIF89a" + bytes.fromhex(
        "01000100800000ff00ffffffff2c00000000010001000002024401003b"))
    result = master("-q", "-f", tmp / "mix.wav", "-o", tmp / "o.m4a", "--tag",
                    f"COVER={tmp / 'front.gif'}")
    check(result.status == 0 and result.err.count("\n") == 1 and
          "neither JPEG nor PNG" in result.err, result)


def id3_alone(tmp, wav):
    """The ID3 chunk of a WAV before a bare MP3, for ffprobe."""
    bare = tmp / "bare.mp3"
    if not bare.exists():
        ffmpeg("-i", tmp / "mix.wav", "-c:a", "libmp3lame", "-id3v2_version",
               "0", bare)
    (tmp / "id3.mp3").write_bytes(chunks_of(wav)[b"id3 "] + bare.read_bytes())
    return tmp / "id3.mp3"


def test_tags_that_are_none(tmp):
    write_music(tmp / "mix.wav", 1)
    for tag, why in (("TITLE", "must be NAME=VALUE"),
                     ("TITLE=", "must be NAME=VALUE"),
                     ("=x", "a name has letters"), ("a=b=c", None),
                     ("Ti\ntle=x", "a name has letters"),
                     ("ISRC=GBAYE680000", "--tag ISRC=GBAYE680000: "),
                     ("DATE=yesterday", "not a value that DATE takes"),
                     ("COVER=none.png", "none.png"),
                     (f"COVER={tmp / 'mix.wav'}", "is not a picture")):
        if why:
            fails(2, why, tmp / "mix.wav", "-o", tmp / "o.flac", "--tag", tag)
        else:
            done("-q", tmp / "mix.wav", "-o", tmp / "ok.flac", "--tag", tag)
            check(tags_of(probe(tmp / "ok.flac"))["a"] == "b=c")
    fails(2, "one song at a time", tmp / "mix.wav", tmp / "ok.flac", "-o",
          f"{tmp}/m/", "--tag", "TITLE=x")
    fails(2, "no --tag", "--analyze", tmp / "mix.wav", "--tag", "TITLE=x")


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
