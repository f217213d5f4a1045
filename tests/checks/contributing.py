#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""contributing.py ROOT CC INCLUDE LIB... - the example of CONTRIBUTING builds.

Takes the files of the example stage out of CONTRIBUTING.md word by word, builds
the stage and its tests with LIB and the headers generated in INCLUDE, and runs
them; compiles the element; and has clang-format look at all of them.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import common

LICENCE = """/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
"""
NAMED = re.compile(
    r"`((?:gst|tests)/[\w/]*exciter[\w/]*\.[ch])`|```c\n(.*?)```\n", re.S)
WARNINGS = ("-Wall", "-Wextra", "-Werror", "-Wshadow", "-Wno-unused-parameter")


def examples(text):
    """(name, text) of each file: a name in prose, and the block after it."""
    name = None
    for match in NAMED.finditer(text[text.index("## Adding a stage"):]):
        if match.group(1):
            name = match.group(1)
        elif name:
            yield name, LICENCE + match.group(2)
            name = None


def run(*command, cwd=None):
    """What went wrong: nothing, or the first lines that it printed."""
    done = subprocess.run(command, cwd=cwd, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.splitlines()[:20] if done.returncode else []


def flags_of(*packages):
    found = subprocess.run(("pkg-config", "--cflags") + packages, text=True,
                           stdout=subprocess.PIPE, check=True)
    return found.stdout.split()


def main():
    top = common.root()
    report = common.Report(top)
    compiler, include = sys.argv[2].split(), sys.argv[3]
    libraries = [str(pathlib.Path(name).resolve()) for name in sys.argv[4:]]
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        names = []
        for name, text in examples(common.read(top / "CONTRIBUTING.md")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8")
            names.append(name)
        report.rule("the example has its seven files", [
            f"{len(names)} files: {names}"] if len(names) != 7 else [])
        common_flags = ["-std=gnu11", *WARNINGS, f"-I{copy}/gst",
                        f"-I{top}/gst", f"-I{include}"]
        sources = [n for n in names if n.endswith(".c") and "elements" not in n]
        report.rule("the stage and its tests build", run(
            *compiler, *common_flags, "-DMST_TEST_DSP", f"-I{top}/tests",
            f"-I{top}/tests/dsp", *sources, "-o", "exciter", *libraries,
            *flags_of("orc-0.4"), "-lorc-0.4", "-lm", cwd=copy))
        report.rule("its tests pass", run(str(copy / "exciter"), cwd=copy)
                    if (copy / "exciter").exists() else ["it was not built"])
        report.rule("the element compiles", run(
            *compiler, *common_flags, "-fsyntax-only",
            *flags_of("gstreamer-base-1.0", "gstreamer-audio-1.0"),
            *[n for n in names if n.endswith(".c") and "elements" in n],
            cwd=copy))
        (copy / ".clang-format").write_text(
            common.read(top / ".clang-format"), encoding="utf-8")
        if shutil.which("clang-format-14"):
            report.rule("all of it is formatted", run(
                "clang-format-14", "--dry-run", "--Werror", *names, cwd=copy))
    report.done()


main()
