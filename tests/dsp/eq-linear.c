/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The equaliser with phase=linear. */
#include "eq-bench.h"

#define LONG (1 << 18)

static float audio[2 * LONG];

static Bench
linear (int channels)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, channels);

  bench.values[MST_EQ_PHASE] = MST_EQ_LINEAR_PHASE;
  return bench;
}

/* The impulse response of the first channel, LONG frames, in `audio`, and the
 * frame where its centre is. Two channels get the impulse on the left. Stops
 * the bench. */
static int
response_of (Bench *bench)
{
  int latency;

  memset (audio, 0, sizeof (audio));
  audio[0] = 1;
  bench_run (bench, audio, LONG, 1024);
  latency = mst_stage_eq.latency (bench->self);
  bench_stop (bench);
  return latency;
}

static int
impulse_response (Bench *bench)
{
  bench_start (bench);
  return response_of (bench);
}

/* |X (f)| of `n` samples around the centre. */
static double complex
spectrum (const float *x, int centre, double f)
{
  double complex turn = cexp (-2 * I * M_PI * f / RATE), sum = 0;
  double complex at = cpow (turn, -centre);

  for (int i = 0; i < 2 * centre; i++, at *= turn)
    sum += at * x[i];
  return sum;
}

/* The bands of the magnitude test: what is hard for a filter of finite length.
 */
static const MstBandShape bands[] = {
  { MST_SHAPE_BELL, 2, 40, 6, 1 },
  { MST_SHAPE_BELL, 2, 15000, 6, 1 },
  { MST_SHAPE_BELL, 2, 100, -12, 4 },
  { MST_SHAPE_LOW_SHELF, 2, 60, 6, 0.7 },
  { MST_SHAPE_HIGH_SHELF, 2, 8000, -9, 0.7 },
  { MST_SHAPE_TILT, 2, 600, 4, 1 },
  { MST_SHAPE_LOW_CUT, 2, 30, 0, 0.70710678118654752 },
  { MST_SHAPE_LOW_CUT, 4, 30, 0, 0.70710678118654752 },
  { MST_SHAPE_HIGH_CUT, 4, 16000, 0, 0.70710678118654752 },
};

/* The greatest error from 20 Hz to 20 kHz, where the prototype is above -60 dB.
 * Leaves the impulse response in `audio` and returns where its centre is. */
static int
worst_of (const MstBandShape *band, double *worst, double *at)
{
  Bench bench = linear (1);
  int centre;

  set_band (&bench, 0, band->shape, band->frequency, band->gain, band->q);
  set (&bench, 0, MST_EQ_BAND_SLOPE, 6 * band->order);
  centre = impulse_response (&bench);
  *worst = *at = 0;
  for (double f = 20; f < 20000; f *= 1.03) {
    double wanted = prototype_db (band, f);
    double error = fabs (mst_db (cabs (spectrum (audio, centre, f))) - wanted);
    if (wanted > -60 && error > *worst) {
      *worst = error;
      *at = f;
    }
  }
  return centre;
}

/* Oracle: the analogue prototype. Symmetric, that is: no phase. */
static void
test_magnitude_and_phase (void)
{
  for (size_t b = 0; b < MST_N_ELEMENTS (bands); b++) {
    double worst, at, lopsided = 0;
    int centre = worst_of (&bands[b], &worst, &at);
    for (int i = 1; i < centre; i++)
      lopsided = fmax (lopsided, fabs (audio[centre - i] - audio[centre + i]));
    printf ("# band %zu: %d frames of latency, within %.4f dB (%.0f Hz), "
            "lopsided %.1e\n",
        b, centre, worst, at, lopsided);
    mst_check (worst <= 0.05, "band %zu: %g dB at %g Hz", b, worst, at);
    mst_check (lopsided < 2e-7, "band %zu: %g", b, lopsided);
  }
}

/* Just before the length doubles it is shortest for what is asked. */
static void
test_every_length (void)
{
  double worst = 0;

  for (double f = 30; f < 61; f *= 1.08)
    for (int shape = MST_SHAPE_BELL; shape <= MST_SHAPE_LOW_CUT; shape++) {
      MstBandShape band = { (MstShape) shape, 1 + (int) f % 6, f, 6, 1 };
      double error, at;
      worst_of (&band, &error, &at);
      worst = fmax (worst, error);
      mst_check (error <= 0.05, "shape %d of order %d, %g Hz: %g dB at %g Hz",
          shape, band.order, f, error, at);
    }
  printf ("# 30 to 60 Hz: within %.4f dB\n", worst);
}

/* How long before the centre the response is above -60 dB of its peak: what the
 * manual says of pre-ringing. */
static void
test_pre_ring (void)
{
  for (double blend = 0; blend <= 1; blend += 0.5) {
    Bench bench = linear (1);
    int centre, first = 0;
    double peak = 0;
    set_band (&bench, 0, MST_SHAPE_BELL, 40, 6, 1);
    bench.values[MST_EQ_PHASE_BLEND] = blend;
    centre = impulse_response (&bench);
    for (int i = 0; i < LONG; i++)
      peak = fmax (peak, i == centre ? 0 : fabs (audio[i]));
    while (fabs (audio[first]) < 1e-3 * peak)
      first++;
    printf ("# blend %.1f: pre-ring to -60 dB of its own peak %.1f ms\n", blend,
        (centre - first) / RATE * 1e3);
    if (blend == 1)
      mst_check (centre - first < 0.002 * RATE, "%d frames", centre - first);
  }
}

/* At 1 the phase is that of the analogue band, at 0.5 half of it; the magnitude
 * stays. Oracle: the prototype, which is of minimum phase. */
static void
test_blend (void)
{
  const MstBandShape bell = { MST_SHAPE_BELL, 2, 300, 9, 1 };

  for (double blend = 0; blend <= 1; blend += 0.5) {
    Bench bench = linear (1);
    int centre;
    set_band (&bench, 0, bell.shape, bell.frequency, bell.gain, bell.q);
    bench.values[MST_EQ_PHASE_BLEND] = blend;
    centre = impulse_response (&bench);
    for (double f = 50; f < 10000; f *= 1.5) {
      double complex got = spectrum (audio, centre, f);
      double complex wanted = prototype (&bell, f);
      mst_check_near (mst_db (cabs (got)), mst_db (cabs (wanted)), 0.01);
      mst_check_near (carg (got), blend * carg (wanted), 0.01);
    }
  }
}

/* Left to left and left to right, by bands on several paths. Oracle: mid and
 * side first, then left and right, by the prototypes. */
static void
test_paths (void)
{
  const MstBandShape side = { MST_SHAPE_BELL, 2, 1000, 6, 1 };
  const MstBandShape right = { MST_SHAPE_BELL, 2, 2000, -6, 1 };

  for (int both = 0; both < 2; both++) {
    Bench bench = linear (2);
    int centre;
    set_band (&bench, 0, side.shape, side.frequency, side.gain, side.q);
    set (&bench, 0, MST_EQ_BAND_CHANNEL, MST_EQ_SIDE);
    set_band (&bench, 1, right.shape, right.frequency, right.gain, right.q);
    set (&bench, 1, MST_EQ_BAND_CHANNEL, MST_EQ_RIGHT);
    set (&bench, 1, MST_EQ_BAND_ENABLED, both);
    centre = impulse_response (&bench);
    for (double f = 100; f < 15000; f *= 1.4) {
      double s = cabs (prototype (&side, f));
      double r = both ? cabs (prototype (&right, f)) : 1;
      mst_check (cabs (spectrum (audio, centre, f) - (1 + s) / 2) < 1e-3,
          "left at %g Hz", f);
      mst_check (cabs (spectrum (audio + LONG, centre, f) - r * (1 - s) / 2) <
              1e-3,
          "right at %g Hz", f);
    }
  }
}

/* Without a band that does something: the input, late, bit for bit. */
static void
test_neutral_is_bit_exact (void)
{
  static float input[2 * LONG];
  Bench bench = linear (2);
  int latency;

  set_band (&bench, 0, MST_SHAPE_ALL_PASS, 1000, 0, 1);
  bench_start (&bench);
  bench_noise (audio, 2 * LONG, 1, 1);
  memcpy (input, audio, sizeof (input));
  bench_run (&bench, audio, LONG, 480);
  latency = mst_stage_eq.latency (bench.self);
  for (int c = 0; c < 2; c++)
    mst_check (memcmp (audio + c * LONG + latency, input + c * LONG,
                   (LONG - latency) * sizeof (float)) == 0,
        "channel %d", c);
  bench_stop (&bench);
}

/* A band that has no gain yet gets the taps that it will want. Oracle: the
 * prototype. */
static void
test_length_for_what_is_automated (void)
{
  const MstBandShape band = { MST_SHAPE_BELL, 2, 60, 6, 1 };
  Bench bench = linear (1);
  int centre;

  set_band (&bench, 0, MST_SHAPE_BELL, 60, 0, 1);
  bench_start (&bench);
  set_band (&bench, 0, MST_SHAPE_BELL, 60, 6, 1);
  bench_set (&bench);
  mst_stage_eq.reset (bench.self);
  centre = response_of (&bench);
  for (double f = 20; f < 500; f *= 1.1)
    mst_check_near (mst_db (cabs (spectrum (audio, centre, f))),
        prototype_db (&band, f), 0.1);
}

/* A band of the sides of one channel does nothing, to the bit. */
static void
test_no_sides_of_one_channel (void)
{
  static float input[LONG];
  Bench bench = linear (1);
  int latency;

  set_band (&bench, 0, MST_SHAPE_BELL, 1000, 6, 1);
  set (&bench, 0, MST_EQ_BAND_CHANNEL, MST_EQ_SIDE);
  bench_start (&bench);
  bench_noise (audio, LONG, 1, 1);
  memcpy (input, audio, sizeof (input));
  bench_run (&bench, audio, LONG, 480);
  latency = mst_stage_eq.latency (bench.self);
  mst_check (
      memcmp (audio + latency, input, (LONG - latency) * sizeof (float)) == 0,
      "changed a bit");
  bench_stop (&bench);
}

/* A frequency above half the rate is held below it, as in minimum phase.
 * Oracle: the prototype of a bell at 0.495 of the rate. */
static void
test_frequency_is_held (void)
{
  const MstBandShape held = { MST_SHAPE_BELL, 2, 0.495 * RATE, 12, 0.7 };
  Bench bench = linear (1);
  int centre;

  set_band (&bench, 0, MST_SHAPE_BELL, 40000, 12, 0.7);
  centre = impulse_response (&bench);
  for (double f = 1000; f < 20000; f *= 1.2)
    mst_check_near (mst_db (cabs (spectrum (audio, centre, f))),
        prototype_db (&held, f), 0.05);
}

/* From flat to a band, to another, to flat, while a tone plays: no click (see
 * tests/dsp/eq.c for the measure). A dynamic band joins in. */
static void
test_changes_do_not_click (void)
{
  const double w = 2 * M_PI * 1000 / RATE;
  Bench bench = linear (1);
  double worst = 0;

  set_band (&bench, 0, MST_SHAPE_BELL, 900, 0, 0.7);
  bench_start (&bench);
  bench_sine (audio, LONG, RATE, 1000, 0.5);
  for (int i = 0; i + 480 <= LONG; i += 480) {
    float *planes[] = { audio + i };
    int phase = i / (LONG / 5);
    set (&bench, 0, MST_EQ_BAND_GAIN, phase == 1 ? 9 : phase == 2 ? -9 : 0);
    set (&bench, 1, MST_EQ_BAND_DYNAMIC, phase == 3);
    bench_set (&bench);
    mst_stage_eq.process (bench.self, planes, 480);
  }
  for (int i = 20000; i < LONG - 500; i++)
    worst = fmax (worst,
        fabs (audio[i + 1] - 2 * cos (w) * audio[i] + audio[i - 1]));
  mst_check (worst < 0.25e-3, "%g", worst);
  bench_stop (&bench);
}

int
main (void)
{
  MST_RUN (test_magnitude_and_phase);
  MST_RUN (test_every_length);
  MST_RUN (test_pre_ring);
  MST_RUN (test_blend);
  MST_RUN (test_paths);
  MST_RUN (test_neutral_is_bit_exact);
  MST_RUN (test_length_for_what_is_automated);
  MST_RUN (test_no_sides_of_one_channel);
  MST_RUN (test_frequency_is_held);
  MST_RUN (test_changes_do_not_click);
  return mst_done ();
}
