#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""player.py FILE-OR-URI [PRESET] - plays through masterchain, with a meter.

Enter lets the file itself be heard, as loud, and the preset again; a number
from 0 to 100 sets how much of the preset is applied; q quits.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import GLib, Gst  # noqa: E402

LOWEST, HIGHEST, COLUMNS = -50.0, 0.0, 40 # LUFS


def bar(lufs):
    share = (max(lufs, LOWEST) - LOWEST) / (HIGHEST - LOWEST)
    filled = round(COLUMNS * min(share, 1.0))
    return "#" * filled + "." * (COLUMNS - filled)


class Player:
    def __init__(self, uri, preset):
        sound = Gst.parse_bin_from_description(
            "masterchain name=chain ! mastermeter post-messages=true", True)
        self.chain = sound.get_by_name("chain")
        self.chain.set_property("preset", preset)
        self.playbin = Gst.ElementFactory.make("playbin")
        self.playbin.set_property("uri", uri)
        self.playbin.set_property("audio-filter", sound)
        self.loop = GLib.MainLoop()
        self.failed = False
        self.playbin.get_bus().add_signal_watch()
        self.playbin.get_bus().connect("message", self.on_message)
        GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT,
                          GLib.IO_IN | GLib.IO_HUP, self.on_line)

    def on_message(self, _bus, message):
        fields = message.get_structure()
        if message.type == Gst.MessageType.ELEMENT and \
                fields.get_name() == "mastermeter":
            lufs = fields.get_value("momentary-loudness")
            print(f"\r{bar(lufs)} {lufs:6.1f} LUFS ", end="", flush=True)
        elif message.type == Gst.MessageType.ERROR:
            print(f"player.py: {message.parse_error()[0].message}",
                  file=sys.stderr)
            self.failed = True
        if message.type in (Gst.MessageType.ERROR, Gst.MessageType.EOS):
            self.loop.quit()

    def on_line(self, stream, _condition):
        line = stream.readline()
        if line == "\n":
            self.chain.set_property("bypass",
                                    not self.chain.get_property("bypass"))
        elif line.strip().isdigit():
            self.chain.set_property("amount", min(float(line), 100.0))
        elif line.strip() == "q":
            self.loop.quit()
        return line != "" # else it is closed

    def run(self):
        self.playbin.set_state(Gst.State.PLAYING)
        self.loop.run()
        self.playbin.set_state(Gst.State.NULL)
        return self.failed


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: player.py FILE-OR-URI [PRESET]")
    Gst.init(None)
    NAME, PRESET = (sys.argv[1:] + ["night-mode"])[:2]
    URI = NAME if Gst.uri_is_valid(NAME) else Gst.filename_to_uri(NAME)
    sys.exit(Player(URI, PRESET).run())
