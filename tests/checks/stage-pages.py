#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""stage-pages.py ROOT TABLES - docs/stages say what the stages' tables say.

TABLES is the program stage-tables. A page has a table headed `property`, one
headed `of each band` where there are bands, and it may have one headed
`readout`; a row may name several properties, with commas in each column.
"""

import fractions
import re
import subprocess
import sys

import common

COLUMNS = ("stage", "kind", "name", "unit", "min", "max", "default", "start",
           "choices")
HEADS = {"property": ("property", "curve"), "of each band": ("band",),
         "readout": ("readout",)}


def stage_tables(program):
    """{stage: {(kind, name): row}}"""
    stages = {}
    said = subprocess.run([program], capture_output=True, text=True,
                          check=True).stdout
    for line in said.splitlines():
        row = dict(zip(COLUMNS, line.split("\t")))
        stages.setdefault(row["stage"], {})[row["kind"], row["name"]] = row
    return stages


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def page_tables(text):
    """(line number, head, {column: text}) of each row of our tables."""
    head = columns = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("|"):
            head = None
        elif head is None:
            columns = cells(line)
            head = columns[0]
        elif head in HEADS and not line.startswith("|---"):
            yield number, head, dict(zip(columns, cells(line)))


def number(text):
    try:
        return float(fractions.Fraction(text))
    except ValueError:
        return None


def same(told, true):
    """Names are the same; numbers are, as far as a page has digits for."""
    a, b = number(told), number(true)
    if a is None or b is None:
        return told == true
    return abs(a - b) <= 5e-4 * max(abs(b), 1e-9)


def parts(text, count):
    """One text for each of `count` names, by commas or for all alike."""
    found = [part.strip().strip("`") for part in text.split(",")]
    return found if len(found) == count else [text.strip("`")] * count


def range_of(row):
    if row["choices"]:
        return row["choices"].replace(",", ", ")
    return "" if row["default"] in ("true", "false") else \
        f"{row['min']} .. {row['max']}"


def same_range(told, row):
    """A page may name an enum's choices elsewhere, in its text."""
    if row["choices"]:
        told = told.replace("`", "")
        return told in (range_of(row), "see below")
    if not range_of(row):
        return told == ""
    ends = told.split(" .. ")
    return len(ends) == 2 and same(ends[0], row["min"]) and \
        same(ends[1], row["max"])


def faults(told, row):
    """What is wrong with (unit, range, default, text) of a row of a page."""
    unit, extent, default, text = told
    if unit != row["unit"]:
        yield f"the unit is '{row['unit']}'"
    if row["kind"] == "readout":
        return
    if not same_range(extent, row):
        yield f"the range is {range_of(row)}"
    if not same(default, row["default"]):
        yield f"the default is {row['default']}"
    if bool(re.search(r"read at (the )?start", text)) != bool(row["start"]):
        yield "it is read at the start " + ("only" if row["start"] else "") + \
            ("" if row["start"] else "and later")


def check_page(text, rows, own_names):
    """(line, what is wrong) of a page; rows found are taken out of `rows`."""
    for line, head, columns in page_tables(text):
        names = [n.strip("` ") for n in columns[head].split(",")]
        told = zip(*(parts(columns.get(c, ""), len(names))
                     for c in ("unit", "range", "default")))
        for name, values in zip(names, told):
            keys = [(kind, name) for kind in HEADS[head]
                    if (kind, name) in rows]
            if keys:
                for fault in faults((*values, columns.get("", "")),
                                    rows.pop(keys[0])):
                    yield line, f"{name}: {fault}"
            elif name not in own_names:
                yield line, f"there is no {name}"


def check_stage(top, report, stem, rows):
    path = top / f"docs/stages/{stem}.md"
    text = common.read(path)
    # An element may have properties besides those of its stage.
    own_names = re.findall(r'"([a-z-]+)"', common.read(
        top / f"gst/elements/gstmaster{stem}.c"))
    choices = {c for row in rows.values() for c in row["choices"].split(",")}
    for line, fault in check_page(text, rows, own_names):
        yield f"{report.place(path, line)}: {fault}"
    for (kind, name), _ in rows.items():
        if kind != "readout" or f"`{name}`" not in text:
            yield f"{report.place(path)}: the {kind} {name} is missing"
    for choice in choices - {""}:
        if not re.search(rf"[`| ,=]{choice}[`| ,]", text):
            yield f"{report.place(path)}: the choice {choice} is missing"


def chain_order(top):
    """docs/masterchain.md names the stages in their order."""
    words = re.search(r"^chain_stages = \[(.*?)\]", common.read(
        top / "gst/meson.build"), re.M | re.S).group(1)
    listed = ", ".join(f"`{w}`" for w in re.findall(r"'(\w+)'", words))
    text = " ".join(common.read(top / "docs/masterchain.md").split())
    if listed not in text:
        yield f"docs/masterchain.md: the stages are {listed}"


def main():
    top = common.root()
    report = common.Report(top)
    for stem, rows in stage_tables(sys.argv[2]).items():
        report.rule(f"the page of {stem} says what its tables say",
                    check_stage(top, report, stem, rows))
    report.rule("the page of masterchain names its stages", chain_order(top))
    report.done()


main()
