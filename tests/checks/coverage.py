#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""coverage.py BUILD [SHARE] - which lines of gst/ the tests of BUILD ran.

BUILD is a build of meson with -Db_coverage=true and gcc, whose tests have run.
Prints a table of the folders as Markdown and, on stderr, the files of which
less than SHARE percent ran (default 80). A line counts once, however often it
was compiled.
"""

import collections
import json
import os
import pathlib
import subprocess
import sys


def reports(build):
    """What gcov says of each object that ran."""
    data = sorted(str(path) for path in build.rglob("*.gcda"))
    if not data:
        sys.exit(f"coverage.py: no .gcda in {build}: have its tests run?")
    for i in range(0, len(data), 50):
        done = subprocess.run(
            ["gcov", "--json-format", "--stdout"] + data[i:i + 50],
            cwd=build, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            check=True)
        for line in done.stdout.splitlines():
            if line.strip():
                yield json.loads(line)


def counts(build):
    """{file: {line: how often it ran}} of the project's own sources."""
    root = pathlib.Path(__file__).resolve().parents[2]
    lines = collections.defaultdict(collections.Counter)
    for report in reports(build):
        for part in report["files"]:
            path = pathlib.Path(os.path.normpath(build / part["file"]))
            if not path.is_relative_to(root / "gst"):
                continue
            name = str(path.relative_to(root))
            for line in part["lines"]:
                lines[name][line["line_number"]] += line["count"]
    return lines


def folder(name):
    """gst/tools/make/verify.c -> gst/tools"""
    return "/".join(name.split("/")[:2])


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    wanted = float(sys.argv[2]) if len(sys.argv) > 2 else 80
    all_of, ran = collections.Counter(), collections.Counter()
    for name, lines in sorted(counts(build).items()):
        hit = sum(count > 0 for count in lines.values())
        all_of[folder(name)] += len(lines)
        ran[folder(name)] += hit
        if 100 * hit < wanted * len(lines):
            print(f"{100 * hit / len(lines):5.1f} % of {len(lines):4} {name}",
                  file=sys.stderr)
    print("| folder | lines | ran |\n|---|---|---|")
    for name in sorted(all_of):
        share = 100 * ran[name] / all_of[name]
        print(f"| `{name}` | {all_of[name]} | {share:.1f} % |")
    share = 100 * ran.total() / all_of.total()
    print(f"| all | {all_of.total()} | {share:.1f} % |")


if __name__ == "__main__":
    main()
