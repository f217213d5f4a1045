#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# orcc-strict.sh ORCC ARGS... - run orcc and fail when it prints anything on
# stderr: Orc 0.4.33 meets an unknown opcode with a message, an empty loop and
# exit status 0.
set -u
complaint=$("$@" 2>&1 >/dev/null)
status=$?
if [ $status -ne 0 ] || [ -n "$complaint" ]; then
  printf '%s\n' "orcc: ${complaint:-failed with status $status}" >&2
  exit 1
fi
