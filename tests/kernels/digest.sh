#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# digest.sh KERNELS - the just-in-time code and the plain C backup of every
# kernel give the same bits.
set -eu
jit=$("$1" --digest)
backup=$(ORC_CODE=backup "$1" --digest)
if [ "$jit" = "$backup" ]; then
  printf '%s\n' "$jit"
else
  printf 'compiled:\n%s\nbackup:\n%s\n' "$jit" "$backup"
  exit 1
fi
