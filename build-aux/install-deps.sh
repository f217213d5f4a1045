#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# install-deps.sh GROUP... - installs the Debian packages that are missing.
#
#   build   what it takes to build the plugin and the tool and to run them
#   test    what the tests use besides
#   players the players that the tests of the suite `long` start
#
# Installs with apt-get as root, or through sudo where that asks nothing.
# Where it cannot, it names the missing packages and exits with 1. When nothing
# is missing it changes nothing, says nothing and needs no network.
#
# Package names hold no blanks: the lists are split on purpose.
# shellcheck disable=SC2005,SC2015,SC2046,SC2086,SC2116
set -eu

build='gcc libc6-dev meson ninja-build pkgconf
  libglib2.0-dev libjson-glib-dev
  libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev
  liborc-0.4-dev liborc-0.4-dev-bin zlib1g-dev
  gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good'
test='python3 ffmpeg libebur128-dev gstreamer1.0-libav zsh fish mkdocs gettext
  libburn-dev cdrdao cuetools reuse clang libclang-rt-dev llvm chromium
  python3-gi gir1.2-gstreamer-1.0 gir1.2-gst-plugins-base-1.0
  gir1.2-gst-plugins-bad-1.0'
players='quodlibet rhythmbox rhythmbox-plugins gir1.2-rb-3.0 xvfb xauth dbus'
# Some get npm from elsewhere, and Debian's does not go together with that.
command -v npm >/dev/null || test="$test nodejs npm"

wanted=
for group; do
  case $group in
    build) wanted="$wanted $build" ;;
    test) wanted="$wanted $test" ;;
    players) wanted="$wanted $players" ;;
    *) echo "usage: $0 build|test|players ..." >&2; exit 2 ;;
  esac
done
# As one line, for people and for apt.
wanted=$(echo $wanted)

if ! command -v dpkg-query >/dev/null; then
  echo "$0: this is no Debian; needed is what Debian calls: $wanted" >&2
  exit 0 # the build will tell what it does not find
fi

missing ()
{
  have=" $(dpkg-query -W -f '${Package}=${db:Status-Status}\n' $wanted \
    2>/dev/null | sed -n 's/=installed$//p' | tr '\n' ' ')"
  for package in $wanted; do
    case $have in
      *" $package "*) ;;
      *) printf '%s ' "$package" ;;
    esac
  done
}

lacking=$(echo $(missing))
[ -n "$lacking" ] || exit 0

give_up ()
{
  echo "$0: $1" >&2
  echo "Missing packages: $lacking" >&2
  echo "Install them with: sudo apt-get install $lacking" >&2
  exit 1
}

command -v apt-get >/dev/null || give_up 'there is no apt-get here.'
as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null && sudo -n true 2>/dev/null ||
    give_up 'no right to install packages (not root, and sudo asks).'
  as_root='sudo -n'
fi

echo "Installing: $lacking"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt ()
{
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" \
    </dev/null >>"$log" 2>&1
}
# A failed update (one dead mirror) may still leave all that is needed.
apt update || true
if ! apt install -y --no-install-recommends $lacking; then
  tail -n 20 "$log" >&2
  lacking=$(echo $(missing))
  give_up 'apt-get failed, see above.'
fi
