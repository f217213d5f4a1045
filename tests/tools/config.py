#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""config.py [TEST...] - the file of defaults. The oracle is the same master by
a command that says all."""

import json
import os

from toolkit import (check, done, fails, master, near, run_all, write_music)

RATE = 32000


def with_config(tmp, text):
    """The environment of a user with that file."""
    folder = tmp / "home" / "gst-mastering"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(text)
    return {"env": {**os.environ, "XDG_CONFIG_HOME": str(tmp / "home")}}


def test_defaults_are_taken_and_named(tmp):
    mix = write_music(tmp / "mix.wav", 2, RATE)
    how = with_config(tmp, "# mine\n[defaults]\nloudness = -21.5\n"
                           "ceiling=-2\nbits = 16\nplain=true\n")
    found = json.loads(done(mix, "-o", tmp / "a.flac", "--assist", "--json",
                            "-", **how).out)
    done("-q", mix, "-o", tmp / "b.flac", "--plain", "-l", "-21.5", "-c", "-2",
         "--bits", "16")
    check((tmp / "a.flac").read_bytes() == (tmp / "b.flac").read_bytes())
    check(found["settings"]["config"] == {
        "path": str(tmp / "home/gst-mastering/config"),
        "defaults": {"loudness": "-21.5", "ceiling": "-2", "bits": "16",
                     "plain": "true"}}, found["settings"])
    found = json.loads(done(mix, "-o", tmp / "c.flac", "--no-config", "--json",
                            "-", **how).out)
    check("config" not in found["settings"], found["settings"])
    near(found["output"]["integrated_loudness"], -14.0, 0.06)


def test_the_command_line_stands_above(tmp):
    mix = write_music(tmp / "mix.wav", 2, RATE)
    how = with_config(tmp, "[defaults]\ntarget = deezer, tidal\ngenre=jazz\n"
                           "strength=30\nmake=warmer\nformat=wav\nbits=16\n")

    def settings(*args):
        return json.loads(done(mix, *args, "-f", "--json", "-", **how).out)

    two = settings("--assist")
    check([t["settings"]["target"] for t in two] == ["deezer", "tidal"], two)
    check((tmp / "mix-master.deezer.wav").exists(), "another format")
    one = settings("-o", tmp / "a.mp3", "--target", "spotify", "--genre", "pop")
    check(one["plan"]["profile"] == "pop", one["plan"]["profile"])
    check(set(one["settings"]["config"]["defaults"]) == {"strength", "make"},
          one["settings"]["config"])
    one = settings("-o", tmp / "a.flac", "--plain", "-l", "-20")
    check(set(one["settings"]["config"]["defaults"]) == {"bits"},
          one["settings"]["config"])
    how = with_config(tmp, "[defaults]\nplain=true\n")
    check("plan" in settings("-o", tmp / "b.flac", "--make", "wider"))


def test_commands_that_say_all_do_not_read_it(tmp):
    mix = write_music(tmp / "mix.wav", 2, RATE)
    done("-q", mix, "-o", tmp / "a.flac", "--strength", "0", "-l", "-20",
         "--save-settings", tmp / "s.json")
    how = with_config(tmp, "nonsense")
    done("-q", mix, "-o", tmp / "b.flac", "--settings", tmp / "s.json", **how)
    done("-q", "--again", tmp / "a.flac", "--make", "warmer", **how)
    done("-q", "--analyze", mix, **how)
    done("--list-targets", **how)
    done("-q", "--new-album", tmp / "album.json", mix, **how)
    fails(1, "config: ", mix, "-o", tmp / "c.flac", **how)


def test_what_is_wrong_is_told_in_a_line(tmp):
    mix = write_music(tmp / "mix.wav", 2, RATE)
    for text, says in (
            ("[defaults]\nloud\n", "config: .*loud"),
            ("loudness=-14\n", "config: "),
            ("[other]\n", r"\[other\] is not known here"),
            ("[defaults]\nstrenght=50\n",
             "strenght is not an option .*did you mean strength"),
            ("[defaults]\noutput=x\n", "output is not an option"),
            ("[defaults]\nloudness=loud\n",
             'loudness must be a number, not "loud"'),
            ("[defaults]\nbits=16.5\n", "bits must be a whole number"),
            ("[defaults]\nquiet=yes\n", "quiet must be true or false"),
            ("[defaults]\nmake=\n", "make must be a text")):
        fails(1, says, mix, "-o", tmp / "a.flac", "--assist",
              **with_config(tmp, text))
    how = with_config(tmp, "[defaults]\nstrength=500\njobs=2\n")
    fails(2, "--strength must be 0 to 100; .*config sets strength, jobs, and "
             "--no-config ignores it", mix, "-o", tmp / "a.flac", "--assist",
          **how)
    result = master("--assist", **how)
    check("no INPUT is given (see --help)" in result.err, result)


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
