#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""learn.py [TEST...] - profiles of one's own songs. The oracle is
docs/assistant.md: the definitions of the statistics, by Python's own, over what
--analyze tells."""

import array
import json
import os
import signal
import statistics
import subprocess
import time

from toolkit import (TOOL, Skip, analyze, check, clean, done, fails,
                     left_behind, master, near, noise, run_all, scaled,
                     wav_bytes, write_music,
                     write_wav)

RATE = 16000  # little to do, and bands up to 7.3 kHz
SECONDS = 6   # a song has five at least


def write_songs(folder, count=6):
    """Songs that differ in loudness, in width, and in their crest."""
    frames = SECONDS * RATE
    songs = []
    for i in range(count):
        left, other = noise(frames, 1 + i), noise(frames, 2 + i)
        right = array.array("f", (x + 0.1 * (i + 1) * (y - x)
                                  for x, y in zip(left, other)))
        songs.append(write_wav(folder / f"song{i}.wav",
                               [scaled(x, 0.1 + 0.02 * i)
                                for x in (left, right)], RATE))
    return songs


def profile(path):
    return json.loads(path.read_text())


def learns(songs, path, *args):
    result = done("--learn", path, *args, *songs)
    count = len(songs)
    check(result.out ==
          f"{path}: learnt from {count} songs, 0 skipped\n", result)
    clean(path.parent, path.name, *(p.name for p in path.parent.iterdir()
                                    if p.suffix == ".wav"
                                    or p.suffix == ".json"))
    return path.read_bytes()


def test_statistics(tmp):
    songs = write_songs(tmp)
    learns(songs, tmp / "mine.json")
    found = profile(tmp / "mine.json")
    check((found["version"], found["name"], found["count"]) == (1, "mine", 6),
          found)
    check(len(found["features"]) == 30, found)
    loudness = sorted(analyze(s)["integrated_loudness"] for s in songs)
    row = found["features"]["loudness"]
    near(row["mean"], statistics.mean(loudness), 1e-6)
    near(row["sd"], statistics.stdev(loudness), 1e-6)
    near(row["p50"], statistics.median(loudness), 1e-6)
    tenths = statistics.quantiles(loudness, n=10, method="inclusive")
    near(row["p10"], tenths[0], 1e-6)
    near(row["p90"], tenths[-1], 1e-6)


def test_order_and_number_of_helpers_do_not_matter(tmp):
    songs = write_songs(tmp)
    first = learns(songs, tmp / "mine.json", "--jobs", 1)
    for jobs, files in ((2, songs), (5, songs[::-1]),
                        (1, songs[3:] + songs[:3])):
        check(learns(files, tmp / "mine.json", "--jobs", jobs, "-f") == first,
              f"{jobs} helpers make another profile")
    # Folders, and each song once, by whatever name.
    (tmp / "deep" / "er").mkdir(parents=True)
    for i, song in enumerate(songs):
        folder = tmp / "deep" / "er" if i % 2 else tmp / "deep"
        song.rename(folder / song.name)
    (tmp / "deep" / "cover.jpg").write_bytes(b"no song")
    (tmp / "deep" / "back").symlink_to(tmp / "deep")
    (tmp / "deep" / "again.wav").symlink_to(tmp / "deep" / "song0.wav")
    result = done("-f", "--learn", tmp / "mine.json", tmp / "deep",
                  tmp / "deep" / "song0.wav", tmp / "deep" / "er")
    check("from 6 songs, 0 skipped" in result.out, result)
    check((tmp / "mine.json").read_bytes() == first, "folders differ")


def interrupt(command, journal, how):
    """As soon as another song is in the journal."""
    def lines():
        return journal.read_bytes().count(b"\n") if journal.exists() else 0
    before = lines()
    with subprocess.Popen(command, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE,
                          text=True) as running:
        for _ in range(6000):
            if running.poll() is not None or lines() > before:
                break
            time.sleep(0.005)
        if running.poll() is not None:
            raise Skip("the machine is too fast")
        running.send_signal(how)
        out, err = running.communicate(timeout=60)
        return running.returncode, out, err


def test_goes_on_after_an_interruption(tmp):
    songs = write_songs(tmp, 9)
    (tmp / "bad.wav").write_bytes(b"no song\n" * 100)
    files = [*songs, tmp / "bad.wav"]
    whole = tmp / "whole" / "mine.json"
    whole.parent.mkdir()
    master("--learn", whole, *files)
    out, journal = tmp / "mine.json", tmp / "mine.json.partial"
    command = [TOOL, "--learn", str(out), "--jobs", "1", *map(str, files)]
    for how in (signal.SIGINT, signal.SIGKILL, signal.SIGTERM):
        status, _, err = interrupt(command, journal, how)
        check(not out.exists() and journal.exists(), err)
        if how != signal.SIGKILL:
            check(status == 75 and err.count("\n") == 1
                  and "interrupted; " in err
                  and journal.name in err, err)
    # A song that is known is not measured again; it may even be gone.
    lines = journal.read_text().splitlines()
    known = [json.loads(line)["song"].split(" ")[0] for line in lines]
    check(3 <= len(known) == len(set(known)) < 10, known)
    # A line that was cut off, and the song of it, are no loss.
    journal.write_text("\n".join(lines)[:-30])
    result = master(*command[1:])
    check(result.status == 0 and "from 9 songs, 1 skipped" in result.out,
          result)
    check(out.read_bytes() == whole.read_bytes(), "another profile")
    clean(tmp, "mine.json", "whole", "bad.wav", *(s.name for s in songs))


def test_the_journal_is_believed_as_long_as_it_fits(tmp):
    songs = write_songs(tmp, 6)
    out, journal = tmp / "mine.json", tmp / "mine.json.partial"
    # Too few: what was measured is kept for the next time.
    fails(1, "mine.json: 3 songs are too few for a profile: 5 are needed",
          "--learn", out, *songs[:3])
    check(not out.exists() and len(journal.read_text().splitlines()) == 3)
    # A journal that lies shows that it is read,
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    for line in lines:
        line["features"]["loudness"] = -60.0
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines))
    # and that a song which has changed is measured.
    os.utime(songs[0])
    done("--learn", out, *songs)
    check(profile(out)["features"]["loudness"]["p10"] == -60.0, out.read_text())
    values = sorted([-60.0, -60.0, *(analyze(s)["integrated_loudness"]
                                     for s in (songs[0], *songs[3:]))])
    near(profile(out)["features"]["loudness"]["mean"], statistics.mean(values),
         1e-6)


def test_garbage_in_the_journal(tmp):
    songs = write_songs(tmp, 5)
    out, journal = tmp / "mine.json", tmp / "mine.json.partial"
    for text in ("RIFF\nWAVE\n", "\0\1\2\3", "[1, 2]\n", '{"version": 1}\n',
                 "dear diary", "[" * 500000):
        journal.write_text(text)
        fails(1, "mine.json.partial: is not a store of songs",
              "--learn", out, *songs)
        check(journal.read_text() == text and not out.exists(), text)
    journal.unlink()
    expected = learns(songs, out)
    out.unlink()
    # A torn first line, lines of nonsense after a good one, impossible numbers.
    fails(1, "too few", "--learn", out, songs[0])
    good = journal.read_text()
    huge = json.loads(good)
    huge["song"] = huge["song"].replace("song0", "song1")
    huge["features"] = {"loudness": 1e300}
    for text in (good[:40], good + "null\n[]\n{}\n\n{\"song\": 3}\nnonsense",
                 good + json.dumps(huge) + "\n"):
        journal.write_text(text)
        check(learns(songs, out) == expected, text)
        out.unlink()
    journal.mkdir()
    fails(1, "mine.json.partial", "--learn", out, *songs)
    journal.rmdir()
    clean(tmp, *(s.name for s in songs))


def test_bad_files_are_skipped_with_a_line_each(tmp):
    songs = write_songs(tmp, 5)
    (tmp / "none.wav").write_bytes(b"")
    (tmp / "text.wav").write_bytes(b"no song\n" * 100)
    whole = songs[0].read_bytes()
    (tmp / "cut.wav").write_bytes(whole[:len(whole) // 2])
    write_music(tmp / "short.wav", 4, RATE)
    write_wav(tmp / "silent.wav", [scaled(noise(6 * RATE), 0.0)], RATE)
    nan = scaled(noise(6 * RATE), 0.2)
    nan[5000] = float("nan")
    (tmp / "nan.wav").write_bytes(wav_bytes([nan], RATE, kind="f32"))
    bad = ("none.wav", "text.wav", "cut.wav", "short.wav", "silent.wav",
           "nan.wav", "gone.wav")
    reasons = ("is empty", "not an audio file", "is cut off: 3.00 of 6.00 s",
               "is too short: 4 s, and 5 s are needed", "is silent",
               "1 samples are not numbers", "No such file")
    for jobs in (1, 3):
        result = master("-f", "--learn", tmp / "mine.json", "--jobs", jobs,
                        *(tmp / name for name in bad), *songs)
        check(result.status == 0 and
              "learnt from 5 songs, 7 skipped" in result.out, result)
        lines = result.err.splitlines()
        check(len(lines) == len(bad), result)
        for line, name, why in zip(lines, bad, reasons):
            check(f"{name}: warning: skipped: " in line and why in line, result)
    # None is good.
    result = master("-f", "--learn", tmp / "bad.json",
                    *(tmp / name for name in bad))
    check(result.status == 1 and result.err.count("\n") == len(bad) + 1 and
          "0 songs are too few" in result.err, result)
    quiet = master("-q", "-f", "--learn", tmp / "mine.json", *songs)
    check((quiet.status, quiet.out, quiet.err) == (0, "", ""), quiet)


def test_names_in_no_encoding(tmp):
    songs = write_songs(tmp, 5)
    odd = os.fsencode(tmp) + b"/s\xff\n.wav"
    os.rename(songs[0], odd)
    result = subprocess.run([TOOL, "--learn", str(tmp / "mine.json"), odd,
                             *map(str, songs[1:])], capture_output=True,
                            check=False)
    check(result.returncode == 0 and result.stderr == b"", result)
    check(profile(tmp / "mine.json")["count"] == 5)


def test_what_is_learnt_can_be_used(tmp):
    songs = write_songs(tmp)
    learns(songs, tmp / "mine.json")
    mix = write_music(tmp / "mix.wav", 6, RATE, gain=0.15)
    result = done("--profile", tmp / "mine.json", "--verbose", mix, "-o",
                  tmp / "out.wav", "-l", "-20")
    check("mine" in result.out, result)
    near(analyze(tmp / "out.wav")["integrated_loudness"], -20.0, 0.05)


def test_places_that_will_not_do(tmp):
    songs = write_songs(tmp, 5)
    fails(1, "none/mine.json: cannot write in its folder: No such file",
          "--learn", tmp / "none/mine.json", *songs)
    (tmp / "mine.json").write_text("{}")
    fails(3, "mine.json: exists already", "--learn", tmp / "mine.json", *songs)
    check((tmp / "mine.json").read_text() == "{}")
    (tmp / "song.json").write_bytes(songs[0].read_bytes())
    (tmp / "link.json").symlink_to(tmp / "song.json")
    for name in ("song.json", "link.json"):
        fails(1, f"{name}: is one of the songs", "-f", "--learn", tmp / name,
              tmp / "song.json", *songs)
    (tmp / "folder.json").mkdir()
    fails(1, "folder.json: is a folder", "-f", "--learn", tmp / "folder.json",
          *songs)
    if os.geteuid() != 0:
        (tmp / "locked").mkdir(mode=0o500)
        fails(1, "locked/mine.json: cannot write in its folder: Permission",
              "--learn", tmp / "locked/mine.json", *songs)
    check(not [p for p in left_behind(tmp) if "partial" in p or p[0] == "."])


def test_options_that_do_not_go_with_it(tmp):
    songs = write_songs(tmp, 1)
    for args in (("-o", tmp / "x.wav"), ("--target", "cd"), ("--analyze",),
                 ("--json", "-"), ("--report", tmp / "r.html"), ("-l", "-9"),
                 ("-c", "-1"), ("--bits", "16"), ("--max-limiting", "12"),
                 ("--set", "eq::bands=1"), ("--profile", "pop"), ("--explain",),
                 ("--reference", songs[0]), ("--strength", "70"),
                 ("--settings", tmp / "s.json"), ("--best-effort",),
                 ("--save-settings", tmp / "s.json"),
                 ("--targets", tmp / "t.json")):
        fails(2, "--learn makes a profile and no master", "--learn",
              tmp / "mine.json", *args, *songs)
    fails(2, "must end in .json", "--learn", tmp / "mine", *songs)
    fails(2, "--jobs must be", "--learn", tmp / "mine.json",
          "--jobs", "-1", *songs)
    fails(2, "--learn makes a profile", "--learn", tmp / "mine.json",
          "--format",
          "wav", *songs)
    fails(2, "no INPUT", "--learn", tmp / "mine.json")
    (tmp / "empty").mkdir()
    fails(1, "0 songs are too few", "--learn", tmp / "mine.json", tmp / "empty")
    clean(tmp, "empty", songs[0].name)


def test_documents_of_others(tmp):
    """Low-level documents, made up: half of the power is in one Bark band, the
    other in one that goes from song to song."""
    for song in range(6):
        powers = [0.0] * 27
        powers[10] = powers[12 + song] = 1e-5
        (tmp / f"{song}.json").write_text(json.dumps(
            {"metadata": {"tags": {"title": ["x"]}},
             "lowlevel": {"barkbands": {"mean": powers}}}))
    (tmp / "none.json").write_text('{"lowlevel": {}}')
    result = master("--learn", tmp / "out.json", *sorted(tmp.glob("?.json")),
                    tmp / "none.json")
    check("learnt from 6 songs, 1 skipped" in result.out, result.out)
    check("not a low-level document" in result.err, result.err)
    profile = json.loads((tmp / "out.json").read_text())
    level = profile["features"]["level-795-1458"]
    # 920 to 1080 Hz, and no less than half of the weighted power: 10 lg 1/2,
    # less the gain of the K-weighting above
    check(-8.0 < level["p50"] < -2.5, level)
    check(len(profile["model"]["mean"][0]) == 27, profile["model"])


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
