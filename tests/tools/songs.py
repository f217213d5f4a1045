#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""songs.py [TEST...] - several songs in one command. The oracle of each master
is the same song mastered alone: the same bytes."""

import json
import os
import signal
import subprocess
import time

from toolkit import (NAME, TOOL, check, clean, done, fails, master, run_all,
                     write_music)

RATE = 32000


def write_songs(tmp, count=3, seconds=2):
    return [write_music(tmp / f"song{i}.wav", seconds + 0.2 * i, RATE,
                        gain=0.1 + 0.1 * i) for i in range(count)]


def test_each_is_mastered_as_if_alone(tmp):
    songs = write_songs(tmp)
    # Each ending has its own writer; numbers that a writer draws are no chance.
    for ending in ("flac", "ogg"):
        alone = {}
        for song in songs:
            done("-q", song, "-o", tmp / f"alone.{ending}", "-l", "-20",
                 "--profile", "pop", "-f")
            alone[song.stem] = (tmp / f"alone.{ending}").read_bytes()
        for jobs in ("1", "3"):
            folder = tmp / f"{ending}{jobs}"
            done("-q", *songs, "-o", f"{folder}/", "--format", ending, "-l",
                 "-20", "--profile", "pop", "--jobs", jobs)
            check({p.stem: p.read_bytes() for p in folder.iterdir()
                   if p.suffix == f".{ending}"} == alone,
                  f"{ending}, {jobs} at once")


def test_it_is_told_in_order(tmp):
    songs = write_songs(tmp)
    said = {jobs: done(*songs, "-o", f"{tmp}/out{jobs}/", "-l", "-20", "--jobs",
                       jobs).out.replace(f"out{jobs}", "out")
            for jobs in ("1", "3")}
    check(said["1"] == said["3"], said)
    at = [said["1"].index(str(song)) for song in songs]
    check(at == sorted(at), said["1"])
    check(said["1"].count("Drive") == 3, said["1"])
    found = json.loads(done(*songs, "-o", tmp / "out1", "-f", "-l", "-20",
                            "--json", "-").out)
    check([f["input"]["path"] for f in found] == [str(s) for s in songs], found)
    check(all(f["achieved"]["loudness"] for f in found), found)


def test_a_folder_of_songs(tmp):
    (tmp / "in/deep").mkdir(parents=True)
    write_music(tmp / "in/b.wav", 2, RATE)
    write_music(tmp / "in/deep/a.wav", 2, RATE)
    (tmp / "in/notes.txt").write_text("no song")
    done("-q", tmp / "in", "-o", f"{tmp}/out/", "-l", "-20")
    check(sorted(p.name for p in (tmp / "out").iterdir())
          == ["a.flac", "b.flac", "index.html"])
    # One song needs no folder, and may have one; twice is once.
    done("-q", tmp / "in/deep", tmp / "in/deep/a.wav", "-o", tmp / "a.wav",
         "-l", "-20")
    done("-q", tmp / "in/deep", "-o", f"{tmp}/out/", "--format", "wav", "-l",
         "-20")
    check((tmp / "out/a.wav").read_bytes() == (tmp / "a.wav").read_bytes())
    (tmp / "in/empty").mkdir()
    fails(2, "empty: there are no songs in it", tmp / "in/empty", "-o",
          tmp / "x.wav")


def test_several_targets_of_several_songs(tmp):
    songs = write_songs(tmp, 2)
    report = tmp / "r.json"
    done("-q", *songs, "-o", f"{tmp}/out/", "--target", "cd",
         "--target", "tidal", "--json", report, "--max-limiting", "40")
    check(sorted(p.name for p in (tmp / "out").iterdir()) ==
          ["index.html", "song0.cd.flac", "song0.tidal.flac", "song1.cd.flac",
           "song1.tidal.flac"])
    told = [(f["input"]["path"], f["settings"]["target"])
            for f in json.loads(report.read_text())]
    check(told == [(str(song), target) for song in songs
                   for target in ("cd", "tidal")], told)


def test_analyses(tmp):
    songs = write_songs(tmp, 2)
    found = json.loads(done("--analyze", *songs, "--json", "-").out)
    check([f["input"]["path"] for f in found] == [str(s) for s in songs], found)
    check(all(f["frames"] > 0 for f in found), found)
    clean(tmp, *(song.name for song in songs))


def test_one_that_fails_does_not_sink_the_others(tmp):
    songs = write_songs(tmp, 3)
    songs[1].write_bytes(b"no song\n" * 100)
    for place in (1, 2):
        songs.insert(place, songs.pop(1))
        result = master("-q", *songs, tmp / "none.wav", "-o", f"{tmp}/out/",
                        "-f", "-l", "-20", "--json", tmp / "r.json",
                        "--jobs", "2")
        lines = result.err.splitlines()
        check(result.status == 4 and len(lines) == 3, result)
        check("song1.wav: not an audio file" in lines[0], result)
        check("none.wav: " in lines[1] and "No such file" in lines[1], result)
        check(lines[2] == f"{NAME}: 2 of 4 songs failed; the others are done",
              result)
        check(sorted(p.name for p in (tmp / "out").iterdir()) ==
              ["index.html", "song0.flac", "song2.flac"])
        found = json.loads((tmp / "r.json").read_text())
        check([("error" in f, "output" in f) for f in found] ==
              [(s.name == "song1.wav", s.name != "song1.wav") for s in songs] +
              [(True, False)], found)
    # One that is there already is not replaced; the others are made.
    (tmp / "out/song2.flac").unlink()
    result = master("-q", songs[0], songs[1], songs[2], "-o", f"{tmp}/out/",
                    "-l", "-20")
    check(result.status == 4 and "song0.flac: exists already" in result.err,
          result)
    check((tmp / "out/song2.flac").exists(), "sunk")
    result = master("-q", tmp / "x.wav", tmp / "y.wav", "-o", f"{tmp}/new/")
    check(result.err.endswith("2 of 2 songs failed\n"), result)
    check(not (tmp / "new").exists(), "an empty folder is left")


def test_places(tmp):
    songs = write_songs(tmp, 2)
    (tmp / "other").mkdir()
    write_music(tmp / "other/song0.flac.wav", 1, RATE)
    twin = write_music(tmp / "other/song0.aiff", 1, RATE)
    out = ("-o", f"{tmp}/out/")
    fails(2, "2 INPUTs need a folder", *songs, "-o", tmp / "o.flac")
    fails(2, "song0.wav and .*song0.aiff would both be written to .*song0.flac",
          songs[0], twin, *out)
    fails(2, "the page cannot be one file", *songs, *out, "--report",
          f"{tmp}/out/song1.flac")
    fails(2, "one master at a time", *songs, *out, "--save-settings",
          tmp / "s.json")
    fails(2, "known endings", *songs, *out, "--format", "xyz")
    fails(2, "the report cannot be one file", *songs, *out, "--json",
          f"{tmp}/out/song1.flac")
    fails(1, "song1.wav: is the input itself", *songs, *out, "-f", "--json",
          songs[1])
    fails(1, "none/out/: cannot be made", *songs, "-o", f"{tmp}/none/out/")
    # Their own folder, by their own names.
    result = master("-q", *songs, "-o", f"{tmp}/", "--format", "wav", "-f")
    check(result.status == 1 and result.err.count("is the input itself") == 2,
          result)
    clean(tmp, *(song.name for song in songs), "other")


def test_interrupted(tmp):
    songs = write_songs(tmp, 2, 60)
    first = write_music(tmp / "first.wav", 1, RATE)
    with subprocess.Popen([TOOL, "--plain", first, *songs, "-o",
                           f"{tmp}/out/", "--jobs",
                           "2", "-l", "-20"], stderr=subprocess.PIPE,
                          stdout=subprocess.DEVNULL, text=True) as running:
        for _ in range(3000):
            if (tmp / "out/first.flac").exists():
                break
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    check(running.returncode == 75, err)
    check(err == f"{NAME}: interrupted; 1 of 3 songs are done\n", err)
    check(os.listdir(tmp / "out") == ["first.flac"], os.listdir(tmp / "out"))


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
