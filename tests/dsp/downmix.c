/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The meter's readings of a surround sound on two loudspeakers. The channels
 * are mixed here by ITU-R BS.775 in doubles; libebur128 tells the loudness of
 * that, and the meter itself, in stereo, its true peak. */
#include "meter-player.h"

#include <ebur128.h>
#include <string.h>

#define RATE 48000
#define N (12 * RATE)
#define A M_SQRT1_2

/* Shares in left and right of L, R, C, LFE, two rear and two side channels, as
 * layout_place() has them. */
static const double shares[8][2] = { { 1, 0 }, { 0, 1 }, { A, A }, { 0, 0 },
  { A, 0 }, { 0, A }, { A, 0 }, { 0, A } };

static void
mix (float *const *planes, int channels, float *left, float *right)
{
  for (int i = 0; i < N; i++) {
    double sum[2] = { 0.0, 0.0 };

    for (int c = 0; c < channels; c++)
      for (int k = 0; k < 2; k++)
        sum[k] += shares[c][k] * planes[c][i];
    left[i] = (float) sum[0];
    right[i] = (float) sum[1];
  }
}

static double
get_loudness (const float *left, const float *right)
{
  ebur128_state *state = ebur128_init (2, RATE, EBUR128_MODE_I);
  float *both = calloc (2 * N, sizeof (float));
  double loudness;

  for (int i = 0; i < N; i++) {
    both[2 * i] = left[i];
    both[2 * i + 1] = right[i];
  }
  ebur128_add_frames_float (state, both, N);
  ebur128_loudness_global (state, &loudness);
  ebur128_destroy (&state);
  free (both);
  return loudness;
}

static void
check (int channels, int block)
{
  float **planes = programme_new (RATE, channels, N);
  float *mixed[] = { calloc (N, sizeof (float)), calloc (N, sizeof (float)) };
  Player surround = player_new (RATE, channels), stereo = player_new (RATE, 2);

  mix (planes, channels, mixed[0], mixed[1]);
  feed (&surround, planes, N, block);
  feed (&stereo, mixed, N, BLOCK);
  stage->finish (surround.meter);
  stage->finish (stereo.meter);
  read_out (&surround);
  read_out (&stereo);
  mst_check_near (surround.out[MST_METER_DOWNMIX_LOUDNESS],
      get_loudness (mixed[0], mixed[1]), 1e-3);
  mst_check_near (surround.out[MST_METER_DOWNMIX_TRUE_PEAK],
      stereo.out[MST_METER_TRUE_PEAK], 1e-3);
  mst_check (stereo.out[MST_METER_DOWNMIX_LOUDNESS] == SILENT &&
          stereo.out[MST_METER_DOWNMIX_TRUE_PEAK] == SILENT,
      "stereo has no downmix");
  player_free (&surround);
  player_free (&stereo);
  free (mixed[0]);
  free (mixed[1]);
  programme_free (planes, channels);
}

static void
test_surround_is_read_as_two_loudspeakers_play_it (void)
{
  check (6, BLOCK);
  check (6, 317);
  check (8, BLOCK);
}

static void
test_reset_forgets_the_downmix (void)
{
  Player p = player_new (RATE, 6);

  play (&p, 1, -6);
  player_reset (&p);
  read_out (&p);
  mst_check (p.out[MST_METER_DOWNMIX_LOUDNESS] == SILENT, "it is remembered");
  mst_check (p.out[MST_METER_DOWNMIX_TRUE_PEAK] == SILENT, "it is remembered");
  player_free (&p);
}

int
main (void)
{
  MST_RUN (test_surround_is_read_as_two_loudspeakers_play_it);
  MST_RUN (test_reset_forgets_the_downmix);
  return mst_done ();
}
