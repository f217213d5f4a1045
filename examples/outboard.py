#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""outboard.py SONG.wav MASTER.wav SEND RETURN - through analogue gear.

SEND and RETURN are ends of pipelines, to the gear's input and from its output:
"alsasink device=hw:1" and "alsasrc device=hw:1", on one device, so that both
have one clock. A click goes out a second before the song. How much later it
comes back is the delay, which is taken out: the master begins with the frame
that the song begins with, and has as many frames.
"""

import array
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

RATE, LEAD = 48000, 48000
CAPS = f"audio/x-raw,format=F32LE,channels=2,rate={RATE},layout=interleaved"


def finish(pipeline, wanted):
    """Waits for the end, and for errors in any case."""
    message = pipeline.get_bus().timed_pop_filtered(
        wanted, Gst.MessageType.EOS | Gst.MessageType.ERROR)
    if message and message.type == Gst.MessageType.ERROR:
        sys.exit(f"outboard.py: {message.parse_error()[0].message}")
    pipeline.set_state(Gst.State.NULL)


def record(line, enough=sys.maxsize):
    """Returns the samples of a pipeline, to its end or until there are enough.
    """
    pipeline = Gst.parse_launch(f"{line} ! audioconvert ! audioresample ! "
                                f"{CAPS} ! appsink name=sink sync=false")
    samples, sink = array.array("f"), pipeline.get_by_name("sink")
    pipeline.set_state(Gst.State.PLAYING)
    while len(samples) < enough and (got := sink.emit("pull-sample")):
        size = got.get_buffer().get_size()
        samples.frombytes(got.get_buffer().extract_dup(0, size))
    finish(pipeline, 0)
    return samples


def play(samples, line):
    pipeline = Gst.parse_launch(f"appsrc name=source format=time caps={CAPS} !"
                                f" audioconvert ! {line}")
    source = pipeline.get_by_name("source")
    source.emit("push-buffer", Gst.Buffer.new_wrapped(samples.tobytes()))
    source.emit("end-of-stream")
    pipeline.set_state(Gst.State.PLAYING)
    return pipeline


def main(song, master, send, back):
    dry = record(f"filesrc location={song} ! decodebin")
    click = array.array("f", [0.5, 0.5] + [0.0] * (2 * LEAD - 2))
    player = play(click + dry, send)
    wet = record(back, len(dry) + 4 * LEAD)
    finish(player, 0)
    delay = max(range(LEAD), key=lambda i: abs(wet[2 * i]))
    print(f"delay: {delay} frames, {1e3 * delay / RATE:.1f} ms")
    first = 2 * (delay + LEAD)
    finish(play(wet[first:first + len(dry)],
                f"wavenc ! filesink location={master}"), Gst.CLOCK_TIME_NONE)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: outboard.py SONG MASTER.wav SEND RETURN")
    Gst.init(None)
    main(*sys.argv[1:])
