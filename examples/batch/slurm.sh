#!/bin/sh
# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# slurm.sh - one task of an array masters one shard of a manifest:
#
#   sbatch --array=1-64 examples/batch/slurm.sh jobs.jsonl results/
#
# A task takes many songs, for starting one costs Slurm as much as a short song
# costs here. Exit status 75 says that the same may work another time: the task
# is put back into the queue, and --skip-done leaves what stands as it is.
#SBATCH --job-name=mastering
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem=1500M
#SBATCH --requeue
set -u
manifest=$1
results=$2
mkdir -p "$results"
gst-master-1.0 --manifest "$manifest" --results \
  "$results/$SLURM_ARRAY_TASK_ID.jsonl" -q --skip-done --jobs=1 \
  --max-memory=1024 --shard="$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
status=$?
[ $status -eq 75 ] && scontrol requeue "$SLURM_JOB_ID"
exit $status
