/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Prints the curves that the site of the docs draws, made by the stages
 * themselves: "figure STAGE X Y TITLE", then "curve NAME x,y x,y ..." for each
 * of its curves. X is "Hz" or "dB", Y what the curve tells. */
#include <stdio.h>

#include "dsp/bench.h"
#include "dsp/compressor/compressor.h"
#include "dsp/crossfeed/crossfeed.h"
#include "dsp/eq/eq.h"
#include "dsp/imager/imager.h"

#define RATE 48000.0
#define N 16384 /* of an impulse response */
#define TONE (170.0 * RATE / (N / 2)) /* about 1 kHz, in whole periods [Hz] */

static float audio[2 * N];

/* --- a stage with some settings */

#define BAND "band0::"

/* Sets a value by its name: that of a parameter, or "band0::" and a band's. */
static void
set (Bench *bench, const char *name, double value)
{
  const MstStage *stage = bench->stage;
  const bool band = strncmp (name, BAND, strlen (BAND)) == 0;
  const char *own = band ? name + strlen (BAND) : name;
  const MstParam *rows = band ? stage->band_params : stage->params;
  const int n = band ? stage->n_band_params : stage->n_params;

  for (int i = 0; i < n; i++)
    if (strcmp (rows[i].name, own) == 0)
      bench->values[(band ? stage->n_params : 0) + i] = value;
}

typedef struct {
  const char *name;
  double value;
} Setting;

typedef struct {
  const char *title;
  Setting settings[6];
} Curve;

static Bench
start (const MstStage *stage, int channels, const Curve *curve)
{
  Bench bench = bench_new (stage, RATE, channels);

  for (const Setting *s = curve->settings; s->name; s++)
    set (&bench, s->name, s->value);
  bench_start (&bench);
  return bench;
}

static void
print_figure (const MstStage *stage, const char *x, const char *y,
    const char *title)
{
  printf ("figure\t%s\t%s\t%s\t%s\n", stage->name, x, y, title);
}

/* --- over frequency */

static void
print_response (const char *title, const float *h)
{
  printf ("curve\t%s\t", title);
  for (int i = 0; i <= 160; i++) {
    const double hertz = 20.0 * pow (1000.0, i / 160.0);

    printf ("%.1f,%.3f ", hertz,
        fmax (bench_level_at (h, N, RATE, hertz), -60.0));
  }
  printf ("\n");
}

static void
print_responses (const MstStage *stage, const Curve *curves, int n)
{
  for (int i = 0; i < n; i++) {
    Bench bench = start (stage, 1, &curves[i]);

    memset (audio, 0, sizeof (audio));
    audio[0] = 1.0f;
    bench_run (&bench, audio, N, 1024);
    bench_stop (&bench);
    print_response (curves[i].title, audio);
  }
}

/* An impulse in the left channel, and so much of it in the right. */
static void
run_stereo (const MstStage *stage, const Curve *curve, float right)
{
  Bench bench = start (stage, 2, curve);

  memset (audio, 0, sizeof (audio));
  audio[0] = 1.0f;
  audio[N] = right;
  bench_run (&bench, audio, N, 1024);
  bench_stop (&bench);
}

/* --- over level */

static void
print_levels (const MstStage *stage, const Curve *curves, int n)
{
  for (int i = 0; i < n; i++) {
    printf ("curve\t%s\t", curves[i].title);
    for (double level = -60.0; level <= 0.0; level += 2.0) {
      Bench bench = start (stage, 1, &curves[i]);

      bench_sine (audio, N, RATE, TONE, pow (10.0, level / 20.0));
      bench_run (&bench, audio, N, 1024);
      bench_stop (&bench);
      printf ("%.1f,%.3f ", level,
          20.0 * log10 (bench_amplitude (audio, N / 2, N / 2, RATE, TONE)));
    }
    printf ("\n");
  }
}

/* --- the figures */

#define BELL(name, q)                                                          \
  {                                                                            \
    name,                                                                      \
    {                                                                          \
      { "bands", 1 }, { "band0::gain", 6 }, { "band0::frequency", 10000 },     \
          { "band0::q", q },                                                   \
    }                                                                          \
  }

static void
draw_eq (void)
{
  static const Curve bells[] = { BELL ("Q 0.5", 0.5), BELL ("Q 1", 1.0),
    BELL ("Q 4", 4.0) };

  print_figure (&mst_stage_eq, "Hz", "gain, dB",
      "A bell of 6 dB at 10 kHz, as wide as an analogue one up to the top");
  print_responses (&mst_stage_eq, bells, 3);
}

static void
draw_compressor (void)
{
  static const Curve ratios[] = {
    { "2 : 1", { { "threshold", -30 }, { "ratio", 2 }, { "attack", 1 } } },
    { "4 : 1", { { "threshold", -30 }, { "ratio", 4 }, { "attack", 1 } } },
    { "4 : 1, hard",
        { { "threshold", -30 }, { "ratio", 4 }, { "attack", 1 },
            { "knee", 0 } } },
  };

  print_figure (&mst_stage_compressor, "dB", "out, dBFS",
      "A sine of so many dBFS, from -30 dBFS on");
  print_levels (&mst_stage_compressor, ratios, 3);
}

static void
draw_crossfeed (void)
{
  static const Curve curve = { "", { { "level", -6 } } };

  print_figure (&mst_stage_crossfeed, "Hz", "level, dB",
      "A sound that is on the left alone, at both ears (level=-6)");
  run_stereo (&mst_stage_crossfeed, &curve, 0.0f);
  print_response ("left ear", audio);
  print_response ("right ear", audio + N);
}

static void
draw_imager (void)
{
  static const Curve corners[] = {
    { "bass-mono=80", { { "bass-mono", 80 } } },
    { "bass-mono=150", { { "bass-mono", 150 } } },
    { "bass-mono=300", { { "bass-mono", 300 } } },
  };

  print_figure (&mst_stage_imager, "Hz", "sides, dB",
      "The sides, with the bass in the middle");
  for (int i = 0; i < 3; i++) {
    run_stereo (&mst_stage_imager, &corners[i], -1.0f);
    print_response (corners[i].title, audio);
  }
}

int
main (void)
{
  mst_kernels_init ();
  draw_eq ();
  draw_compressor ();
  draw_crossfeed ();
  draw_imager ();
  return 0;
}
