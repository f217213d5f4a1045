/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Every stage, with values, formats, blocks and audio that the bytes of an
 * input choose. The oracle is the contract of stage.h: whatever comes in, what
 * goes out is finite, and the latency stays. */
#include <math.h>
#include <string.h>

#include "dsp/common/vector/kernels.h"
#include "frame.h"
#include "layouts.h"
#include "mst-stages.h"

#define MAX_VALUES 1024
#define MAX_READOUTS 8192
#define MAX_BLOCK 1024
#define MAX_STEPS 24 /* of one input */

typedef struct {
  const uint8_t *data;
  size_t left;
} Bytes;

typedef struct {
  const MstStage *stage;
  MstFormat format;
  double values[MAX_VALUES];
  void *self;
  int latency;
} Run;

/* Bytes behind the end are 0. */
static unsigned
next_byte (Bytes *bytes)
{
  if (bytes->left == 0)
    return 0;
  bytes->left--;
  return *bytes->data++;
}

static MstParam
row_of (const MstStage *stage, int i)
{
  const MstCurveRow *curve;

  if (i < stage->n_params)
    return stage->params[i];
  if (i < mst_stage_first_curve (stage))
    return stage->band_params[(i - stage->n_params) % stage->n_band_params];
  curve =
      &stage->curves[(i - mst_stage_first_curve (stage)) / MST_CURVE_POINTS];
  return (MstParam){ .min = curve->min, .max = curve->max };
}

/* Either end, or somewhere between. */
static void
choose_value (Run *run, Bytes *bytes, int i)
{
  MstParam row = row_of (run->stage, i);
  double share = next_byte (bytes) / 255.0;
  double value = row.min + share * (row.max - row.min);

  if (row.kind != MST_KIND_DOUBLE)
    value = floor (value + 0.5);
  run->values[i] = value;
}

/* Some values: a byte says which, and the next how large. Those that only take
 * effect at the start stay, as the base class promises. */
static void
choose_values (Run *run, Bytes *bytes, int starting)
{
  int n = mst_stage_n_values (run->stage), most = (int) next_byte (bytes);

  for (int k = 0; n > 0 && k < most && bytes->left > 0; k++) {
    int i = (int) (next_byte (bytes) << 8 | next_byte (bytes)) % n;

    if (starting || i >= run->stage->n_params ||
        !(run->stage->params[i].flags & MST_PARAM_AT_START))
      choose_value (run, bytes, i);
  }
}

static void
choose_format (MstFormat *format, Bytes *bytes)
{
  static const double rates[] = { 8000, 11025, 22050, 44100, 48000, 96000,
    192000, 384000 };
  unsigned shape = next_byte (bytes);

  *format = (MstFormat){ .rate = rates[shape % 8],
    .channels = 1 + (int) (shape / 8 % 8),
    .max_block = 1 + (int) (next_byte (bytes) * 4 + 3) % MAX_BLOCK,
    .bits = shape & 64 ? 24 : 16 };
  if (shape & 128)
    layout_place (format);
}

static float
strange (unsigned which, unsigned seed)
{
  static const float others[] = { NAN, INFINITY, -INFINITY, 1e30f, -1e30f,
    1e-40f, -1e-40f, 0.0f, -0.0f, 1.0f, -1.0f, 3.4e38f, 1e-20f, 16e6f, 0.5f,
    -0.5f };

  return others[(which + seed) % 16];
}

static void
fill (float *x, int n, unsigned kind, uint32_t *seed)
{
  float level = ldexpf (1.0f, (int) (kind % 32) - 24);

  for (int i = 0; i < n; i++) {
    *seed = *seed * 1664525u + 1013904223u;
    x[i] = level * (float) (int32_t) *seed * 0x1p-31f;
    if (kind >= 64 && *seed % 251 == 0)
      x[i] = strange (kind, *seed >> 16);
    if (kind >= 192)
      x[i] = kind >= 224 ? 0.0f : x[0];
  }
}

static void
check_out (const Run *run, float *const planes[], int n)
{
  if (run->stage->flags & (MST_STAGE_INTEGER_OUT | MST_STAGE_ANALYZER))
    return;
  for (int c = 0; c < run->format.channels; c++)
    for (int i = 0; i < n; i++)
      fuzz_check (isfinite (planes[c][i]), "%s: channel %d, frame %d: %g",
          run->stage->name, c, i, planes[c][i]);
}

static void
process (Run *run, Bytes *bytes, uint32_t *seed)
{
  static float audio[MST_MAX_CHANNELS][MAX_BLOCK];
  float *planes[MST_MAX_CHANNELS];
  int n = (int) (next_byte (bytes) * 4 + 1) % (run->format.max_block + 1);
  unsigned kind = next_byte (bytes);

  for (int c = 0; c < run->format.channels; c++) {
    planes[c] = audio[c];
    fill (audio[c], n, kind, seed);
  }
  run->stage->process (run->self, planes, n);
  check_out (run, planes, n);
}

static void
read_out (const Run *run)
{
  static double out[MAX_READOUTS];

  if (!run->stage->read)
    return;
  fuzz_check (mst_stage_n_readouts (run->stage) <= MAX_READOUTS, "%d",
      mst_stage_n_readouts (run->stage));
  run->stage->read (run->self, out);
  for (int i = 0; i < mst_stage_n_readouts (run->stage); i++)
    fuzz_check (!isnan (out[i]), "%s: %s is not a number", run->stage->name,
        mst_stage_readout (run->stage, i)->name);
}

static void
skip (Run *run, Bytes *bytes)
{
  uint64_t frames = (uint64_t) next_byte (bytes) << next_byte (bytes) % 48;

  if (run->stage->idle && run->stage->idle (run->self) && run->stage->skip)
    run->stage->skip (run->self, frames);
}

static void
take_step (Run *run, Bytes *bytes, uint32_t *seed)
{
  const MstStage *stage = run->stage;
  unsigned what = next_byte (bytes) % 16;

  if (what == 0)
    stage->reset (run->self);
  else if (what == 1)
    (stage->flush ? stage->flush : stage->reset) (run->self);
  else if (what == 2)
    skip (run, bytes);
  else if (what == 3)
    read_out (run);
  else if (what == 4 && stage->finish)
    stage->finish (run->self);
  else if (what <= 7) {
    choose_values (run, bytes, FALSE);
    stage->set (run->self, run->values);
  } else
    process (run, bytes, seed);
  fuzz_check (stage->latency (run->self) == run->latency, "%s: latency",
      stage->name);
}

static void
run_stage (const uint8_t *data, size_t size)
{
  Bytes bytes = { data, size };
  Run run = {
    .stage = mst_stages[next_byte (&bytes) % MST_N_ELEMENTS (mst_stages)]
  };
  uint32_t seed = (uint32_t) size;

  fuzz_check (mst_stage_n_values (run.stage) <= MAX_VALUES, "%s",
      run.stage->name);
  choose_format (&run.format, &bytes);
  mst_stage_defaults (run.stage, run.values);
  choose_values (&run, &bytes, TRUE);
  run.self = run.stage->new (&run.format, run.values);
  fuzz_check (run.self, "%s: new() failed", run.stage->name);
  run.latency = run.stage->latency (run.self);
  for (int step = 0; step < MAX_STEPS && bytes.left > 0; step++)
    take_step (&run, &bytes, &seed);
  read_out (&run);
  run.stage->free (run.self);
}

const FuzzReader fuzz_readers[] = {
  { "stage", run_stage },
};
const size_t fuzz_n_readers = 1;

void
fuzz_start (void)
{
  mst_kernels_init ();
}
