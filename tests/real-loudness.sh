#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# real-loudness.sh FILE... - masterloudness mode=live over programmes of three
# minutes and more: does it land, and how does the gain move? By libebur128 and
# tests/reference/gaintrack.c. FILEs that are long enough are programmes, whole
# and at 20 dB under it; then mixtures are made of pieces of them, as a
# broadcast would have them: at levels 12 dB apart, with silence, as speech with
# pauses (where espeak-ng is installed), and backwards in order. Fails where one
# is more than 0.5 LU off, or the gain moves by 1 dB/s and more after 10 s.
#
# BUILD: where it was built (build). SETTINGS: others than target=-16.
set -eu
export LC_ALL=C
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=${BUILD:-$root/build}
settings=${SETTINGS:-target=-16}
export GST_PLUGIN_PATH="$build/gst"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
export GST_REGISTRY="$scratch/registry.bin"

# shellcheck disable=SC2046
cc -O2 -o "$scratch/ebur128" "$root/tests/reference/ebur128.c" \
  $(pkg-config --cflags --libs libebur128) -lm
cc -O2 -o "$scratch/gaintrack" "$root/tests/reference/gaintrack.c" -lm

# piece FILE FROM SECONDS GAIN: raw float32, stereo, 48 kHz.
piece ()
{
  ffmpeg -nostdin -v error -ss "$2" -t "$3" -i "$1" \
    -af "volume=$4dB:precision=float" -ac 2 -ar 48000 -f f32le -
}

silence ()
{
  head -c $((48000 * 8 * $1)) /dev/zero
}

# level NAME: $scratch/in.raw through it, and a row of the table.
level ()
{
  # shellcheck disable=SC2086
  gst-launch-1.0 -q filesrc location="$scratch/in.raw" ! \
    rawaudioparse format=pcm pcm-format=f32le sample-rate=48000 \
    num-channels=2 ! \
    masterloudness mode=live $settings ! filesink location="$scratch/out.raw"
  before=$("$scratch/ebur128" 48000 2 <"$scratch/in.raw")
  after=$("$scratch/ebur128" 48000 2 <"$scratch/out.raw")
  track=$("$scratch/gaintrack" 48000 2 "$scratch/in.raw" "$scratch/out.raw")
  seconds=$(($(wc -c <"$scratch/in.raw") / 384000))
  target=$(echo "$settings" | sed 's/.*target=\([-0-9.]*\).*/\1/')
  # shellcheck disable=SC2086
  set -- "$1" $before $after $track
  awk -v name="$1" -v s="$seconds" -v i="$2" -v r="$3" -v o="$5" -v q="$6" \
    -v slope="$8" -v least="$9" -v most="${10}" -v goal="$target" 'BEGIN {
      off = o - goal
      bad = off < -0.5 || off > 0.5 || slope >= 1
      printf "%-28s %5d %8.2f %6.2f %8.2f", name, s, i, r, o
      printf " %+6.2f %6.2f %6.2f %+6.1f %+6.1f  %s\n", off, q, slope, least,
        most, bad ? "WRONG" : "ok"
      exit bad }' || wrong=$((wrong + 1))
}

length ()
{
  ffprobe -v error -show_entries format=duration -of csv=p=0 "$1" | cut -d. -f1
}

# mix GAINS PAUSE SECONDS FILE...: pieces in turn.
mix ()
{
  gains=$1 pause=$2 seconds=$3
  shift 3
  : >"$scratch/in.raw"
  for file; do
    gain=${gains%% *}
    gains="${gains#* } $gain"
    piece "$file" 20 "$seconds" "$gain" >>"$scratch/in.raw"
    silence "$pause" >>"$scratch/in.raw"
  done
}

# talk: two speakers, one 6 dB down, with pauses of a second and two.
talk ()
{
  : >"$scratch/in.raw"
  for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
    espeak-ng -v "en+$([ $((turn % 2)) = 0 ] && echo f2 || echo m3)" -s 150 \
      -w "$scratch/talk.wav" "This is the news at $turn o'clock. The weather \
will be fair in the north, with some rain towards the evening. Roads are \
clear, and trains are running to time; travellers to the coast should leave \
early. Number $turn has been the busiest of the week."
    piece "$scratch/talk.wav" 0 60 $((turn % 2 * -6)) >>"$scratch/in.raw"
    silence $((turn % 3)) >>"$scratch/in.raw"
  done
}

wrong=0
printf '%-28s %5s %8s %6s %8s %6s %6s %6s %6s %6s\n' \
  programme s LUFS LRA after off LRA dB/s least most
for file; do
  [ "$(length "$file")" -ge 180 ] || continue
  piece "$file" 0 9999 0 >"$scratch/in.raw"
  level "$(basename "${file%.*}")"
done
if [ $# -ge 4 ]; then
  mix '0' 0 45 "$@" && level 'pieces of 45 s'
  mix '0 -12' 0 45 "$@" && level 'pieces, every other -12 dB'
  mix '0 -6 6 -15' 3 30 "$@" && level 'pieces of 30 s, 3 s between'
  mix '-20' 8 60 "$@" && level 'minutes, 8 s between'
  if command -v espeak-ng >/dev/null; then
    talk && level 'two speakers'
  fi
fi
[ $wrong -eq 0 ] || echo "$wrong not as promised"
[ $wrong -eq 0 ]
