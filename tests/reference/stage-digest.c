/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Prints a digest of the output of each stage, to the bit, and of its readouts,
 * to compare two builds on one machine: a change that only moves text changes
 * no line of it. It is not a test, since no digest is right or wrong by itself.
 *
 *   build/tests/dsp/stage-digest                 all stages, all cases
 *   build/tests/dsp/stage-digest eq              all cases of one stage
 *   build/tests/dsp/stage-digest eq turned       one case
 *
 * All calls of process() are made in stage_at_work(), so that callgrind can
 * count the instructions of a stage alone:
 *
 *   valgrind --tool=callgrind --toggle-collect='stage_at_work*' \
 *     build/tests/dsp/stage-digest eq turned
 *
 * Numbers come from a linear congruential generator (Knuth's MMIX), so that
 * they are the same everywhere. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/vector/kernels.h"
#include "layouts.h"
#include "mst-stages.h"

#define MAX_CHANNELS 6
#define MAX_BLOCK 1024
#define MAX_VALUES 4096
#define MAX_READOUTS 4096

/* How the values change in the course of a case. */
typedef enum {
  DEFAULTS, /* never */
  TURNED,   /* set to other values at the start, and never after */
  MOVED,    /* all of them, every now and then */
  SWEPT,    /* one after the other: least, greatest, back */
  SLEEPING, /* to other values and back, and left out while idle */
} Manner;

typedef struct {
  const char *name;
  Manner manner;
  double rate;
  int channels;
  bool turned; /* the values that are not swept are moved too */
  bool late;   /* what is read at the start alone is at its maximum */
} Case;

static const Case cases[] = {
  { "defaults", DEFAULTS, 48000.0, 2 },
  { "turned", TURNED, 48000.0, 2, .turned = true },
  { "turned-late", TURNED, 44100.0, 2, .turned = true, .late = true },
  { "moved", MOVED, 48000.0, 2, .turned = true },
  { "moved-late", MOVED, 48000.0, 2, .turned = true, .late = true },
  { "moved-mono", MOVED, 8000.0, 1, .turned = true },
  { "moved-six", MOVED, 96000.0, 6, .turned = true },
  { "moved-fast", MOVED, 192000.0, 2, .turned = true },
  { "swept", SWEPT, 48000.0, 2 },
  { "swept-three", SWEPT, 44100.0, 3, .turned = true },
  { "sleeping", SLEEPING, 48000.0, 2 },
  { "sleeping-late", SLEEPING, 44100.0, 2, .late = true },
};

typedef struct {
  const MstStage *stage;
  const Case *this;
  MstFormat format;
  void *self;
  double values[MAX_VALUES];
  double start[MAX_VALUES]; /* as new() got them */
  uint64_t random;
  uint64_t frame;
  uint64_t digest;
} Run;

/* --- numbers */

static uint32_t
draw (uint64_t *state)
{
  *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
  return (uint32_t) (*state >> 32);
}

/* 0 <= x < 1 */
static double
draw_share (uint64_t *state)
{
  return draw (state) * 0x1p-32;
}

static void
digest_bytes (Run *run, const void *bytes, size_t size)
{
  const char *at = bytes;

  for (size_t i = 0; i + 4 <= size; i += 4) {
    uint32_t word;
    memcpy (&word, at + i, sizeof (word));
    run->digest = (run->digest ^ word) * 0x100000001b3ULL;
    run->digest ^= run->digest >> 29;
  }
}

/* --- values */

static MstParam
row_of (const MstStage *stage, int i)
{
  if (i < stage->n_params)
    return stage->params[i];
  if (i < mst_stage_first_curve (stage))
    return stage->band_params[(i - stage->n_params) % stage->n_band_params];
  i = (i - mst_stage_first_curve (stage)) / MST_CURVE_POINTS;
  return (MstParam){ .name = "curve",
    .unit = "dB",
    .min = stage->curves[i].min,
    .max = stage->curves[i].max };
}

static double
draw_value (Run *run, const MstParam *row)
{
  double share = 0.05 + 0.9 * draw_share (&run->random);
  double value = row->min + share * (row->max - row->min);

  if (strcmp (row->unit, "Hz") == 0 && row->min > 0.0)
    value = row->min * pow (row->max / row->min, share);
  return row->kind == MST_KIND_DOUBLE ? value : floor (value + 0.5);
}

static bool
is_at_start (const MstParam *row)
{
  return (row->flags & MST_PARAM_AT_START) != 0;
}

/* Draws each value anew, but those which are read at the start alone. Few bands
 * are soloed or muted, since the rest would hardly be heard. */
static void
turn_values (Run *run)
{
  for (int i = 0; i < mst_stage_n_values (run->stage); i++) {
    MstParam row = row_of (run->stage, i);
    double value = draw_value (run, &row);
    if (strcmp (row.name, "solo") == 0 || strcmp (row.name, "mute") == 0)
      value = draw (&run->random) % 8 == 0;
    run->values[i] = is_at_start (&row) && run->self ? run->start[i] : value;
  }
}

static void
start_values (Run *run)
{
  mst_stage_defaults (run->stage, run->values);
  if (run->this->turned)
    turn_values (run);
  for (int i = 0; i < run->stage->n_params; i++)
    if (is_at_start (&run->stage->params[i]) && run->this->late)
      run->values[i] = run->stage->params[i].max;
  memcpy (run->start, run->values, sizeof (run->start));
}

/* --- sound */

/* Noise whose level wanders, two tones, stretches of silence, and a few samples
 * that are not finite. */
static float
draw_sample (Run *run, uint64_t frame, int c)
{
  static const uint32_t poison[] = { 0x7fc00000, 0x7f800000, 0xff7fffff };
  double second = (double) frame / run->format.rate;
  double level = 0.02 + 0.5 * (1.0 + sin (9.0 * second + c));
  double noise = 2.0 * draw_share (&run->random) - 1.0;
  double tones = sin (2.0 * M_PI * 83.0 * second) +
      0.3 * sin (2.0 * M_PI * 3001.0 * second + c);
  float sample = (float) (0.4 * level * (noise + tones));

  if (frame % 20011 > 18000)
    sample = 0.0f;
  if (frame % 7919 == 7000 + (uint64_t) c)
    memcpy (&sample, &poison[frame % 3], sizeof (sample));
  return sample;
}

static int
draw_block (Run *run)
{
  static const int odd[] = { 1, 7, 63, 64, 65, 128, 480, MAX_BLOCK };
  uint32_t number = draw (&run->random);

  return number % 2 ? odd[number / 2 % 8] : 1 + (int) (number / 2 % MAX_BLOCK);
}

static __attribute__ ((noinline)) void
stage_at_work (const MstStage *stage, void *self, float *const planes[], int n)
{
  stage->process (self, planes, n);
}

static void
run_frames (Run *run, int frames)
{
  static float memory[MAX_CHANNELS][MAX_BLOCK];
  float *planes[MAX_CHANNELS];

  for (int done = 0, n; done < frames; done += n) {
    n = draw_block (run);
    n = n < frames - done ? n : frames - done;
    for (int c = 0; c < run->format.channels; c++) {
      planes[c] = memory[c];
      for (int i = 0; i < n; i++)
        memory[c][i] = draw_sample (run, run->frame + (uint64_t) i, c);
    }
    stage_at_work (run->stage, run->self, planes, n);
    for (int c = 0; c < run->format.channels; c++)
      digest_bytes (run, memory[c], (size_t) n * sizeof (float));
    run->frame += (uint64_t) n;
  }
}

/* As an engine leaves out what an idle stage would do of `frames`. */
static void
run_or_sleep (Run *run, int frames)
{
  int latency = run->stage->latency (run->self);

  for (int done = 0, n; done < frames; done += n) {
    n = frames - done < 1000 ? frames - done : 1000;
    if (run->stage->idle && run->stage->idle (run->self) &&
        frames - done > latency) {
      int left_out = frames - done - latency;
      if (run->stage->skip)
        run->stage->skip (run->self, (uint64_t) left_out);
      run->frame += (uint64_t) left_out;
      run->digest += (uint64_t) left_out;
      run_frames (run, latency);
      return;
    }
    run_frames (run, n);
  }
}

static void
read_stage (Run *run)
{
  double numbers[MAX_READOUTS] = { 0 };

  if (!run->stage->read)
    return;
  run->stage->read (run->self, numbers);
  digest_bytes (run, numbers,
      (size_t) mst_stage_n_readouts (run->stage) * sizeof (double));
}

/* --- the manners */

static void
run_set (Run *run, int frames)
{
  run->stage->set (run->self, run->values);
  run_or_sleep (run, frames);
  read_stage (run);
}

static void
move (Run *run)
{
  for (int k = 0; k < 14; k++) {
    turn_values (run);
    run_set (run, 1000 + (int) (draw (&run->random) % 5000));
  }
}

static void
sweep (Run *run)
{
  const MstStage *stage = run->stage;
  int last = stage->n_params + 2 * stage->n_band_params;
  int end = mst_stage_n_values (stage);

  for (int i = 0; i < end && i < last + 3; i++) {
    MstParam row = row_of (stage, i);
    double before = run->values[i], stops[] = { row.min, row.max, before };
    for (int k = 0; k < 3 && !is_at_start (&row); k++) {
      run->values[i] = stops[k];
      run_set (run, 1100 + (int) (draw (&run->random) % 200));
    }
  }
}

static void
sleep_and_wake (Run *run)
{
  double neutral[MAX_VALUES];

  memcpy (neutral, run->values, sizeof (neutral));
  run_set (run, 10000);
  for (int k = 0; k < 3; k++) {
    turn_values (run);
    run_set (run, 7000 + 13 * k);
    memcpy (run->values, neutral, sizeof (neutral));
    run_set (run, 70000 + 17 * k);
  }
}

static void
run_case (const MstStage *stage, const Case *this)
{
  static Run run;

  run = (Run){ .stage = stage, .this = this, .random = 12345 };
  run.format = (MstFormat){ .rate = this->rate,
    .channels = this->channels,
    .max_block = MAX_BLOCK,
    .bits = stage->flags & MST_STAGE_INTEGER_OUT ? 24 : 0 };
  layout_place (&run.format);
  start_values (&run);
  run.self = stage->new (&run.format, run.values);
  if (!run.self)
    exit (1);
  run_frames (&run, 30000);
  if (this->manner == MOVED)
    move (&run);
  else if (this->manner == SWEPT)
    sweep (&run);
  else if (this->manner == SLEEPING)
    sleep_and_wake (&run);
  stage->reset (run.self);
  run_frames (&run, 5000);
  if (stage->finish)
    stage->finish (run.self);
  read_stage (&run);
  stage->free (run.self);
  printf ("%-10s  %-13s  %6.0f Hz  %d  %016llx\n", stage->name, this->name,
      this->rate, this->channels, (unsigned long long) run.digest);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  mst_kernels_init ();
  for (size_t s = 0; s < MST_N_ELEMENTS (mst_stages); s++)
    for (size_t c = 0; c < MST_N_ELEMENTS (cases); c++)
      if ((argc < 2 || strcmp (argv[1], mst_stages[s]->name) == 0) &&
          (argc < 3 || strcmp (argv[2], cases[c].name) == 0))
        run_case (mst_stages[s], &cases[c]);
  return 0;
}
