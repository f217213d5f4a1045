#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""again.py [TEST...] - masters that are made anew from the settings in them,
and taken back. The oracle is the bytes of the version that was there."""

import hashlib
import json

from toolkit import (check, clean, done, fails, master, run_all, write_music)

RATE = 32000


def versions(path):
    return json.loads((path.parent / (path.name + ".versions.json"))
                      .read_text())


def record(path):
    known = versions(path)
    return json.loads(known["versions"][known["current"] - 1])


def holds(path):
    """The record in the file's own bytes."""
    return path.read_bytes().count(b'{"gst-mastering":1,')


def test_versions(tmp):
    mix = write_music(tmp / "mix.wav", 3, RATE)
    out = tmp / "mix-master.flac"
    done("-q", mix, "--strength", "50")
    first, page = out.read_bytes(), (tmp / "mix-master.html").read_bytes()
    check(holds(out) == 1 and record(out)["version"] == 1, record(out))
    check(str(tmp).encode() not in first, "a path")
    check(b'id="record">{"gst-mastering":1,' in page, "not in the page")
    done("-q", "--again", out, "--make", "darker")
    second = out.read_bytes()
    check(second != first and record(out)["make"] == "darker=2", record(out))
    # The page leads to the same; what was wished before is still there.
    done("-q", "--again", tmp / "mix-master.html", "--make", "darker=1,wider")
    check(record(out)["make"] == "darker=3,wider=2", record(out))
    check(record(out)["version"] == 3, record(out))
    done("-q", "--undo", out)
    check(out.read_bytes() == second, "not the version before")
    done("-q", "--undo", out)
    check(out.read_bytes() == first, "not the first version")
    fails(2, "no version before this one", "--undo", out)
    check(len(versions(out)["versions"]) == 3, versions(out))
    check(out.read_bytes() == first, "changed")
    clean(tmp, "mix.wav", "mix-master.flac", "mix-master.html")


def test_the_mix_moves(tmp):
    mix = write_music(tmp / "mix.wav", 2, RATE)
    out = tmp / "a.wav"
    done("-q", mix, out, "--strength", "0")
    (tmp / "a.wav.versions.json").unlink()
    fails(2, "where its mix lies is not known: --mix FILE", "--again", out)
    mix.rename(tmp / "moved.wav")
    done("-q", "--again", out, "--mix", tmp / "moved.wav", "--loudness", "-18")
    check(record(out)["loudness"] == -18 and record(out)["insists"],
          record(out))
    (tmp / "moved.wav").unlink()
    fails(2, "cannot be read: --mix FILE", "--again", out)
    write_music(tmp / "moved.wav", 2.5, RATE)
    fails(2, "is not the mix any more", "--again", out)
    result = master("-q", "--again", out, "--mix", tmp / "moved.wav")
    check(result.status == 0 and "is not the mix that" in result.err, result)


def test_containers(tmp):
    mix = write_music(tmp / "mix.wav", 2, RATE)
    for ending in ("wav", "mp3", "ogg", "opus", "m4a"):
        out = tmp / f"a.{ending}"
        done("-q", mix, out, "--strength", "0", "-l", "-20")
        check(holds(out) == 1, ending)
        # Nothing passes from an input into a new master.
        done("-q", out, tmp / "b.wav", "--plain", "-l", "-22")
        check(holds(tmp / "b.wav") == 0, f"{ending} passes it on")
        (tmp / "b.wav").unlink()


def test_an_m4a_alone(tmp):
    # Nothing but the file knows, and it has no date: the same bytes again.
    mix = write_music(tmp / "mix.wav", 2, RATE)
    out = tmp / "a.m4a"
    done("-q", mix, out, "--strength", "0", "-l", "-20")
    first = out.read_bytes()
    (tmp / "a.m4a.versions.json").unlink()
    done("-q", "--again", out, "--mix", mix, "--make", "louder")
    check(record(out)["loudness"] == -18 and record(out)["version"] == 2,
          record(out))
    done("-q", "-f", mix, out, "--strength", "0", "-l", "-20")
    check(out.read_bytes() == first, "other bytes")


def test_references_stay(tmp):
    """The oracle is a command that names them."""
    mix = write_music(tmp / "mix.wav", 12, RATE)
    song = write_music(tmp / "song.wav", 14, RATE, gain=0.4)
    out = tmp / "a.wav"
    named = ("--reference", f"{song}@1-9", "--match", "tone=80,width")
    done("-q", mix, out, "--strength", "60", *named)
    told = record(out)
    check(told["references"] == [hashlib.sha256(song.read_bytes()).hexdigest()
                                 + "@1-9"], told)
    check(told["match"] == "tone=80,width" and str(tmp) not in
          json.dumps(told), told)
    check(list(versions(out)["references"].values()) == [str(song)],
          versions(out))
    done("-q", "--again", out, "--make", "brighter")
    check(record(out)["references"] == told["references"], record(out))
    plan = json.loads(done("--again", out, "--strength", "30", "--json",
                           "-").out)["plan"]
    check(plan["profile"] == "reference", plan["profile"])
    done("-q", mix, tmp / "b.wav", "--strength", "30", "--make", "brighter",
         *named)
    check(record(out)["settings"] == record(tmp / "b.wav")["settings"],
          "another master")
    song.rename(tmp / "elsewhere.wav")
    fails(2, "the song that it was brought towards is not where it was",
          "--again", out, "--strength", "50")
    done("-q", "--again", out, "--strength", "50", "--reference",
         tmp / "elsewhere.wav")
    check(list(versions(out)["references"].values()) ==
          [str(tmp / "elsewhere.wav")], versions(out))


def test_faults(tmp):
    mix = write_music(tmp / "mix.wav", 2, RATE)
    done("-q", mix, tmp / "a.wav", "--plain", "-l", "-20")
    fails(2, "there are no settings in it", "--again", tmp / "a.wav")
    fails(2, "is not a file", "--again", tmp / "none.wav")
    fails(2, "--mix is for --again", mix, "-o", tmp / "b.wav", "--mix", mix)
    fails(2, "take a MASTER alone", mix, "--again", tmp / "a.wav")
    done("-q", mix, tmp / "c.wav", "--strength", "0", "-l", "-20")
    fails(2, "contradict each other", "--again", tmp / "c.wav", "--make",
          "wider,narrower")
    fails(2, "--again changes it", "--undo", tmp / "c.wav", "--make", "wider")
    before = (tmp / "c.wav").read_bytes()
    damaged = before.replace(b'"version":1', b'"version":0')
    (tmp / "c.wav").write_bytes(damaged)
    (tmp / "c.wav.versions.json").write_text("dear")
    fails(2, "there are no settings in it", "--again", tmp / "c.wav")
    result = master("-q", "-f", mix, tmp / "c.wav", "--strength", "0", "-l",
                    "-20")
    check("is left alone" in result.err, result)
    check((tmp / "c.wav.versions.json").read_text() == "dear", "replaced")


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
