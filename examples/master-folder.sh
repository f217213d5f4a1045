#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# master-folder.sh IN OUT [OPTION...] - masters every song of a folder.
#
# Song by song, as many at a time as there are processors; OPTIONs go to
# gst-master-1.0 (--loudness -9). OUT/name.flac appears only when it is
# whole, so that after an interruption the same command goes on where it was.
# Of songs that would make the same OUT/name.flac (a.wav and a.mp3) none is
# touched. Fails when a song failed, after all have had their turn.
set -eu
if [ $# -lt 2 ] || [ ! -d "$1" ]; then
  echo "usage: $0 IN-FOLDER OUT-FOLDER [OPTION...]" >&2
  exit 2
fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
if ! command -v gst-master-1.0 >/dev/null; then
  # Neither installed nor in `meson devenv`: what quickstart.sh built.
  export PATH="$root/build/gst/tools:$PATH"
  export GST_PLUGIN_PATH="$root/build/gst"
  export GST_PRESET_PATH="$root/gst/presets"
  export GST_REGISTRY="$root/build/registry.bin"
fi
in=$1
export OUT="$2"
shift 2
mkdir -p "$OUT"

songs() {
  find "$in" -type f \( -iname '*.wav' -o -iname '*.flac' -o -iname '*.aif*' \
    -o -iname '*.mp3' -o -iname '*.ogg' -o -iname '*.opus' -o -iname '*.m4a' \
    \) -print0 | sort -z
}

# What several songs would be called, each behind a slash, which no name has.
# Line breaks in names count as spaces here.
twins=$(songs | tr '\n\0' ' \n' | sed 's|.*/||; s|\.[^.]*$||' | sort | uniq -d |
  sed 's|^|/|; s|$|/|')
export TWINS="$twins"

# shellcheck disable=SC2016
songs | xargs -0 -r -I SONG -P "$(nproc)" sh -c '
    song=$1
    shift
    name=$(basename -- "$song")
    name=${name%.*}
    out=$OUT/$name.flac
    case $TWINS in *"/$name/"*)
      echo "master-folder.sh: $song: another song would be $out too" >&2
      exit 1 ;;
    esac
    [ -f "$out" ] || gst-master-1.0 --quiet "$@" -o "$out" -- "$song" &&
      echo "$out"
  ' sh SONG "$@"
