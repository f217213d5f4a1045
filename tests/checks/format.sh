#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# format.sh [--fix] [FILE...] - is the C formatted as .clang-format says?
#
# Without files, all of gst, tests and examples. --fix formats them. Versions
# of clang-format differ in what they make of the same rules, so only that of
# Debian 12 counts; with another or none the check is skipped (exit 77).
set -eu
want=14
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
fix=
if [ "${1-}" = --fix ]; then
  fix=yes
  shift
fi
if [ $# -eq 0 ]; then
  cd "$root"
  # No file of ours has a blank in its name.
  # shellcheck disable=SC2046
  set -- $(find gst tests examples -name '*.[ch]' | sort)
fi

format=
for name in clang-format-$want clang-format; do
  if command -v "$name" >/dev/null && $name --version |
    grep -q "version $want\."; then
    format=$name
    break
  fi
done
if [ -z "$format" ]; then
  echo "skipped: there is no clang-format $want"
  exit 77
fi
[ -z "$fix" ] || exec $format --style=file -i "$@"

said=$($format --style=file --dry-run -Werror "$@" 2>&1) && exit
printf '%s\n' "$said" |
  sed -n 's/: error: code should be.*/ is not formatted/p; s/^Error/&/p'
echo 'tests/checks/format.sh --fix formats them'
exit 1
