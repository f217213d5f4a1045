#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Albums: joints, levels, files, the disc, and what is wrong with a project.

Oracles: the tool itself on the undivided piece, ffmpeg's decoders, ffprobe, and
arithmetic.
"""

import hashlib
import json
import pathlib
import signal
import subprocess
import time

from toolkit import (FFMPEG, TOOL, Skip, analyze, check, clean, done, ebur128,
                     fails, master, near, noise, png_bytes, probe, run_all,
                     scaled, tags_of, wav_bytes, write_wav)

RATE = 44100
FRAMES = (150001, 160003, 170005)


def pieces(folder, rate=RATE, frames=FRAMES):
    """A piece, and the same in parts of odd lengths."""
    channels = [scaled(noise(sum(frames), seed), 0.25) for seed in (1, 2)]
    whole = write_wav(folder / "whole.wav", channels, rate, kind="f32")
    parts, at = [], 0
    for number, length in enumerate(frames, 1):
        part = [channel[at:at + length] for channel in channels]
        parts.append(write_wav(folder / f"{number}.wav", part, rate,
                               kind="f32"))
        at += length
    return whole, parts


def project(folder, tracks, **members):
    path = folder / "album.json"
    path.write_text(json.dumps({"version": 1, "tracks": tracks} | members))
    return path


def samples(path, word="s32le"):
    if not FFMPEG:
        raise Skip("no ffmpeg")
    return subprocess.run([FFMPEG, "-v", "error", "-i", path, "-f", word, "-"],
                          capture_output=True, check=True).stdout


def joined(number, **more):
    return {"file": f"{number}.wav", "title": f"Song {number}"} | more


def album(path, *args, **how):
    """An album that must be made; notices may be told."""
    result = master("--album", path, *args, **how)
    check(result.status == 0, result)
    return result


def run_goal(whole, parts, target):
    """The loudness of a run whose loudest song is to lie on the target."""
    loudest = max(analyze(p)["input"]["integrated_loudness"] for p in parts)
    return target + (analyze(whole)["input"]["integrated_loudness"] - loudest)


def test_joined_songs_are_the_piece_mastered_whole(folder):
    whole, parts = pieces(folder)
    path = project(folder, [joined(1), joined(2, join=True),
                            joined(3, join=True)], level="even")
    album(path, "-q", "-o", folder / "out")
    done(whole, "-q", "-l", repr(run_goal(whole, parts, -14)), "-o",
         folder / "whole.flac")
    cuts = [samples(folder / f"out/streaming/0{n} Song {n}.flac")
            for n in (1, 2, 3)]
    check([len(c) // 8 for c in cuts] == list(FRAMES), "lengths of songs")
    check(b"".join(cuts) == samples(folder / "whole.flac"), "samples differ")


def test_the_disc_holds_the_dithered_programme(folder):
    whole, parts = pieces(folder, frames=(200001, 210003, 220005))
    path = project(folder, [joined(1), joined(2, join=True),
                            joined(3, join=True)], level="even",
                   upc="4006381333931", masters=[{"kind": "cd"}])
    album(path, "-q", "-o", folder / "out")
    done(whole, "-q", "-l", repr(run_goal(whole, parts, -10)), "--target", "cd",
         "-o", folder / "whole.wav.flac")
    image = (folder / "out/cd/IMAGE.DAT").read_bytes()
    programme = samples(folder / "whole.wav.flac", "s16le")
    check(len(image) % 2352 == 0, "whole sectors")
    check(not any(image[:150 * 2352]), "the pause before track 1")
    check(image[150 * 2352:][:len(programme)] == programme, "samples differ")
    check(not any(image[150 * 2352 + len(programme):]), "behind the end")
    listing = done("--check-ddp", folder / "out/cd").out
    start = 150 + 200001 // 588
    check(f"02  01  00:{start // 75:02}:{start % 75:02}" in listing, listing)
    check("The fileset keeps all rules" in listing, listing)
    data = bytearray(image)
    data[-100] ^= 1
    (folder / "out/cd/IMAGE.DAT").write_bytes(data)
    fails(1, "IMAGE.DAT is not the file", "--check-ddp", folder / "out/cd")


def test_gapped_songs_lie_on_sectors_in_true_silence(folder):
    pieces(folder, frames=(200001, 210003, 220005))
    path = project(folder, [joined(1), joined(2, gap=1.5), joined(3)],
                   masters=[{"kind": "cd"}])
    album(path, "-q", "-o", folder / "out")
    image = (folder / "out/cd/IMAGE.DAT").read_bytes()
    end = 150 * 588 + 200001
    start = -(-(end + int(1.5 * RATE)) // 588) * 588
    check(any(image[4 * (end - 50):4 * end]), "the end of song 1 is cut off")
    check(not any(image[4 * end:4 * start]), "the gap is not silent")
    check(any(image[4 * start:4 * (start + 50)]), "song 2 begins late")


def test_levels_are_those_of_the_project(folder):
    for number, gain in ((1, 0.25), (2, 0.1)):
        write_wav(folder / f"{number}.wav",
                  [scaled(noise(400000, seed), gain) for seed in (1, 2)], RATE)
    mix = [analyze(folder / f"{n}.wav")["input"]["integrated_loudness"]
           for n in (1, 2)]
    for level, distance in (("album", mix[0] - mix[1]), ("even", 0.0),
                            ("natural", min(3.0, (mix[0] - mix[1]) / 2))):
        path = project(folder, [joined(1), joined(2)], level=level,
                       target="spotify")
        album(path, "-q", "-f", "-o", folder / "out")
        got = [ebur128(folder / f"out/streaming/0{n} Song {n}.flac")
               for n in (1, 2)]
        near(got[0][0], -14.0, 0.1, level)
        near(got[1][0], -14.0 - distance, 0.15, level)
        check(all(peak <= -1.0 + 0.05 for _, peak in got), got)


def test_a_song_keeps_its_own_channels(folder):
    for number, count, mask in ((1, 2, None), (2, 6, 0x3f), (3, 1, None)):
        write_wav(folder / f"{number}.wav",
                  [scaled(noise(100000, 1 + c), 0.1) for c in range(count)],
                  RATE, mask=mask)
    path = project(folder, [joined(1), joined(2), joined(3)])
    album(path, "-q", "-o", folder / "out")
    got = [probe(folder / f"out/streaming/0{n} Song {n}.flac")["streams"][0]
           for n in (1, 2, 3)]
    check([s["channels"] for s in got] == [2, 6, 2], got)


def test_a_crossfade_overlaps_two_songs(folder):
    channels = [scaled(noise(10 * RATE, seed), 0.2) for seed in (1, 2)]
    others = [scaled(noise(10 * RATE, seed), 0.2) for seed in (3, 4)]
    write_wav(folder / "1.wav", channels, RATE, kind="f32")
    write_wav(folder / "2.wav", others, RATE, kind="f32")
    path = project(folder, [joined(1), joined(2, crossfade=4)], level="even")
    album(path, "-q", "-o", folder / "out")
    cuts = [samples(folder / f"out/streaming/0{n} Song {n}.flac")
            for n in (1, 2)]
    check(len(cuts[0]) // 8 == 6 * RATE, "song 1 ends where song 2 begins")
    check(len(cuts[1]) // 8 == 10 * RATE, "song 2 is whole")


def test_tags_and_papers_are_complete(folder):
    pieces(folder)
    (folder / "cover.png").write_bytes(png_bytes())
    path = project(
        folder,
        [joined(1, isrc="de-a45-00-00001", composer="C. Omposer"),
         joined(2, isrc="DEA450000002"), joined(3, artist="A Guest")],
        title="The Album", artist="The Band", upc="036000291452", label="L",
        catalog="ABC-1", date="2026-05-01", genre="Rock",
        copyright="2026 The Band", cover="cover.png")
    album(path, "-q", "-o", folder / "out")
    clean(folder, "whole.wav", "1.wav", "2.wav", "3.wav", "cover.png",
          "album.json", "out")
    found = probe(folder / "out/streaming/01 Song 1.flac")
    tags = tags_of(found)
    wanted = {"title": "Song 1", "artist": "The Band", "album": "The Album",
              "album_artist": "The Band", "isrc": "DEA450000001",
              "barcode": "0036000291452", "composer": "C. Omposer",
              "genre": "Rock", "date": "2026-05-01", "track": "1",
              "catalognumber": "ABC-1", "copyright": "2026 The Band"}
    for key, value in wanted.items():
        check(tags.get(key) == value, f"{key}: {tags.get(key)} in {tags}")
    check(len(found["streams"]) == 2, "the cover is missing")
    release = json.loads((folder / "out/release.json").read_text())
    check(release["upc"] == "0036000291452", release)
    track = release["tracks"][2]
    check(track["artist"] == "A Guest" and "isrc" not in track, track)
    file = folder / "out" / track["file"]
    check(track["md5"] == hashlib.md5(file.read_bytes()).hexdigest(), track)
    near(track["seconds"], FRAMES[2] / RATE, 0.01)


def tree(folder):
    return {p.relative_to(folder): p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_project_gives_the_same_bytes(folder):
    pieces(folder, frames=(200001, 210003, 220005))
    path = project(folder, [joined(1), joined(2), joined(3, join=True)],
                   masters=[{"kind": "files"}, {"kind": "cd"}])
    album(path, "-q", "--jobs", "1", "-o", folder / "one")
    album(path, "-q", "--jobs", "2", "-o", folder / "two")
    check(tree(folder / "one") == tree(folder / "two"), "the trees differ")


def test_all_that_is_wrong_is_told_at_once(folder):
    pieces(folder)
    write_wav(folder / "short.wav", [noise(1000)] * 2, RATE)
    (folder / "silent.wav").write_bytes(wav_bytes(
        [scaled(noise(50000), 0.0)] * 2, RATE))
    (folder / "text.wav").write_text("not a song")
    path = project(folder, [
        joined(1), {"file": "short.wav"}, {"file": "silent.wav"},
        {"file": "text.wav"}, joined(2, trim=[0, 99])])
    result = master("--album", path, "--check")
    check(result.status == 4, result)
    for line in ("song 2 (short.wav): it is shorter than 0.4 s",
                 "song 3 (silent.wav): it is silent", "song 4 (text.wav): ",
                 "song 5 (2.wav): \"trim\" reaches beyond its end",
                 "4 things are wrong with it"):
        check(line in result.err, f"{line}: {result}")
    clean(folder, "whole.wav", "1.wav", "2.wav", "3.wav", "short.wav",
          "silent.wav", "text.wav", "album.json")


def test_a_song_of_an_album_is_as_sound_as_a_single_one(folder):
    whole, _ = pieces(folder)
    sound = (folder / "1.wav").read_bytes()
    (folder / "2.wav").write_bytes(sound[:len(sound) // 2])
    spike = [scaled(noise(200000), 0.01)] * 2
    spike[0] = spike[0][:]
    spike[0][100000] = 100.0
    write_wav(folder / "3.wav", spike, RATE, kind="f32")
    spike[0][100000] = float("nan")
    write_wav(whole, spike, RATE, kind="f32")
    tracks = [joined(1), joined(2), joined(3), {"file": "whole.wav"}]
    path = project(folder, tracks)
    result = master("--album", path, "--check", "-q")
    check(result.status == 4, result)
    for line in ("song 2 (2.wav): 2.wav: is cut off: 1.70 of 3.40 s are there "
                 "(--best-effort", "song 3 (3.wav): 3.wav: a peak of +40.0",
                 "whole.wav: warning: 1 samples are not numbers",
                 "2 things are wrong with it"):
        check(line in result.err, f"{line}: {result}")
    result = album(path, "--check", "--best-effort")
    check("2.wav: warning: is cut off" in result.err, result)
    check("3.wav: warning: a peak of +40.0" in result.err, result)


def test_an_interrupt_names_the_project(folder):
    write_wav(folder / "1.wav", [noise(40 * RATE)] * 2, RATE)
    path = project(folder, [joined(1)] * 20)
    with subprocess.Popen([TOOL, "--album", path, "--check"],
                          stderr=subprocess.PIPE, text=True) as run:
        # Until it reads a song.
        held = pathlib.Path(f"/proc/{run.pid}/fd")
        for _ in range(1000):
            if run.poll() is not None or any(
                    f.resolve().name == "1.wav" for f in held.iterdir()):
                break
            time.sleep(0.005)
        if run.poll() is not None:
            raise Skip("the machine is too fast")
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=60)[1]
    check("album.json: interrupted" in said, said)


def test_a_disc_that_cannot_be_is_told_before_any_work(folder):
    pieces(folder, frames=(200001, 170003, 5000))
    path = project(folder, [joined(1), joined(2)], masters=[{"kind": "cd"}])
    result = master("--album", path, "--check")
    check("cd: track 2 is shorter than 4 seconds" in result.err, result)
    check(result.status == 4, result)
    path = project(folder, [joined(1), joined(1, title="日本")],
                   masters=[{"kind": "cd"}])
    result = master("--album", path, "--check")
    check("the title of track 2 cannot be CD-Text" in result.err, result)


def test_codes_are_in_the_cd_text_where_they_are_asked_for(folder):
    write_wav(folder / "1.wav", [scaled(noise(200000), 0.2)] * 2, RATE)
    for codes in (False, True):
        path = project(folder, [joined(1, isrc="DEA450000001")],
                       upc="4006381333931",
                       masters=[{"kind": "cd", "cd-text-codes": codes}])
        said = album(path, "-f", "-o", folder / "out").out
        check(said == "", f"a table of no songs: {said}")
        data = (folder / "out/cd/CDTEXT.BIN").read_bytes()
        packs = [data[i:i + 18] for i in range(0, len(data), 18)]
        told = b"".join(p[4:16] for p in packs if p[0] == 0x8e)
        check(told.rstrip(b"\0") == (b"4006381333931\0DEA450000001"
                                    if codes else b""), packs)
        done("--check-ddp", folder / "out/cd")


def test_a_member_without_effect_is_refused(folder):
    pieces(folder)
    path = project(folder, [joined(1)], restore="clicks")
    result = master("--album", path, "--check")
    check(result.status == 4 and "album: this version does not know restore"
          in result.err, result)
    album(project(folder, [joined(1)], cohesion=50), "--check")


def test_a_failure_leaves_nothing(folder):
    pieces(folder)
    path = project(folder, [joined(1), joined(2)], target="spotify")
    (folder / "out").mkdir()
    (folder / "out/mine").write_text("x")
    fails(3, "exists already and is not empty", "--album", path, "-q", "-o",
          folder / "out")
    check((folder / "out/mine").read_text() == "x", "it was touched")
    result = master("--album", path, "-q", "--max-limiting", "0", "-o",
                    folder / "new")
    check(result.status == 5 and "song " in result.err, result)
    clean(folder, "whole.wav", "1.wav", "2.wav", "3.wav", "album.json", "out")
    fails(2, "no folder for the album", "--album", path)
    fails(2, "are in its project", "--album", path, "-o", folder / "new",
          folder / "1.wav")


def refused(said, path, output):
    """--force may not replace this folder, and nothing in it is touched."""
    before = tree(output)
    result = fails(1, said, "--album", path, "-q", "-f", "-o", output)
    check(len(result.err.splitlines()) == 1, result)
    check(tree(output) == before, f"{output} was touched")


def test_an_output_that_holds_the_songs_is_not_replaced(folder):
    songs = folder / "out/streaming"
    songs.mkdir(parents=True)
    (folder / "out/release.json").write_text("{}")
    write_wav(songs / "1.wav", [scaled(noise(50000), 0.2)] * 2, RATE)
    write_wav(folder / "1.wav", [scaled(noise(50000), 0.2)] * 2, RATE)
    (songs / "cover.png").write_bytes(png_bytes())
    (folder / "link").symlink_to(folder / "out")
    lost = "holds the album's own songs or files "
    path = project(folder, [{"file": "out/streaming/1.wav"}])
    for output in (folder / "out", folder / "out/", songs, folder / "link",
                   folder, songs / "../../out"):
        refused(lost, path, output)
    path = project(folder, [{"file": "link/streaming/1.wav"}])
    refused(lost, path, folder / "out")
    path = project(folder, [joined(1)], cover="out/streaming/cover.png")
    refused(lost, path, folder / "out")
    path = project(songs, [{"file": "../../1.wav"}])
    refused(lost, path, folder / "out")


def test_only_a_release_is_replaced(folder):
    write_wav(folder / "1.wav", [scaled(noise(200000), 0.2)] * 2, RATE)
    path = project(folder, [joined(1)])
    home = folder / "home"
    home.mkdir()
    album(path, "-q", "-f", "-o", home)
    (home / "notes.txt").write_text("mine")
    refused("holds notes.txt, which no release has", path, home)
    (home / "notes.txt").unlink()
    (home / "release.json").unlink()
    refused("is not a release", path, home)
    (home / "streaming/01 Song 1.flac").unlink()
    (home / "streaming").rmdir()
    path = project(folder, [joined(1)], masters=[{"kind": "cd"}])
    (folder / "link").symlink_to(home)
    album(path, "-q", "-f", "-o", folder / "link")
    path = project(folder, [joined(1)])
    album(path, "-q", "-f", "-o", folder / "link")
    check((folder / "link").is_symlink(), "the link is gone")
    check(sorted(p.name for p in home.iterdir()) ==
          ["release.json", "streaming"], "the release was not replaced")


def test_a_new_project_can_be_mastered(folder):
    songs = folder / "songs"
    songs.mkdir()
    pieces(songs)
    (songs / "whole.wav").unlink()
    done("--new-album", folder / "new.json", songs)
    written = json.loads((folder / "new.json").read_text())
    check([t["file"] for t in written["tracks"]] ==
          ["songs/1.wav", "songs/2.wav", "songs/3.wav"], written)
    album(folder / "new.json", "--check")
    done("--new-album", folder / "two.json", songs / "2.wav", songs / "1.wav")
    two = json.loads((folder / "two.json").read_text())["tracks"]
    check([t["file"] for t in two] == ["songs/2.wav", "songs/1.wav"], two)
    fails(3, "exists already", "--new-album", folder / "new.json", songs)
    cue = songs / "disc.cue"
    cue.write_text('TITLE "Live"\nFILE "1.wav" WAVE\n  TRACK 01 AUDIO\n'
                   '    TITLE "A"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n'
                   '    TITLE "B"\n    INDEX 01 00:01:37\n')
    done("--new-album", folder / "cue.json", cue)
    written = json.loads((folder / "cue.json").read_text())
    check(written["title"] == "Live" and written["tracks"][1]["join"], written)
    album(folder / "cue.json", "-q", "-o", folder / "out")
    cut = samples(folder / "out/streaming/02 B.flac")
    near(len(cut) // 8, FRAMES[0] - (1 + 37 / 75) * RATE, 1)


run_all([test for name, test in sorted(globals().items())
         if name.startswith("test_")])
