/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Middle and side are those of channels that belong together. The oracle is the
 * stage itself: each pair of 3.0, 5.1, 7.1 and 7.1.4 sounds as it does as
 * stereo, to the bit, and a channel without a partner as it does alone. */
#include "bench.h"

#include "dsp/common/layout/layout.h"
#include "dsp/compressor/compressor.h"
#include "dsp/compressor/table.h"
#include "dsp/eq/eq.h"
#include "dsp/eq/table.h"
#include "dsp/imager/imager.h"
#include "dsp/match/match.h"
#include "dsp/match/table.h"
#include "dsp/monitor/monitor.h"
#include "dsp/multiband/multiband.h"
#include "dsp/multiband/table.h"
#include "dsp/reverb/reverb.h"

#define RATE 48000
#define N 24000
#define MOST 12

static float input[MOST * N], output[MOST * N], alone[2 * N];

/* --- stages that tell middle and side apart, nothing linked */

static void
set_eq_band (double *values, int band, int channel, double hz, double gain)
{
  values[mst_eq_band_at (band, MST_EQ_BAND_CHANNEL)] = channel;
  values[mst_eq_band_at (band, MST_EQ_BAND_FREQUENCY)] = hz;
  values[mst_eq_band_at (band, MST_EQ_BAND_GAIN)] = gain;
}

static void
set_eq (double *values)
{
  values[MST_EQ_BANDS] = 5;
  set_eq_band (values, 0, MST_EQ_STEREO, 300, -3);
  set_eq_band (values, 1, MST_EQ_MID, 3000, 6);
  set_eq_band (values, 2, MST_EQ_SIDE, 800, 4);
  set_eq_band (values, 3, MST_EQ_LEFT, 150, 5);
  set_eq_band (values, 4, MST_EQ_RIGHT, 6000, -5);
}

static void
set_linear_eq (double *values)
{
  set_eq (values);
  values[MST_EQ_PHASE] = MST_EQ_LINEAR_PHASE;
}

static void
set_imager (double *values)
{
  values[MST_IMAGER_BANDS] = 2;
  values[mst_imager_band_at (0, MST_IMAGER_BAND_WIDTH)] = 0.5;
  values[mst_imager_band_at (1, MST_IMAGER_BAND_WIDTH)] = 1.5;
  values[MST_IMAGER_BASS_MONO] = 120;
  values[MST_IMAGER_BALANCE] = 0.2;
  values[MST_IMAGER_GUARD] = 1;
}

static void
set_linear_imager (double *values)
{
  set_imager (values);
  values[MST_IMAGER_CROSSOVER] = MST_IMAGER_LINEAR_PHASE;
}

static void
set_reverb (double *values)
{
  values[MST_REVERB_MIX] = -10;
}

static void
set_match (double *values)
{
  for (int i = 0; i < MST_CURVE_POINTS; i++) {
    values[mst_match_curve_at (MST_MATCH_MID, i)] = i > 150 ? 4 : 0;
    values[mst_match_curve_at (MST_MATCH_SIDE, i)] = i > 150 ? -4 : 2;
  }
}

static void
set_monitor (double *values)
{
  values[MST_MONITOR_DEVICE] = MST_MONITOR_CAR;
  values[MST_MONITOR_MATCH] = 0;
}

static void
set_compressor (double *values)
{
  values[MST_COMPRESSOR_MODE] = MST_COMPRESSOR_MID_SIDE;
  values[MST_COMPRESSOR_LINK] = 0;
  values[MST_COMPRESSOR_LINK_LFE] = 1;
  values[MST_COMPRESSOR_THRESHOLD] = -30;
  values[MST_COMPRESSOR_RATIO] = 4;
  values[MST_COMPRESSOR_KEY_LOW_CUT] = 100;
}

static void
set_multiband (double *values)
{
  values[MST_MULTIBAND_MODE] = MST_MULTIBAND_MID_SIDE;
  values[MST_MULTIBAND_LINK_LFE] = 1;
  for (int b = 0; b < 4; b++) {
    values[mst_multiband_band_at (b, MST_MULTIBAND_BAND_LINK)] = 0;
    values[mst_multiband_band_at (b, MST_MULTIBAND_BAND_THRESHOLD)] = -40;
    values[mst_multiband_band_at (b, MST_MULTIBAND_BAND_RATIO)] = 3;
  }
}

typedef struct {
  const char *name;
  const MstStage *stage;
  void (*set) (double *values);
  bool effects;     /* those channels are changed too */
  double tolerance; /* of lone channels: of another order of sums */
} Case;

static const Case cases[] = {
  { "eq", &mst_stage_eq, set_eq, true, 1e-6 },
  { "linear eq", &mst_stage_eq, set_linear_eq, true, 1e-5 },
  { "imager", &mst_stage_imager, set_imager, true, 0.0 },
  { "linear imager", &mst_stage_imager, set_linear_imager, true, 0.0 },
  { "reverb", &mst_stage_reverb, set_reverb, false, 0.0 },
  { "match", &mst_stage_match, set_match, false, 1e-5 },
  { "monitor", &mst_stage_monitor, set_monitor, true, 1e-5 },
  { "compressor", &mst_stage_compressor, set_compressor, true, 1e-6 },
  { "multiband", &mst_stage_multiband, set_multiband, true, 1e-6 },
};

static void
run (const Case *this, int channels, float *audio, int *latency)
{
  Bench bench = bench_new (this->stage, RATE, channels);

  this->set (bench.values);
  /* A sole channel is its own left, which a lone one is not. */
  if (channels == 1 && this->stage == &mst_stage_eq)
    bench.values[mst_eq_band_at (3, MST_EQ_BAND_ENABLED)] = 0;
  bench_start (&bench);
  *latency = this->stage->latency (bench.self);
  bench_run (&bench, audio, N, 480);
  bench_stop (&bench);
}

static void
check_pair (const Case *this, int channels, int left, int right)
{
  int latency;

  memcpy (alone, input + left * N, N * sizeof (float));
  memcpy (alone + N, input + right * N, N * sizeof (float));
  run (this, 2, alone, &latency);
  mst_check (memcmp (alone, output + left * N, N * sizeof (float)) == 0 &&
          memcmp (alone + N, output + right * N, N * sizeof (float)) == 0,
      "%s, %d channels: %d and %d", this->name, channels, left, right);
}

/* The oracle is the input, `late` frames late, where the stage leaves mono as
 * it is. */
static void
check_lone (const Case *this, int channels, int c, int late)
{
  const bool same =
      this->stage == &mst_stage_imager || (c == LAYOUT_LFE && !this->effects);
  double worst = 0.0;
  int latency;

  memcpy (alone, input + c * N, N * sizeof (float));
  if (same) {
    memmove (alone + late, alone, (N - late) * sizeof (float));
    memset (alone, 0, late * sizeof (float));
  } else {
    run (this, 1, alone, &latency);
    mst_check (latency == late, "%s: %d, not %d", this->name, latency, late);
  }
  for (int i = 0; i < N; i++)
    worst = fmax (worst, fabs (alone[i] - output[c * N + i]));
  mst_check (worst <= (same ? 0.0 : this->tolerance),
      "%s, %d channels: %d by itself: %g", this->name, channels, c, worst);
}

static void
test_as_alone (void)
{
  static const int counts[] = { 3, 6, 8, 12 };

  bench_noise (input, MOST * N, 0.3, 5);
  for (size_t k = 0; k < MST_N_ELEMENTS (cases); k++)
    for (int i = 0; i < 4; i++) {
      const int channels = counts[i];
      const MstFormat format = bench_format (RATE, channels);
      MstLayout layout;
      int late;

      memcpy (output, input, (size_t) channels * N * sizeof (float));
      run (&cases[k], channels, output, &late);
      mst_layout_find (&layout, &format);
      for (int p = 0; p < layout.pairs; p++)
        check_pair (&cases[k], channels, mst_layout_pair (&layout, p)[0],
            mst_layout_pair (&layout, p)[1]);
      for (int c = 2 * layout.pairs; c < channels; c++)
        check_lone (&cases[k], channels, layout.order[c], late);
    }
}

/* Oracle: the list of the places. */
static void
test_pairs (void)
{
  MstFormat format = bench_format (RATE, 12);
  MstLayout layout;

  mst_layout_find (&layout, &format);
  mst_check (layout.pairs == 5 && layout.order[10] == LAYOUT_CENTRE &&
          layout.order[11] == LAYOUT_LFE,
      "7.1.4 has %d pairs", layout.pairs);
  for (int p = 0; p < 5; p++)
    mst_check (mst_layout_pair (&layout, p)[0] == (p ? 2 * p + 2 : 0) &&
            mst_layout_pair (&layout, p)[1] == (p ? 2 * p + 3 : 1),
        "pair %d", p);
  format = bench_format (RATE, 2);
  mst_layout_find (&layout, &format);
  mst_check (layout.pairs == 1, "two channels are a pair");
  format = bench_format (RATE, 4);
  mst_layout_find (&layout, &format);
  mst_check (layout.pairs == 0, "four of unknown places are none");
  format.places[0] = (MstPlace){ MST_ROW_SIDE, MST_SIDE_RIGHT };
  format.places[3] = (MstPlace){ MST_ROW_SIDE, MST_SIDE_LEFT };
  mst_layout_find (&layout, &format);
  mst_check (layout.pairs == 1 && layout.order[0] == 3 && layout.order[1] == 0,
      "right may come first");
}

/* --- the gains of the zones: oracle, the decibel */

static void
test_zone_gains (void)
{
  Bench bench = bench_new (&mst_stage_imager, RATE, 12);
  static const double wanted[] = { 0, 0, 3, -9, -4, -4, -4, -4, 2, 2, 2, 2 };

  bench.values[MST_IMAGER_CENTRE_GAIN] = 3;
  bench.values[MST_IMAGER_SURROUND_GAIN] = -4;
  bench.values[MST_IMAGER_TOP_GAIN] = 2;
  bench.values[MST_IMAGER_LFE_GAIN] = -9;
  bench_start (&bench);
  for (int c = 0; c < 12; c++)
    bench_sine (output + c * N, N, RATE, 1000, 0.25);
  bench_run (&bench, output, N, 480);
  bench_stop (&bench);
  for (int c = 0; c < 12; c++)
    mst_check_near (20 *
            log10 (bench_amplitude (output + c * N, N / 2, N / 2, RATE, 1000) /
                0.25),
        wanted[c], 1e-4);
}

int
main (void)
{
  MST_RUN (test_pairs);
  MST_RUN (test_as_alone);
  MST_RUN (test_zone_gains);
  return mst_done ();
}
