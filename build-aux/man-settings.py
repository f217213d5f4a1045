#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""man-settings.py TABLES IN OUT STAGE... - writes the man page IN to OUT, with
the settings of the stages.

TABLES is the program stage-tables. The settings stand where IN says @SETTINGS@.
"""

import subprocess
import sys

COLUMNS = ("stage", "kind", "name", "unit", "min", "max", "default", "start",
           "choices", "blurb")


def rows_of(program):
    said = subprocess.run([program], capture_output=True, text=True,
                          check=True).stdout
    return [dict(zip(COLUMNS, line.split("\t"))) for line in said.splitlines()]


def escape(text):
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")


def short(text):
    """Numbers as people write them."""
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def values(row):
    if row["choices"]:
        return ", ".join(row["choices"].split(","))
    if row["default"] in ("true", "false"):
        return "true or false"
    if row["kind"] == "curve":
        return "pairs of Hz and dB"
    unit = f" {row['unit']}" if row["unit"] else ""
    return f"{short(row['min'])} to {short(row['max'])}{unit}"


def write_row(row):
    place = "bandN::" if row["kind"] == "band" else ""
    name = f"{row['stage']}::{place}{row['name']}"
    yield ".TP"
    yield f".B {escape(name)}"
    yield escape(f"{row['blurb']}. {values(row)}; {short(row['default'])} by "
                 "default.").lstrip(".")


def settings(rows, stages):
    yield ".SH SETTINGS"
    yield ("All that \\fB\\-\\-set\\fR takes, as CHILD::PROPERTY=VALUE; N "
           "counts the bands of a stage from 0.")
    for stage in stages:
        yield f".SS {stage}"
        for row in rows:
            if row["stage"] == stage and row["kind"] != "readout":
                yield from write_row(row)


def main(program, source, target, *stages):
    with open(source, encoding="utf-8") as page:
        text = page.read()
    made = "\n".join(settings(rows_of(program), stages))
    if text.count("@SETTINGS@") != 1:
        sys.exit(f"{source}: does not say once where the settings go")
    with open(target, "w", encoding="utf-8") as page:
        page.write(text.replace("@SETTINGS@", made))


if __name__ == "__main__":
    main(*sys.argv[1:])
