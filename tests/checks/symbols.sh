#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# symbols.sh PLUGIN - the plugin exports its two entry points and nothing else.
set -eu
want='gst_plugin_mastering_get_desc
gst_plugin_mastering_register'
have=$(nm -D --defined-only "$1" | sed 's/.* //' | LC_ALL=C sort)
if [ "$have" != "$want" ]; then
  echo "exported symbols of $1:"
  printf '%s\n' "$have"
  exit 1
fi
echo 'only the entry points are exported'
