#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""text.py [ROOT] - budgets of files and functions, and the plain rules of text.

Budgets: a .c file 400 lines, or 600 where a comment at its top says why it is
longer than 400 lines; a function 100 lines between its braces, the median of
gst/ at most 15; an example 80 lines. The idiom is that of CONTRIBUTING.md.
"""

import re
import statistics

import common
import idiom

FILE_HARD, FILE_SOFT, FUNCTION_HARD, FUNCTION_MEDIAN = 600, 400, 100, 15
REASON = re.compile(r"past 400(?: lines)?:", re.I)
EXAMPLE_HARD = 80
NO_SMALL_EXAMPLE = ("demo-mix.c",)
TEXTS = idiom.SOURCES + ("*.md", "*.txt", "*.prs", "*.in", "*.json")
# GNU style: the name, then the body's braces, each at column 0.
HEAD = re.compile(r"^([A-Za-z_]\w*) \(")


def functions(text):
    """(name, line, lines between the braces) of each function."""
    name = start = None
    named_at = 0
    for number, line in enumerate(common.bare(text).splitlines(), 1):
        head = HEAD.match(line)
        if head and start is None:
            name, named_at = head.group(1), number
        elif line.rstrip() == "{" and name:
            start = number
        elif line.startswith("}") and start is not None:
            yield name, named_at, number - start - 1
            name = start = None


def long_files(top, report):
    for path in common.files(top, "*.c"):
        lines = common.read(path).count("\n")
        small = path.parent == top / "examples" and \
            path.name not in NO_SMALL_EXAMPLE
        if lines > (EXAMPLE_HARD if small else FILE_HARD):
            yield f"{report.place(path)}: {lines} lines"
        elif lines > FILE_SOFT and not REASON.search(common.read(path)[:2000]):
            yield (f"{report.place(path)}: {lines} lines, and no \"past "
                   f"{FILE_SOFT} lines: why\" at its top")


def long_functions(top, report):
    lengths = []
    for path in common.files(top, "*.c"):
        for name, line, length in functions(common.read(path)):
            if path.is_relative_to(top / "gst"):
                lengths.append(length)
            if length > FUNCTION_HARD:
                yield (f"{report.place(path, line)}: {name} has "
                       f"{length} lines")
    if lengths:
        median = statistics.median(lengths)
        report.note(f"{len(lengths)} functions in gst/, median "
                    f"{median:g} lines, longest {max(lengths)}")
        if median > FUNCTION_MEDIAN:
            report.note(f"warning: the median is over {FUNCTION_MEDIAN}")


def line_comments(top, report):
    for path in common.files(top, "*.c", "*.h"):
        text = common.bare(common.read(path), keep=("//",))
        for number, line in enumerate(text.splitlines(), 1):
            if "//" in line:
                yield f"{report.place(path, number)}: a // comment"


def unlicensed(top, report):
    for path in common.files(top, *idiom.SOURCES):
        head = "\n".join(common.read(path).splitlines()[:6])
        # In two, or `reuse lint` would read it as one.
        if "SPDX-" "License-Identifier: LGPL-2.1-or-later" not in head:
            yield f"{report.place(path)}: no SPDX line at the top"


def versions(top):
    """(file, version) wherever the version of the project is written."""
    for name, pattern in (
            ("meson.build", r"^  version: '([\d.]+)'"),
            ("NEWS", r"^gst-mastering ([\d.]+)"),
            ("gst-mastering.doap", r"<revision>([\d.]+)</revision>"),
            ("debian/changelog", r"^gst-mastering \(([\d.]+)-")):
        match = re.search(pattern, common.read(top / name), re.M)
        yield name, match.group(1) if match else "none"


def other_versions(top):
    found = dict(versions(top))
    for name, version in found.items():
        if version != found["meson.build"]:
            yield (f"{name}: version {version}, but meson.build says "
                   f"{found['meson.build']}")


def unpackaged(top):
    """Debian's package builds with what install-deps.sh installs."""
    wanted = re.search(r"^build='(.*?)'", common.read(
        top / "build-aux/install-deps.sh"), re.M | re.S).group(1).split()
    listed = re.findall(r"^ ([\w.+-]+)", common.read(top / "debian/control"),
                        re.M)
    for name in wanted:
        # libc6-dev is essential for building, -bin comes with its library.
        if name.endswith("-dev") and name not in listed + ["libc6-dev"]:
            yield f"debian/control: {name} is missing"


def untidy(top, report, pattern, what):
    for path in common.files(top, *TEXTS):
        for number, line in enumerate(common.read(path).split("\n"), 1):
            if re.search(pattern, line):
                yield f"{report.place(path, number)}: {what}"


def main():
    top = common.root()
    report = common.Report(top)
    report.rule(f"no .c file over {FILE_HARD} lines, none over {FILE_SOFT} "
                "without a reason, no example over "
                f"{EXAMPLE_HARD}", long_files(top, report))
    report.rule(f"no function over {FUNCTION_HARD} lines",
                long_functions(top, report))
    report.rule("no // comments", line_comments(top, report))
    report.rule("every source names its licence", unlicensed(top, report))
    report.rule("one version everywhere", other_versions(top))
    report.rule("debian/control has what the build needs", unpackaged(top))
    report.rule("no trailing blanks",
                untidy(top, report, r"[ \r]$", "trailing blank"))
    report.rule("no tabs", untidy(top, report, "\t", "a tab"))
    idiom.check(top, report)
    report.done()


main()
