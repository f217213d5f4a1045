#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# sources.sh FOLDER... - prints the C sources below the folders, sorted, one a
# line. The build finds the parts of a room by it, when it is configured.
set -eu
find "$@" -name '*.c' | LC_ALL=C sort
