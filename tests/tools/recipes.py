#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""recipes.py [players] ROOT FOLDER-OF-PROGRAMS - the recipes of
docs/embedding.md play. With `players`, those in Quod Libet and Rhythmbox, which
are started under Xvfb, and skipped where they are missing. Whether the sound
went through masterchain is asked of its log. No sound card is needed:
autoaudiosink falls back to a fakesink."""

import array
import json
import os
import pathlib
import re
import select
import shutil
import subprocess
import sys
import threading

from toolkit import (Skip, check, noise, raw, run_all, scaled, write_music,
                     write_wav)

PROGRAMS = pathlib.Path(sys.argv.pop())
ROOT = pathlib.Path(sys.argv.pop())
PLAYERS = "players" in sys.argv and not sys.argv.remove("players")
PAGE = (ROOT / "docs/embedding.md").read_text(encoding="utf-8")
PRESETS = (ROOT / "docs/masterchain.md").read_text(encoding="utf-8")

HEAD = """
import sys, gi
gi.require_version("Gst", "1.0")
gi.require_version("GstPlay", "1.0")
from gi.repository import Gst, GstPlay
Gst.init(None)
uri = Gst.filename_to_uri(sys.argv[1])
"""
# Waits for the end, which has to be one without an error.
PLAYED = """
message = player.get_bus().timed_pop_filtered(
    20 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
assert message and message.type == Gst.MessageType.EOS
player.set_state(Gst.State.NULL)
"""
PLAYED_BY_GSTPLAY = """
kind = None
while kind != GstPlay.PlayMessage.END_OF_STREAM:
    message = play.get_message_bus().timed_pop(20 * Gst.SECOND)
    assert message
    kind = GstPlay.play_message_parse_type(message)
    assert kind != GstPlay.PlayMessage.ERROR
play.stop()
"""
PROGRAM = """
#include <gst/gst.h>

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  char *uri = gst_filename_to_uri (argv[1], NULL);
  %s
  GstMessage *message = gst_bus_timed_pop_filtered (
      gst_element_get_bus (player), 20 * GST_SECOND,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  return !message || GST_MESSAGE_TYPE (message) != GST_MESSAGE_EOS;
}
"""


def python():
    """One that has PyGObject: the first in the path need not be Debian's."""
    for name in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([name, "-c", HEAD, "/"], capture_output=True,
                          check=False).returncode == 0:
            return name
    raise AssertionError("no python3 has gi, Gst and GstPlay")


def blocks(language, word):
    """Those of the page that have the word."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)
    return [block for block in found if word in block]


def run(*command, **how):
    how = {"stdin": subprocess.DEVNULL, "timeout": 90, **how}
    how["env"] = {**os.environ, "GST_DEBUG": "masterchain:5,masterlimiter:5",
                  "GST_DEBUG_NO_COLOR": "1", **how.get("env", {})}
    if "input" in how:
        del how["stdin"]
    if "stdout" not in how:
        how["capture_output"] = True
    return subprocess.run([*map(str, command)], text=True, check=False, **how)


def mastered(done, preset):
    """True where the log says that frames went through such a chain."""
    return f"preset: {preset}" in done.stderr and \
        "masterlimiter" in done.stderr and " begin: " in done.stderr


def song(tmp, seconds=1):
    return write_music(tmp / "song.wav", seconds)


# --- the page -----------------------------------------------------------------

def test_python(tmp):
    block, = blocks("python", '"playbin"')
    done = run(python(), "-c", HEAD + block + PLAYED, song(tmp))
    check(done.returncode == 0 and mastered(done, "night-mode"), done)


def test_gstplay(tmp):
    block, = blocks("python", "GstPlay")
    done = run(python(), "-c", HEAD + block + PLAYED_BY_GSTPLAY, song(tmp))
    check(done.returncode == 0 and mastered(done, "small-speaker"), done)


def compiled(tmp, text):
    flags = subprocess.run(["pkg-config", "--cflags", "--libs",
                            "gstreamer-1.0"], capture_output=True, text=True,
                           check=True).stdout.split()
    (tmp / "recipe.c").write_text(PROGRAM % text)
    done = run("cc", "-Wall", "-Werror", "-o", tmp / "recipe",
               tmp / "recipe.c", *flags)
    check(done.returncode == 0, done)
    return tmp / "recipe"


def test_playbin(tmp):
    block, = blocks("c", '"playbin"')
    done = run(compiled(tmp, block), song(tmp))
    check(done.returncode == 0 and mastered(done, "streaming-transparent"),
          done)


def test_playbin3(tmp):
    playbin, = blocks("c", '"playbin"')
    start, = blocks("c", "decodebin3")
    made = playbin.replace('"playbin"', '"playbin3"').replace(
        "gst_element_set_state (player, GST_STATE_PLAYING);\n", "")
    check(made.count("\n") == playbin.count("\n") - 1)
    done = run(compiled(tmp, made + start), song(tmp))
    check(done.returncode == 0 and mastered(done, "streaming-transparent"),
          done)


def test_latency_of_each_preset(tmp):
    del tmp
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| .* \| ([0-9.]+) \|$", PRESETS,
                           re.M))
    done = run(python(), "-c", HEAD + """
import json
found = {}
for name in Gst.Preset.get_preset_names(Gst.ElementFactory.make("masterchain")):
    pipeline = Gst.parse_launch(
        "audiotestsrc ! audio/x-raw,rate=48000,channels=2 ! audioconvert ! "
        f"masterchain name=chain preset={name} ! fakesink")
    pipeline.set_state(Gst.State.PLAYING)
    pipeline.get_state(20 * Gst.SECOND)
    # From inside: a bin's own pads tell of live sources alone.
    tail = pipeline.get_by_name("chain").get_by_name("tail")
    query = Gst.Query.new_latency()
    assert tail.get_static_pad("src").query(query)
    found[name] = query.parse_latency()[1] / 1e6
    pipeline.set_state(Gst.State.NULL)
print(json.dumps(found))
""", "/")
    check(done.returncode == 0, done)
    found = json.loads(done.stdout)
    check(set(found) == set(rows), (sorted(found), sorted(rows)))
    for name, ms in found.items():
        check(abs(ms - float(rows[name])) < 0.1, f"{name}: {ms} ms")


# --- the examples -------------------------------------------------------------

def test_play_mastered(tmp):
    done = run(PROGRAMS / "play-mastered", song(tmp))
    check(done.returncode == 0 and " begin: " in done.stderr, done)


def test_player(tmp):
    player = ROOT / "examples/player.py"
    done = run(python(), player, song(tmp, 2), "podcast-in-the-car",
               input="\n50\n")
    check(done.returncode == 0 and mastered(done, "podcast-in-the-car"), done)
    check("bypass: 1" in done.stderr, "bypass")
    check(len(re.findall(r"[#.]{40} +-?[0-9.]+ LUFS", done.stdout)) > 10, done)
    check(run(python(), player).returncode == 1)
    done = run(python(), player, tmp / "none.wav")
    check(done.returncode == 1 and "player.py: " in done.stderr, done)


def gear(source, sink, frames):
    """A loop that is late by so many frames, and never ends, as a return."""
    os.write(sink, bytes(8 * frames))
    try:
        while True:
            ready = select.select([source], [], [], 0.2)[0]
            os.write(sink, os.read(source, 65536) if ready else bytes(38400))
    except BrokenPipeError:
        pass


def test_outboard(tmp):
    # Oracle: the song, for the gear adds nothing but time.
    sound = array.array("f", scaled(noise(96000, 3), 0.3))
    before = write_wav(tmp / "song.wav", [sound, sound], 48000, kind="f32")
    from_song, send = os.pipe()
    back, to_song = os.pipe()
    threading.Thread(target=gear, args=(from_song, to_song, 4321),
                     daemon=True).start()
    done = run(python(), ROOT / "examples/outboard.py", before,
               tmp / "back.wav", "audio/x-raw,format=F32LE ! fdsink "
               f"fd={send}", f"fdsrc fd={back} ! rawaudioparse format=pcm "
               "pcm-format=f32le sample-rate=48000 num-channels=2",
               pass_fds=(send, back))
    os.close(back)
    check(done.returncode == 0, done)
    delay = int(re.search(r"delay: (\d+) frames", done.stdout)[1])
    check(delay >= 4321, delay)
    check(raw(before) == raw(tmp / "back.wav"), "other samples")


# --- players ------------------------------------------------------------------

def under_xvfb(tmp, program, line, seconds, **env):
    """What the program logs in so many seconds. Into a file, for what it starts
    may hold on to a pipe."""
    for name in (program, "xvfb-run", "dbus-run-session"):
        if not shutil.which(name):
            raise Skip(f"{name} is missing")
    with open(tmp / "log", "wb") as log:
        done = run("timeout", "-k", "5", seconds, "xvfb-run", "-a",
                   "dbus-run-session", "--", "sh", "-c", line,
                   env={"HOME": str(tmp), **env}, stdout=log, stderr=log)
    done.stderr = (tmp / "log").read_text(errors="replace")
    return done


def player_quod_libet(tmp):
    line, = re.findall(r"^audioconvert ! masterchain .*$", PAGE, re.M)
    (tmp / "config").write_text(f"[player]\ngst_pipeline = {line}\n")
    done = under_xvfb(tmp, "quodlibet", "exec quodlibet --run --start-playing "
                      f"--play-file={song(tmp, 5)}", 40,
                      QUODLIBET_USERDIR=str(tmp))
    check(mastered(done, "level-between-tracks"), done)


def player_rhythmbox(tmp):
    shutil.copytree(ROOT / "examples/rhythmbox",
                    tmp / "data/rhythmbox/plugins/masterchain")
    settings = tmp / "config/glib-2.0/settings"
    settings.mkdir(parents=True)
    (settings / "keyfile").write_text("[org/gnome/rhythmbox/plugins]\n"
                                      "active-plugins=['masterchain']\n")
    # The Python that it embeds takes the first one in the path for its own.
    done = under_xvfb(
        tmp, "rhythmbox", "rhythmbox & sleep 20; rhythmbox-client --no-start "
        f"--play-uri={song(tmp, 5).as_uri()}; sleep 20; "
        "rhythmbox-client --quit", 60, GSETTINGS_BACKEND="keyfile",
        PATH=f"/usr/bin:{os.environ['PATH']}",
        **{f"XDG_{kind.upper()}_HOME": str(tmp / kind)
           for kind in ("data", "cache", "config")})
    check(mastered(done, "level-between-tracks"), done)


if __name__ == "__main__":
    KIND = "player_" if PLAYERS else "test_"
    run_all([f for name, f in list(globals().items())
             if name.startswith(KIND)])
