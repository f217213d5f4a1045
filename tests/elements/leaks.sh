#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# leaks.sh STEM... - every element in one pipeline, under GStreamer's leaks
# tracer: nothing may be alive at the end. No band::property is set here, since
# the parser of gst-launch-1.0 1.22 leaks the children that it sets.
set -eu
line='audiotestsrc num-buffers=40 ! audioconvert'
for stem; do
  [ "$stem" = dither ] || line="$line ! master$stem"
done
line="$line ! mastereq @preset=warmth ! masterchain preset=vinyl !
  mastermeter tags=true post-messages=true ! masterdither ! fakesink"
# shellcheck disable=SC2086
said=$(GST_TRACERS=leaks GST_DEBUG=GST_TRACER:7 GST_DEBUG_NO_COLOR=1 \
  gst-launch-1.0 -q $line 2>&1) || { echo "$said"; exit 1; }
if printf '%s\n' "$said" | grep ':0:: object-alive'; then
  exit 1
fi
echo "nothing left of: $line"
