#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""completion.py ROOT - what the shells offer behind the tool's name. The oracle
is what the tool itself prints."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from toolkit import TOOL, Skip, check, done, run_all

FOLDER = pathlib.Path(sys.argv.pop()) / "completion"


def offered(*words):
    """What bash makes of a line that ends in the last word."""
    script = (f'. "{FOLDER}/gst-master-1.0.bash"; COMP_WORDS=("$@"); '
              'COMP_CWORD=$(($# - 1)); _gst_master; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    found = subprocess.run(["bash", "-c", script, "bash", TOOL, *words],
                           capture_output=True, text=True, check=True)
    check(found.stderr == "", found.stderr)
    return set(found.stdout.split())


def test_bash(tmp):
    options = set(re.findall(r"^ +(?:-., )?(--[a-z0-9-]+)",
                             done("--help").out, re.M))
    check(options and options <= offered("--"),
          options - offered("--"))
    check(offered("--unk") == set(), offered("--unk"))
    listed = {line.split()[0] for line in
              done("--list-presets").out.splitlines()}
    check(offered("--preset", "") == listed, offered("--preset", ""))
    check(offered("--target", "sp") == {"spotify"}, offered("--target", "sp"))
    check(offered("--target", "=", "vi") == {"vinyl"})
    check(len(offered("--make", "")) == 17, offered("--make", ""))
    check(offered("--make", "tight") == {"tighter-bass"})
    # Readline parts the word at its colon.
    check("air" in offered("--preset", "eq", ":"))
    check(offered("--preset", "eq", ":", "ai") == {"air"})
    check(offered("mix") == set(), "bash does files by itself")


def needs(shell):
    if not shutil.which(shell):
        raise Skip(f"no {shell}")


def run(*command, **more):
    found = subprocess.run(command, capture_output=True, text=True, check=False,
                           timeout=60, **more)
    check(found.returncode == 0 and found.stderr == "", found)
    return set(found.stdout.split())


def test_zsh(tmp):
    """The script fills `said` and hands it to compadd, which stands in here."""
    needs("zsh")

    def zsh(before, word):
        script = ('compadd() { print -l -- $said }; _files() { print FILES }; '
                  f'words=("$1" "$2" "$3"); CURRENT=3; PREFIX="$3"; '
                  f'. "{FOLDER}/_gst-master-1.0"')
        return run("zsh", "-f", "-c", script, "zsh", TOOL, before, word)

    listed = {line.split()[0] for line in
              done("--list-presets").out.splitlines()}
    check(zsh("--preset", "") == listed, "presets")
    check({"spotify", "vinyl"} <= zsh("--target", ""), "targets")
    check(len(zsh("--make", "")) == 17, "wishes")
    check({"--no-config", "--target"} <= zsh("mix.wav", "--"), "options")
    check(zsh("-q", "mi") == {"FILES"}, "files")


def test_fish(tmp):
    needs("fish")
    home = tmp / "home"
    home.mkdir()
    tools = tmp / "bin"
    tools.mkdir()
    (tools / "gst-master-1.0").symlink_to(TOOL)
    how = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home),
           "PATH": f"{tools}:{os.environ['PATH']}"}

    def fish(line):
        script = (f'source "{FOLDER}/gst-master-1.0.fish"; '
                  f'complete -C "gst-master-1.0 {line}"')
        found = subprocess.run(["fish", "--no-config", "-c", script], env=how,
                               capture_output=True, text=True, check=False,
                               timeout=60)
        check(found.returncode == 0 and found.stderr == "", found)
        return {row.split("\t")[0] for row in found.stdout.splitlines()}

    check({"spotify", "vinyl"} <= fish("--target "), fish("--target "))
    check("warm-analog" in fish("--preset warm"), fish("--preset warm"))
    check("tighter-bass" in fish("--make tight"), fish("--make tight"))
    check("--no-config" in fish("--no"), fish("--no"))


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
