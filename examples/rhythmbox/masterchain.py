# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A plugin of Rhythmbox: plays through a preset of masterchain.

Put this folder into ~/.local/share/rhythmbox/plugins/, and switch the plugin
on in Rhythmbox's preferences.
"""

from gi.repository import GObject, Gst, Peas

PRESET = "level-between-tracks"


class MasterChain(GObject.Object, Peas.Activatable):
    __gtype_name__ = "MasterChainPlugin"
    object = GObject.Property(type=GObject.Object)

    def do_activate(self):
        self.filter = Gst.parse_bin_from_description(
            f"audioconvert ! masterchain preset={PRESET} ! audioconvert", True)
        self.player = self.object.props.shell_player.props.player
        self.player.add_filter(self.filter)

    def do_deactivate(self):
        self.player.remove_filter(self.filter)
