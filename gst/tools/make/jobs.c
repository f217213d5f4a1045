/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "jobs.h"

#include <unistd.h>

#include "tools/pass/recording.h"

/* A job works in about two threads, and keeps three recordings at most. */
#define THREADS 2u
#define RECORDINGS 3u
/* The process and each job take this much besides [bytes]. */
#define MEGABYTE ((gdouble) (1 << 20))
#define PROCESS (32.0 * MEGABYTE)
#define JOB (32.0 * MEGABYTE)

/* As much memory as all jobs may take [bytes]. */
static gdouble
get_memory (const MasterOptions *options)
{
  return options->max_memory > 0
      ? (gdouble) options->max_memory * MEGABYTE
      : 0.5 * (gdouble) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);
}

/* Where the user sets a bound, songs that are too long for it are read again
 * from their files. */
static void
limit_recordings (const MasterOptions *options, guint jobs)
{
  const gdouble room = (get_memory (options) - PROCESS) / jobs - JOB;

  if (options->max_memory > 0)
    master_recording_set_most (
        (gsize) CLAMP (room / RECORDINGS, 1.0, MASTER_RECORDING_BYTES));
}

guint
master_jobs_choose (const MasterOptions *options)
{
  const guint fit =
      (guint) (get_memory (options) / RECORDINGS / MASTER_RECORDING_BYTES);
  const guint jobs = options->jobs > 0
      ? (guint) options->jobs
      : MAX (MIN (g_get_num_processors () / THREADS, fit), 1);

  limit_recordings (options, jobs);
  return jobs;
}
