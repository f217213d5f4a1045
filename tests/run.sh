#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# run.sh [--quick | --fast] [--long] - installs what is missing, builds, tests.
#
#   --quick  a minute's worth of tests, by one compiler, for use between edits
#   --fast   every test, by one compiler; the other one, clang, compiles only
#   --long   with the suite `long` too: soak tests of minutes
#
# With neither --quick nor --fast every test runs a second time, compiled by
# clang with AddressSanitizer and UBSan. The last line is "N passed, N failed",
# over both runs; a build that fails counts as one failure. The exit status is 0
# only when nothing failed.
set -u
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root" || exit 1
extent=full
skip='--no-suite long'
players=
for option; do
  case $option in
    --quick) extent=quick ;;
    --fast) extent=fast ;;
    --long) skip= players=players ;;
    *) echo "usage: $0 [--quick | --fast] [--long]" >&2; exit 2 ;;
  esac
done
[ $extent = quick ] && skip="$skip --no-suite slow"
exec </dev/null 2>&1
began=$(date +%s)

passed=0
failed=0

finish ()
{
  echo "== $(($(date +%s) - began)) s in all"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

# quiet LOG COMMAND...: what the command says is shown only when it fails.
quiet ()
{
  log=$1
  shift
  "$@" >"$log" 2>&1 && return
  grep -v '^\[[0-9]*/[0-9]*\] ' "$log" | tail -n 60
  echo "== failed: $* (all it said: $log)"
  failed=$((failed + 1))
  return 1
}

# build DIR OPTION...: configures and builds, warnings being errors.
build ()
{
  dir=$1
  shift
  mkdir -p "$dir"
  echo "== building in $dir"
  if [ -f "$dir/build.ninja" ]; then
    quiet "$dir/run-setup.log" \
      meson configure "$dir" -Dtests=true -Dwerror=true "$@"
  else
    quiet "$dir/run-setup.log" \
      meson setup "$dir" -Dtests=true -Dwerror=true "$@"
  fi && quiet "$dir/run-build.log" ninja -C "$dir"
}

# run DIR NAME OPTION...: runs tests, shows the logs of those that fail, and
# adds to the sums.
run ()
{
  dir=$1
  name=$2
  shift 2
  echo "== testing $name"
  rm -f "$dir/meson-logs/run-$name.json"
  # shellcheck disable=SC2086
  meson test -C "$dir" --no-rebuild --logbase "run-$name" $skip "$@" \
    >"$dir/run-test.log" 2>&1
  status=$?
  # Whatever meson itself could not do.
  [ -f "$dir/meson-logs/run-$name.json" ] || tail -n 20 "$dir/run-test.log"
  # shellcheck disable=SC2046
  set -- $(python3 tests/checks/tally.py "$dir/meson-logs/run-$name" $status)
  echo "== $name: ${1:-0} passed, ${2:-1} failed"
  passed=$((passed + ${1:-0}))
  failed=$((failed + ${2:-1}))
}

if ! build-aux/install-deps.sh build test $players; then
  failed=1
  finish
fi

# Plugins stay in the process that is watched, and GLib's slices are real
# allocations.
export GST_REGISTRY_FORK=no G_SLICE=always-malloc
export LC_ALL=C.UTF-8

# What does not compile at all need not be tried twice.
build build -Ddefault_library=both || finish

# For the test of the page in a browser, which is skipped without them.
build-aux/install-npm.sh build/npm >build/run-npm.log 2>&1 ||
  echo "== npm failed (build/run-npm.log): no test in a browser"

sanitized=
if [ $extent != quick ]; then
  clang=clang
  command -v ccache >/dev/null && clang='ccache clang'
  CC=$clang build build-clang -Dsanitize=true -Dfuzz=true && sanitized=yes
fi

run build plain

if [ $extent = full ] && [ -n "$sanitized" ]; then
  common=halt_on_error=1:abort_on_error=1:print_summary=1
  export UBSAN_OPTIONS="$common:print_stacktrace=1"
  # What is below GLib must free all it takes.
  export ASAN_OPTIONS="$common:detect_leaks=1"
  run build-clang sanitize-dsp -t 3 --suite kernels --suite dsp \
    --no-suite no-sanitize
  # GLib and GStreamer keep things for good; the leaks tracer watches there.
  export ASAN_OPTIONS="$common:detect_leaks=0"
  run build-clang sanitize-gst -t 3 --no-suite kernels --no-suite dsp \
    --no-suite no-sanitize
fi

finish
