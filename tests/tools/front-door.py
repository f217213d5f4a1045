#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""front-door.py [TEST...] - commands that do not say all. The oracle is the
same master by the command that does."""

import json
import os
import pty
import re
import sys

from toolkit import (NAME, TOOL, check, clean, done, fails, master, near,
                     noise, run_all, scaled, write_music, write_wav)

RATE = 32000


def write_thin(path):
    """Clicks over soft noise, which take far more than 12 dB of limiting."""
    sound = scaled(noise(3 * RATE), 0.02)
    for i in range(0, len(sound), 1600):
        sound[i] = 0.5
    return write_wav(path, [sound, sound], RATE)


def test_a_name_is_enough(tmp):
    mix = write_music(tmp / "mix.wav", 3, RATE)
    said = done(mix.name, "--assist", cwd=tmp).out
    check("mix-master.flac: FLAC, 24 bit" in said, said)
    check("<html" in (tmp / "mix-master.html").read_text(), "no page")
    done("-q", mix, "-o", tmp / "b.flac", "--profile", "auto")
    check((tmp / "b.flac").read_bytes() ==
          (tmp / "mix-master.flac").read_bytes(), "another master")
    fails(3, "exists already", mix, "--assist")
    done("-q", mix, "--force", "--assist")
    done("-q", mix, "--format", "wav", "--target", "cd", "--target", "tidal")
    clean(tmp, "mix.wav", "mix-master.flac", "mix-master.html", "b.flac",
          "mix-master.cd.wav", "mix-master.tidal.wav")


def test_two_names_are_input_and_output(tmp):
    mix = write_music(tmp / "mix.wav", 3, RATE)
    done("-q", mix, tmp / "out.flac", "-l", "-20")
    done("-q", mix, "-o", tmp / "b.flac", "-l", "-20")
    check((tmp / "out.flac").read_bytes() == (tmp / "b.flac").read_bytes())
    before = mix.read_bytes()
    fails(3, "mix.wav: exists already", tmp / "out.flac", mix, "-l", "-20")
    check(mix.read_bytes() == before, "replaced")
    fails(2, "3 INPUTs need a folder", mix, tmp / "out.flac", tmp / "c.flac")
    clean(tmp, "mix.wav", "out.flac", "b.flac")


def test_a_folder_is_enough(tmp):
    (tmp / "songs").mkdir()
    for name in ("a", "b"):
        write_music(tmp / "songs" / f"{name}.wav", 2, RATE)
    done("-q", "songs", "-l", "-20", cwd=tmp)
    check(sorted(p.name for p in (tmp / "songs-master").iterdir()) ==
          ["a.flac", "b.flac", "index.html"])


def test_plain_leaves_the_assistant_out(tmp):
    mix = write_music(tmp / "mix.wav", 3, RATE)
    found = json.loads(done(mix, "-o", tmp / "a.wav", "--plain", "--json",
                            "-").out)
    check("plan" not in found, found)
    check({path.split("::")[0] for path in found["settings"]["chain"]} ==
          {"limiter"}, found["settings"])
    found = json.loads(done(mix, "-o", tmp / "b.wav", "--assist", "--json",
                            "-").out)
    check(found["plan"]["moves"], found)


def test_presets(tmp):
    mix = write_music(tmp / "mix.wav", 3, RATE)
    listed = done("--list-presets").out
    check("vinyl " in listed and all(len(line.split()) > 3 for line in
                                     listed.splitlines()), listed)
    done("-q", mix, "-o", tmp / "a.wav", "--plain", "--preset", "vinyl",
         "--set", "eq::gain=1", "-l", "-20")
    done("-q", mix, "-o", tmp / "b.wav", "--set", "preset=vinyl", "--set",
         "eq::gain=1", "-l", "-20")
    check((tmp / "a.wav").read_bytes() == (tmp / "b.wav").read_bytes())
    fails(2, "there are acoustic, broadcast", mix, "-o", tmp / "c.wav",
          "--preset", "polka")
    check("eq:air " in listed and "reverb:" in listed, listed)
    both = chain_of(mix, "-o", tmp / "d.wav", "--plain", "-l", "-20",
                    "--preset", "vinyl,eq:air")["settings"]["chain"]
    # Of gst/presets/GstMasterEq.prs.
    check(both["eq::band0::type"] == "high-shelf" and
          both["eq::band0::gain"] == 1.5, both)
    vinyl = chain_of(mix, "-o", tmp / "e.wav", "--plain", "-l", "-20",
                     "--preset", "vinyl")["settings"]["chain"]
    for path, value in vinyl.items():
        check(path.startswith(("eq::", "limiter::", "preset")) or
              both[path] == value, path)
    plan = chain_of(mix, "-o", tmp / "f.wav", "-l", "-20", "--preset", "eq:air")
    check(plan["settings"]["chain"]["eq::band0::gain"] == 1.5, plan)
    for name, why in (("eq:aer", "eq has only air"),
                      ("oven:hot", "'oven' is not a stage")):
        fails(2, why, mix, "-o", tmp / "c.wav", "--preset", name)
    fails(2, "there is another preset", mix, "-o", tmp / "c.wav", "--preset",
          "vinyl", "--set", "preset=vinyl")


def chain_of(*args):
    return json.loads(done(*args, "--json", "-").out)


def test_the_assistant_works_on_top_of_a_preset(tmp):
    mix = write_music(tmp / "mix.wav", 6, RATE)
    bare = chain_of(mix, "-o", tmp / "a.wav", "--plain", "--preset",
                    "warm-analog", "-l", "-20")["settings"]["chain"]
    both = chain_of(mix, "-o", tmp / "b.wav", "--preset", "warm-analog", "-l",
                    "-20")
    chain = both["settings"]["chain"]
    # All that the preset sets is as it sets it ...
    for path, value in bare.items():
        stage = path.split("::")[0]
        if stage not in ("limiter", "preset") and path != "eq::bands":
            check(chain.get(path) == value, f"{path}: {chain.get(path)}")
    # ... each move that is told is made, and behind the preset's bands.
    moves = [m for m in both["plan"]["moves"] if m["rule"] == "tone"]
    check(moves, both["plan"])
    for move in moves:
        near(chain.get(move["property"], 0.0), move["amount"], 1e-9,
             move["property"])
    bands = [int(m["property"].split("::")[1][4:]) for m in moves]
    check(min(bands) >= 4, moves)


def test_wishes(tmp):
    mix = write_music(tmp / "mix.wav", 6, RATE)
    plain = chain_of(mix, "-o", tmp / "a.wav", "--strength", "0")
    found = chain_of(mix, "-o", tmp / "b.wav", "--strength", "0", "--make",
                     "darker=5, louder")
    check(found["settings"]["make"] == "darker=5, louder", found["settings"])
    near(found["output"]["integrated_loudness"], -12.0, 0.05)
    check(found["output"]["true_peak"] <= -1.0, found["output"])
    wishes = [m for m in found["plan"]["moves"] if m["rule"] == "wish"]
    check([m["evidence"] for m in wishes] ==
          ["darker was wished for", "louder was wished for"], wishes)
    tilts = [heard["result"]["band-level"][7] - heard["result"]["band-level"][2]
             for heard in (plain, found)]
    check(tilts[1] < tilts[0] - 2.0, tilts)
    done("-q", mix, "-o", tmp / "c.wav", "--plain", "--save-settings",
         tmp / "s.json", "--set", "eq::band0::gain=1.5")
    found = chain_of(mix, "-o", tmp / "d.wav", "--settings", tmp / "s.json",
                     "--make", "darker")
    check(found["settings"]["chain"]["eq::band0::gain"] == 1.5, found)
    check([m["rule"] for m in found["plan"]["moves"]] == ["wish", "delivery"],
          found["plan"]["moves"])
    for wish, says in (("wider,narrower", "contradict each other"),
                       ("wamer", "did you mean warmer"),
                       ("warmer=0", "must be 1 to 5"), ("", "no wish"),
                       ("louder", "say how loud already")):
        fails(2, f"--make.*{says}", mix, "-o", tmp / "e.wav", "--make", wish,
              *(["-l", "-9"] if wish == "louder" else []))
    fails(2, "--plain changes", mix, "-o", tmp / "e.wav", "--plain", "--make",
          "warmer")


def test_names_are_understood(tmp):
    mix = write_music(tmp / "mix.wav", 3, RATE)
    done("-q", mix, "-o", tmp / "%t.wav", "--target", "Spotify", "--target",
         "CD", "-l", "-20")
    clean(tmp, "mix.wav", "spotify.wav", "cd.wav")
    for slip, meant in (("spotfy", "spotify"), ("Tidall", "tidal"),
                        ("apple-musik", "apple-music")):
        fails(2, f"no target {slip}, did you mean {meant};", mix, "-o",
              tmp / "o.wav", "--target", slip)
    fails(2, "no target opera; there are", mix, "-o", tmp / "o.wav",
          "--target", "opera")
    fails(2, "given twice", mix, "-o", tmp / "%t.wav", "--target", "cd",
          "--target", "CD")
    plan = json.loads(done(mix, "-o", tmp / "g.wav", "--genre", "jazz",
                           "--json", "-").out)["plan"]
    check(plan["profile"] == "jazz", plan["profile"])


def test_a_dry_run(tmp):
    mix = write_music(tmp / "mix.wav", 3, RATE, gain=1.5)
    (tmp / "mix-master.flac").write_bytes(b"dear")
    for args in (("--dry-run",), ("--analyze", "--explain")):
        said = done(mix, "--assist", "-f", *args).out
        check("This was a dry run: no master is written." in said, said)
        check(said.count("Better mended in the mix:") <= 1, said)
        check((tmp / "mix-master.html").exists(), "no page")
        check((tmp / "mix-master.flac").read_bytes() == b"dear", "written")
    said = json.loads(done(mix, "--dry-run", "-o", f"{tmp}/out/", "--json",
                           "-").out)
    check(said["achieved"]["ceiling"], said)
    clean(tmp, "mix.wav", "mix-master.flac", "mix-master.html")


def test_a_loudness_that_is_asked_for_is_made(tmp):
    mix = write_thin(tmp / "mix.wav")
    result = master("-q", mix, "-o", tmp / "a.wav", "-l", "-14", "--json",
                    tmp / "r.json")
    check(result.status == 0 and "dB of limiting, which will be heard" in
          result.err, result)
    found = json.loads((tmp / "r.json").read_text())
    near(found["output"]["integrated_loudness"], -14.0, 0.05)
    check(found["settings"]["limiting"] > 12, found["settings"])
    check(found["settings"]["max_limiting"] is None, found["settings"])
    fails(5, "dB of limiting that --max-limiting allows", mix, "-o",
          tmp / "b.wav", "-l", "-14", "--max-limiting", "12")
    # Nobody insists on the default: it comes as near as 12 dB allow.
    result = master("-q", mix, "-o", tmp / "b.wav", "--json", tmp / "r.json")
    check(result.status == 0 and "so it is brought to" in result.err, result)
    found = json.loads((tmp / "r.json").read_text())
    check(found["settings"]["limiting"] <= 12, found["settings"])
    check(found["achieved"] == {"loudness": False, "ceiling": True}, found)


def on_a_terminal(*args, **environment):
    """All that a run shows on a terminal."""
    sys.stdout.flush()
    child, terminal = pty.fork()
    if child == 0:
        os.execve(TOOL, [NAME, *map(str, args)],
                  {**os.environ, "TERM": "xterm", **environment})
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(terminal)
    check(os.waitpid(child, 0)[1] == 0, shown)
    return shown.decode()


def test_one_bar_for_all(tmp):
    """It goes to its end once, and says what is being done."""
    mix = write_music(tmp / "mix.wav", 20, RATE)
    bars = re.findall(r"\r\x1b\[K(\w+) +\[[^]]*\][^\r]* (\d+) %",
                      re.sub(r"\x1b\[\d+m", "", on_a_terminal(mix)))
    shown = [int(percent) for _, percent in bars]
    check(shown == sorted(shown) and shown[0] < 20 and shown[-1] > 70, bars)
    names = list(dict.fromkeys(name for name, _ in bars))
    order = ["Listening", "Rehearsing", "Trying", "Writing", "Checking", "Page"]
    check(names == [name for name in order if name in names] and
          {"Listening", "Trying", "Checking", "Page"} <= set(names), names)
    songs = [write_music(tmp / f"{i}.wav", 4, RATE) for i in range(3)]
    bars = re.findall(r"Mastering +\[[^]]*\] +(\d+) %", on_a_terminal(
        *songs, "-o", f"{tmp}/out/", "--plain", NO_COLOR="1"))
    shown = [int(percent) for percent in bars]
    check(shown == sorted(shown) and len(set(shown)) > 3, shown)


def test_colour(tmp):
    mix = write_music(tmp / "mix.wav", 1, RATE)
    args = (mix, "-o", tmp / "a.wav", "--plain", "-l", "-20", "-f")
    shown = on_a_terminal(*args)
    check("\x1b[32mIt is " in shown and "[\x1b[32m" in shown, shown)
    for no in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        shown = on_a_terminal(*args, **no)
        check("It is " in shown and not re.search(r"\x1b\[\d+m", shown), shown)
    check("\x1b" not in done(*args).out, "colour in a file")


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
