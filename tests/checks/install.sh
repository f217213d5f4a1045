#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# install.sh BUILD - an installation into a folder of its own has the
# plugin, presets, tool and man page, and they work there. Where the build has a
# static plugin, a program that is linked with it by its .pc file works too.
set -eu
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
meson install --no-rebuild --quiet -C "$1" --destdir "$root"

find_one ()
{
  found=$(find "$root" -path "*/$1" | head -n 1)
  [ -n "$found" ] || { echo "not installed: $1"; exit 1; }
}

find_one gst-master-1.0.1
grep -q 'eq::bandN::frequency' "$found" ||
  { echo 'no settings in the man page'; exit 1; }
if command -v man >/dev/null; then
  # Warnings of the formatter are faults of the page.
  said=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -l "$found" \
    2>&1 >/dev/null)
  [ -z "$said" ] || { echo "$said"; exit 1; }
fi
for file in GstMasterEq.prs GstMasterCompressor.prs GstMasterLimiter.prs \
  gst-master-1.0.1 targets.json warm-analog.json loud-modern.json; do
  find_one "$file"
done
export GST_REGISTRY="$root/registry.bin"
find_one GstMasterEq.prs
GST_PRESET_PATH=$(dirname "$found")
find_one libgstmastering.so
GST_PLUGIN_PATH=$(dirname "$found")
export GST_PRESET_PATH GST_PLUGIN_PATH
find_one bin/gst-master-1.0
"$found" --version
"$found" --list-targets
# The elements say where their pages are, which are there; and name their bands.
said=$(gst-inspect-1.0 mastereq)
page=$(echo "$said" | sed -n 's|.*Doc-uri  *file://||p')
[ -f "$root$page" ] || { echo "no documentation at $page"; exit 1; }
echo "$said" | grep -q 'band0::NAME, the properties .*frequency' ||
  { echo 'gst-inspect-1.0 does not tell of bands'; exit 1; }
gst-launch-1.0 -q audiotestsrc num-buffers=2 ! audioconvert ! \
  mastereq @preset=air ! masterchain preset=vinyl ! masterdither ! fakesink
echo 'installed and working'

pc=$(find "$root" -name gstmastering.pc)
if [ -z "$pc" ]; then
  echo 'skipped: the build has no static plugin (-Ddefault_library=both)'
  exit
fi
# The linker would prefer a shared plugin.
rm "$GST_PLUGIN_PATH/libgstmastering.so"
sed -i "s|^prefix=|&$root|" "$pc"
export PKG_CONFIG_PATH="${pc%/*}"
# shellcheck disable=SC2046
${CC:-cc} -o "$root/static-plugin" "$(dirname "$0")/static-plugin.c" \
  $(pkg-config --static --cflags --libs gstmastering)
"$root/static-plugin"
echo 'the static plugin is working'
