#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""make-docs.py ROOT OUT TABLES CURVES VERSION - the site of the docs by mkdocs.

OUT/pages gets the Markdown of docs/ and of the root, each page of a stage
with a table of all its properties, from the program TABLES, and pictures of
what the program CURVES prints; OUT/site is the site, which searches by itself.
"""

import html
import importlib.util
import math
import pathlib
import re
import shutil
import subprocess
import sys

ROOT, OUT = (pathlib.Path(arg) for arg in sys.argv[1:3])
TABLES, CURVES, VERSION = sys.argv[3:]
COLOURS = ("#0a5fb4", "#7d6130", "#7a4fb5", "#16703f")
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 300, 46, 36, 12
KINDS = (("property", "Properties"), ("curve", "Curves"),
         ("band", "Of each band, as band0::NAME"), ("readout", "Read-only"))
# The menu; pages that are not in it come behind.
MENU = (("Start", "index.md"), ("Recipes", "recipes.md"),
        ("The tool", "gst-master.md"), ("Wishes", "wishes.md"),
        ("The assistant", "assistant.md"), ("Albums", "album.md"),
        ("masterchain", "masterchain.md"), ("Stages", "stages"),
        ("Embedding", "embedding.md"), ("Formats", "formats.md"),
        ("Architecture", "architecture.md"), ("Performance", "performance.md"),
        ("Benchmarks", "benchmarks.md"), ("Reliability", "reliability.md"),
        ("News", "NEWS.md"), ("Contributing", "CONTRIBUTING.md"))


def man_settings():
    """The module that writes the settings of the man page reads the tables."""
    path = ROOT / "build-aux" / "man-settings.py"
    spec = importlib.util.spec_from_file_location("man_settings", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- tables -------------------------------------------------------------------

def table(rows, title):
    yield f"\n### {title}\n"
    yield "| name | values | default | |\n|---|---|---|---|"
    for row in rows:
        default = SETTINGS.short(row["default"])
        values = SETTINGS.values(row).replace("|", "\\|")
        if row["kind"] == "readout":
            values, default = row["unit"], ""
        yield (f"| `{row['name']}` | {values} | {default} | "
               f"{html.escape(row['blurb'])} |")


def tables_of(stage, rows):
    mine = [row for row in rows if row["stage"] == stage]
    if mine:
        yield "\n## All properties"
    for kind, title in KINDS:
        some = [row for row in mine if row["kind"] == kind]
        if some:
            yield from table(some, title)


# --- pictures -----------------------------------------------------------------

def read_figures():
    said = subprocess.run([CURVES], capture_output=True, text=True,
                          check=True).stdout
    figures = []
    for line in said.splitlines():
        kind, *rest = line.split("\t")
        if kind == "figure":
            figures.append(dict(zip(("stage", "x", "y", "title"), rest),
                                curves=[]))
        else:
            points = [tuple(map(float, p.split(","))) for p in rest[1].split()]
            figures[-1]["curves"].append((rest[0], points))
    return figures


def steps(low, high):
    size = next(s for s in (1, 2, 3, 6, 12, 20) if (high - low) / s <= 8)
    return [size * i for i in range(math.ceil(low / size),
                                    math.floor(high / size) + 1)]


def draw(figure):
    over_hz = figure["x"] == "Hz"
    ys = [y for _, points in figure["curves"] for _, y in points]
    xs = [x for _, points in figure["curves"] for x, _ in points]
    low, high = math.floor(min(ys)) - 1, math.ceil(max(ys)) + 1
    scale = math.log if over_hz else float

    def at_x(x):
        share = (scale(x) - scale(min(xs))) / (scale(max(xs)) - scale(min(xs)))
        return LEFT + share * (WIDTH - LEFT - 12)

    def at_y(y):
        return TOP + (high - y) / (high - low) * (HEIGHT - TOP - BOTTOM)

    marks = [(f, f"{f // 1000} k" if f >= 1000 else str(f))
             for f in (20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000)] \
        if over_hz else [(x, str(x)) for x in steps(min(xs), max(xs))]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
           f'viewBox="0 0 {WIDTH} {HEIGHT + 24}" font-family="sans-serif" '
           f'font-size="12"><title>{html.escape(figure["title"])}</title>']
    for y in steps(low, high):
        out.append(f'<path stroke="#ccc" d="M{LEFT} {at_y(y):.1f}H{WIDTH - 12}"'
                   f'/><text x="{LEFT - 6}" y="{at_y(y) + 4:.1f}" '
                   f'text-anchor="end">{y}</text>')
    for x, name in marks:
        out.append(f'<path stroke="#ccc" d="M{at_x(x):.1f} {TOP}V'
                   f'{HEIGHT - BOTTOM}"/><text x="{at_x(x):.1f}" '
                   f'y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{name}'
                   '</text>')
    for i, (name, points) in enumerate(figure["curves"]):
        path = "L".join(f"{at_x(x):.1f} {at_y(y):.1f}" for x, y in points)
        at = LEFT + i * 150
        out.append(f'<path fill="none" stroke-width="2" stroke="{COLOURS[i]}" '
                   f'd="M{path}"/><path stroke-width="3" '
                   f'stroke="{COLOURS[i]}" d="M{at} {HEIGHT + 12}h20"/>'
                   f'<text x="{at + 26}" y="{HEIGHT + 16}">'
                   f'{html.escape(name)}</text>')
    out.append(f'<text x="{WIDTH - 12}" y="{HEIGHT - 4}" text-anchor="end">'
               f'{figure["x"]}; {figure["y"]}</text></svg>')
    return "\n".join(out)


# --- pages --------------------------------------------------------------------

def to_pages(text):
    """Links out of docs/ lead to files that are no pages: they are text."""
    text = re.sub(r"\]\(docs/", "](", text)
    text = re.sub(r"\[([^]]*)\]\((?:\.\./)+(?:gst|tests|examples|orc)/[^)]*\)",
                  r"\1", text)
    return re.sub(r"\[([^]]*)\]\((?:COPYING|SECURITY\.md|LICENSES[^)]*)\)",
                  r"\1", text)


def write_pages(pages, rows, figures):
    shutil.copytree(ROOT / "docs", pages)
    shutil.copy(ROOT / "README.md", pages / "index.md")
    shutil.copy(ROOT / "CONTRIBUTING.md", pages / "CONTRIBUTING.md")
    news = (ROOT / "NEWS").read_text(encoding="utf-8")
    (pages / "NEWS.md").write_text("# News\n\n" + re.sub(
        r"^(gst-mastering .*)$", r"## \1", news, flags=re.M), encoding="utf-8")
    for page in pages.rglob("*.md"):
        page.write_text(to_pages(page.read_text(encoding="utf-8")),
                        encoding="utf-8")
    for page in (pages / "stages").glob("*.md"):
        more = list(tables_of(page.stem, rows))
        for i, figure in enumerate(f for f in figures
                                   if f["stage"] == page.stem):
            name = f"{page.stem}-curve{i}.svg"
            (page.parent / name).write_text(draw(figure), encoding="utf-8")
            more.append(f"\n## {figure['title']}\n\n"
                        f"![{figure['title']}]({name})")
        with open(page, "a", encoding="utf-8") as out:
            out.write("\n".join(more) + "\n")


def menu(pages):
    known = set()
    for name, place in MENU:
        if place == "stages":
            yield f"  - {name}:"
            for page in sorted((pages / place).glob("*.md")):
                yield f"    - {page.stem}: stages/{page.name}"
            continue
        known.add(place)
        yield f"  - {name}: {place}"
    for name in sorted({page.name for page in pages.glob("*.md")} - known):
        yield f"  - {name.removesuffix('.md').capitalize()}: {name}"


def main():
    if not shutil.which("mkdocs"):
        sys.exit("make-docs.py: there is no mkdocs here")
    pages = OUT / "pages"
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    write_pages(pages, SETTINGS.rows_of(TABLES), read_figures())
    config = OUT / "mkdocs.yml"
    config.write_text("\n".join([
        f"site_name: gst-mastering {VERSION}", "docs_dir: pages",
        "site_dir: site", "use_directory_urls: false", "strict: true",
        "theme: readthedocs", "plugins: [search]", "nav:", *menu(pages), ""]),
        encoding="utf-8")
    subprocess.run(["mkdocs", "build", "--quiet", "--config-file", config],
                   check=True)
    print(f"{OUT}/site/index.html")


SETTINGS = man_settings()
main()
