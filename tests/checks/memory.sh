#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# memory.sh BUILD - one run of each element under valgrind's memcheck.
#
# Plays a second of noise through each element of the plugin in BUILD, with its
# default values and with its first preset. Prints a line for each; the exit
# status is 1 where memcheck saw a read or a write where none may be, a value
# that nobody had set, or memory of ours that was lost for good.
set -u
[ $# -eq 1 ] || { echo "usage: $0 BUILD" >&2; exit 2; }
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
build=$(CDPATH='' cd -- "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GST_PLUGIN_PATH="$build/gst" GST_REGISTRY="$work/registry" \
  GST_REGISTRY_FORK=no GST_PRESET_PATH="$root/gst/presets" \
  G_SLICE=always-malloc G_DEBUG=gc-friendly
elements=$(gst-inspect-1.0 --plugin "$build/gst/libgstmastering.so" |
  sed -n 's/^  \([a-z0-9]*\): .*/\1/p')
[ -n "$elements" ] || { echo "$0: no plugin in $build/gst" >&2; exit 1; }
status=0

try () # LAUNCH-WORDS...
{
  # --smc-check: Orc writes the code that it runs.
  if valgrind --quiet --error-exitcode=99 --smc-check=all \
    --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=none \
    gst-launch-1.0 -q audiotestsrc wave=pink-noise num-buffers=50 \
      samplesperbuffer=441 ! audio/x-raw,channels=2,rate=44100 ! \
      audioconvert ! "$@" ! fakesink >"$work/log" 2>&1 &&
    ! grep -q libgstmastering "$work/log"; then
    echo "$*: clean"
  else
    echo "$*: FAILED"
    cat "$work/log"
    status=1
  fi
}

for element in $elements; do
  try "$element"
  file=$(find "$GST_PRESET_PATH" -iname "Gst$element.prs")
  [ -z "$file" ] || try "$element" "@preset=$(sed -n \
    's/^\[\([^_].*\)\]$/\1/p' "$file" | head -n 1)"
done
try masterchain preset=warm-analog
try masterchain preset=loud-club
exit $status
