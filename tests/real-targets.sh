#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# real-targets.sh FILE... - masters each FILE for four targets at once, and
# measures the files by what the tool does not use: the loudness by libebur128,
# the true peak by tests/reference/sinc.h, 32 points a frame. Fails where a file
# is more than 0.05 LU off or over its ceiling; says which the tool declines.
#
# BUILD: where it was built (build). TARGETS: other targets.
set -eu
export LC_ALL=C
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=${BUILD:-$root/build}
targets=${TARGETS:-spotify apple-music cd ebu-r128}
tool=$build/gst/tools/gst-master-1.0
export GST_PLUGIN_PATH="$build/gst" GST_PRESET_PATH="$root/gst/presets"
export GST_REGISTRY="$build/registry.bin"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

# shellcheck disable=SC2046
cc -O2 -o "$scratch/ebur128" "$root/tests/reference/ebur128.c" \
  $(pkg-config --cflags --libs libebur128) -lm
cc -O3 -o "$scratch/peak32" "$root/tests/reference/peak32.c" -lm

# goals TARGET: its loudness and ceiling, as --list-targets prints them.
goals ()
{
  "$tool" --list-targets | awk -v name="$1" '$1 == name { print $2, $3 }'
}

# decode FILE: raw float32. probe FILE: its rate and channels.
decode ()
{
  ffmpeg -nostdin -v error -i "$1" -map 0:a:0 -f f32le -
}

probe ()
{
  ffprobe -v error -select_streams a:0 \
    -show_entries stream=sample_rate,channels -of csv=p=0 "$1" | tr ',' ' '
}

# check NAME TARGET FILE
check ()
{
  # shellcheck disable=SC2046
  set -- "$1" "$2" "$3" $(goals "$2") $(probe "$3")
  loudness=$(decode "$3" | "$scratch/ebur128" "$6" "$7" | cut -d' ' -f1)
  peak=$(decode "$3" | "$scratch/peak32" "$7")
  awk -v name="$1" -v target="$2" -v goal="$4" -v ceiling="$5" \
    -v i="$loudness" -v p="$peak" 'BEGIN {
      bad = i < goal - 0.05 || i > goal + 0.05 || p > ceiling
      printf "%-16s %-12s %9.3f %+7.3f %8.3f %+7.3f  %s\n", name, target, i,
        i - goal, p, p - ceiling, bad ? "WRONG" : "ok"
      exit bad }'
}

# master FILE
master ()
{
  name=$(basename "${1%.*}")
  set -- "$1"
  for target in $targets; do
    set -- "$@" --target "$target"
  done
  "$tool" --plain --max-limiting 12 --quiet --force -o "$scratch/%t.flac" \
    "$@" 2>"$scratch/said" || true
  for target in $targets; do
    if [ -f "$scratch/$target.flac" ]; then
      check "$name" "$target" "$scratch/$target.flac" || wrong=$((wrong + 1))
      rm "$scratch/$target.flac"
    else
      printf '%-16s %-12s declined: %s\n' "$name" "$target" \
        "$(grep -o 'more than [^,;]*limiting' "$scratch/said" ||
          tail -n 1 "$scratch/said")"
    fi
  done
}

wrong=0
printf '%-16s %-12s %9s %7s %8s %7s\n' song target LUFS off dBTP over
for song; do
  master "$song"
done
[ $wrong -eq 0 ] || echo "$wrong not as promised"
[ $wrong -eq 0 ]
