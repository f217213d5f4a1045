#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# docs-site.sh ROOT TABLES CURVES - the site of the docs can be made, without a
# link that leads nowhere (mkdocs is strict), and has what it promises.
set -eu
command -v mkdocs >/dev/null || { echo 'skipped: there is no mkdocs'; exit 77; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
python3 "$1/build-aux/make-docs.py" "$1" "$out/docs" "$2" "$3" 0
site=$out/docs/site

has ()
{
  grep -q "$2" "$site/$1" || { echo "$1: there is no $2"; exit 1; }
}

for page in "$1"/docs/stages/*.md; do
  name=$(basename "$page" .md)
  has "stages/$name.html" 'id="all-properties"'
done
has stages/eq.html '<code>sidechain-frequency</code>'
has stages/eq.html 'eq-curve0.svg'
has search/search_index.json bass-mono
has recipes.html 'less-harsh'
echo 'made, and whole'
