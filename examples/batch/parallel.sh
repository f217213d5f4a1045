#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# parallel.sh MANIFEST RESULTS SHARDS - all shards of a manifest by GNU
# parallel, two cores each; a shard that fails is tried three times.
set -u
[ $# -eq 3 ] || { echo "usage: $0 MANIFEST RESULTS SHARDS" >&2; exit 2; }
mkdir -p "$2"
seq "$3" | parallel --jobs 50% --retries 3 gst-master-1.0 --manifest "$1" \
  --results "$2/{}.jsonl" -q --skip-done --jobs=1 --max-memory=1024 \
  --shard="{}/$3"
