#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# quickstart.sh [MIX [OUT]] - from a fresh clone to a master.
#
# Installs what is missing, builds into build/, masters MIX into OUT and prints
# what was measured before and after. OUT is demo/<name of MIX>-master.flac in
# the clone unless given; only that default is overwritten. With no MIX it
# masters a demo mix with known faults, by moves chosen by hand.
set -eu

if [ $# -gt 2 ] || [ "${1-}" = -h ] || [ "${1-}" = --help ]; then
  echo "usage: $0 [MIX [OUT]]" >&2
  exit 2
fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=$root/build
demo=$root/demo
tool=$build/gst/tools/gst-master-1.0
began=$(date +%s)

if [ $# -gt 0 ] && [ ! -f "$1" ]; then
  echo "$0: $1: no such file" >&2
  exit 1
fi

"$root/build-aux/install-deps.sh" build

# Runs a step of the build; its output is shown only when it fails.
step ()
{
  "$@" >"$demo/build.log" 2>&1 </dev/null && return
  cat "$demo/build.log" >&2
  echo "$0: failed: $*" >&2
  exit 1
}

mkdir -p "$demo"
if [ ! -f "$build/build.ninja" ]; then
  echo 'Building, once ...'
  step meson setup -Dtests=false "$build" "$root"
fi
step ninja -C "$build" gst/libgstmastering.so gst/tools/gst-master-1.0 \
  examples/demo-mix
echo "Built after $(($(date +%s) - began)) s."

# The build's own plugin and presets, and a registry that leaves yours alone.
export GST_PLUGIN_PATH="$build/gst"
export GST_PRESET_PATH="$root/gst/presets"
export GST_REGISTRY="$build/registry.bin"

moves=
# move REASON SETTING...: sets properties of the chain, and tells why.
move ()
{
  printf '  %s\n' "$1"
  shift
  for setting; do
    moves="$moves --set $setting"
  done
}

case $# in
  0)
    mix=$demo/demo-mix.wav
    # Made again when the program that makes it has changed.
    if [ ! -f "$mix" ] ||
      [ -n "$(find "$build/examples/demo-mix" -newer "$mix")" ]; then
      "$build/examples/demo-mix" "$mix.part"
      mv "$mix.part" "$mix"
    fi
    echo 'The demo mix has known faults; the moves made for them, by hand:'
    move 'bell at 250 Hz, -4 dB: it is muddy, all instruments pile up there' \
      eq::band0::type=bell eq::band0::frequency=250 \
      eq::band0::gain=-4 eq::band0::q=0.9
    move 'bell at 3.5 kHz, -3.5 dB: the lead and the snare are harsh' \
      eq::band1::type=bell eq::band1::frequency=3500 \
      eq::band1::gain=-3.5 eq::band1::q=1
    move 'low-cut of the sides at 140 Hz: the bass belongs in the middle' \
      eq::band2::type=low-cut eq::band2::frequency=140 \
      eq::band2::slope=18 eq::band2::channel=side
    move 'compressor 1.5:1 above -20 dB, slow: the parts hold together' \
      compressor::threshold=-20 compressor::ratio=1.5 compressor::knee=6 \
      compressor::attack=30 compressor::release=200
    echo '  drive into the limiter: it is too quiet; the tool solves for it'
    set -- "$mix" "$demo/demo-master.flac" --force
    ;;
  1)
    name=$(basename -- "$1")
    set -- "$1" "$demo/${name%.*}-master.flac" --force
    ;;
esac

mix=$1
out=$2
shift 2
status=0
# The settings hold no blanks, so they may be split.
# shellcheck disable=SC2086
"$tool" $moves "$@" -o "$out" -- "$mix" || status=$?
[ $status -ne 0 ] || echo "$out, after $(($(date +%s) - began)) s in all."
exit $status
