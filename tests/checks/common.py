# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the checks share: finding files, reading C, reporting as TAP."""

import pathlib
import re
import sys

TOP = ("gst", "orc", "tests", "examples", "docs", "build-aux", ".ci")


def root():
    """The repository: the first argument, or where this file lies."""
    if len(sys.argv) > 1:
        return pathlib.Path(sys.argv[1]).resolve()
    return pathlib.Path(__file__).resolve().parents[2]


def files(top, *patterns, within=TOP):
    """The project's own files of these patterns, sorted."""
    found = {p for p in top.glob("*") if any(p.match(x) for x in patterns)}
    for folder in within:
        for pattern in patterns:
            found.update((top / folder).rglob(pattern))
    return sorted(p for p in found
                  if p.is_file() and "__pycache__" not in p.parts)


def read(path):
    return path.read_text(encoding="utf-8")


TOKEN = re.compile(r"""
    /\*.*?\*/            # a comment
  | //[^\n]*             # the other kind
  | "(?:\\.|[^"\\\n])*"  # a string
  | '(?:\\.|[^'\\\n])*'  # a character
""", re.X | re.S)


def bare(text, keep=()):
    """C without comments and strings, line numbers kept. `keep` holds the
    first characters of what stays: '"' or '//'."""
    def blank(match):
        token = match.group(0)
        if any(token.startswith(k) for k in keep):
            return token
        return re.sub(r"[^\n]", " ", token)
    return TOKEN.sub(blank, text)


def only(text, *keep):
    """The comments ("/*") or strings ('"') of C alone, line numbers kept."""
    kept, at = [], 0
    for match in TOKEN.finditer(text):
        kept.append(re.sub(r"[^\n]", " ", text[at:match.start()]))
        token = match.group(0)
        if not token.startswith(keep):
            token = re.sub(r"[^\n]", " ", token)
        kept.append(token)
        at = match.end()
    return "".join(kept)


class Report:
    """One TAP line a rule; each breach is told with its place."""

    def __init__(self, top):
        self.top = top
        self.rules = 0
        self.failed = 0

    def place(self, path, line=None):
        path = pathlib.Path(path)
        if path.is_absolute():
            path = path.relative_to(self.top)
        return f"{path}:{line}" if line else str(path)

    def note(self, text):
        print(f"# {text}")

    def rule(self, title, breaches):
        breaches = list(breaches)
        for breach in breaches:
            print(f"# {breach}")
        self.rules += 1
        self.failed += bool(breaches)
        print(f"{'not ok' if breaches else 'ok'} {self.rules} - {title}",
              flush=True)

    def done(self):
        print(f"1..{self.rules}")
        sys.exit(bool(self.failed))
