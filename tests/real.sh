#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# real.sh [SCRATCH [FILE...]] - masters real songs, and lets others measure.
#
# Takes songs by others from Debian's archive into SCRATCH (build/real unless
# given; about 150 MB), masters each at -14 LUFS / -1 dBTP and at -9 / -1 and
# measures the results with ffmpeg's ebur128 filter and with libebur128. Fails
# where either finds the loudness more than 0.05 LU off (ffmpeg shows one
# decimal: 0.1) or the peak over the ceiling. A song whose loudness takes more
# limiting than the tool allows itself is shown as declined, in its words. Where
# lmms is installed, or may be, unmastered mixes are rendered from its demo
# projects too. With FILEs, only these are mastered and nothing is fetched.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=$root/build
tool=$build/gst/tools/gst-master-1.0
scratch=${1:-$build/real}
[ $# -eq 0 ] || shift
[ -x "$tool" ] || {
  echo "$0: build first: examples/quickstart.sh or tests/run.sh" >&2
  exit 1
}
"$root/build-aux/install-deps.sh" build test
mkdir -p "$scratch/songs" "$scratch/masters"
scratch=$(CDPATH='' cd -- "$scratch" && pwd)
export GST_PLUGIN_PATH="$build/gst" GST_PRESET_PATH="$root/gst/presets"
export GST_REGISTRY="$build/registry.bin" LC_ALL=C

# fetch PACKAGE PATTERN...: puts files out of a package into songs/, without
# installing it.
fetch ()
{
  package=$1
  shift
  if [ ! -d "$scratch/$package" ]; then
    echo "fetching $package"
    (cd "$scratch" &&
      apt-get -q -o APT::Sandbox::User=root download "$package" >/dev/null &&
      dpkg -x "$package"_*.deb "$package.part" &&
      mv "$package.part" "$package" && rm -f "$package"_*.deb) || {
      echo "$0: cannot fetch $package" >&2
      return
    }
  fi
  for pattern; do
    find "$scratch/$package" -name "$pattern" \
      -exec ln -sf {} "$scratch/songs/" ';'
  done
}

# render PROJECT: an unmastered mix, 32-bit float, by lmms.
render ()
{
  mix=$scratch/songs/mix-$(basename "$1" .mmpz).wav
  [ ! -f "$mix" ] || return 0
  echo "rendering $(basename "$1")"
  QT_QPA_PLATFORM=offscreen timeout 600 lmms --allowroot render \
    "/usr/share/lmms/projects/demos/$1" -f wav -a -s 48000 -x 1 \
    -o "$mix.part.wav" >/dev/null 2>&1 </dev/null &&
    mv "$mix.part.wav" "$mix" || echo "$0: lmms did not render $1" >&2
}

collect ()
{
  fetch wesnoth-1.16-music knalgan_theme.ogg love_theme.ogg vengeful.ogg \
    traveling_minstrels.ogg
  fetch singularity-music Nebula.ogg
  fetch hedgewars-data Rock.ogg
  if ! command -v lmms >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get install -q -y --no-install-recommends lmms lmms-common \
      >/dev/null 2>&1 </dev/null || true
  fi
  if command -v lmms >/dev/null; then
    render Momo64-esp.mmpz
    render Thomasso-AxeFromThe80s.mmpz
  else
    echo 'no lmms: no unmastered mixes'
  fi
}

# probe KEY FILE
probe ()
{
  ffprobe -v error -select_streams a:0 -show_entries "stream=$1" \
    -of default=nw=1:nk=1 "$2" | head -n 1
}

# by_library FILE, by_ffmpeg FILE: "I LRA TP"
by_library ()
{
  ffmpeg -nostdin -v error -i "$1" -map 0:a:0 -f f32le - |
    "$scratch/ebur128" "$(probe sample_rate "$1")" "$(probe channels "$1")"
}

by_ffmpeg ()
{
  ffmpeg -nostdin -hide_banner -i "$1" -map 0:a:0 \
    -af ebur128=peak=true:framelog=verbose -f null - 2>&1 |
    awk '/Summary/ { on = 1 } on && $1 == "I:" { i = $2 }
      on && $1 == "LRA:" { r = $2 } on && $1 == "Peak:" { p = $2 }
      END { print i, r, p }'
}

# master SONG LOUDNESS CEILING
master ()
{
  name=$(basename "$1")
  out="$scratch/masters/${name%.*}$2.flac"
  status=0
  said=$("$tool" --plain --max-limiting 12 --quiet --force --loudness "$2" \
    --ceiling "$3" -o "$out" -- "$1" 2>&1) || status=$?
  case $status,$said in
    0,*) ;;
    *' takes more than '*)
      printf '%-30s %5s  declined: %s\n' "$name" "$2" "${said##*: }"
      return 0
      ;;
    *)
      printf '%-30s %5s  NOT MASTERED: %s\n' "$name" "$2" "$said"
      return 1
      ;;
  esac
  # shellcheck disable=SC2046
  set -- "$name" "$2" "$3" $(by_library "$1") $(by_library "$out") \
    $(by_ffmpeg "$out")
  # The display's last digit is rounded, hence the second tolerance.
  awk -v name="$1" -v l="$2" -v c="$3" -v a="$4" -v ap="$6" -v i="$7" \
    -v r="$8" -v p="$9" -v fi="${10}" -v fp="${12}" 'BEGIN {
      bad = i < l - 0.0505 || i > l + 0.0505 || p > c + 0.0005 ||
        fi < l - 0.1001 || fi > l + 0.1001 || fp > c + 0.0501
      printf "%-30s %5s %8.2f %7.2f %9.3f %7.2f %8.3f %9.1f %7.1f  %s\n",
        name, l, a, ap, i, r, p, fi, fp, bad ? "WRONG" : "ok"
      exit bad }'
}

# shellcheck disable=SC2046
cc -O2 -o "$scratch/ebur128" "$root/tests/reference/ebur128.c" \
  $(pkg-config --cflags --libs libebur128) -lm

if [ $# -eq 0 ]; then
  collect
  set -- "$scratch"/songs/*
fi
printf '%36s  -- before --  ----- libebur128 ------  -- ffmpeg --\n' aim
printf '%-30s %5s %8s %7s %9s %7s %8s %9s %7s\n' \
  song LUFS LUFS dBTP LUFS LU dBTP LUFS dBTP
wrong=0
for song; do
  for loudness in -14 -9; do
    master "$song" $loudness -1 || wrong=$((wrong + 1))
  done
done
[ $wrong -eq 0 ] || echo "$wrong not as promised"
[ $wrong -eq 0 ]
