/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The meter's figures besides loudness: peaks of the EBU's signals and
 * full-band ones, peaks over loudness, overs, faults of the samples, left and
 * right. */
#include "meter-player.h"
#include "reference/sinc.h"

#include "dsp/common/measure/loudnessgate.h"

#include <malloc.h>
#include <string.h>

#define RATE 48000

/* --- true peak */

#define OVER 4              /* times 48 kHz, at which the EBU makes them */
#define LONG (OVER * 12000) /* frames at that rate */
#define REACH 256           /* of the low-pass, at that rate */

/* 8 kHz at half of full scale, one period of it at full scale, in x[]. */
static void
make_burst (float *x)
{
  const int period = OVER * RATE / 8000, first = LONG / 2 / period * period;

  for (int i = 0; i < LONG; i++) {
    double edge = fmin (1.0, fmin (i, LONG - 1 - i) / (LONG / 20.0));
    double gain = i >= first && i < first + period ? 1.0 : 0.5;

    x[i] = (float) (gain * edge * sin (2.0 * M_PI * i / period));
  }
}

/* Below 22 kHz, by a sinc under a Hann window; brought to a true peak of 0 dBTP
 * by sinc.h at 128 times 48 kHz. */
static void
limit_band (float *x)
{
  static float y[LONG];
  double cutoff = 2.0 * 22000 / (OVER * RATE), peak;

  for (int i = 0; i < LONG; i++) {
    double sum = 0.0;

    for (int k = -REACH; k <= REACH; k++) {
      double t = M_PI * cutoff * k;
      double h = cutoff * (k ? sin (t) / t : 1.0);

      if (i + k >= 0 && i + k < LONG)
        sum += h * 0.5 * (1.0 + cos (M_PI * k / REACH)) * x[i + k];
    }
    y[i] = (float) sum;
  }
  peak = mst_sinc_peak (y, LONG);
  for (int i = 0; i < LONG; i++)
    x[i] = (float) (y[i] / peak);
}

static const double *
read_whole (Player *p, float *const planes[], int n)
{
  feed (p, planes, n, 1000);
  stage->finish (p->meter);
  return read_out (p);
}

/* Made at four times the rate, of which each fourth frame is taken, from frames
 * 0 to 3 on: the peak lies otherwise between the samples each time. The EBU
 * allows +0.2 and -0.4 dB about 0 dBTP. */
static void
test_tech3341_20_to_23_true_peak (void)
{
  static float made[LONG], taken[LONG / OVER];

  make_burst (made);
  limit_band (made);
  for (int offset = 0; offset < OVER; offset++) {
    Player p = player_new (RATE, 2);

    for (int i = 0; i < LONG / OVER; i++)
      taken[i] = made[OVER * i + offset];
    read_whole (&p, (float *[]){ taken, taken }, LONG / OVER);
    mst_check_near (p.out[MST_METER_TRUE_PEAK], 0.0, 0.05);
    mst_check_near (p.out[MST_METER_TRUE_PEAK_4X], -0.1, 0.3);
    player_free (&p);
  }
}

/* Oracle: tests/reference/sinc.h, at 32 points a frame. Noise up to half the
 * rate, as it is, clipped hard, and as the steps of a square wave. */
static void
test_true_peak_of_full_band (void)
{
  enum { N = 3000 };
  double least = 1.0, most = -1.0;

  for (int take = 0; take < 18; take++) {
    static float x[N];
    uint64_t seed = (uint64_t) take + 1;
    Player p = player_new (take % 2 ? 44100 : 48000, 1);

    for (int i = 0; i < N; i++) {
      double noise = 2.0 * mst_noise (&seed);

      x[i] = (float) (take % 3 == 0 ? noise
              : take % 3 == 1       ? fmax (-0.5, fmin (0.5, noise))
                                    : (i / (5 + take) % 2 ? 0.5 : -0.5));
    }
    double want = 20.0 * log10 (mst_sinc_peak (x, N));
    double error =
        read_whole (&p, (float *[]){ x }, N)[MST_METER_TRUE_PEAK] - want;
    least = fmin (least, error);
    most = fmax (most, error);
    player_free (&p);
  }
  printf ("# full-band material reads %+.4f .. %+.4f dB\n", least, most);
  mst_check (least >= -0.05 && most <= 0.05, "%g .. %g dB", least, most);
}

/* --- peaks over loudness, and overs */

/* A tone of 1 kHz in both channels peaks at its own loudness (Tech 3341, case
 * 1); a lone sample is as high as it is, and no louder. */
static void
test_plr_and_psr (void)
{
  float click[BLOCK] = { [7] = 0.5f };
  Player p = player_new (RATE, 2);
  double above = 20 * log10 (0.5) + 20;

  play (&p, 2.9, -20);
  read_out (&p);
  mst_check (p.out[MST_METER_PSR] == 0 && p.out[MST_METER_MIN_PSR] == 0,
      "psr before 3 s");
  mst_check_near (p.out[MST_METER_PLR], 0, 0.05);
  play (&p, 2, -20);
  read_out (&p);
  mst_check_near (p.out[MST_METER_PSR], 0, 0.05);
  mst_check_near (p.out[MST_METER_MIN_PSR], 0, 0.05);
  feed (&p, (float *[]){ click, click }, BLOCK, BLOCK);
  play (&p, 0.2, -20);
  read_out (&p);
  /* 85 ms of the 3 s are silent. */
  mst_check_near (p.out[MST_METER_PSR], above - 10 * log10 (1 - 0.085 / 3),
      0.05);
  mst_check_near (p.out[MST_METER_PLR], above, 0.1);
  mst_check_near (p.out[MST_METER_MIN_PSR], 0, 0.05);
  play (&p, 3.2, -20); /* the click has left */
  mst_check_near (read_out (&p)[MST_METER_PSR], 0, 0.05);
  player_free (&p);
}

/* Bursts of fs / 4 whose samples lie 45 degrees off the tops: 0.85, where the
 * tone has 1.2. */
static void
play_burst (Player *p, float amplitude)
{
  static float x[RATE / 2];

  for (int i = 0; i < RATE / 2; i++) {
    double t = i - RATE / 4.0; /* 250 ms of quiet, then 50 ms */

    x[i] = (float) (t >= 0 && t < RATE / 20.0 ? amplitude *
                sin (M_PI * t / (RATE / 20.0)) * sin (M_PI * (i / 2.0 + 0.25))
                                              : 0.0);
  }
  feed (p, (float *[]){ x, x }, RATE / 2, 999);
}

static void
test_overs_and_their_times (void)
{
  Player p = player_new (RATE, 2);

  for (int i = 0; i < 12; i++) {
    play_burst (&p, i == 3 ? 0.98f : 1.2f);
    read_out (&p);
    mst_check (p.out[MST_METER_SAMPLE_PEAK] < -1, "the samples pass, too");
    mst_check_near (p.out[MST_METER_OVERS], i < 3 ? i + 1 : i, 0);
  }
  for (int i = 0; i < MST_METER_OVER_TIMES; i++) {
    int burst = i < 3 ? i : i + 1;
    /* A half sine of 50 ms passes 1 / 1.2 of its top after 15.7 ms; the tick
     * that it lies in, or the next, is told. */
    double at = 0.5 * burst + 0.25 + 0.05 * asin (1 / 1.2) / M_PI;

    mst_check_near (p.out[MST_METER_OVER_TIME + i], at, 0.0101);
  }
  player_free (&p);
}

/* --- faults */

/* 100 Hz, clipped at its tops: one run each; 0.01 more, to the right, where 1
 * kHz is whole. */
static void
test_clipping_and_offset (void)
{
  static float planes[2][RATE];
  Player p = player_new (RATE, 2);

  for (int i = 0; i < RATE; i++) {
    double x = sin (2.0 * M_PI * 100 * i / RATE);

    planes[0][i] = (float) fmax (-0.8, fmin (0.8, 1.2 * x));
    planes[1][i] = (float) (0.5 * sin (2.0 * M_PI * i / 48) + 0.01);
  }
  read_whole (&p, (float *[]){ planes[0], planes[1] }, RATE);
  mst_check_near (p.out[MST_METER_CLIPPED_RUNS], 200, 0);
  mst_check_near (p.out[MST_METER_DC], -40, 0.001);
  player_free (&p);
}

/* The channel with the longer words counts. */
static void
test_word_length (void)
{
  static const int bits[] = { 8, 16, 20, 24, 32 };
  static float planes[2][5000];

  for (int b = 0; b < 5; b++) {
    uint64_t seed = 4;
    double scale = ldexp (1.0, bits[b] - 1);
    Player p = player_new (RATE, 2);

    for (int i = 0; i < 5000; i++) {
      double x = 0.4 * mst_noise (&seed);

      planes[0][i] = (float) (rint (x * 128) / 128);
      planes[1][i] = (float) (bits[b] < 32 ? rint (x * scale) / scale : x / 16);
    }
    read_whole (&p, (float *[]){ planes[0], planes[1] }, 5000);
    mst_check_near (p.out[MST_METER_WORD_LENGTH], bits[b], 0);
    player_free (&p);
  }
}

/* --- left and right */

static void
test_balance (void)
{
  static const double level[][3] = { { -20, -26, 6 }, { -30, -20, -10 },
    { -20, SILENT, INFINITY }, { SILENT, SILENT, 0 } };

  for (int i = 0; i < 4; i++) {
    Player p = player_new (RATE, 2);

    play_each (&p, 3.5, level[i]);
    read_out (&p);
    mst_check (isfinite (level[i][2])
            ? fabs (p.out[MST_METER_BALANCE] - level[i][2]) < 1e-4
            : p.out[MST_METER_BALANCE] == level[i][2],
        "%g dB, wanted %g", p.out[MST_METER_BALANCE], level[i][2]);
    player_free (&p);
  }
}

/* A tone in each band, whose right side is turned by a quarter times `turn`:
 * the correlation is the cosine. The splits fall by 12 dB an octave, so that
 * others are 20 dB down and more. */
static void
check_bands (double rate, const int turn[4])
{
  static const double hz[] = { 40, 350, 2000, 12000 };
  static float planes[2][96000];
  int n = (int) rate, bands = rate > 24000 ? 4 : 3;
  Player p = player_new (rate, 2);

  memset (planes, 0, sizeof (planes));
  for (int b = 0; b < bands; b++)
    for (int i = 0; i < n; i++) {
      double t = 2.0 * M_PI * hz[b] * i / rate;

      planes[0][i] += (float) (0.1 * sin (t));
      planes[1][i] += (float) (0.2 * sin (t + 0.5 * M_PI * turn[b]));
    }
  for (int i = 0; i < 4; i++)
    feed (&p, (float *[]){ planes[0], planes[1] }, n, 1000);
  read_out (&p);
  for (int b = 0; b < bands; b++)
    mst_check (fabs (p.out[MST_METER_BAND_CORRELATION + b] -
                   cos (0.5 * M_PI * turn[b])) < 0.1,
        "band %d at %g Hz: %g", b, rate, p.out[MST_METER_BAND_CORRELATION + b]);
  player_free (&p);
}

static void
test_correlation_of_bands (void)
{
  static const double rates[] = { 8000, 44100, 48000, 96000 };
  static const int turns[][4] = { { 0, 2, 1, 0 }, { 2, 1, 0, 2 },
    { 1, 0, 2, 1 }, { 0, 0, 0, 0 } };

  for (int r = 0; r < 4; r++)
    for (int i = 0; i < 4; i++)
      check_bands (rates[r], turns[i]);
}

/* --- a week */

#define WEEK (7 * 24 * 3600 * 10) /* blocks of 100 ms */

/* A week of blocks in constant memory. The oracle is the mean of all blocks,
 * two of three of which pass both gates, and the distance of the two levels. */
static void
test_a_week_of_blocks (void)
{
  static MstLoudnessGate gate;
  double threshold, loud = pow (10, -2.0), soft = pow (10, -2.7);

  for (long i = 0; i < WEEK; i++)
    mst_loudness_gate_add (&gate, i % 3 == 0 ? loud : i % 3 == 1 ? soft : 1e-5);
  mst_check_near (mst_loudness_gate_integrated (&gate, &threshold),
      mst_lufs (0.5 * (loud + soft)), 1e-6);
  mst_check_near ((double) gate.all.count, WEEK, 0);
}

/* Three hours in ticks of one frame each, that are heard, over, and wrong: what
 * would grow has long done so, and not a byte is asked for. */
static void
test_memory_is_constant (void)
{
  static float x[BLOCK];
  uint64_t seed = 9;
  Player p = player_new (100, 1);
  size_t before = mallinfo2 ().uordblks;

  for (int i = 0; i < 3 * 3600 * 100; i += BLOCK) {
    for (int k = 0; k < BLOCK; k++)
      x[k] = k % 100 == 3 ? NAN : (float) (1.5 * mst_noise (&seed));
    feed (&p, (float *[]){ x }, BLOCK, BLOCK);
    if (i % (16 * BLOCK) == 0)
      read_out (&p);
  }
  mst_check (mallinfo2 ().uordblks == before, "it grew");
  mst_check (read_out (&p)[MST_METER_OVERS] > 1000, "overs");
  player_free (&p);
}

int
main (void)
{
  MST_RUN (test_tech3341_20_to_23_true_peak);
  MST_RUN (test_true_peak_of_full_band);
  MST_RUN (test_plr_and_psr);
  MST_RUN (test_overs_and_their_times);
  MST_RUN (test_clipping_and_offset);
  MST_RUN (test_word_length);
  MST_RUN (test_balance);
  MST_RUN (test_correlation_of_bands);
  MST_RUN (test_a_week_of_blocks);
  MST_RUN (test_memory_is_constant);
  return mst_done ();
}
