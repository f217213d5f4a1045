/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whatever the settings: the ceiling holds.
 */
#include "bench.h"
#include "dsp/limiter/limiter.h"
#include "reference/sinc.h"
#include "torture.h"

#define N 3600
#define TAIL 1500 /* longer than any latency here */
#define MAX_CHANNELS 6
#define CEILING -1.0

static float audio[MAX_CHANNELS * (N + TAIL)];

typedef struct {
  const char *name;
  int character;
  double lookahead, release; /* ms */
  bool automatic;
  double link, soft_clip;
  int dither_bits;
} Setting;

static const Setting settings[] = {
  { "transparent", MST_LIMITER_TRANSPARENT, 5.0, 100.0, false, 1.0, 0.0, 0 },
  { "punchy", MST_LIMITER_PUNCHY, 5.0, 100.0, false, 1.0, 0.0, 0 },
  { "loud", MST_LIMITER_LOUD, 5.0, 100.0, false, 1.0, 0.0, 0 },
  { "safe", MST_LIMITER_SAFE, 5.0, 100.0, false, 1.0, 0.0, 0 },
  { "auto-release", MST_LIMITER_LOUD, 1.5, 20.0, true, 1.0, 0.0, 0 },
  { "link 0", MST_LIMITER_TRANSPARENT, 2.0, 50.0, false, 0.0, 0.0, 0 },
  { "link 0.6", MST_LIMITER_PUNCHY, 5.0, 100.0, true, 0.6, 0.0, 0 },
  { "soft clip 6", MST_LIMITER_TRANSPARENT, 5.0, 100.0, false, 1.0, 6.0, 0 },
  { "soft clip 12", MST_LIMITER_LOUD, 0.5, 1.0, false, 0.3, 12.0, 24 },
  { "16 bit", MST_LIMITER_TRANSPARENT, 10.0, 100.0, false, 1.0, 0.0, 16 },
  { "shortest", MST_LIMITER_LOUD, 0.5, 1.0, false, 1.0, 0.0, 0 },
  { "shortest, auto", MST_LIMITER_PUNCHY, 0.5, 1.0, true, 0.0, 0.0, 8 },
};

static Bench
limiter_of (const Setting *s, double rate, int channels)
{
  Bench bench = bench_new (&mst_stage_limiter, rate, channels);
  double *values = bench.values;

  values[MST_LIMITER_CEILING] = CEILING;
  values[MST_LIMITER_CHARACTER] = s->character;
  values[MST_LIMITER_LOOKAHEAD] = s->lookahead;
  values[MST_LIMITER_RELEASE] = s->release;
  values[MST_LIMITER_AUTO_RELEASE] = s->automatic;
  values[MST_LIMITER_LINK] = s->link;
  values[MST_LIMITER_SOFT_CLIP] = s->soft_clip;
  values[MST_LIMITER_DITHER_BITS] = s->dither_bits;
  return bench;
}

/* Each channel another torture, from `first` on, cut as a stream is: nothing is
 * left of what was before its first frame and after its last. Returns by how
 * much the worst of them passes the ceiling [dB]. */
static double
overshoot (const Setting *s, double rate, int channels, int first)
{
  Bench bench = limiter_of (s, rate, channels);
  double peak = 0.0;

  for (int c = 0; c < channels; c++)
    torture_make (audio + c * (N + TAIL), (first + c) % N_TORTURES, N, TAIL,
        rate);
  bench_start (&bench);
  int latency = bench.stage->latency (bench.self);
  bench_run (&bench, audio, N + TAIL, 1000);
  bench_stop (&bench);
  mst_check (latency <= TAIL, "%d", latency);
  for (int c = 0; c < channels; c++)
    peak = fmax (peak, mst_sinc_peak (audio + c * (N + TAIL) + latency, N));
  return 20.0 * log10 (peak) - CEILING;
}

/* Oracles: the ceiling, less the room for dither: 1.5 steps of 2^(1 - bits);
 * and tests/reference/sinc.h. */
static void
check_setting (const Setting *s)
{
  static const double rates[] = { 44100.0, 48000.0, 96000.0 };
  static const int channels[] = { 1, 2, 6 };
  double limit = s->dither_bits ? 20.0 *
          log10 (1.0 -
              1.5 * ldexp (1.0, 1 - s->dither_bits) /
                  pow (10.0, CEILING / 20.0))
                                : 0.0;

  printf ("# %s:", s->name);
  for (int r = 0; r < 3; r++)
    for (int k = 0; k < 3; k++) {
      double worst = -INFINITY;
      for (int first = 0; first < N_TORTURES; first += channels[k])
        worst = fmax (worst, overshoot (s, rates[r], channels[k], first));
      printf (" %+.3f", worst - limit);
      mst_check (worst <= limit, "%s, %g Hz, %d channels: %g dB over", s->name,
          rates[r], channels[k], worst - limit);
    }
  printf ("\n");
}

static void
test_no_setting_passes_the_ceiling (void)
{
  printf (
      "# dB over, worst of all, at 44.1, 48, 96 kHz, 1, 2, 6 channels each\n");
  for (int k = 0; k < (int) MST_N_ELEMENTS (settings); k++)
    check_setting (&settings[k]);
}

int
main (void)
{
  MST_RUN (test_no_setting_passes_the_ceiling);
  return mst_done ();
}
