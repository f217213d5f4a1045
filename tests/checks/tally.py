#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""tally.py LOGBASE STATUS - prints "PASSED FAILED" of one `meson test`, and on
stderr what the tests that failed had to say.

Each TAP line counts as a test, each check of a GStreamer check program too, and
any other program as one. A run that ended with a bad STATUS has at least one
failure.
"""

import json
import re
import shlex
import sys

GOOD = ("OK", "EXPECTEDFAIL")
NEITHER = ("SKIP", "IGNORED", "PENDING")
TAP = re.compile(r"^(not )?ok\b[^#\n]*(#\s*(?:SKIP|TODO))?", re.M | re.I)
CHECK = re.compile(r"^\d+%: Checks: (\d+), Failures: (\d+), Errors: (\d+)",
                   re.M)


def parts(stdout):
    """(passed, failed) as the program itself tells."""
    if re.search(r"^1\.\.\d", stdout, re.M):
        lines = [m for m in TAP.finditer(stdout) if not m.group(2)]
        failed = sum(bool(m.group(1)) for m in lines)
        return len(lines) - failed, failed
    passed = failed = 0
    for match in CHECK.finditer(stdout):
        checks, failures, errors = map(int, match.groups())
        failed += failures + errors
        passed += checks - failures - errors
    return passed, failed


def count(test):
    """(passed, failed) of one test: its parts, but at least itself."""
    if test["result"] in NEITHER:
        return 0, 0
    passed, failed = parts(test.get("stdout", ""))
    if test["result"] in GOOD:
        return (passed, failed) if passed + failed else (1, 0)
    return passed, max(failed, 1)


def tell(test):
    """The end of what a failed test said; of TAP, what is not "ok"."""
    rows = [row for row in test.get("stdout", "").splitlines()
            if not re.match(r"ok \d|\d+\.\.\d", row)]
    rows += test.get("stderr", "").splitlines()
    print(f"== {test['result']}: {test['name']}", *rows[-100:],
          f"== again: {' '.join(map(shlex.quote, test['command']))}", sep="\n",
          file=sys.stderr)


def main():
    base, status = sys.argv[1], int(sys.argv[2])
    passed = failed = 0
    try:
        with open(base + ".json", encoding="utf-8") as log:
            for line in log:
                test = json.loads(line)
                more = count(test)
                if more[1]:
                    tell(test)
                passed += more[0]
                failed += more[1]
    except OSError as error:
        print(error, file=sys.stderr)
        failed = 1
    if status != 0:
        failed = max(failed, 1)
    print(passed, failed)


main()
