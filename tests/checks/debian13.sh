#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# debian13.sh FOLDER [OPTION...] - all tests under Debian 13, in a folder.
#
# Makes a small Debian 13 in FOLDER with debootstrap where there is none, copies
# the commit that is checked out into it, and runs tests/run.sh --fast there, or
# with the OPTIONs instead. Takes root, a network, and 5 GB. Not part of the
# default run.
set -eu
[ $# -ge 1 ] || { echo "usage: $0 FOLDER [OPTION...]" >&2; exit 2; }
mkdir -p "$1"
system=$(CDPATH='' cd -- "$1" && pwd)
shift
[ $# -gt 0 ] || set -- --fast
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)

[ -x "$system/bin/sh" ] || debootstrap --variant=minbase trixie "$system"
rm -rf "$system/project"
git clone -q "$root" "$system/project"

unmount ()
{
  for part in proc dev/shm dev sys; do
    mountpoint -q "$system/$part" && umount "$system/$part"
  done
  return 0
}
trap unmount EXIT
mount -t proc proc "$system/proc"
mount -t sysfs sys "$system/sys"
mount --bind /dev "$system/dev"
mount --bind /dev/shm "$system/dev/shm"
cp /etc/resolv.conf "$system/etc/resolv.conf"
chroot "$system" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
  DEBIAN_FRONTEND=noninteractive sh -c \
  'apt-get -q update && apt-get -q -y --no-install-recommends install git &&
   cd /project && exec tests/run.sh "$@"' sh "$@"
