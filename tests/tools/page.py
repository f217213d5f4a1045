#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""page.py [TEST...] - the page that --report writes.

The oracles: for its figures, the JSON of the same run; for what can be heard,
ffmpeg's ebur128; that it draws itself, plays and shuts nobody out, a browser
(browser.js) where there is one.
"""

import array
import base64
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess

from toolkit import (Skip, check, clean, done, ebur128, fails, master, near,
                     run_all, write_music, write_wav)

BROWSER = shutil.which("chromium")
MODULES = pathlib.Path(os.environ.get("NODE_PATH", "/nowhere"))
SECTIONS = ("listen", "story", "platforms", "findings", "moves", "summary",
            "spectrum", "bands", "stereo", "loudness", "reduction", "details",
            "peaks", "left")


class Page(html.parser.HTMLParser):
    """Its tags, attributes and the text of its scripts."""

    def __init__(self, path):
        super().__init__()
        self.text = path.read_text(encoding="utf-8")
        self.tags, self.attributes, self.scripts = [], [], []
        self.feed(self.text)
        self.data = json.loads(self.scripts[0])

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name) for name, _ in attrs]
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.scripts and self.lasttag == "script":
            self.scripts[-1] += data


def page_of(tmp, mix, *args):
    out = json.loads(done(mix, "-o", tmp / "out.flac", "--report",
                          tmp / "page.html", "-f", "--json", "-", *args).out)
    return Page(tmp / "page.html"), out


def can_browse():
    return BROWSER and shutil.which("node") and (
        MODULES / "playwright-core").is_dir()


def browse(path, text=None):
    """Opens a page in a real browser."""
    if text:
        path.write_text(text, encoding="utf-8")
    run = subprocess.run(
        [shutil.which("node"), pathlib.Path(__file__).with_name("browser.js"),
         BROWSER, path],
        capture_output=True, text=True, timeout=250, check=False)
    check(run.returncode == 0, run.stdout + run.stderr)


def row(page, name, table="summary"):
    return next(r["values"] for r in page.data[table] if r["name"] == name)


def test_page_needs_nothing_else(tmp):
    page, _ = page_of(tmp, write_music(tmp / "mix.wav", 6), "-l", "-20")
    links = set(re.findall(r"\w+://[^\s'\"`)]*", page.text))
    check(links == {"http://www.w3.org/2000/svg"}, links)
    check(not {name for _, name in page.attributes} & {"src", "href"},
          page.attributes)
    check(page.tags.count("script") == 2, page.tags)
    style = page.text.split("<script")[0]
    check("@" not in re.sub(r"@(media|page)", "", style), "a mark is left")
    check("default-src 'none'" in page.text,
          "nothing keeps it from the network")
    clean(tmp, "mix.wav", "out.flac", "page.html")


def test_figures_are_those_of_the_run(tmp):
    page, run = page_of(tmp, write_music(tmp / "mix.wav", 6), "-l", "-20",
                        "--profile", "pop")
    for table, name, member in (
            ("summary", "Integrated loudness", "integrated_loudness"),
            ("summary", "Loudness range", "loudness_range"),
            ("details", "True peak, interpolated 32 times", "true_peak"),
            ("details", "True peak, interpolated 4 times", "true_peak_4x")):
        for value, side in zip(row(page, name, table), ("input", "output")):
            near(value, run[side][member], 0.006, f"{name}, {side}")
    for value, side in zip(row(page, "True peak"), ("input", "output")):
        near(value, max(run[side]["true_peak"], run[side]["true_peak_4x"]),
             0.006, f"the peak that counts, {side}")
    damage = f"damage {abs(run['plan']['damage']):.1f} dB within the budget"
    check([True, damage] in page.data["verdict"], page.data["verdict"])
    check(all(good for good, _ in page.data["verdict"]), page.data["verdict"])
    check(len(page.data["moves"]) == len(run["plan"]["moves"]),
          page.data["moves"])
    for shown, move in zip(page.data["moves"], run["plan"]["moves"]):
        check(shown["evidence"] == move["evidence"] and
              shown["reason"] == move["reason"], shown)
    levels = run["analysis"]["band-level"]
    for shown, level in zip(page.data["bands"]["before"], levels):
        check(level is None or abs(shown - level) < 0.006, levels)
    for low, inner, upper, high in page.data["bands"]["profile"]:
        check(low <= inner <= upper <= high, page.data["bands"])


def test_series_span_the_piece(tmp):
    page, _ = page_of(tmp, write_music(tmp / "mix.wav", 6), "-l", "-11")
    loudness = page.data["loudness"]
    for side in ("before", "after"):
        near(len(loudness[side]) * loudness["step"], 6.0, 0.11, side)
    limiter = next(s for s in page.data["reduction"]["stages"]
                   if s["name"] == "limiter")
    near(len(limiter["values"]) * page.data["reduction"]["step"], 6.0, 0.11)
    check(min(limiter["values"]) < -1.0 and max(limiter["values"]) <= 0.0,
          "the limiter has not worked")
    places = [(p["where"], p["level"]) for p in page.data["peaks"]]
    near(dict(places)["after"],
         row(page, "True peak, interpolated 32 times", "details")[1], 0.011)
    check(all(0 <= p["time"] <= 6.1 for p in page.data["peaks"]), places)


def test_waves_are_those_of_the_files(tmp):
    mix = write_music(tmp / "mix.wav", 6)
    page, _ = page_of(tmp, mix, "-l", "-11")
    wave = page.data["wave"]
    for side, path in (("before", mix), ("after", tmp / "out.flac")):
        sound = array.array("f", subprocess.run(
            ["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"],
            capture_output=True, check=True).stdout)
        size = round(wave["step"] * 48000) * 2
        for i, shown in enumerate(wave[side][:-1]):
            near(shown, max(map(abs, sound[i * size:(i + 1) * size])), 0.0011,
                 f"{side}, step {i}")


def test_story_tells_what_was_done(tmp):
    page, run = page_of(tmp, write_music(tmp / "mix.wav", 6, gain=0.05), "-l",
                        "-14", "--profile", "pop")
    story = " ".join(page.data["story"])
    change = (run["output"]["integrated_loudness"]
              - run["input"]["integrated_loudness"])
    check(f"{change:.1f} dB louder than it was: -14.0 LUFS, which is how loud "
          "Spotify plays it" in story, story)
    check("nothing clips" in story, story)
    tone = [m for m in run["plan"]["moves"] if m["rule"] == "tone"
            and abs(m["amount"]) >= 0.15]
    for move in tone:
        check(f"{abs(move['amount']):.1f} dB at" in story, story)
    page, _ = page_of(tmp, tmp / "mix.wav", "-l", "-20", "--plain")
    check(page.data["story"][0].startswith("Only its level"),
          page.data["story"])


def test_sides_are_equally_loud(tmp):
    page, _ = page_of(tmp, write_music(tmp / "mix.wav", 24, gain=0.9), "-l",
                      "-20")
    snippets = page.data["snippets"]
    check(snippets, "there is nothing to hear")
    for snippet in snippets:
        heard = []
        for side in ("before", "after"):
            (tmp / "snippet.opus").write_bytes(base64.b64decode(snippet[side]))
            loudness, peak = ebur128(tmp / "snippet.opus")
            check(peak < 0.5, f"{side} clips: {peak}")  # Opus adds a little
            heard.append(loudness)
        near(heard[0], heard[1], 0.1, snippet["name"])


def test_same_input_same_page(tmp):
    mix = write_music(tmp / "mix.wav", 8)
    pages = [page_of(tmp, mix, "-l", "-16", "--profile", "pop")[0].text
             for _ in range(2)]
    check(pages[0] == pages[1], "the pages differ")


def test_without_the_assistant(tmp):
    page, run = page_of(tmp, write_music(tmp / "mix.wav", 6), "-l", "-20",
                        "--set", "eq::gain=1")
    check("plan" not in run and "moves" not in page.data, list(page.data))
    check(page.data["bands"]["after"]
          and page.data["snippets"], "not all is shown")
    near(row(page, "Integrated loudness")[1], -20.0, 0.06)


def test_one_channel_has_no_sides(tmp):
    page, _ = page_of(tmp, write_music(tmp / "mix.wav", 6, count=1),
                      "-l", "-20",
                      "--profile", "pop")
    check("stereo" not in page.data, list(page.data))


def test_platforms_turn_as_they_do(tmp):
    def gains(loudness):
        page, _ = page_of(tmp, write_music(tmp / "mix.wav", 6), "-l", loudness)
        is_at = row(page, "Integrated loudness")[1]
        peak = row(page, "True peak")[1]
        found = {p["name"]: p["gain"] for p in page.data["platforms"]}
        return is_at, peak, found
    is_at, _, loud = gains("-13")
    near(loud["YouTube"], -14.0 - is_at, 0.011)
    near(loud["Apple Music with Sound Check"], -16.0 - is_at, 0.011)
    is_at, peak, quiet = gains("-24")
    check(quiet["YouTube"] == 0.0, quiet)  # never up
    near(quiet["Spotify"], min(-14.0 - is_at, max(-1.0 - peak, 0.0)), 0.021)


def test_names_cannot_break_it(tmp):
    mix = write_music(tmp / "a <!-- <script> & ' \" \u2028.wav", 6)
    page, _ = page_of(tmp, mix, "-l", "-20")
    check(page.data["title"] == mix.name, page.data["title"])
    check(page.tags.count("script") == 2, page.tags)
    check("<!-- <script>" not in page.text, "the name is markup")


def test_silence_has_no_figures(tmp):
    mix = write_wav(tmp / "mix.wav", [array.array("f", bytes(4 * 48000))] * 2)
    page, _ = page_of(tmp, mix, "--best-effort", "--profile", "pop")
    said = done(mix, "-o", tmp / "out.flac", "-f",
                "--best-effort", "--explain").out
    check("it is silent" in said and "istance" not in said, said)
    check(not re.search(r"-?\b(inf|nan)\b", page.scripts[0]), page.scripts[0])
    check([False, "no loudness for -14.00 LUFS"] in page.data["verdict"],
          page.data["verdict"])


def test_pages_that_cannot_be(tmp):
    mix = write_music(tmp / "mix.wav")
    out, page = tmp / "out.flac", tmp / "page.html"
    fails(2, "--report", "--analyze", "--report", page, mix)
    fails(2, "one master", mix, "-o", out, "--report", page, "--target",
          "spotify", "--target", "cd")
    fails(2, "page cannot be one file", mix, "-o", out, "--report", out)
    fails(1, "nowhere", mix, "-o", out, "--report", tmp / "nowhere" / "x.html")
    page.write_text("mine")
    fails(3, "exists", mix, "-o", out, "--report", page)
    check(page.read_text() == "mine", "it was replaced")
    fails(1, "mix.wav", mix, "-o", out, "--report", mix, "-f")
    clean(tmp, "mix.wav", "page.html")


def test_it_draws_itself(tmp):
    if not BROWSER:
        raise Skip("no chromium")
    page_of(tmp, write_music(tmp / "mix.wav", 6),
            "-l", "-16", "--profile", "pop")
    shown = subprocess.run(
        [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu",
         f"--user-data-dir={tmp / 'browser'}", "--dump-dom",
         f"file://{tmp / 'page.html'}"],
        capture_output=True, text=True, timeout=100, check=False).stdout
    for name in SECTIONS:
        section = re.search(rf'<section id="{name}"([^>]*)>(.*?)</section>',
                            shown,
                            re.S)
        check(section, f"no section {name}")
        drawn = re.search("<svg|<td|<li|<p>[^<]", section[2])
        check(bool(drawn) != ("hidden" in section[1]), f"{name} is empty")
    check("Made by" in shown.split("<footer")[1], "it stopped on the way")
    check(shown.count("<svg") >= 5, "charts are missing")


def test_it_plays_and_shuts_nobody_out(tmp):
    """At 390 and 1280 pixels, light and dark; on paper it takes two sheets."""
    if not can_browse():
        raise Skip("no chromium, no node, or no playwright-core in NODE_PATH")
    page_of(tmp, write_music(tmp / "mix.wav", 40), "-l", "-14", "--profile",
            "pop")
    first = ebur128(tmp / "out.flac")[0]
    done("-q", "--again", tmp / "out.flac", "--make", "brighter=3", "-l", "-15",
         "--report", tmp / "page.html", "-f")
    page = Page(tmp / "page.html")
    check(len(page.text) < 3e6, f"{len(page.text)} bytes")
    check(page.data["columns"] == ["before", "version before", "after"],
          page.data["columns"])
    near(row(page, "Integrated loudness")[1], first, 0.1)
    check(re.search(r"Beside the version before it is 1\.0 dB quieter, and has "
                    r"\d\.\d dB more (air|treble)\.", page.data["story"][-1]),
          page.data["story"])
    browse(tmp / "page.html")


def test_the_page_of_a_folder(tmp):
    """The oracles are JSON and ebur128 again, and a browser."""
    songs = [write_music(tmp / f"s{i}.wav", 3 + i, gain=g)
             for i, g in enumerate((0.05, 0.4, 0.2))]
    broken = tmp / "t.wav"
    broken.write_bytes(b"no song\n" * 100)
    status = master(*songs, broken, "-o", f"{tmp}/out/", "-l", "-20", "--json",
                    tmp / "r.json").status
    run = json.loads((tmp / "r.json").read_text())
    page = Page(tmp / "out/index.html")
    check(status == 4 and page.data["verdict"] == [
        [False, "3 of 4 are made"], [True, "3 as loud as was asked"],
        [True, "3 under their ceiling"]], page.data["verdict"])
    check([s["title"] for s in page.data["songs"]] ==
          ["s0.flac", "s1.flac", "s2.flac"], page.data["songs"])
    for song, told in zip(page.data["songs"], run):
        for side, at in (("before", "input"), ("after", "output")):
            near(song[side]["loudness"], told[at]["integrated_loudness"], 0.006)
    heard = []
    for row in page.data["snippets"]:
        for side in ("before", "after"):
            (tmp / "snippet.opus").write_bytes(base64.b64decode(row[side]))
            heard.append(ebur128(tmp / "snippet.opus")[0] + row["gain"])
    check(len(heard) == 6 and max(heard) - min(heard) < 0.2, heard)
    # An index may replace an index, and nothing else but by force.
    again = ("-q", *songs, "-o", f"{tmp}/out/", "-l", "-20")
    result = master(*again)
    check("index.html" not in result.err, result)
    (tmp / "out/index.html").write_text("mine")
    fails(3, "index.html: exists", *again)
    done(*again[:3], "-o", f"{tmp}/two/", "--report", tmp / "two.html")
    check(Page(tmp / "two.html").data["turns"] and
          not (tmp / "two/index.html").exists(), "elsewhere")
    if can_browse():
        browse(tmp / "out/index.html", page.text)


run_all([value for name, value in list(globals().items())
         if name.startswith("test_")])
