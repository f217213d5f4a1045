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
# masters a demo mix with known faults. The assistant listens and says what it
# does.
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

case $# in
  0)
    mix=$demo/demo-mix.wav
    # Made again when the program that makes it has changed.
    if [ ! -f "$mix" ] ||
      [ -n "$(find "$build/examples/demo-mix" -newer "$mix")" ]; then
      "$build/examples/demo-mix" "$mix.part"
      mv "$mix.part" "$mix"
    fi
    # The demo is the same for all, whatever their defaults are.
    set -- "$mix" "$demo/demo-master.flac" --force --no-config
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
"$tool" --explain "$@" -o "$out" -- "$mix" || status=$?
[ $status -ne 0 ] || echo "$out, after $(($(date +%s) - began)) s in all."
exit $status
