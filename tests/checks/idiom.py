# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The idiom of CONTRIBUTING.md, as far as a program can see it.

A pattern is looked for in the code, the comments or the strings of C sources;
whatever matches is a breach.
"""

import re

import common

WIDTH = 80
SOURCES = ("*.c", "*.h", "*.orc", "*.py", "*.sh", "*.build", "run")
# Layers that may use GLib's automatic cleanup.
GLIB = ("gst/album", "gst/assistant", "gst/base", "gst/elements", "gst/tools",
        "tests/album", "tests/assistant", "tests/elements", "tests/tools",
        "examples")
# (title, part of the source, pattern)
PATTERNS = (
    ("comments name their subject first", "comments",
     r"/\*+\s*(?:[\w.-]+ - )?(?:What|Of|Whether)\b"),
    ('"is not a", never "is no"', "comments and strings",
     r"(?<![Tt]here )\bis no (?!longer|more|less|further|later)"),
    ('"is missing", never "lacks"', "comments and strings",
     r"\b[Ll]acks?\b"),
    ('a blurb never begins with "Of"', "strings", r'"Of [a-z]'),
    ("a condition is x or !x, never a comparison with NULL", "code",
     r"[!=]= NULL\b(?!;)"),
    ("sizeof has a blank and parentheses", "code", r"\bsizeof(?! \()"),
    ("a product is not formatted as a cast", "code",
     r"\([a-z]\w*\) [*&][A-Z0-9]"),
)
# Owned by one variable and released at the end of its block: g_auto* does that.
RELEASE = re.compile(
    r"^  (?:g_free|g_object_unref|gst_object_unref|g_error_free|g_strfreev"
    r"|gst_caps_unref|gst_structure_free|gst_message_unref|g_bytes_unref"
    r"|gst_buffer_unref|gst_sample_unref|gst_tag_list_unref|g_ptr_array_unref"
    r"|g_array_unref|g_hash_table_unref) \((\w+)\);$")
# A local pointer, unless it stands for another: `Self *self = data;`.
LOCAL = re.compile(r"^  (?!g_auto|return|static)\w[\w ]*? \*+(\w+)"
                   r"(?: =(?! \w+;).*|;|,.*)$")
ROW = re.compile(r"^  \{|^  \w")
# The arena alone asks the system for memory: it aligns and zeroes all of it.
ARENA = "gst/dsp/common/time/arena.c"
ALLOCATES = re.compile(r"\b(?:malloc|calloc|realloc|reallocarray|strdup"
                       r"|aligned_alloc|posix_memalign|alloca) \(")


def part(text, which):
    if which == "code":
        return common.bare(text)
    keep = {"comments": ("/*",), "strings": ('"',),
            "comments and strings": ("/*", '"')}[which]
    return common.only(text, *keep)


def breaches(top, report, which, pattern):
    for path in common.files(top, "*.c", "*.h"):
        text = part(common.read(path), which)
        for match in re.finditer(pattern, text):
            line = text.count("\n", 0, match.end()) + 1
            yield f"{report.place(path, line)}: {match.group(0).strip()}"


def wide_lines(top, report):
    for path in common.files(top, *SOURCES):
        for number, line in enumerate(common.read(path).splitlines(), 1):
            if len(line) > WIDTH:
                yield f"{report.place(path, number)}: {len(line)} columns"


def bodies(text):
    """(line number of its brace, lines) of each function."""
    lines = common.bare(text).splitlines()
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start:
            yield start, lines[start:number - 1]
            start = None


def released_by_hand(top, report):
    """Locals that are set once and released once, at the end of their block."""
    for path in common.files(top, "*.c", within=GLIB):
        for start, lines in bodies(common.read(path)):
            local = {m.group(1) for m in map(LOCAL.match, lines) if m}
            for number, line in enumerate(lines, start + 1):
                found = RELEASE.match(line)
                name = found and found.group(1)
                if name not in local:
                    continue
                body = "\n".join(lines)
                if len(re.findall(rf"\b{name} = ", body)) <= 1 and \
                        body.count(found.group(0).strip()) == 1:
                    yield f"{report.place(path, number)}: {line.strip()}"


def undesignated(top, report):
    """In the tables of the stages, where a row without an index would move."""
    for path in sorted((top / "gst/dsp").glob("*/table.c")):
        inside = False
        for number, line in enumerate(
                common.bare(common.read(path), keep='"').splitlines(), 1):
            if re.match(r"(static )?const Mst(Param|Choice|ArrayRow) \w+\[",
                        line):
                inside = not line.rstrip().endswith("};")
            elif line.startswith("};"):
                inside = False
            elif inside and ROW.match(line):
                yield f"{report.place(path, number)}: {line.strip()}"


def allocated_elsewhere(top, report):
    for path in common.files(top, "*.c", "*.h", within=("gst/dsp",)):
        if path == top / ARENA:
            continue
        lines = common.bare(common.read(path)).splitlines()
        for number, line in enumerate(lines, 1):
            if ALLOCATES.search(line):
                yield f"{report.place(path, number)}: {line.strip()}"


def check(top, report):
    """Reports all of it."""
    for title, which, pattern in PATTERNS:
        report.rule(title, breaches(top, report, which, pattern))
    report.rule(f"no source is wider than {WIDTH} columns",
                wide_lines(top, report))
    report.rule("g_auto* releases what a block owns",
                released_by_hand(top, report))
    report.rule("rows of tables are designated", undesignated(top, report))
    report.rule("memory of gst/dsp is from the arena",
                allocated_elsewhere(top, report))
