#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""assist.py [TEST...] - the tool's assistant: profiles, references, strength,
and settings that are kept. The oracle is docs/assistant.md, ffmpeg for the
loudness,
and of settings the same sound, bit for bit."""

import array
import json
import math
import os
import re
import shutil
import subprocess

from toolkit import (Skip, analyze, check, clean, done, ebur128, fails, near,
                     noise,
                     run_all, scaled, sine, wav_bytes, write_music, write_wav)

RATE = 32000
GST_LAUNCH = shutil.which("gst-launch-1.0")


def write_mix(path, seconds=6, rate=RATE, gain=0.5):
    """Too little top, a hum of a bass and wide sides: all can be mended."""
    frames = int(seconds * rate)
    left, other = noise(frames, 3), noise(frames, 4)
    bass = sine(frames, rate, 70.0, 0.05)
    right = array.array("f", (0.3 * x + 0.7 * y for x, y in zip(left, other)))
    return write_wav(path, [array.array("f", (gain * x + b for x, b in
                                              zip(side, bass)))
                            for side in (left, right)], rate, kind="f32")


def report(*args):
    return json.loads(done(*args, "--json", "-").out)


def is_made(chain, move):
    """What is told of a move is what the chain that rendered has."""
    path, amount = move["property"], move["amount"]
    stage, *band = path.split("::")[:-1]
    if band and f"{stage}::bands" in chain:
        check(int(band[0][4:]) < chain[f"{stage}::bands"], path)
    if path.endswith("::width"):
        near(20 * math.log10(chain[path]), amount, 1e-6, path)
    elif not path.endswith("-curve") and amount != 0:
        near(chain[path], amount, 1e-6, path)


def tells_what_was_done(found):
    """The plan's drive and ceiling are those that were rendered."""
    settings, plan = found["settings"], found.get("plan")
    if not plan:
        return
    check(plan["settings"]["limiter::drive"] == settings["drive"], plan)
    check(plan["settings"]["limiter::ceiling"]
          == settings["limiter_ceiling"], plan)
    check(plan["moves"][-1]["property"] == "limiter::drive" and
          plan["moves"][-1]["amount"] == settings["drive"], plan["moves"])
    for move in plan["moves"]:
        is_made(settings["chain"], move)
    told = {move["property"] for move in plan["moves"]}
    for path, value in settings["chain"].items():
        if re.fullmatch(r"eq::band\d+::gain|.*::ratio|imager::.*::width", path):
            check(path in told, f"{path} is not told: {value}")


def masters(mix, out, *args):
    """A report of a master that is what was promised."""
    found = report(mix, "-o", out, *args)
    loudness = found["settings"]["loudness"]
    ceiling = found["settings"]["ceiling"]
    check(found["achieved"] == {"loudness": True, "ceiling": True}, found)
    near(found["output"]["integrated_loudness"], loudness, 0.05)
    check(found["output"]["true_peak"] <= ceiling, found["output"])
    tells_what_was_done(found)
    return found


def stages_of(found):
    return {path.split("::")[0] for path in found["settings"]["chain"]}


def data_of(path):
    """The samples of a WAV file; behind them stand its settings."""
    whole = path.read_bytes()
    at = whole.index(b"data")
    size = int.from_bytes(whole[at + 4:at + 8], "little")
    return whole[at + 8:at + 8 + size]


# --- profiles and references

def test_a_profile_is_approached(tmp):
    mix = write_mix(tmp / "mix.wav")
    for name in ("pop", "jazz", "classical", "loud-modern", "all"):
        found = masters(mix, tmp / "out.flac", "-l",
                        "-18", "--profile", name, "-f")
        plan = found["plan"]
        check(plan["profile"] == name and "sure" not in plan, plan)
        check(plan["moves"] and plan["settings"], plan)
        check(plan["distance"] > 0 and
              plan["measured-distance"] < plan["distance"], plan)
    loudness, _ = ebur128(tmp / "out.flac")
    near(loudness, -18.0, 0.1)  # ffmpeg tells one decimal


def test_auto_needs_no_profile(tmp):
    mix = write_mix(tmp / "mix.wav")
    found = masters(mix, tmp / "out.flac", "-l", "-18", "--profile", "auto")
    plan = found["plan"]
    check(plan["profile"] == "auto", plan)
    check("kind" not in plan and "sure" not in plan, plan)
    # --strength and --explain ask for the same.
    for option in (("--strength", "70"), ("--explain",)):
        again = report(mix, "-o", tmp / "again.flac",
                       "-f", "-l", "-18", *option)
        check(again["plan"] == plan, option)
        check((tmp / "again.flac").read_bytes() ==
              (tmp / "out.flac").read_bytes(), option)


def test_the_same_in_is_the_same_out(tmp):
    mix = write_mix(tmp / "mix.wav")
    for place in ("a", "b"):
        found = masters(mix, tmp / f"{place}.wav", "-l", "-16",
                        "--profile", "pop",
                        "--save-settings", tmp / f"{place}.json")
        check(found["settings"]["rounds"] >= 1)
    check((tmp / "a.wav").read_bytes() == (tmp / "b.wav").read_bytes())
    check((tmp / "a.json").read_bytes() == (tmp / "b.json").read_bytes())


def test_references(tmp):
    mix = write_mix(tmp / "mix.wav")
    other = write_music(tmp / "other.wav", 6, RATE, gain=0.2)
    third = write_wav(tmp / "third.wav",
                      [scaled(noise(6 * RATE, 9), 0.15)], RATE)
    # A song is what it is to be: nothing but its loudness changes.
    found = masters(mix, tmp / "a.flac", "-l", "-18", "--reference", mix)
    check(found["plan"]["profile"] == "reference", found["plan"])
    check(found["plan"]["distance"] == 0, found["plan"])
    check(stages_of(found) == {"limiter"}, found["settings"])
    one = masters(mix, tmp / "b.flac", "-l", "-18", "--reference", other)
    check(one["plan"]["measured-distance"] <
          one["plan"]["distance"], one["plan"])
    two = masters(mix, tmp / "c.flac", "-l", "-18", "--reference", other,
                  "--reference", third)
    check(two["plan"]["measured-distance"] <
          two["plan"]["distance"], two["plan"])
    # Two are their mean: the band's centre stands between those of each.
    alone = masters(mix, tmp / "d.flac", "-l", "-18", "--reference", third)
    for what in ("level-p50", ):
        for both, x, y in zip(two["plan"][what], one["plan"][what],
                              alone["plan"][what]):
            near(both, (x + y) / 2, 1e-9, what)


def test_the_same_song_is_met(tmp):
    """A song whose sides were halved: their curve gives 6 dB back."""
    song = write_mix(tmp / "song.wav", 12)
    frames = 12 * RATE
    left, other = noise(frames, 3), noise(frames, 4)
    bass = sine(frames, RATE, 70.0, 0.05)
    mix = write_wav(tmp / "mix.wav", [
        array.array("f", (0.5 * (a * x + (1 - a) * (0.3 * x + 0.7 * y)) + b
                          for x, y, b in zip(left, other, bass)))
        for a in (0.75, 0.25)], RATE, kind="f32")

    def sides(*args):
        found = report(mix, "-o", tmp / "out.flac", "-f", "-l", "-18",
                       "--best-effort", *args)
        curves = [found["plan"]["settings"].get(f"match::{name}-curve")
                  for name in ("mid", "side")]
        check(stages_of(found) <= {"match", "limiter"}, found["settings"])
        return [s - m for m, s in zip(curves[0][1::2], curves[1][1::2])][8:27]
    for gain in sides("--reference", song):
        near(gain, 6.02, 0.3)
    for gain in sides("--reference", song, "--match", "tone,width=50"):
        near(gain, 3.01, 0.3)
    # A part of it says the same, and so does its mean with another copy.
    for gain in sides("--reference", f"{song}@0:02-0:10"):
        near(gain, 6.02, 0.5)
    # Of two, the mix itself weighs three times as much: a fourth of 6 dB.
    for gain in sides("--reference", f"{song}:0.5",
                      "--reference", f"{mix}:1.5"):
        near(gain, 6.02 / 4, 0.3)


def test_names_of_references(tmp):
    """A file whose whole name looks like a weight or a section wins."""
    mix = write_mix(tmp / "mix.wav")
    for name in ("song.wav@0:10-0:20", "song.wav:0.3"):
        write_music(tmp / name, 6, RATE)
        found = report(mix, "-o", tmp / "a.wav", "-f", "-l", "-20",
                       "--reference", tmp / name)
        check(found["plan"]["profile"] == "reference", found["plan"])
    write_music(tmp / "song.wav", 6, RATE)
    known = {p.name for p in tmp.iterdir()}
    for text, why in (("song.wav@0:20-0:30", "there is nothing from 20 s on"),
                      ("song.wav@0:30-0:20", "No such file"),
                      ("song.wav:-1", "No such file"),
                      ("song.wav@x-y", "No such file")):
        fails(4, why, mix, "-o", tmp / "out.wav", "--reference", tmp / text)
    fails(2, "a section lasts 5 s or more", mix, "-o", tmp / "out.wav",
          "--reference", f"{tmp / 'song.wav'}@1-3")
    for text, why in (("tune", "'tune' is not tone, width"),
                      ("", "is not tone"),
                      ("tone=101", "0 to 100"), ("width=", "0 to 100")):
        fails(2, why, mix, "-o", tmp / "out.wav", "--reference",
              tmp / "song.wav", "--match", text)
    fails(2, "--match needs a --reference", mix, "-o", tmp / "out.wav",
          "--match", "tone")
    clean(tmp, *known)


def test_bad_references(tmp):
    mix = write_mix(tmp / "mix.wav")
    (tmp / "text.wav").write_bytes(b"no song\n" * 100)
    write_wav(tmp / "silent.wav", [scaled(noise(6 * RATE), 0.0)], RATE)
    write_music(tmp / "short.wav", 2, RATE)
    known = {p.name for p in tmp.iterdir()}
    for name, status, why in (
            ("none.wav", 4, "none.wav: .*No such file"),
            ("text.wav", 4, "text.wav: not an audio file"),
            ("silent.wav", 1, "reference 2: is silent"),
            ("short.wav", 1, "reference 2: is too short: 2 s, and 5 s")):
        fails(status, why, mix, "-o", tmp / "out.wav", "--reference",
              mix, "--reference", tmp / name, "--save-settings", tmp / "s.json")
    clean(tmp, *known)


def test_bad_profiles(tmp):
    mix = write_mix(tmp / "mix.wav")
    good = {"version": 1, "name": "x", "source": "y", "count": 5,
            "features": {}}
    bad = {"none.json": None, "empty.json": "", "text.json": "dear diary",
           "list.json": "[1]", "few.json": json.dumps(good),
           "new.json": json.dumps({**good, "version": 2}),
           "large.json": " " * (1 << 19), "deep.json": "[" * 200000}
    for name, text in bad.items():
        if text is not None:
            (tmp / name).write_text(text)
    known = {p.name for p in tmp.iterdir()}
    for name in bad:
        fails(1, name, mix, "-o", tmp / "out.wav", "--profile", tmp / name,
              "--save-settings", tmp / "s.json")
    fails(1, "--profile: .*polka.*pop, jazz, classical, loud-modern, all", mix,
          "-o",
          tmp / "out.wav", "--profile", "polka")
    # Told before anything is measured: a mix that is none is not even read.
    (tmp / "torn.wav").write_bytes(b"RIFF")
    for name in ("polka", ""):
        fails(1, "--profile: there is no profile", tmp / "torn.wav", "-o",
              tmp / "out.wav", "--profile", name)
    clean(tmp, "torn.wav", *known)


# --- how far it goes

def test_strength(tmp):
    mix = write_mix(tmp / "mix.wav")
    found = {s: masters(mix, tmp / f"{s}.flac", "-l", "-18", "--profile", "pop",
                        "--strength", s) for s in (0, 50, 100)}
    check(stages_of(found[0]) == {"limiter"}, found[0]["settings"])
    check([m["rule"] for m in found[0]["plan"]["moves"]] == ["delivery"])

    def tone(strength):
        return max(abs(m["amount"]) for m in found[strength]["plan"]["moves"]
                   if m["rule"] == "tone")
    check(0 < tone(50) < tone(100) <= 6.0, (tone(50), tone(100)))
    distance = [found[s]["plan"]["measured-distance"] for s in (0, 50, 100)]
    check(distance[2] < distance[1] < distance[0], distance)
    # Loudness alone is what there is without an assistant.
    plain = report(mix, "-o", tmp / "plain.flac", "-l", "-18")
    near(plain["settings"]["drive"], found[0]["settings"]["drive"], 0.03)


def test_moves_that_are_switched_off(tmp):
    """Settings by hand that leave nothing of a move: nothing is told of it."""
    mix = write_mix(tmp / "mix.wav")
    plan = masters(mix, tmp / "o.flac", "-l", "-18", "--profile", "pop",
                   "--set", "eq::bands=0")["plan"]
    check(not [m for m in plan["moves"] if m["stage"] == "eq"], plan["moves"])
    check([n for n in plan["notes"] if n["text"].startswith("eq::band0")],
          plan["notes"])


def test_wrong_strength_is_exit_2(tmp):
    mix = write_mix(tmp / "mix.wav", 1)
    for wrong in ("-1", "101", "nan", "inf"):
        fails(2, "--strength must be 0 to 100", mix, "-o", tmp / "o.wav",
              f"--strength={wrong}")
    fails(2, "Cannot parse", mix, "-o", tmp / "o.wav", "--strength", "full")
    clean(tmp, "mix.wav")


def test_options_that_do_not_go_together(tmp):
    mix = write_mix(tmp / "mix.wav", 1)
    out = ("-o", tmp / "o.wav")
    (tmp / "s.json").write_text('{"version": 1}')
    fails(2, "--settings and --preset", mix, *out, "--set",
          "preset=broadcast", "--settings", tmp / "s.json")
    fails(2, "--profile and --reference", mix, *out, "--profile", "pop",
          "--reference", mix)
    for more in (("--profile", "pop"), ("--strength", "5"), ("--explain",),
                 ("--reference", mix)):
        fails(2, "--settings says what to do", mix, *out, "--settings",
              tmp / "s.json", *more)
    for more in (("--settings", tmp / "s.json"),
                 ("--save-settings", tmp / "t.json")):
        fails(2, "so it has no settings", "--analyze", mix, *more)
    fails(2, "one master at a time", mix, "-o", tmp / "%t.wav",
          "--target", "cd",
          "--target", "spotify", "--save-settings", tmp / "t.json")
    clean(tmp, "mix.wav", "s.json")


def test_finished_masters_are_left_alone(tmp):
    mix = write_mix(tmp / "mix.wav", gain=0.8)
    done("-q", mix, "-o", tmp / "loud.wav", "-l", "-8", "-c", "-0.5",
         "--max-limiting", "30")
    found = masters(tmp / "loud.wav", tmp / "again.wav", "-l", "-14",
                    "--reference", tmp / "loud.wav")
    plan = found["plan"]
    check(plan["mastered"] is True, plan)
    check("mastered" in [f["id"] for f in plan["findings"]], plan)
    check(stages_of(found) == {"limiter"}, found["settings"])
    check(found["settings"]["limiting"] == 0, found["settings"])
    # It says so. The song before it was limited is not taken for a master.
    result = done(tmp / "loud.wav", "-o", tmp / "again.wav", "-f",
                  "--reference",
                  tmp / "loud.wav", "--explain")
    check("aster" in result.out, result)
    found = masters(mix, tmp / "first.wav", "-l", "-14", "--reference", mix)
    check(found["plan"]["mastered"] is False, found["plan"])


def test_explain(tmp):
    mix = write_mix(tmp / "mix.wav")
    args = (mix, "-o", tmp / "o.flac", "-f", "-l", "-18", "--profile", "pop")
    plan = report(*args)["plan"]
    said = done(*args, "--verbose").out
    check("Profile pop, strength 70, -18.0 LUFS, -1.0 dBTP" in said, said)
    for number, move in enumerate(plan["moves"], 1):
        check(f"\n{number}. {move['rule']}: {move['property']}" in said, said)
        for words in (move["evidence"], move["reason"]):
            check(words in " ".join(said.split()), words)
    check(f"limiter::drive {plan['moves'][-1]['amount']:+.1f} dB" in said, said)
    for note in plan["notes"]:
        check(" ".join(note["text"].split()) in " ".join(said.split()), note)
    check("Measured" in said and "distance" in said, said)
    check("% sure" not in said, said)
    said = done(*args[:-1], "auto", "--verbose").out
    check(re.search(r"^Profile auto, ", said, re.M), said)
    check("evidence" not in done(*args).out)
    # The verdict comes first; --explain has no inner names.
    said = done(*args, "--explain", env={**os.environ, "NO_COLOR": "1"}).out
    check(re.match(r"It is \d+\.\d LU (louder|softer) than the mix, "
                   r"-18\.0 LUFS, and no peak passes -1\.0 dBTP\.\n", said),
          said)
    check("::" not in said and "Heard and done" in said, said)
    check(said.count("The tone is balanced:") <= 1, said)


# --- settings that are kept

def test_settings_replay(tmp):
    mix = write_mix(tmp / "mix.wav")
    kept = tmp / "s.json"
    for args in (("--profile", "pop", "--strength", "100"),
                 ("--set", "compressor::ratio=2", "--set", "eq::band0::gain=3",
                  "--set", "eq::bands=2", "-c", "-3")):
        found = masters(mix, tmp / "a.wav", "-l", "-16",
                        "--save-settings", kept,
                        "-f", *args)
        again = report(mix, "-o", tmp / "b.wav", "--settings", kept, "-f",
                       "--save-settings", tmp / "t.json")
        check(data_of(tmp / "a.wav") == data_of(tmp / "b.wav"),
              "not the same sound")
        check(again["settings"]["rounds"] == 1, again["settings"])
        check(again["settings"]["loudness"] is None and "achieved" not in again,
              again)
        check(again["settings"]["chain"].pop("settings-location") == str(kept))
        check(again["settings"]["chain"] == found["settings"]["chain"], again)
        check(kept.read_bytes() == (tmp / "t.json").read_bytes(),
              "other settings")
        said = done(mix, "-o", tmp / "b.wav", "--settings", kept, "-f").out
        check("not reached" not in said, said)


def test_settings_are_the_chains_own(tmp):
    if not GST_LAUNCH:
        raise Skip("no gst-launch-1.0")
    mix = write_mix(tmp / "mix.wav")
    kept = tmp / "s.json"
    masters(mix, tmp / "a.wav", "-l", "-16", "--profile", "pop", "--bits", "32",
            "--save-settings", kept)
    played = subprocess.run(
        [GST_LAUNCH, "-q", "filesrc", f"location={mix}", "!", "wavparse", "!",
         "masterchain", f"settings-location={kept}", "!", "filesink",
         f"location={tmp / 'b.raw'}"],
        capture_output=True, text=True, check=False, timeout=120)
    # As gcc's runtime says it, and as clang's shows.
    if "ASan runtime" in played.stderr or "symbol: __asan_" in played.stderr:
        raise Skip("gst-launch-1.0 cannot load an instrumented plugin")
    check(played.returncode == 0, played)
    check((tmp / "b.raw").read_bytes() == data_of(tmp / "a.wav"),
          "a pipeline makes another sound of it")


def test_settings_as_a_start(tmp):
    mix = write_mix(tmp / "mix.wav")
    kept = tmp / "s.json"
    first = masters(mix, tmp / "a.flac", "-l", "-18", "--profile", "pop",
                    "--save-settings", kept)
    for goal, (loudness, ceiling) in {
            ("-l", "-15"): (-15, -1), ("--target", "podcast"): (-16, -1),
            ("-l", "-20", "-c", "-6"): (-20, -6)}.items():
        found = masters(mix, tmp / "b.flac", "-f", "--settings", kept, *goal)
        check((found["settings"]["loudness"], found["settings"]["ceiling"]) ==
              (loudness, ceiling), found["settings"])
        for path, value in first["settings"]["chain"].items():
            if not path.startswith("limiter::"):
                check(found["settings"]["chain"][path] == value, path)


def test_bad_settings(tmp):
    mix = write_mix(tmp / "mix.wav", 2)
    bad = {"none.json": None, "empty.json": "", "text.json": "dear diary",
           "new.json": '{"version": 2}', "list.json": "[]",
           "range.json": '{"version": 1, "eq": {"gain": 99}}',
           "stage.json": '{"version": 1, "polka": {"gain": 1}}',
           "kind.json": '{"version": 1, "eq": {"gain": "loud"}}',
           "large.json": " " * (1 << 21)}
    for name, text in bad.items():
        if text is not None:
            (tmp / name).write_text(text)
    (tmp / "song.json").write_bytes(wav_bytes([noise(4000)], RATE))
    known = {p.name for p in tmp.iterdir()}
    for name in (*bad, "song.json"):
        fails(2, name, mix, "-o", tmp / "out.wav", "--settings", tmp / name,
              "--json", tmp / "r.json")
    clean(tmp, *known)


def test_places_for_settings(tmp):
    mix = write_mix(tmp / "mix.wav", 2)
    out = (mix, "-o", tmp / "o.wav", "-l", "-20")
    (tmp / "s.json").write_text("dear")
    fails(3, "s.json: exists already", *out, "--save-settings", tmp / "s.json")
    check((tmp / "s.json").read_text() == "dear")
    fails(1, "cannot write in its folder", *out, "--save-settings",
          tmp / "none" / "s.json")
    fails(2, "settings cannot be one file", *out, "--save-settings",
          tmp / "o.wav")
    fails(2, "is the same file as", *out, "--save-settings", tmp / "r.json",
          "--json", tmp / "r.json")
    clean(tmp, "mix.wav", "s.json")
    done("-q", *out, "--save-settings", tmp / "s.json", "-f")
    check(json.loads((tmp / "s.json").read_text())["version"] == 1)
    # A job that fails leaves no settings.
    fails(5, "limiting", mix, "-o", tmp / "p.wav", "-l", "-1", "--max-limiting",
          "1", "--save-settings", tmp / "t.json")
    clean(tmp, "mix.wav", "s.json", "o.wav")
    check(analyze(tmp / "o.wav")["frames"] == 2 * RATE)


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
