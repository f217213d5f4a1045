#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""command-line.py [TEST...] - what the tool takes from its user, and which
places it writes to. The oracle is docs/gst-master.md."""

import json
import os

from toolkit import (NAME, check, clean, done, fails, master, noise, run_all,
                     scaled, write_music, write_wav)


def test_usage_errors_are_exit_2(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    out = tmp / "out.flac"
    fails(2, "no INPUT is given")
    fails(2, "3 INPUTs need a folder", mix, out, tmp / "b.wav")
    fails(2, "-o needs the name", mix, "-o", "")
    for option in ("--explain", "--strength=50", "--profile=pop",
                   f"--reference={mix}"):
        fails(2, "--plain changes the loudness alone", mix, "-o", out,
              "--plain", option)
    fails(2, "2 INPUTs need a folder", mix, tmp / "b.wav", "-o", out)
    fails(2, "--format is for a folder", mix, "-o", out, "--format", "wav")
    fails(2, "--jobs must be 1 to", mix, "-o", out, "--jobs", "-1")
    fails(2, "Unknown option", mix, "--frobnicate", "-o", out)
    fails(2, "known endings are .*flac", mix, "-o", tmp / "out.xyz")
    fails(2, "known endings", mix, "-o", tmp / "out")
    fails(2, "--loudness must", mix, "-o", out, "-l", "1")
    fails(2, "--loudness must", mix, "-o", out, "-l", "nan")
    fails(2, "Cannot parse", mix, "-o", out, "-l", "loud")
    fails(2, "--ceiling must", mix, "-o", out, "-c", "3")
    fails(2, "--bits must", mix, "-o", out, "--bits", "20")
    fails(2, "--bits must", mix, "-o", out, "--bits", "0")
    fails(2, "wav only", mix, "-o", out, "--bits", "32")
    fails(2, "no word length", mix, "-o", tmp / "out.mp3", "--bits", "16")
    fails(2, "--max-limiting must", mix, "-o", out, "--max-limiting=-1")
    fails(2, "so it writes no OUTPUT", mix, "--analyze", "-o", out)
    clean(tmp, "mix.wav")


def test_bad_set_is_exit_2(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    filters = tmp / "filters.txt"
    filters.write_text("Preamp: -6 dB\nFilter 1: ON LPQ Fc 100 Hz Q 1\n")
    for setting, why in (("eq", "must be CHILD::PROPERTY=VALUE"),
                         ("eq::nothing=1", "has no eq::nothing"),
                         ("nobody::gain=1", "has no nobody::gain"),
                         ("eq::gain=loud", "must be a number, -24 to 24"),
                         ("eq::gain=1e9", "must be .* to"),
                         ("eq::gain=nan", "must be .* to"),
                         ("limiter::drive=3", "--loudness"),
                         ("limiter::ceiling=-3", "--ceiling"),
                         ("limiter::gain-reduction=1", "cannot be set"),
                         ("eq::name=x", "cannot be set"),
                         ("eq::parent=1", "cannot be set"),
                         ("eq::qos=true", "cannot be set"),
                         ("eq::band0::name=x", "cannot be set"),
                         ("message-forward=true", "cannot be set"),
                         ("async-handling=true", "cannot be set"),
                         ("bypass=true", "bypass cannot be set"),
                         ("limiter::bypass=true", "bypass cannot be set"),
                         ("preset=nope", "there are acoustic, broadcast,"),
                         ("stages=eq,nope", "'nope' is not a stage"),
                         ("stages=limiter,eq", "limiter must be the last"),
                         ("settings-location=/no/x.json", "No such file"),
                         ("eq::location=/no/x.txt", "x.txt: No such file"),
                         (f"eq::location={filters}",
                          "filters.txt, line 2: 'LPQ' is not a known type"),
                         ("settings=settings,eq::gain=99", "99 is not in -24"),
                         ("eq::band0::gain=", "must be a number"),
                         ("eq::bands=1.5", "must be a whole number, 0 to"),
                         ("limiter::true-peak=so", "must be true or false"),
                         ("eq::band0::type=x", "one of bell, low-shelf")):
        fails(2, why, mix, "-o", tmp / "out.flac", "--set", setting)
    clean(tmp, "mix.wav", "filters.txt")


def test_report_files(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    report = tmp / "report.json"
    done("--analyze", "-q", mix, "--json", report)
    done("--analyze", "-q", mix, "--json", report)
    fails(3, "exists already", "--analyze", mix, "--json",
          write_music(tmp / "song.wav", 1))
    fails(1, "is the input itself", "--analyze", mix, "--json", mix, "-f")
    fails(2, "cannot be one file", mix, "-o", tmp / "x.wav", "--json",
          tmp / "x.wav")
    fails(1, "No such file", mix, "-o", tmp / "x.wav", "--json",
          tmp / "none/r.json")
    # However it is spelt; and a link to what is the output.
    for other in (f"{tmp}/./x.wav", f"{tmp}//x.wav",
                  f"{tmp}/../{tmp.name}/x.wav"):
        fails(2, "cannot be one file", mix, "-o", tmp / "x.wav", "--json",
              other)
    fails(2, "cannot be one file", mix, "-o", "x.wav", "--json", "./x.wav",
          cwd=tmp)
    (tmp / "link").symlink_to(tmp)
    fails(2, "cannot be one file", mix, "-o", tmp / "x.wav", "--json",
          tmp / "link/x.wav")
    (tmp / "link").unlink()
    clean(tmp, "mix.wav", "report.json", "song.wav")


def test_report_replaces_reports_only(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    report = tmp / "report.json"
    for other in ("", "{", '{"version": 3}', "[1]", '{"input": {}}'):
        report.write_text(other)
        fails(3, "report.json: exists already", "--analyze", mix, "--json",
              report)
        check(report.read_text() == other)
    done("-q", "--analyze", mix, "--json", report, "-f")
    check("input" in json.loads(report.read_text()))


def test_report_into_what_is_no_file(tmp):
    # A pipe without a reader would keep whoever opens it for ever.
    mix = write_music(tmp / "mix.wav", 1)
    os.mkfifo(tmp / "pipe")
    for place in (tmp / "pipe", "/dev/null"):
        for force in ((), ("--force",)):
            fails(1, "is not a file; --json -", "--analyze", mix, "--json",
                  place, *force)
    clean(tmp, "mix.wav", "pipe")


def test_report_of_a_failure(tmp):
    quiet = write_wav(tmp / "quiet.wav", [scaled(noise(48000), 0.0)])
    mix = write_music(tmp / "mix.wav", 2, gain=0.12)
    (tmp / "text.wav").write_bytes(b"no song\n" * 100)
    report, out = tmp / "r.json", tmp / "o.flac"
    for song, status, why in ((quiet, 4, "is silent"),
                              (mix, 5, "dB of limiting"),
                              (tmp / "text.wav", 4, "not an audio file")):
        result = fails(status, why, song, "-o", out, "--json", report,
                       "--max-limiting", "1")
        found = json.loads(report.read_text())
        check(result.err == f"{NAME}: {found['error']}\n", found)
        check(found["input"]["path"] == str(song), found)
        check(found["settings"]["loudness"] == -14.0, found)
        check("output" not in found and "achieved" not in found, found)
        check(("frames" in found["input"]) == (song.name != "text.wav"), found)
        again = master(song, "-o", out, "--json", "-", "--max-limiting", "1")
        check(again.status == status and json.loads(again.out) == found, again)
    fails(2, "--set", mix, "-o", out, "--json", tmp / "s.json", "--set", "x=1")
    clean(tmp, "quiet.wav", "mix.wav", "text.wav", "r.json")


def test_existing_output_needs_force(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    out = tmp / "out.wav"
    out.write_bytes(b"dear")
    out.chmod(0o640)
    fails(3, "out.wav: exists already", mix, "-o", out)
    check(out.read_bytes() == b"dear")
    done("-q", "--force", mix, "-o", out, "-l", "-20")
    check(out.read_bytes()[:4] == b"RIFF")
    check(out.stat().st_mode & 0o777 == 0o640)
    clean(tmp, "mix.wav", "out.wav")


def test_new_output_has_the_usual_mode(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    done("-q", mix, "-o", tmp / "o.wav", "-l", "-20",
         preexec_fn=lambda: os.umask(0o027))
    check((tmp / "o.wav").stat().st_mode & 0o777 == 0o640)


def test_input_is_never_the_output(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    before = mix.read_bytes()
    (tmp / "soft.wav").symlink_to(mix)
    os.link(mix, tmp / "hard.wav")
    for other in ("mix.wav", "soft.wav", "hard.wav"):
        fails(1, "is the input itself", "--force", mix, "-o", tmp / other)
    fails(1, "is the input itself", "--force", tmp / "soft.wav", "-o", mix)
    check(mix.read_bytes() == before)
    clean(tmp, "mix.wav", "soft.wav", "hard.wav")


def test_links_lead_to_what_is_replaced(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    (tmp / "real.wav").write_bytes(b"old")
    (tmp / "link.wav").symlink_to("real.wav")
    done("-q", "-f", mix, "-o", tmp / "link.wav", "-l", "-20")
    check((tmp / "link.wav").is_symlink())
    check((tmp / "real.wav").read_bytes()[:4] == b"RIFF")


def test_links_that_lead_nowhere(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    (tmp / "link.wav").symlink_to("gone.wav")
    for force in ((), ("--force",)):
        fails(1, "link.wav: is a link that leads nowhere", mix, "-o",
              tmp / "link.wav", *force)
    check((tmp / "link.wav").is_symlink())
    clean(tmp, "mix.wav", "link.wav")


def test_odd_names(tmp):
    mix = write_music(tmp / "-weird %s näme\n!.wav", 1)
    done("-q", "-o", "out ü.flac", "-l", "-20", "--", mix.name, cwd=tmp)
    check((tmp / "out ü.flac").exists())
    fails(3, "exists already", "-o", "out ü.flac", "--", mix.name, cwd=tmp)
    clean(tmp, mix.name, "out ü.flac")


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
