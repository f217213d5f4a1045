#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# install-npm.sh DIR - installs into DIR, at exact versions, what opens the page
# of a report in a browser: playwright-core drives Chromium, axe-core looks for
# what shuts people out. Nothing is saved but the packages themselves. When both
# are there already it needs no network.
set -eu

playwright=1.65.1
axe=4.14.1

has ()
{
  grep -qs "\"version\": \"$2\"" "$dir/node_modules/$1/package.json"
}

[ $# -eq 1 ] || { echo "usage: $0 DIR" >&2; exit 2; }
mkdir -p "$1"
dir=$(cd "$1" && pwd)
has playwright-core $playwright && has axe-core $axe && exit
command -v npm >/dev/null || { echo "$0: there is no npm here" >&2; exit 1; }
npm install --prefix "$dir" --no-save --no-package-lock --ignore-scripts \
  --no-audit --no-fund "playwright-core@$playwright" "axe-core@$axe"
