/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include "dsp/monitor/monitor.h"
#include "dsp/monitor/protection.h"

#define RATE 48000
#define FRAMES 96000

static const MstStage *stage = &mst_stage_monitor;
static float audio[FRAMES * 2];

static Bench
new_bench (int device, double rate, int channels)
{
  Bench bench = bench_new (stage, rate, channels);

  bench.values[MST_MONITOR_DEVICE] = device;
  bench.values[MST_MONITOR_MATCH] = 0;
  return bench;
}

/* The response to an impulse of both channels, quiet enough for no protection;
 * the first channel's comes first. */
static void
respond (Bench *bench, float left, float right)
{
  memset (audio, 0, sizeof (audio));
  bench_start (bench);
  audio[0] = left;
  audio[FRAMES] = right;
  bench_run (bench, audio, FRAMES, 1000);
}

/* Oracle: the table of the devices, by the definition of the spectrum. */
static void
test_each_device_has_its_curve (void)
{
  static const double rates[] = { 44100, 48000, 96000 };

  for (size_t r = 0; r < MST_N_ELEMENTS (rates); r++)
    for (int d = MST_MONITOR_PHONE; d < MST_MONITOR_MONO_SPEAKER; d++) {
      Bench bench = new_bench (d, rates[r], 2);
      double worst = 0;
      respond (&bench, 0.01f, 0.01f);
      for (double f = 30; f < 16000; f *= exp2 (1.0 / 7.3)) {
        double want = mst_monitor_device_gain (mst_monitor_device (d), f);
        double got = bench_level_at (audio, FRAMES, rates[r], f) + 40;
        worst = fmax (worst, want > -40 ? fabs (got - want) : 0);
      }
      mst_check (worst < 0.5, "device %d at %g: %.3f dB off", d, rates[r],
          worst);
      bench_stop (&bench);
    }
}

/* Oracle: the definition of the width, of mid and side. */
static void
test_each_device_has_its_width (void)
{
  for (int d = MST_MONITOR_PHONE; d < MST_MONITOR_OWN; d++) {
    Bench bench = new_bench (d, RATE, 2);
    double width = mst_monitor_device (d)->width, mid, side;
    respond (&bench, 0.01f, 0.01f);
    mid = bench_level_at (audio, FRAMES, RATE, 1000);
    bench_stop (&bench);
    respond (&bench, 0.01f, -0.01f);
    side = bench_level_at (audio, FRAMES, RATE, 1000);
    if (width > 0)
      mst_check_near (side - mid, 20 * log10 (width), 0.01);
    else
      mst_check (side < mid - 120, "device %d: side at %g", d, side);
    bench_stop (&bench);
  }
}

static void
fill_noise (double level)
{
  uint64_t seed = 7;

  for (int i = 0; i < 2 * FRAMES; i++)
    audio[i] = (float) (level * mst_noise (&seed));
}

/* Oracle: the input. */
static void
test_off_is_bit_exact (void)
{
  static float before[FRAMES * 2];
  Bench bench = new_bench (MST_MONITOR_OFF, RATE, 2);
  int late, bad = 0;

  bench.values[MST_MONITOR_MATCH] = 1;
  bench_start (&bench);
  late = stage->latency (bench.self);
  fill_noise (0.5);
  memcpy (before, audio, sizeof (audio));
  bench_run (&bench, audio, FRAMES, 777);
  for (int c = 0; c < 2; c++)
    for (int i = late; i < FRAMES; i++)
      bad += audio[c * FRAMES + i] != before[c * FRAMES + i - late];
  mst_check (bad == 0, "%d samples differ", bad);
  mst_check (late <= RATE / 100, "%d frames late", late);
  bench_stop (&bench);
}

typedef struct {
  int index;
  double value;
  double left[2]; /* of left and of right alone: what leaves on the left */
  double right[2];
} Switch;

/* Oracle: the words of table.h. */
static void
test_switches_do_what_they_say (void)
{
  static const Switch all[] = {
    { MST_MONITOR_MONO, 1, { 0.5, 0.5 }, { 0.5, 0.5 } },
    { MST_MONITOR_SWAP, 1, { 0, 1 }, { 1, 0 } },
    { MST_MONITOR_SOLO, MST_MONITOR_SOLO_LEFT, { 1, 0 }, { 0, 0 } },
    { MST_MONITOR_SOLO, MST_MONITOR_SOLO_RIGHT, { 0, 0 }, { 0, 1 } },
    { MST_MONITOR_SOLO, MST_MONITOR_SOLO_MID, { 0.5, 0.5 }, { 0.5, 0.5 } },
    { MST_MONITOR_SOLO, MST_MONITOR_SOLO_SIDE, { 0.5, -0.5 }, { 0.5, -0.5 } },
    { MST_MONITOR_DIM, 20, { 0.1, 0 }, { 0, 0.1 } },
  };

  for (size_t k = 0; k < MST_N_ELEMENTS (all); k++)
    for (int in = 0; in < 2; in++) {
      Bench bench = new_bench (MST_MONITOR_OFF, RATE, 2);
      int late;
      bench.values[all[k].index] = all[k].value;
      respond (&bench, in == 0, in == 1);
      late = stage->latency (bench.self);
      mst_check_near (audio[late], all[k].left[in], 1e-4);
      mst_check_near (audio[FRAMES + late], all[k].right[in], 1e-4);
      bench_stop (&bench);
    }
}

/* Oracle: the edges of the bands; half an octave beyond nothing is heard. */
static void
test_a_band_is_heard_alone (void)
{
  static const double edges[] = { 60, 250, 800, 2500, 6000 };

  for (int b = MST_MONITOR_SUB; b < MST_MONITOR_N_BANDS; b++) {
    Bench bench = new_bench (MST_MONITOR_OFF, RATE, 2);
    double low = b > MST_MONITOR_SUB ? edges[b - 2] : 25;
    double high = b < MST_MONITOR_AIR ? edges[b - 1] : 12000;
    bench.values[MST_MONITOR_BAND] = b;
    respond (&bench, 1, 1);
    mst_check (fabs (bench_level_at (audio, FRAMES, RATE, sqrt (low * high))) <
            1,
        "band %d", b);
    if (b > MST_MONITOR_SUB)
      mst_check (bench_level_at (audio, FRAMES, RATE, low / 2) < -40, "band %d",
          b);
    if (b < MST_MONITOR_AIR)
      mst_check (bench_level_at (audio, FRAMES, RATE, high * 2) < -40,
          "band %d", b);
    bench_stop (&bench);
  }
}

static double
rms (const float *x, int n)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += (double) x[i] * x[i];
  return 10 * log10 (sum / n);
}

/* Oracle: the stated level; noise of two channels is of two kinds. */
static void
test_a_place_is_as_loud_as_stated (void)
{
  for (int p = MST_MONITOR_CAR_50; p < MST_MONITOR_N_PLACES; p++) {
    Bench bench = new_bench (MST_MONITOR_OFF, RATE, 2);
    double cross = 0;
    bench.values[MST_MONITOR_PLACE] = p;
    bench.values[MST_MONITOR_PLACE_LEVEL] = -30;
    respond (&bench, 0, 0);
    mst_check_near (rms (audio, FRAMES), -30, 1);
    mst_check_near (rms (audio + FRAMES, FRAMES), -30, 1);
    for (int i = 0; i < FRAMES; i++)
      cross += audio[i] * audio[FRAMES + i];
    mst_check (fabs (cross / FRAMES) < 0.2e-3, "alike: %g", cross / FRAMES);
    bench_stop (&bench);
  }
}

static double
tone_level (double amplitude, double hz)
{
  Bench bench = new_bench (MST_MONITOR_PHONE, RATE, 2);
  double level;

  bench_start (&bench);
  for (int i = 0; i < FRAMES; i++)
    audio[i] = audio[FRAMES + i] =
        (float) (amplitude * sin (2 * M_PI * hz * i / RATE));
  bench_run (&bench, audio, FRAMES, 1000);
  level = rms (audio + FRAMES / 2, FRAMES / 2);
  bench_stop (&bench);
  return level - 20 * log10 (amplitude);
}

/* Oracle: the curve where the tone is quiet; loud bass comes out quieter than
 * that, loud treble does not. */
static void
test_a_phone_holds_loud_bass_back (void)
{
  double quiet = tone_level (0.01, 500), loud = tone_level (1, 500);

  mst_check_near (quiet, -8 - 3.01, 0.5);
  mst_check (loud < quiet - 3 && loud > quiet - 20, "%g to %g", quiet, loud);
  mst_check_near (tone_level (1, 6000), tone_level (0.01, 6000), 0.5);
}

#define GUARD_HZ 700.0
#define GLIDE_S 5e-3

/* n frames of 60 Hz at full scale, from its frame `at` on. */
static void
run_bass (MstMonitorGuard *guard, int at, int n)
{
  float *planes[] = { audio };

  for (int i = 0; i < n; i++)
    audio[i] = (float) sin (2 * M_PI * 60 * (at + i) / RATE);
  mst_monitor_guard_process (guard, planes, n);
}

/* Oracle: the equation of protection.h, y = x - (1 - g) low (x), with a low
 * that goes on and a 1 - g that dies away in the time constant of its glide;
 * once g is 1, the input. It is let go where the bass is loudest. */
static void
test_a_protection_lets_go_without_a_thump (void)
{
  const MstFormat format = { .rate = RATE, .channels = 1 };
  const double pole = 1 - exp (-2 * M_PI * GUARD_HZ / RATE);
  const int before = RATE + 200, after = RATE / 10;
  MstMonitorGuard guard = { 0 };
  double low = 0, held, worst = 0;

  mst_monitor_guard_init (&guard, &format);
  mst_monitor_guard_set (&guard, GUARD_HZ, -20);
  run_bass (&guard, 0, before);
  held = 1 - guard.gain;
  mst_check (held > 0.5, "the bass is held back by %g alone", held);
  mst_monitor_guard_set (&guard, 0, -20);
  run_bass (&guard, before, after);
  for (int i = 0; i < before + after; i++) {
    const double x = sin (2 * M_PI * 60 * i / RATE);
    low += pole * (x - low);
    if (i < before)
      continue;
    held *= exp (-1 / (GLIDE_S * RATE));
    worst = fmax (worst, fabs (audio[i - before] - (x - held * low)));
  }
  mst_check (worst < 2e-6, "%g off", worst);
  mst_check_near (audio[after - 1],
      sin (2 * M_PI * 60 * (before + after - 1) / RATE), 1e-6);
  mst_check (mst_monitor_guard_is_off (&guard), "it is not off");
}

/* Oracle: a protection that has heard nothing yet. */
static void
test_a_protection_comes_back_fresh (void)
{
  static float wanted[RATE];
  const MstFormat format = { .rate = RATE, .channels = 1 };
  MstMonitorGuard guard = { 0 }, fresh = { 0 };
  int bad = 0;

  mst_monitor_guard_init (&fresh, &format);
  mst_monitor_guard_set (&fresh, GUARD_HZ, -20);
  run_bass (&fresh, 0, RATE);
  memcpy (wanted, audio, sizeof (wanted));

  mst_monitor_guard_init (&guard, &format);
  mst_monitor_guard_set (&guard, GUARD_HZ, -20);
  run_bass (&guard, 0, RATE + 200);
  mst_monitor_guard_set (&guard, 0, -20);
  run_bass (&guard, RATE + 200, RATE / 2);
  mst_check (mst_monitor_guard_is_off (&guard), "it is not off");
  mst_monitor_guard_set (&guard, GUARD_HZ, -20);
  run_bass (&guard, 0, RATE);
  for (int i = 0; i < RATE; i++)
    bad += audio[i] != wanted[i];
  mst_check (bad == 0, "%d samples differ", bad);
}

/* Oracle: the RMS level of noise in the middle of the spectrum, where weighting
 * for loudness is flat to 1 dB; 6 s are two time constants. */
static void
test_devices_are_as_loud_as_the_sound (void)
{
  for (int d = MST_MONITOR_TV; d < MST_MONITOR_MONO_SPEAKER; d++) {
    Bench bench = new_bench (d, RATE, 2);
    double phase = 0, before;
    bench.values[MST_MONITOR_MATCH] = 1;
    bench_start (&bench);
    for (int pass = 0; pass < 6; pass++) {
      for (int i = 0; i < FRAMES; i++) {
        phase += 2 * M_PI * 900 / RATE;
        audio[i] = audio[FRAMES + i] = (float) (0.1 * sin (phase));
      }
      before = rms (audio, FRAMES);
      bench_run (&bench, audio, FRAMES, 1000);
    }
    mst_check_near (rms (audio, FRAMES), before, 0.6);
    bench_stop (&bench);
  }
}

/* The greatest difference of second order, which a click makes large. Oracle:
 * the same tone unswitched. */
static double
roughness (const float *x, int n)
{
  double most = 0;

  for (int i = 2; i < n; i++)
    most = fmax (most, fabs (x[i] - 2.0 * x[i - 1] + x[i - 2]));
  return most;
}

static void
test_switching_does_not_click (void)
{
  static const int order[] = { MST_MONITOR_PHONE, MST_MONITOR_CAR,
    MST_MONITOR_OFF, MST_MONITOR_CLUB, MST_MONITOR_MONO_SPEAKER };
  double amplitude = 0.1, w = 2 * M_PI * 500 / RATE;
  Bench bench = new_bench (MST_MONITOR_OFF, RATE, 2);

  bench_start (&bench);
  for (int i = 0; i < FRAMES; i++)
    audio[i] = audio[FRAMES + i] = (float) (amplitude * sin (w * i));
  for (int k = 0; k < 5; k++) {
    float *planes[] = { audio + k * 16000, audio + FRAMES + k * 16000 };
    bench.values[MST_MONITOR_DEVICE] = order[k];
    stage->set (bench.self, bench.values);
    for (int i = 0; i < 16; i++) {
      float *at[] = { planes[0] + i * 1000, planes[1] + i * 1000 };
      stage->process (bench.self, at, 1000);
    }
  }
  /* A tone of this amplitude has amplitude w^2; devices raise it by 9 dB. */
  mst_check (roughness (audio + 1000, 79000) < 4 * amplitude * w * w, "%g",
      roughness (audio + 1000, 79000) / (amplitude * w * w));
  bench_stop (&bench);
}

int
main (void)
{
  MST_RUN (test_each_device_has_its_curve);
  MST_RUN (test_each_device_has_its_width);
  MST_RUN (test_off_is_bit_exact);
  MST_RUN (test_switches_do_what_they_say);
  MST_RUN (test_a_band_is_heard_alone);
  MST_RUN (test_a_place_is_as_loud_as_stated);
  MST_RUN (test_a_phone_holds_loud_bass_back);
  MST_RUN (test_a_protection_lets_go_without_a_thump);
  MST_RUN (test_a_protection_comes_back_fresh);
  MST_RUN (test_devices_are_as_loud_as_the_sound);
  MST_RUN (test_switching_does_not_click);
  return mst_done ();
}
