#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""targets.py [TEST...] - the table of targets, and several masters at once.

The oracles: for what is written, ffmpeg's ebur128 and, at 32 times the rate,
tests/reference/sinc.h; for several masters, each one made alone.
"""

import array
import json
import math
import os
import pty
import re
import signal
import subprocess
import time

from toolkit import (NAME, TOOL, Skip, check, clean, done, ebur128, fails,
                     ffmpeg, long_music, master, near, noise, pcm, run_all,
                     scaled, sine, write_music, write_wav)

# LUFS and dBTP, as docs/gst-master.md has them.
TABLE = {"spotify": (-14, -1), "apple-music": (-16, -1), "youtube": (-14, -1),
         "tidal": (-14, -1), "amazon": (-14, -2), "deezer": (-15, -1),
         "soundcloud": (-14, -1), "ebu-r128": (-23, -1), "atsc-a85": (-24, -2),
         "aes-td1008": (-16, -1), "cd": (-10, -0.3), "club": (-8, -0.3),
         "vinyl": (-18, -1), "cassette": (-20, -6), "podcast": (-16, -1)}


def to(*names):
    return [arg for name in names for arg in ("--target", name)]


def peak_at_32(path, channels):
    """[dBTP], by the oracle of true peak."""
    ffmpeg("-i", path, "-f", "f32le", f"{path}.raw")
    raw = path.with_name(f"{path.name}.raw")
    with open(raw, "rb") as samples:
        text = subprocess.run([os.environ["PEAK32"], str(channels)],
                              stdin=samples, capture_output=True, check=True,
                              text=True).stdout
    raw.unlink()
    return float(text)


def dense(tmp, seconds=3.0):
    """Music that can be made loud: bursts, rounded off. Two channels."""
    frames = int(seconds * 48000)
    channels = [array.array("f", (0.2 * math.tanh(4.0 * x)
                                  for x in noise(frames, seed)))
                for seed in (1, 2)]
    return write_wav(tmp / "mix.wav", channels, kind="f32")


def level_at(samples, hertz):
    """Of whole periods of a tone [dB], by its own correlation."""
    total = sum(x * complex(math.cos(w), -math.sin(w)) for x, w in (
        (x, 2.0 * math.pi * hertz * i / 48000) for i, x in enumerate(samples)))
    return 20.0 * math.log10(2.0 * abs(total) / len(samples) + 1e-12)


def for_the_cut(tmp):
    """Noise in bursts with bass at one side, and bursts of 7.5 kHz."""
    n = 4 * 48000
    bass, high = sine(n, 48000, 75.0, 0.2), sine(n, 48000, 7500.0, 0.3)
    left, right = scaled(noise(n, 1), 0.2), scaled(noise(n, 2), 0.2)
    for i in range(n):
        burst = high[i] if i % 24000 < 4800 else 0.0
        left[i] += bass[i] + burst
        right[i] += burst
    return write_wav(tmp / "mix.wav", [left, right], kind="f32")


def test_vinyl(tmp):
    # Oracle: tones, by their correlation with the file that ffmpeg reads.
    mix = for_the_cut(tmp)
    out = tmp / "out.wav"

    def cut(*args):
        report = json.loads(done("-q", "-f", mix, "-o", out, *to("vinyl"),
                                 "--json", "-", *args).out)
        left, right = (pcm(out)[i::2][48000:96000] for i in (0, 1))
        middle = [x + y for x, y in zip(left, right)]
        side = level_at([x - y for x, y in zip(left, right)], 75.0)
        return report, (level_at(middle, 75.0) - side,
                        level_at(middle, 7500.0) - level_at(middle, 75.0))

    report, (centred, held) = cut()
    check(report["settings"]["limiting"] == 0.0 and
          report["settings"]["max_limiting"] == 0.0, report["settings"])
    check(report["groove"] == [], report["groove"])
    check(centred > 20.0, f"side only {centred:.1f} dB under the middle")
    # What is asked for by hand stands above the target.
    report, (wide, sharp) = cut(
        "--set", "imager::bass-mono=0", "--set", "eq::band30::enabled=false",
        "--set", "eq::band31::enabled=false", "--max-limiting", "6", "-l",
        "-17")
    check(report["settings"]["max_limiting"] == 6.0 and
          report["settings"]["loudness"] == -17.0, report["settings"])
    check(abs(wide) < 0.1, f"{wide:.2f} dB")
    check(sharp - held > 3.0, f"held by {sharp - held:.1f} dB")
    # A loudness that only a limiter could make yields, and is told.
    peaks = write_wav(tmp / "peaks.wav", [array.array("f", (
        0.9 if i % 24000 == 0 else 0.01 * x
        for i, x in enumerate(noise(4 * 48000))))] * 2, kind="f32")
    result = master("-q", "-f", peaks, "-o", out, *to("vinyl"), "--json", "-")
    report = json.loads(result.out)
    check(result.status == 0 and result.err.count("\n") == 1 and
          "more than 0 dB of limiting" in result.err, result)
    check(report["settings"]["limiting"] < 0.01 and
          not report["achieved"]["loudness"], report["settings"])
    fails(5, "limiting that the target allows", peaks, "-f", "-o", out,
          *to("vinyl"), "-l", "-18")


def test_a_cutter_is_not_kept_in_the_dark(tmp):
    n = 4 * 48000
    bass = sine(n, 48000, 75.0, 0.5)
    mix = write_wav(tmp / "mix.wav", [bass, scaled(bass, -1.0)], kind="f32")
    report = json.loads(done("-q", mix, "-o", tmp / "out.wav", "--json", "-",
                             *to("vinyl"), "--set", "imager::bass-mono=0",
                             "--set", "imager::guard=false").out)
    text = " ".join(report["groove"])
    check("out of phase below 300 Hz (correlation -1.00)" in text and
          "peaks only" in text, text)


def own_table(tmp, text):
    (tmp / "own.json").write_text(text)
    return tmp / "own.json"


def test_list(_):
    text = done("--list-targets").out
    check(re.match(r"Table of targets \S+, \d{4}-\d\d-\d\d\n", text), text)
    found = re.findall(r"^(\S+) +(-[\d.]+) +(-[\d.]+)  (\S.*)$", text, re.M)
    check({name: (float(l), float(c)) for name, l, c, _ in found} == TABLE,
          text)
    # Nothing else is asked for, and nothing else is done.
    check(done("--list-targets", "none.wav").out == text)
    with open("/dev/full", "w", encoding="utf-8") as full:
        result = subprocess.run([TOOL, "--list-targets"], stdout=full,
                                stderr=subprocess.PIPE, text=True, check=False)
    check(result.returncode == 1 and "standard output: No space" in
          result.stderr, result.stderr)


def test_every_target_lands(tmp):
    mix = dense(tmp)
    text = done(mix, "-o", tmp / "out.flac", "--json", "-", *to(*TABLE)).out
    reports = json.loads(text)
    check([r["settings"]["target"] for r in reports] == list(TABLE), text)
    for report, (name, (loudness, ceiling)) in zip(reports, TABLE.items()):
        check(report["achieved"] == {"loudness": True, "ceiling": True}, name)
        check(report["settings"]["loudness"] == loudness, name)
        check(report["settings"]["ceiling"] == ceiling, name)
        out = tmp / f"out.{name}.flac"
        check(report["output"]["path"] == str(out), report["output"])
        # ffmpeg's three decimals, and what its own filter rounds.
        measured, peak = ebur128(out)
        near(measured, loudness, 0.06, name)
        check(peak <= ceiling + 0.05, f"{name}: {peak}")
        at_32 = peak_at_32(out, 2)
        check(at_32 <= ceiling, f"{name}: {at_32} dBTP at 32 times the rate")
    clean(tmp, "mix.wav", *(f"out.{name}.flac" for name in TABLE))


def test_several_are_as_each_alone(tmp):
    mix = write_music(tmp / "mix.wav", 3, gain=0.12)
    names = ("spotify", "ebu-r128", "amazon")
    together = json.loads(done(mix, "-o", tmp / "all.flac", "--json", "-",
                               *to(*names)).out)
    for name, report in zip(names, together):
        alone = json.loads(done(mix, "-o", tmp / "one.flac", "-f", "--json",
                                "-", *to(name)).out)
        check((tmp / "one.flac").read_bytes() ==
              (tmp / f"all.{name}.flac").read_bytes(), name)
        alone["output"]["path"] = report["output"]["path"]
        check(alone == report, f"{alone}\n{report}")


def test_names_of_outputs(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    (tmp / "tidal").mkdir()
    (tmp / "a.b").mkdir()
    several = to("tidal", "ebu-r128")
    for names, output, written in (
            (to("tidal"), "one.flac", ["one.flac"]),
            (to("tidal"), "%t.wav", ["tidal.wav"]),
            (several, "a.b/x.y.flac",
             ["a.b/x.y.tidal.flac", "a.b/x.y.ebu-r128.flac"]),
            (several, "a %t, %t.ogg",
             ["a tidal, tidal.ogg", "a ebu-r128, ebu-r128.ogg"]),
            # No target, nothing to put in.
            ([], "50%t.wav", ["50%t.wav"])):
        done("-q", mix, "-o", output, *names, "-l", "-20", cwd=tmp)
        for name in written:
            check((tmp / name).exists(), name)
            (tmp / name).unlink()
    done("-q", mix, "-o", "%t/x.wav", *to("tidal"), "-l", "-20", cwd=tmp)
    check((tmp / "tidal/x.wav").exists())
    for output in ("out", "out.xyz", ".flac", "x.%t"):
        fails(2, "format cannot be told", mix, "-o", output, *several,
              cwd=tmp)
    clean(tmp, "mix.wav", "tidal", "a.b")


def test_numbers_stand_above_the_table(tmp):
    mix = dense(tmp)
    for args, loudness, ceiling in (([], -14.0, -2.0),
                                    (["-l", "-18.5"], -18.5, -2.0),
                                    (["-c", "-4"], -14.0, -4.0),
                                    (["-c", "-4", "-l", "-19"], -19.0, -4.0)):
        found = json.loads(done(mix, "-o", tmp / "o.wav", "-f", "--json", "-",
                                *to("amazon"), *args).out)
        check(found["settings"]["target"] == "amazon", found)
        check(found["settings"]["loudness"] == loudness, found)
        check(found["settings"]["ceiling"] == ceiling, found)
        near(found["output"]["integrated_loudness"], loudness, 0.05)
        check(found["output"]["true_peak"] <= ceiling, found)


def test_without_a_target_nothing_is_new(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    found = json.loads(done(mix, "-o", tmp / "o.wav", "-l", "-20", "--json",
                            "-").out)
    check(not [key for key in found["settings"] if "target" in key], found)
    text = done(mix, "-o", tmp / "p.wav", "-l", "-20").out
    check("LUFS under" not in text, text)


def test_table_for_people(tmp):
    mix = write_music(tmp / "mix.wav", 1, gain=0.12)
    result = master(mix, "-o", tmp / "o.wav", *to("ebu-r128", "cd",
                    "atsc-a85"), "--max-limiting", "3")
    check(result.out.count("mix.wav: ") == 1, result)
    check("\natsc-a85: -24.0 LUFS under -2.0 dBTP\n" in result.out, result)
    check("\ncd: -10.0 LUFS under -0.3 dBTP: failed\n" in result.out, result)
    check(result.out.count("Integrated loudness") == 2, result)
    check(done("-q", mix, "-o", tmp / "q.wav", *to("ebu-r128", "atsc-a85"))
          .out == "")


def test_wrong_command_lines(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    out = ("-o", tmp / "o.flac")
    fails(2, "no target spotfy, did you mean spotify; "
             "there are spotify, apple-music, .*, podcast",
          mix, *out, *to("spotfy"))
    fails(2, "there is no target ;", mix, *out, *to(""))
    fails(2, "--target cd is given twice", mix, *out, *to("cd", "tidal", "cd"))
    fails(2, "so it has no --target", mix, "--analyze", *to("cd"))
    fails(2, "--loudness must", mix, *out, *to("cd"), "-l", "3")
    fails(2, "--ceiling must", mix, *out, *to("cd"), "-c", "3")
    fails(2, "wav only", mix, *out, *to("cd", "tidal"), "--bits", "32")
    clean(tmp, "mix.wav")


def test_own_table(tmp):
    mix = write_music(tmp / "mix.wav", 2)
    own = own_table(tmp, """{ "version": "3b", "date": "2020-02-03",
      "kept by": "me", "targets": [
        { "name": "radio-1", "loudness": -20.5, "ceiling": -3,
          "for": "the radio", "engineer": "N. N." },
        { "name": "x", "loudness": -19, "ceiling": -2.5 } ] }""")
    text = done("--list-targets", "--targets", own).out
    check(text.startswith("Table of targets 3b, 2020-02-03\n"), text)
    check(re.search(r"^radio-1 +-20.5 +-3.0  the radio$", text, re.M), text)
    found = json.loads(done(mix, "-o", tmp / "o.wav", "--json", "-",
                            "--targets", own, *to("radio-1")).out)
    check(found["settings"]["targets_version"] == "3b", found)
    check(found["settings"]["targets_date"] == "2020-02-03", found)
    near(found["output"]["integrated_loudness"], -20.5, 0.05)
    # It stands instead of the other.
    fails(2, "no target cd; there are radio-1, x", mix, "-o", tmp / "p.wav",
          "--targets", own, *to("cd"))
    clean(tmp, "mix.wav", "own.json", "o.wav")


def test_bad_tables(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    head = '{ "version": "1", "date": "2020-01-01", "targets": '
    good = '"loudness": -14, "ceiling": -1'
    for text, why in (
            ("", "is not a JSON object"),
            ("{", "is not JSON"),
            ("[]", "is not a JSON object"),
            ("[" * 500000, "nested too deeply"),
            ("{}", "a version and a date"),
            ('{ "version": 1, "date": "x", "targets": [] }', "a version and"),
            ('{ "version": "1", "date": "x" }', "must have an array"),
            (head + '{} }', "must have an array"),
            (head + '[] }', "there are no targets"),
            (head + '[ 3 ] }', "target 1 is not an object"),
            (head + '[ {} ] }', "target 1 must have a name"),
            (head + '[ { "name": "a/b", ' + good + ' } ] }', "target 1 must"),
            (head + '[ { "name": "../b", ' + good + ' } ] }', "target 1 must"),
            (head + '[ { "name": "CD", ' + good + ' } ] }', "target 1 must"),
            (head + '[ { "name": 3, ' + good + ' } ] }', "target 1 must"),
            (head + '[ { "name": "a", ' + good + ' }, { "name": "a", ' + good
             + ' } ] }', "a is in it twice"),
            (head + '[ { "name": "a", "loudness": -14 } ] }',
             "a must have a ceiling"),
            (head + '[ { "name": "a", "ceiling": -1 } ] }',
             "a must have a loudness"),
            (head + '[ { "name": "a", "loudness": "-14", "ceiling": -1 } ] }',
             "a must have a loudness"),
            (head + '[ { "name": "a", "loudness": 1, "ceiling": -1 } ] }',
             "loudness, -70 to 0"),
            (head + '[ { "name": "a", "loudness": -9, "ceiling": 0.5 } ] }',
             "ceiling, 0 or less"),
            (head + '[ { "name": "a", "loudness": -9, "ceiling": true } ] }',
             "ceiling, 0 or less"),
            (head + '[ { "name": "a", "settings": "eq", ' + good + ' } ] }',
             "must be a list of strings"),
            (head + '[ { "name": "a", "settings": [ 3 ], ' + good + ' } ] }',
             "must be a list of strings"),
            (head + '[ { "name": "a", "max-limiting": -1, ' + good + ' } ] }',
             "max-limiting\" 0 to 100"),
            (head + '[ { "name": "a", "record": "9-33", ' + good + ' } ] }',
             "one that an album knows"),
            (head + '[ { "name": "a", "loudness": -9, "ceiling": -1e999 } ] }',
             "own.json")):
        own = own_table(tmp, text)
        fails(2, f"own.json: .*{why}|{why}", "--list-targets", "--targets", own)
        fails(2, why, mix, "-o", tmp / "o.wav", "--targets", own, *to("a"))
    for place, why in ((tmp / "none.json", "none.json.*No such file"),
                       (tmp, "is not a table of targets")):
        fails(2, why, "--list-targets", "--targets", place)
    # Only the limiter knows how low it goes.
    own = own_table(tmp, head + '[ { "name": "a", "loudness": -40, "ceiling": '
                    '-30 } ] }')
    fails(2, "--target a: the ceiling must be -24 to 0", mix, "-o",
          tmp / "o.wav", "--targets", own, *to("a"))
    own = own_table(tmp, head + '[ { "name": "a", ' + good +
                    ', "settings": [ "eq::loud=3" ] } ] }')
    fails(2, "--target a: --set eq::loud=3: masterchain has no", mix, "-o",
          tmp / "o.wav", "--targets", own, *to("a"))
    clean(tmp, "mix.wav", "own.json")


def test_one_that_fails_leaves_the_others(tmp):
    mix = write_music(tmp / "mix.wav", 2, gain=0.12)
    result = master("-q", mix, "-o", tmp / "o.flac", "--json", tmp / "r.json",
                    "--max-limiting", "3", *to("ebu-r128", "club", "atsc-a85"))
    check(result.status == 5, result)
    first, last = result.err.splitlines()
    check(first.startswith(f"{NAME}: ") and "mix.wav: -8.0 LUFS under -0.3 dBTP"
          " takes more than the 3.0 dB" in first, result)
    check(last == f"{NAME}: {mix}: 1 of 3 targets failed; the others are "
          "written", result)
    reports = json.loads((tmp / "r.json").read_text())
    check([("error" in r, "output" in r) for r in reports] ==
          [(False, True), (True, False), (False, True)], reports)
    check(first == f"{NAME}: {reports[1]['error']}", first)
    clean(tmp, "mix.wav", "r.json", "o.ebu-r128.flac", "o.atsc-a85.flac")
    # A report of several is a report all the same: it may be replaced.
    done("-q", "--analyze", mix, "--json", tmp / "r.json")


def test_all_that_fail(tmp):
    quiet = write_wav(tmp / "quiet.wav", [scaled(noise(48000), 0.0)])
    (tmp / "text.wav").write_bytes(b"no song\n" * 100)
    result = master("-q", quiet, "-o", tmp / "o.flac", "--json", "-",
                    *to("cd", "tidal"))
    check(result.status == 4 and result.err.count("is silent") == 2, result)
    check(result.err.endswith("2 of 2 targets failed\n"), result)
    check(["is silent" in r["error"] for r in json.loads(result.out)] ==
          [True, True], result)
    # A song that cannot be read is told of once.
    result = master("-q", tmp / "text.wav", "-o", tmp / "o.flac", "--json", "-",
                    *to("cd", "tidal"))
    check(result.status == 4 and result.err.count("\n") == 1, result)
    check([f"{NAME}: {r['error']}\n" for r in json.loads(result.out)] ==
          [result.err] * 2, result)
    clean(tmp, "quiet.wav", "text.wav")


def test_places(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    two = ("-o", tmp / "o.wav", "-l", "-20", *to("cd", "tidal"))
    (tmp / "o.tidal.wav").write_bytes(b"dear")
    fails(3, "o.tidal.wav: exists already", mix, *two)
    check((tmp / "o.tidal.wav").read_bytes() == b"dear")
    clean(tmp, "mix.wav", "o.tidal.wav")
    # Links make one place of two names.
    (tmp / "o.cd.wav").symlink_to("o.tidal.wav")
    fails(2, "o.tidal.wav: is the same file as .*o.cd.wav", mix, "-f", *two)
    (tmp / "o.cd.wav").unlink()
    fails(2, "cannot be one file", mix, "-f", *two, "--json",
          tmp / "o.tidal.wav")
    fails(1, "is the input itself", "-f", tmp / "o.tidal.wav", *two)
    done("-q", "-f", mix, *two)
    clean(tmp, "mix.wav", "o.cd.wav", "o.tidal.wav")


def test_interrupted(tmp):
    # The interrupt comes during the second target; the first is not written.
    mix = long_music(tmp)
    with subprocess.Popen([TOOL, "--plain", mix, "-o", tmp / "o.flac", "-l",
                           "-20",
                           *to("cd", "tidal")], stderr=subprocess.PIPE,
                          stdout=subprocess.DEVNULL, text=True) as running:
        for _ in range(3000):
            if sum(p.stat().st_size > 100000
                   for p in tmp.glob(".gst-master-*")) == 2:
                break
            time.sleep(0.01)
        check(running.poll() is None, "done before it was interrupted")
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    check(running.returncode == 75 and err.endswith("interrupted\n") and
          err.count("\n") == 1, err)
    clean(tmp, "mix.wav")


def test_place_taken_meanwhile(tmp):
    mix, report = long_music(tmp, 30), tmp / "r.json"
    taken = tmp / "o.cd.wav"
    with subprocess.Popen([TOOL, "--plain", "-q", mix, "-o", tmp / "o.wav",
                           "--json",
                           report, "-l", "-20", *to("cd", "tidal")],
                          stderr=subprocess.PIPE, text=True) as running:
        while not any(tmp.glob(".gst-master-*")) and running.poll() is None:
            time.sleep(0.005)
        taken.write_bytes(b"dear")
        _, err = running.communicate(timeout=60)
    first, last = err.splitlines()
    check(running.returncode == 1 and "o.cd.wav: cannot write: File exists" in
          first and "1 of 2 targets failed" in last, err)
    check(["File exists" in r.get("error", "")
           for r in json.loads(report.read_text())] == [True, False])
    check(taken.read_bytes() == b"dear")
    clean(tmp, "mix.wav", "o.cd.wav", "o.tidal.wav", "r.json")


def test_measured_once(tmp):
    mix = long_music(tmp)
    try:
        ours, theirs = pty.openpty()
    except OSError as why:
        raise Skip("no terminal to be had") from why
    with subprocess.Popen([TOOL, "--plain", mix, "-o", tmp / "o.wav", "-l",
                           "-20",
                           *to("cd", "tidal")], stdout=subprocess.DEVNULL,
                          stderr=theirs,
                          env={**os.environ, "NO_COLOR": "1"}) as running:
        os.close(theirs)
        seen = b""
        try:
            while chunk := os.read(ours, 65536):
                seen += chunk
        except OSError:
            pass
    os.close(ours)
    check(running.returncode == 0, seen)
    text = seen.decode().replace("\33[K", "")
    labels = re.findall(r"(\w[\w ]*\w) +\[[#.]", text)
    passes = [b for a, b in zip([None] + labels, labels) if a != b]
    check(passes.count("Listening") == 1, passes)
    check(passes.count("Checking") == 2, passes)


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
