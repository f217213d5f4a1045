#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""tree.py [ROOT] - every stage is complete, every layer sees lower ones only.

The rules are those of docs/architecture.md.
"""

import re

import common

# Lowest first; a layer includes its own and lower ones.
LAYERS = ("dsp/common", "dsp", "assistant", "album", "base", "elements",
          "tools")
# The rooms of two layers, lowest first: a room sees its own and lower ones.
ROOMS = {
    "dsp/common": ("layout", "vector", "time", "fir", "filter", "dynamics",
                   "measure", "repair"),
    "tools": ("base", "pass", "media", "order", "tell", "learn", "make",
              "album", "stems", "catalogue"),
}
# Set by GstMasterFilter alone: see gst/base/gstmasterfilter.h.
OF_THE_BASE = re.compile(
    r"GST_BUFFER_(?:PTS|DTS|DURATION|TIMESTAMP)\w*|GST_QUERY_LATENCY"
    r"|gst_query_(?:set|parse)_latency|gst_message_new_latency"
    r"|GST_EVENT_FLUSH_\w+")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def stems(top):
    text = common.read(top / "gst/meson.build")
    lists = re.findall(r"^(?:chain|other)_stages\s*=\s*\[(.*?)\]", text,
                       re.M | re.S)
    return re.findall(r"'([\w-]+)'", " ".join(lists))


def missing_files(top, names):
    for stem in names:
        for path in (f"gst/dsp/{stem}/{stem}.c", f"gst/dsp/{stem}/{stem}.h",
                     f"gst/dsp/{stem}/table.c", f"gst/dsp/{stem}/table.h",
                     f"gst/elements/gstmaster{stem}.c",
                     f"tests/dsp/{stem}.c", f"docs/stages/{stem}.md"):
            if not (top / path).is_file():
                yield f"stage '{stem}' has no {path}"


def unlisted_folders(top, names):
    for path in sorted((top / "gst/dsp").iterdir()):
        if path.is_dir() and path.name not in names + ["common"]:
            yield f"gst/dsp/{path.name}/ is no stage of gst/meson.build"
        elif path.suffix == ".c":
            yield f"gst/dsp/{path.name} lies outside the folder of a stage"


def unnamed_rooms(top):
    for layer, rooms in ROOMS.items():
        for path in sorted((top / "gst" / layer).iterdir()):
            if path.is_dir() and path.name not in rooms:
                yield f"gst/{layer}/{path.name}/ is no room of {layer}"


def includes(top, folder):
    """(path, line, '<' or '"', name) of each include in a folder of gst/."""
    for path in common.files(top, "*.c", "*.h", within=(f"gst/{folder}",)):
        text = common.bare(common.read(path), keep='"')
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield path, line, match.group(1), match.group(2)


def resolve(top, path, name):
    """The file below gst/ that an include names, or None."""
    for base in (path.parent, top / "gst", top):
        target = (base / name).resolve()
        if target.is_file() and (top / "gst") in target.parents:
            return target.relative_to(top / "gst")
    return None


def layer_of(relative):
    for rank in reversed(range(len(LAYERS))):
        if LAYERS[rank] == "dsp" and relative.parts[:2] == ("dsp", "common"):
            continue
        if str(relative).startswith(LAYERS[rank] + "/"):
            return rank
    return None


def foreign_includes(top, report, folder, forbidden, what):
    for path, line, _, name in includes(top, folder):
        if re.match(forbidden, name):
            yield f"{report.place(path, line)}: {name}: {what}"


def upward_includes(top, report):
    for folder in ("dsp", "assistant", "album", "base", "elements", "tools"):
        for path, line, _, name in includes(top, folder):
            target = resolve(top, path, name)
            own = layer_of(path.relative_to(top / "gst"))
            # The contract is for all of dsp, common included.
            if target is None or str(target) == "dsp/stage.h":
                continue
            if layer_of(target) is not None and layer_of(target) > own:
                yield (f"{report.place(path, line)}: {name} is of the higher "
                       f"layer {LAYERS[layer_of(target)]}")


def stages_that_see_stages(top, report, names):
    for path, line, _, name in includes(top, "dsp"):
        own = path.relative_to(top / "gst/dsp").parts[0]
        kernel = re.fullmatch(r"mst-orc-(.+)\.h", name)
        target = resolve(top, path, name)
        other = kernel.group(1) if kernel else \
            target.parts[1] if target else None
        if own in names and other in names and other != own:
            yield (f"{report.place(path, line)}: a stage sees another stage's "
                   f"{name}; what both need goes to gst/dsp/common")


def room_of(relative):
    """(layer, rank of the room) of a file, or None outside the rooms."""
    for layer, rooms in ROOMS.items():
        parts = relative.parts
        depth = layer.count("/") + 1
        if "/".join(parts[:depth]) == layer and parts[depth] in rooms:
            return layer, rooms.index(parts[depth])
    return None


def upward_rooms(top, report):
    for folder in ROOMS:
        for path, line, _, name in includes(top, folder):
            target = resolve(top, path, name)
            own = room_of(path.relative_to(top / "gst"))
            other = room_of(target) if target else None
            if own and other and own[0] == other[0] and other[1] > own[1]:
                yield (f"{report.place(path, line)}: {name} is of the higher "
                       f"room {ROOMS[folder][other[1]]}")


def module_graph(top):
    """Which module includes which: x.c and x.h are one module, x."""
    graph = {}
    for path, _, _, name in includes(top, ""):
        own = path.relative_to(top / "gst").with_suffix("")
        target = resolve(top, path, name)
        graph.setdefault(own, set())
        if target and target.with_suffix("") != own:
            graph[own].add(target.with_suffix(""))
    return graph


def circles(top):
    """Groups of modules that include each other, in any number of steps."""
    graph = module_graph(top)
    reach = {}
    for start in graph:
        seen, left = set(), [start]
        while left:
            for other in graph.get(left.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    left.append(other)
        reach[start] = seen
    told = set()
    for start in sorted(graph):
        circle = {other for other in reach[start]
                  if start in reach.get(other, ())}
        if len(circle) > 2 and start not in told:
            told |= circle
            yield "a circle of " + ", ".join(str(m) for m in sorted(circle))




def inner_headers_in_tools(top, report):
    for path, line, _, name in includes(top, "tools"):
        target = resolve(top, path, name)
        if target and target.parts[0] in ("dsp", "base", "elements"):
            yield (f"{report.place(path, line)}: the tool uses the public "
                   f"GStreamer API only, not {target}")


def timing_outside_base(top, report):
    for path in common.files(top, "*.c", "*.h", within=("gst/elements",)):
        text = common.bare(common.read(path))
        for number, line in enumerate(text.splitlines(), 1):
            for match in OF_THE_BASE.finditer(line):
                yield (f"{report.place(path, number)}: {match.group(0)} "
                       "belongs to gst/base")


def untested_kernels(top, report):
    tests = "\n".join(common.read(p) for p in common.files(
        top, "*.c", "*.h", within=("tests/kernels",)))
    for path in sorted((top / "orc").glob("*.orc")):
        for name in re.findall(r"^\.function\s+(\w+)", common.read(path), re.M):
            short = name.removeprefix("mst_orc_")
            known = (name, short, short.removesuffix("_f32"))
            if not any(re.search(rf"\b{k}\b", tests) for k in known):
                yield f"{report.place(path)}: {name} is not in tests/kernels"


def main():
    top = common.root()
    report = common.Report(top)
    names = stems(top)
    report.rule("gst/meson.build lists stages",
                [] if names else ["no chain_stages = [...] found"])
    report.rule("every stage has all its files", missing_files(top, names))
    report.rule("every folder of gst/dsp is of a stage",
                unlisted_folders(top, names))
    report.rule("every folder of a layer is one of its rooms",
                unnamed_rooms(top))
    report.rule("gst/dsp knows no GLib and no GStreamer", foreign_includes(
        top, report, "dsp", r"(glib|gobject|gio|gst/|gmodule)",
        "gst/dsp is C11 and libm"))
    report.rule("layers see lower ones only", upward_includes(top, report))
    report.rule("stages do not see each other",
                stages_that_see_stages(top, report, names))
    report.rule("rooms see lower ones only", upward_rooms(top, report))
    report.rule("no circle of includes has more than two modules",
                circles(top))
    report.rule("the assistant knows no pipelines", foreign_includes(
        top, report, "assistant", r"gst/", "measurements in, settings out"))
    report.rule("albums know no pipelines", foreign_includes(
        top, report, "album", r"gst/", "data in, data and files out"))
    report.rule("the tools see public GStreamer API only",
                inner_headers_in_tools(top, report))
    report.rule("latency, flush and timestamps are in gst/base alone",
                timing_outside_base(top, report))
    report.rule("every kernel has a test", untested_kernels(top, report))
    report.done()


main()
