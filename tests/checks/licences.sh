#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# licences.sh ROOT - every file names its authors and its licence, as `reuse`
# reads them: in its first lines, or in .reuse/dep5. It is skipped (77) without
# the tool, and outside a repository, where the tool would read build folders.
set -eu
cd "$1"
if ! command -v reuse >/dev/null; then
  echo 'skipped: reuse is not installed'
  exit 77
fi
if [ ! -e .git ]; then
  echo 'skipped: this is not a clone'
  exit 77
fi
exec reuse lint
