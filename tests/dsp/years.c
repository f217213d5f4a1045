/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Streams that last for years: 2^31 frames are three hours at 192 kHz, 2^32 are
 * six, and a year has 6e12. The oracle is the same stage, or the same part, at
 * the start of its stream. */
#include <limits.h>

#include "bench.h"

#include "dsp/analyzer/sibilants.h"
#include "dsp/common/measure/samplefaults.h"
#include "dsp/common/time/span.h"
#include "mst-stages.h"

#define N 20000
#define CHANNELS 2
#define LINES_APART (1 << 20) /* a multiple of every block of every stage */

static const uint64_t years[] = { 1ULL << 31, 1ULL << 32, 3ULL << 31,
  1ULL << 40, 1ULL << 43 };

#define N_YEARS (sizeof (years) / sizeof (years[0]))

/* --- grids */

static void
test_lines_stay_where_they_are (void)
{
  static float x[N], *const planes[] = { x };

  for (size_t k = 0; k < N_YEARS; k++) {
    MstGrid grid = { years[k] - 10 };
    MstSpan span;
    int frames = 0, lines = 0;

    mst_span_start (&span, &grid, planes, 1, 1000, 1000);
    while (mst_span_next (&span)) {
      bool line = mst_span_to_line (&span);

      mst_check (line == ((frames + MST_GRID - 10) % MST_GRID == 0),
          "a line at frame %d", frames);
      mst_check (span.at == (frames + MST_GRID - 10) % MST_GRID, "%d", span.at);
      frames += span.n;
      lines += line;
    }
    mst_check (frames == 1000 && lines == 16, "%d, %d", frames, lines);
    mst_check (grid.frame == years[k] + 990, "%g", (double) grid.frame);
  }
}

/* --- stages */

/* Everything that a stage can do is turned on, behind a rest of so many frames.
 */
static void
wake_after (const MstStage *stage, uint64_t frames, float *audio)
{
  Bench bench = bench_new (stage, 192000, CHANNELS);

  bench_start (&bench);
  bench_noise (audio, CHANNELS * N, 0.5, 5);
  bench_run (&bench, audio, N / 10 / MST_GRID * MST_GRID, MST_GRID);
  mst_check (stage->idle (bench.self), "%s does not rest", stage->name);
  stage->skip (bench.self, frames);
  for (int i = 0; i < mst_stage_n_values (stage); i++) {
    MstParam row = bench_row (stage, i);

    bench.values[i] = row.kind == MST_KIND_BOOL
        ? 1.0
        : floor (row.min + 0.6 * (row.max - row.min));
    if (strcmp (row.name, "bands") == 0)
      bench.values[i] = fmin (3, row.max);
  }
  bench_set (&bench);
  bench_noise (audio, CHANNELS * N, 0.5, 6);
  bench_run (&bench, audio, N, 480);
  bench_stop (&bench);
}

static void
test_a_rest_of_years_changes_nothing (void)
{
  static float soon[CHANNELS * N], late[CHANNELS * N];

  for (size_t s = 0; s < MST_N_ELEMENTS (mst_stages); s++) {
    if (!mst_stages[s]->idle || !mst_stages[s]->skip)
      continue;
    wake_after (mst_stages[s], LINES_APART, soon);
    for (size_t k = 0; k < N_YEARS; k++) {
      wake_after (mst_stages[s], years[k], late);
      mst_check (memcmp (soon, late, sizeof (soon)) == 0, "%s after 2^%g",
          mst_stages[s]->name, log2 ((double) years[k]));
    }
  }
}

/* --- counts within parts */

/* A channel that stands at its extreme for hours is one run. */
static void
test_a_run_of_hours_is_one (void)
{
  MstWords words = { 0 };
  float x[MST_WORDS_LINE];

  for (int i = 0; i < MST_WORDS_LINE; i++)
    x[i] = 0.5f;
  mst_words_take (&words, x, MST_WORDS_LINE);
  mst_check (words.runs == 1, "%d runs", (int) words.runs);
  words.run = INT_MAX;
  mst_words_take (&words, x, MST_WORDS_LINE);
  mst_check (words.runs == 1, "%d runs", (int) words.runs);
}

/* A hiss that stays is not a sibilant, however long. */
static void
test_a_hiss_of_months_is_none (void)
{
  MstAnalyzerSibilants sibilants;
  MstAnalysis found = { 0 };

  mst_analyzer_sibilants_init (&sibilants, 0.005);
  for (int i = 0; i < 1000; i++)
    mst_analyzer_sibilants_push (&sibilants, 1.0, 1e-3);
  for (int i = 0; i < 1000; i++) {
    mst_analyzer_sibilants_push (&sibilants, 1.0, 1.0);
    if (i == 500) {
      mst_check (sibilants.length > sibilants.longest, "it does not last");
      sibilants.length = INT_MAX;
    }
  }
  for (int i = 0; i < 1000; i++)
    mst_analyzer_sibilants_push (&sibilants, 1.0, 1e-3);
  mst_analyzer_sibilants_read (&sibilants, 15.0, &found);
  mst_check (found.sibilants == 0.0, "%g", found.sibilants);
}

int
main (void)
{
  MST_RUN (test_lines_stay_where_they_are);
  MST_RUN (test_a_rest_of_years_changes_nothing);
  MST_RUN (test_a_run_of_hours_is_one);
  MST_RUN (test_a_hiss_of_months_is_none);
  return mst_done ();
}
