/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The analyser hears the same piece at any level. The oracle is the analysis of
 * the piece as it is: a gain of a whole power of two changes the exponent of a
 * float alone, so that nothing that does not tell of a level may change a bit;
 * any other gain rounds each sample anew. */
#include "analyzer-ear.h"

#define FAINTEST_DB (-30)
#define WITHIN_DB 0.05

/* Music in outline: two verses and a chorus 8 dB louder with pauses of hiss
 * between, beats, a voice with sibilants, a bass at the sides, and a click. */
static Sound
song (void)
{
  Sound sound = sound_new (44100, 2, 36);
  float *left = sound_plane (&sound, 0), *right = sound_plane (&sound, 1);
  uint64_t seed = 5;
  double hiss = 0;

  for (int i = 0; i < sound.n; i++) {
    double t = i / sound.rate, part = fmod (t, 12), beat = fmod (t, 0.5);
    double gain = part > 11 ? 1e-3 : t > 12 && t < 24 ? 0.5 : 0.2;
    double noise = mst_noise (&seed), wide = mst_noise (&seed);
    double bright = noise - hiss; /* rises 6 dB an octave */
    double sibilant = beat > 0.3 && beat < 0.4 ? 0.5 : 0.02;
    double voice = 0;
    for (int k = 1; k <= 8; k++)
      voice += sin (2 * M_PI * 220 * k * t) / (8 + k * k);
    double mid = voice + sibilant * bright + 0.4 * exp (-25 * beat) * noise +
        0.2 * sin (2 * M_PI * 55 * t);
    double side = 0.1 * wide * exp (-10 * beat) + 0.1 * sin (345 * t);
    hiss = noise;
    left[i] = (float) (gain * (mid + side));
    right[i] = (float) (gain * (mid - side));
  }
  left[500000] += 0.5f;
  return sound;
}

static MstAnalysis
hear_at (double gain)
{
  Sound sound = song ();

  for (int i = 0; i < 2 * sound.n; i++)
    sound.audio[i] *= (float) gain;
  return ear_hear (sound);
}

/* Those that tell of a level, or follow a standard whose gate is one. */
static bool
is_level (size_t number)
{
#define AT(field) (offsetof (MstAnalysis, field) / sizeof (double))
  static const size_t levels[] = { AT (loudness), AT (threshold), AT (range),
    AT (max_momentary), AT (max_shortterm), AT (true_peak), AT (true_peak_4x),
    AT (sample_peak), AT (downmix_loudness), AT (downmix_true_peak), AT (plr),
    AT (psr), AT (dc), AT (noise_floor), AT (hum_level), AT (word_length) };

  for (size_t i = 0; i < MST_N_ELEMENTS (levels); i++)
    if (levels[i] == number)
      return true;
  return number >= AT (mid) && number < AT (band);
}

static void
test_powers_of_two (void)
{
  MstAnalysis as_it_is = hear_at (1);

  for (int exponent = 1; exponent <= 5; exponent += 2) {
    MstAnalysis found = hear_at (exp2 (-exponent));
    const double *a = (const double *) &as_it_is;
    const double *b = (const double *) &found;

    for (size_t i = 0; i < EAR_NUMBERS; i++)
      if (!is_level (i))
        mst_check (memcmp (&a[i], &b[i], sizeof (*a)) == 0,
            "2^-%d, number %zu: %.17g, %.17g", exponent, i, a[i], b[i]);
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      mst_check_near (found.mid[k] - as_it_is.mid[k],
          -20 * exponent * log10 (2), 1e-9);
    mst_check_near (found.noise_floor - as_it_is.noise_floor,
        -20 * exponent * log10 (2), 1e-9);
  }
}

static void
test_other_gains (void)
{
  MstAnalysis as_it_is = hear_at (1);

  for (int db = -3; db >= FAINTEST_DB; db -= 9) {
    MstAnalysis found = hear_at (pow (10, db / 20.0));
    const double *a = (const double *) &as_it_is;
    const double *b = (const double *) &found;

    for (size_t i = 0; i < EAR_NUMBERS; i++)
      if (!is_level (i) && a[i] != b[i])
        mst_check_near (b[i], a[i], WITHIN_DB);
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      mst_check_near (found.mid[k] - as_it_is.mid[k], db, WITHIN_DB);
    mst_check_near (found.noise_floor - as_it_is.noise_floor, db, WITHIN_DB);
  }
}

/* There is something to be heard in each part of it. */
static void
test_song_has_it_all (void)
{
  MstAnalysis found = hear_at (1);

  mst_check (found.sibilants > 0.5 && found.transients > 0.5, "%g, %g",
      found.sibilants, found.transients);
  mst_check_near (found.clicks, 1, 0);
  mst_check (found.section[MST_ANALYSIS_LOUD].loudness >
          found.section[MST_ANALYSIS_QUIET].loudness + 6,
      "%g, %g", found.section[MST_ANALYSIS_LOUD].loudness,
      found.section[MST_ANALYSIS_QUIET].loudness);
}

int
main (void)
{
  MST_RUN (test_powers_of_two);
  MST_RUN (test_other_gains);
  MST_RUN (test_song_has_it_all);
  return mst_done ();
}
