#!/usr/bin/env python3
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""strangers.py - files from strangers, and faults of the machine.

A song makes the tool open nothing but itself, and no run goes on for ever.
"""

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

from toolkit import (TOOL, Skip, check, clean, done, fails, ffmpeg,
                     left_behind, long_music, master, noise, run_all, scaled,
                     write_music, write_wav)


class Listener:
    """Counts who calls on a port of this machine."""

    def __enter__(self):
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def serve(self):
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def __exit__(self, *what):
        self.socket.close()


def manifests(port, secret):
    """Files that lead elsewhere: to a port of this machine and another file."""
    remote = f"http://127.0.0.1:{port}/song.wav"
    for url in (remote, f"file://{secret}"):
        yield "hls", (f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n"
                      f"#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\n{url}\n"
                      f"#EXT-X-ENDLIST\n")
        yield "hls of several", (
            f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=128000\n{url}\n")
        yield "dash", (
            '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" '
            'type="static" mediaPresentationDuration="PT10S" '
            'profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period>'
            '<AdaptationSet mimeType="audio/mp4"><Representation id="1" '
            f'bandwidth="128000"><BaseURL>{url}</BaseURL></Representation>'
            "</AdaptationSet></Period></MPD>\n")
        yield "smooth streaming", (
            '<?xml version="1.0"?>\n<SmoothStreamingMedia MajorVersion="2" '
            'MinorVersion="0" Duration="100000000"><StreamIndex Type="audio" '
            f'Url="{url}"><QualityLevel Index="0" Bitrate="128000"/><c d="1"/>'
            "</StreamIndex></SmoothStreamingMedia>\n")
        yield "m3u", f"{url}\n"
        yield "pls", f"[playlist]\nFile1={url}\nNumberOfEntries=1\n"
        yield "smil", f'<smil><body><audio src="{url}"/></body></smil>\n'
        yield "xspf", ('<?xml version="1.0"?><playlist version="1" '
                       'xmlns="http://xspf.org/ns/0/"><trackList><track>'
                       f"<location>{url}</location></track></trackList>"
                       "</playlist>\n")
        yield "asx", (f'<asx version="3.0"><entry><ref href="{url}"/></entry>'
                      "</asx>")
        yield "sdp", ("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\n"
                      f"t=0 0\nm=audio {port} RTP/AVP 0\n")
        yield "ram", f"rtsp://127.0.0.1:{port}/song.rm\n"


def test_no_manifest_is_followed(tmp):
    music = write_music(tmp / "music.wav", 6)
    secret = write_music(tmp / "secret.wav", 6)
    bait = tmp / "bait.wav"
    with Listener() as listener:
        for name, text in manifests(listener.port, secret):
            bait.write_text(text, encoding="utf-8")
            for args in (("-o", tmp / "out.wav", bait), ("--analyze", bait)):
                result = master("-q", *args)
                check(result.status == 4 and result.err.count("\n") == 1,
                      f"{name}: {result}")
            result = master("-q", "-o", tmp / "out.wav", music, "--reference",
                            bait)
            check(result.status == 4, f"{name}: {result}")
        result = master("-q", "--learn", tmp / "mine.json", bait)
        check(result.status == 1, result)
        (tmp / "mine.json.partial").unlink(missing_ok=True)
        (tmp / "stems").mkdir()
        for name in ("stems/drums.wav", "stems/bass.wav"):
            (tmp / name).write_bytes(bait.read_bytes())
        (tmp / "album.json").write_text(
            '{"version": 1, "tracks": [{"file": "bait.wav"}], '
            '"masters": [{"kind": "files"}]}', encoding="utf-8")
        for args in (("--stems", tmp / "stems", "-o", tmp / "out.wav"),
                     ("--album", tmp / "album.json", "-o", tmp / "out")):
            result = master("-q", *args)
            check(result.status != 0 and "list that leads" in result.err,
                  result)
        check(listener.calls == 0, f"{listener.calls} calls")
        # The listener hears those who do call.
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{listener.port}/",
                                   timeout=10)
        except (urllib.error.URLError, OSError):
            pass
        check(listener.calls == 1, "the listener is deaf")
    clean(tmp, "music.wav", "secret.wav", "bait.wav", "stems", "album.json")


def test_escapes_stay_off_the_terminal(tmp):
    name = "\x1b]0;gotcha\x07\x1b[31mred\x9b31m\n.wav"
    write_music(tmp / name, 1)
    for args in (("-o", tmp / "out.wav", tmp / name), ("--analyze", tmp / name),
                 ("-o", tmp / name, tmp / name)):
        result = master(*args, "-l", "-20")
        text = result.out + result.err
        check("red" in text or result.status == 0, result)
        check(not any(c < " " and c != "\n" or "\x7f" <= c < "\xa0"
                      for c in text), repr(text))


def test_what_it_is_said_to_be(tmp):
    slow = write_wav(tmp / "slow.wav", [scaled(noise(4000), 0.3)], 2000)
    fails(4, "slow.wav: is sampled at 2000 Hz; it takes 4000 to 768000", slow,
          "-o", tmp / "out.wav")
    (tmp / "text.wav").write_text("A letter, and no sound at all. " * 99,
                                  encoding="utf-8")
    fails(4, "text.wav: not an audio file", tmp / "text.wav", "-o",
          tmp / "out.wav")


def test_a_change_of_format_is_told(tmp):
    # As podcasts are joined: one MP3 behind another of a different rate.
    for name, rate in (("a", 44100), ("b", 22050)):
        write_music(tmp / f"{name}.wav", 2, rate)
        ffmpeg("-i", tmp / f"{name}.wav", "-c:a", "libmp3lame", "-write_xing",
               "0", "-id3v2_version", "0", tmp / f"{name}.mp3")
    joined = tmp / "joined.mp3"
    joined.write_bytes((tmp / "a.mp3").read_bytes() +
                       (tmp / "b.mp3").read_bytes())
    for args in (("--analyze", joined), ("-o", tmp / "out.wav", joined)):
        fails(4, r"joined.mp3: changes its format at 2\.\d\d s, from 44100 Hz "
              "and 2 channels to 22050 Hz and 2", *args)


def test_a_killed_run_is_cleaned_up(tmp):
    mix = write_music(tmp / "mix.wav", 1)
    dead = tmp / ".gst-master-AbC123"
    dead.write_bytes(b"half a song")
    os.utime(dead, (1e9, 1e9))
    other = tmp / ".gst-master-notes"
    other.write_bytes(b"somebody's own")
    os.utime(other, (1e9, 1e9))
    done("-q", mix, "-o", tmp / "out.wav", "-l", "-20")
    check(left_behind(tmp) == [".gst-master-notes", "mix.wav", "out.wav"],
          left_behind(tmp))


def start(tmp, mix):
    """A run that has begun to write."""
    running = subprocess.Popen([TOOL, "--plain", mix, "-o", tmp / "out.flac"],
                               stderr=subprocess.PIPE, text=True,
                               stdout=subprocess.DEVNULL)
    for _ in range(600):
        if any(p.stat().st_size > 50000 for p in tmp.glob(".gst-master-*")):
            return running
        time.sleep(0.02)
    raise AssertionError("never began to write")


def test_a_live_run_is_left_alone(tmp):
    mix, short = long_music(tmp), write_music(tmp / "short.wav", 1)
    with start(tmp, mix) as running:
        theirs = list(tmp.glob(".gst-master-*"))
        for path in theirs:
            os.utime(path, (1e9, 1e9))
        done("-q", short, "-o", tmp / "out.wav", "-l", "-20")
        check(all(path.exists() for path in theirs), "removed")
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=30)
    check(left_behind(tmp, "mix.wav", "short.wav", "out.wav") != [])
    for path in theirs:
        os.utime(path, (1e9, 1e9))
    done("-q", "-f", short, "-o", tmp / "out.wav", "-l", "-20")
    clean(tmp, "mix.wav", "short.wav", "out.wav")


def test_two_interrupts_end_it_at_once(tmp):
    # Both come while the process stands still, so that no time passes between.
    with start(tmp, long_music(tmp)) as running:
        running.send_signal(signal.SIGSTOP)
        running.send_signal(signal.SIGINT)
        running.send_signal(signal.SIGTERM)
        running.send_signal(signal.SIGCONT)
        running.communicate(timeout=30)
    check(running.returncode == 75, running.returncode)
    clean(tmp, "mix.wav")


def test_the_input_cut_short_meanwhile(tmp):
    mix = long_music(tmp)
    with start(tmp, mix) as running:
        os.truncate(mix, mix.stat().st_size // 3)
        _, err = running.communicate(timeout=60)
    check(running.returncode == 75 and "mix.wav: " in err and
          err.count("\n") == 1, err)
    clean(tmp, "mix.wav")


def test_on_one_core(tmp):
    # What reads must not run ahead of what takes the sound.
    if not hasattr(os, "sched_setaffinity"):
        raise Skip("no affinity here")
    write_music(tmp / "mix.wav", 0.5)
    for ending in ("aiff", "ogg", "m4a"):
        ffmpeg("-i", tmp / "mix.wav", tmp / f"mix.{ending}")
        for _ in range(4):
            done("--analyze", "-q", tmp / f"mix.{ending}",
                 preexec_fn=lambda: os.sched_setaffinity(0, {0}))


if __name__ == "__main__":
    run_all([f for name, f in list(globals().items())
             if name.startswith("test_")])
