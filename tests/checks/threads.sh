#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# threads.sh BUILD - a storm of property changes under ThreadSanitizer.
#
# Configures BUILD with clang for it where there is none, and runs the test
# `element-storm`: threads that set and read each property of each element while
# a pipeline runs. GLib and GStreamer are not instrumented; what they do among
# themselves is left out by name: GStreamer clears a condition of an element
# behind a lock that is not seen here, and its equalizer unlocks one that was
# locked unseen. Not part of the default run.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 BUILD" >&2; exit 2; }
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
[ -f "$1/build.ninja" ] || CC=clang meson setup "$1" "$root" \
  -Db_sanitize=thread -Dtests=true -Db_lundef=false
ninja -C "$1" tests/elements/test-element-storm
names=$(mktemp)
trap 'rm -f "$names"' EXIT
cat >"$names" <<END
called_from_lib:libglib-2.0.so
called_from_lib:libgobject-2.0.so
called_from_lib:libgstreamer-1.0.so
race:g_cond_clear
race:pthread_cond_destroy
mutex:libgstequalizer.so
END
TSAN_OPTIONS="suppressions=$names:halt_on_error=0:exitcode=66" \
  meson test -C "$1" --no-rebuild -t 5 --verbose element-storm
