#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# real-meter.sh FILE... - mastermeter over music, at its own rate, beside
# libebur128 and tests/reference/peak32.c: a row for each of FILEs, then the
# greatest differences. Fails where the loudness is more than 0.01 LU off, the
# true peak more than 0.05 dB, or the 4x figure more than 0.001 dB.
#
# BUILD: where it was built (build).
set -eu
export LC_ALL=C
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=${BUILD:-$root/build}
export GST_PLUGIN_PATH="$build/gst"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
export GST_REGISTRY="$scratch/registry.bin"

# shellcheck disable=SC2046
cc -O2 -o "$scratch/ebur128" "$root/tests/reference/ebur128.c" \
  $(pkg-config --cflags --libs libebur128) -lm
cc -O3 -o "$scratch/peak32" "$root/tests/reference/peak32.c" -lm

# field NAME: what the last message of $scratch/messages says.
field ()
{
  sed -n "s/.* $1=(double)\([^,;]*\).*/\1/p" "$scratch/messages" | tail -n 1
}

# measure FILE: a row of the table.
measure ()
{
  rate=$(ffprobe -v error -select_streams a:0 -show_entries stream=sample_rate \
    -of csv=p=0 "$1")
  ffmpeg -nostdin -v error -y -i "$1" -ac 2 -f f32le "$scratch/in.raw"
  gst-launch-1.0 -m filesrc location="$scratch/in.raw" ! \
    rawaudioparse format=pcm pcm-format=f32le sample-rate="$rate" \
    num-channels=2 ! \
    mastermeter post-messages=true interval=3600000000000 ! fakesink \
    >"$scratch/messages"
  echo "$(basename "$1") $rate" \
    "$(field global-loudness) $(field loudness-range)" \
    "$(field true-peak) $(field true-peak-4x)" \
    "$("$scratch/ebur128" "$rate" 2 <"$scratch/in.raw")" \
    "$("$scratch/peak32" 2 <"$scratch/in.raw")"
}

printf '%-20s %6s %7s %6s %6s %6s %6s %8s %9s\n' \
  file rate LUFS less LRA less dBTP 'less 32x' '4x less'
for file; do
  measure "$file"
done | awk '
  function greatest (name, d) { if (d * d > most[name] ^ 2) most[name] = d }
  { printf "%-20s %6d %7.3f %+.3f %6.2f %+.2f %6.3f   %+.3f  %+.3f\n",
      $1, $2, $3, $3 - $7, $4, $4 - $8, $5, $5 - $10, $6 - $9
    fflush ()
    greatest("LUFS", $3 - $7); greatest("LRA", $4 - $8)
    greatest("32x", $5 - $10); greatest("4x", $6 - $9) }
  END { printf "greatest: %+.4f LU, range %+.2f LU, ", most["LUFS"], most["LRA"]
    printf "true peak %+.4f dB, 4x %+.4f dB\n", most["32x"], most["4x"]
    exit most["LUFS"] ^ 2 > 1e-4 || most["32x"] ^ 2 > 25e-4 ||
      most["4x"] ^ 2 > 1e-6 }'
