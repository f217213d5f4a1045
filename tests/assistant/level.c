/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Gain is not a trait of music: the figures of a piece and the decisions about
 * it are the same at any level, but for the drive. */
#include "songs.h"

#include "dsp/analyzer/analyzer.h"
#include "dsp/limiter/limiter.h"

#define RATE 48000
#define SECONDS 14
#define FRAMES (RATE * SECONDS)

static float left[FRAMES], right[FRAMES];

/* Beats of a bass, a chord that swells, and noise bursts: three kinds of band,
 * at their own levels, with a pause. */
static void
make_music (void)
{
  uint64_t seed = 9;
  double low = 0.0, other = 0.0;

  for (int i = 0; i < FRAMES; i++) {
    double t = (double) i / RATE, beat = fmod (t, 0.5), bar = fmod (t, 4.0);
    double loud = bar > 3.5 ? 0.001 : 0.4 + 0.6 * sin (0.4 * t) * sin (0.4 * t);
    double noise = mst_noise (&seed), side = mst_noise (&seed);
    double bass = exp (-6.0 * beat) * sin (2.0 * M_PI * 70.0 * t);
    double chord = 0.1 *
        (sin (2.0 * M_PI * 440.0 * t) + sin (2.0 * M_PI * 554.0 * t) +
            sin (2.0 * M_PI * 2600.0 * t));

    low += 0.15 * (noise - low);
    other += 0.15 * (side - other);
    left[i] = (float) (loud *
        (0.4 * bass + chord + 0.5 * low + 0.2 * other +
            0.05 * exp (-20.0 * beat) * noise));
    right[i] = (float) (loud *
        (0.4 * bass + chord + 0.5 * low - 0.2 * other +
            0.05 * exp (-20.0 * beat) * noise));
  }
}

static MstAnalysis
analyze (double gain)
{
  static float a[4096], b[4096];
  double values[64] = { 0.0 };
  const MstFormat format = { .rate = RATE, .channels = 2, .max_block = 4096 };
  g_autofree double *numbers =
      g_new (double, mst_stage_n_readouts (&mst_stage_analyzer));
  float *planes[2] = { a, b };
  MstAnalysis analysis = { .rate = 0.0 };
  void *analyzer;

  mst_stage_defaults (&mst_stage_analyzer, values);
  analyzer = mst_stage_analyzer.new(&format, values);
  for (int i = 0; i < FRAMES; i += 4096) {
    int n = MIN (4096, FRAMES - i);

    for (int k = 0; k < n; k++) {
      a[k] = (float) (gain * left[i + k]);
      b[k] = (float) (gain * right[i + k]);
    }
    mst_stage_analyzer.process (analyzer, planes, n);
  }
  mst_stage_analyzer.finish (analyzer);
  mst_stage_analyzer.read (analyzer, numbers);
  mst_stage_analyzer.free (analyzer);
  mst_analysis_from_numbers (&analysis, numbers);
  return analysis;
}

/* Settings that are levels go with the level. */
static bool
is_level (const char *path)
{
  return g_str_has_suffix (path, "::threshold") ||
      strcmp (path, "limiter::drive") == 0;
}

static void
compare (const MstPlan *plan, const MstPlan *other, double decibels,
    double tolerance)
{
  mst_check (plan->settings->len == other->settings->len,
      "%g dB: %u and %u settings", decibels, plan->settings->len,
      other->settings->len);
  for (guint i = 0; i < plan->settings->len; i++) {
    const MstSetting *a = g_ptr_array_index (plan->settings, i);
    const MstValue *b = mst_plan_get (other, a->path);
    double shift = strcmp (a->path, "limiter::drive") == 0 ? -decibels
        : is_level (a->path)                               ? decibels
                                                           : 0.0;

    mst_check (b, "%g dB: %s is missing", decibels, a->path);
    if (!b)
      continue;
    mst_check (a->value.nick == b->nick, "%g dB: %s", decibels, a->path);
    mst_check (fabs (a->value.number + shift - b->number) <=
            (tolerance > 0.0             ? tolerance
                    : is_level (a->path) ? 1e-9
                                         : 0.0),
        "%g dB: %s is %.17g, then %.17g", decibels, a->path, a->value.number,
        b->number);
  }
}

/* Powers of two change no mantissa, and so nothing but the levels: what is
 * decided is the same to the bit. A setting that is a level is turned by the
 * decibels of that power, which are rounded. */
static void
test_powers_of_two (void)
{
  g_autoptr (MstProfile) profile = mst_profile_auto ();
  MstAnalysis song = analyze (1.0);
  g_autoptr (MstPlan) plan = song_plan (&song, profile, 70);

  mst_check (plan->moves->len > 1, "%u moves", plan->moves->len);
  for (int k = 1; k <= 4; k++) {
    MstAnalysis quiet = analyze (ldexp (1.0, -k));
    g_autoptr (MstPlan) other = song_plan (&quiet, profile, 70);

    compare (plan, other, -20.0 * log10 (2.0) * k, 0.0);
  }
}

/* Any other gain: each setting within 0.05 dB, or 5 % where it is none. */
static void
test_any_gain (void)
{
  const double gains[] = { -3.3, -10.0, -17.7, -30.0 };
  g_autoptr (MstProfile) profile = mst_profile_auto ();
  MstAnalysis song = analyze (1.0);
  g_autoptr (MstPlan) plan = song_plan (&song, profile, 70);

  for (gsize i = 0; i < G_N_ELEMENTS (gains); i++) {
    MstAnalysis quiet = analyze (pow (10.0, gains[i] / 20.0));
    g_autoptr (MstPlan) other = song_plan (&quiet, profile, 70);

    compare (plan, other, gains[i], 0.05);
    mst_check (plan->mastered == other->mastered, "%g dB", gains[i]);
    mst_check (plan->findings->len == other->findings->len,
        "%g dB: %u and %u findings", gains[i], plan->findings->len,
        other->findings->len);
  }
}

int
main (void)
{
  make_music ();
  MST_RUN (test_powers_of_two);
  MST_RUN (test_any_gain);
  return mst_done ();
}
