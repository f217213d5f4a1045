#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""completion.py ROOT - what the shells offer behind the tool's name. The oracle
is what the tool itself prints."""

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
    check(offered("mix") == set(), "bash does files by itself")


def syntax(shell, *args):
    if not shutil.which(shell):
        raise Skip(f"no {shell}")
    found = subprocess.run([shell, "-n", *args], capture_output=True, text=True,
                           check=False)
    check(found.returncode == 0, found)


def test_zsh(tmp):
    syntax("zsh", FOLDER / "_gst-master-1.0")


def test_fish(tmp):
    syntax("fish", FOLDER / "gst-master-1.0.fish")


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
