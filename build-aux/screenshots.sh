#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# screenshots.sh [BUILD] - makes the pictures of pages that stand in docs/.
#
# The demo mix is mastered by the tool in BUILD (build), and the page is taken
# with Chromium, which playwright-core drives (install-npm.sh).
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=$(CDPATH='' cd -- "${1:-$root/build}" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

"$root/build-aux/install-npm.sh" "$build/npm"
export GST_PLUGIN_PATH="$build/gst" GST_PRESET_PATH="$root/gst/presets"
export GST_REGISTRY="$tmp/registry"
"$build/examples/demo-mix" "$tmp/demo-mix.wav"
"$build/gst/tools/gst-master-1.0" -q "$tmp/demo-mix.wav" -o "$tmp/demo.flac" \
  --report "$tmp/demo.html"

cat >"$tmp/take.js" <<'END'
const { chromium } = require('playwright-core');
(async () => {
  const [, , browserPath, page, picture] = process.argv;
  const browser = await chromium.launch({ executablePath: browserPath,
    args: ['--no-sandbox'] });
  const viewport = { width: 1100, height: 1260 };
  const tab = await browser.newPage({ viewport });
  await tab.goto('file://' + page);
  await tab.waitForTimeout(300);
  await tab.screenshot({ path: picture });
  await browser.close();
})();
END
NODE_PATH="$build/npm/node_modules" node "$tmp/take.js" \
  "$(command -v chromium)" "$tmp/demo.html" "$root/docs/report.png"
echo "docs/report.png"
