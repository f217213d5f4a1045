#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""links.py [ROOT] - what the documents point at is there.

Relative links of README.md, CONTRIBUTING.md and docs/, their #anchors, and
paths of this repository named `like/this.c`. Patterns such as
`gst/dsp/<stem>.c` are left alone, and so is the example of CONTRIBUTING.md,
which contributing.py builds.
"""

import re

import common

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
NAMED = re.compile(r"`((?:gst|orc|tests|examples|docs|build-aux|\.ci)/"
                   r"[\w./-]*)`")

EXAMPLE = "exciter"


def without_code(text):
    """Fenced blocks blanked, line numbers kept."""
    return re.sub(r"^(```|~~~).*?^\1\s*$",
                  lambda m: "\n" * m.group(0).count("\n"), text,
                  flags=re.M | re.S)


def anchors(text):
    """GitHub's anchors of the headings."""
    for title in re.findall(r"^#+\s+(.*?)\s*$", without_code(text), re.M):
        plain = re.sub(r"[`*]|\[|\]\([^)]*\)", "", title).lower()
        yield re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def dead_links(top, report):
    for path in common.files(top, "*.md", within=("docs", "tests", "examples")):
        text = without_code(common.read(path))
        for match in LINK.finditer(text):
            link = match.group(1)
            if re.match(r"[a-z]+:", link):
                continue
            line = text.count("\n", 0, match.start()) + 1
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            if not target.exists():
                yield f"{report.place(path, line)}: {link} is not there"
            elif anchor and target.suffix == ".md" and \
                    anchor not in anchors(common.read(target)):
                yield f"{report.place(path, line)}: no heading for {link}"


def dead_paths(top, report):
    for path in common.files(top, "*.md", within=("docs", "tests", "examples")):
        for number, line in enumerate(common.read(path).splitlines(), 1):
            for name in NAMED.findall(line):
                if EXAMPLE in name and path.name == "CONTRIBUTING.md":
                    continue
                if not (top / name).exists():
                    yield f"{report.place(path, number)}: {name} is not there"


def main():
    top = common.root()
    report = common.Report(top)
    report.rule("the documents are there", (
        f"no {name}" for name in ("README.md", "CONTRIBUTING.md", "COPYING",
                                  "docs/architecture.md")
        if not (top / name).is_file()))
    report.rule("links lead somewhere", dead_links(top, report))
    report.rule("named files exist", dead_paths(top, report))
    report.done()


main()
