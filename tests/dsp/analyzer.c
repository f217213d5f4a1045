/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The analyser's spectra, bands and faults, on signals whose figures follow
 * from a formula. A signal's mean square is in dBFS: a sine of amplitude a has
 * a^2 / 2, white noise between -p and p has p^2 / 3.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "analyzer-ear.h"

#define N_RATES 6

/* --- spectra */

/* A tone in the middle of a third is in that third alone, but for the skirts of
 * the window: of 1.4 s, a fourth of a lowest third's width apart. */
static void
test_tones_in_thirds (void)
{
  static const int thirds[] = { 0, 1, 4, 7, 10, 14, 17, 21, 27, 30 };

  for (size_t i = 0; i < MST_N_ELEMENTS (thirds); i++) {
    int k = thirds[i];
    Sound sound = sound_new (48000, 2, 8);
    MstAnalysis found;

    sound_add_tone (&sound, 0, 1000 * pow (10, (k - 17) / 10.0), 0.5);
    sound_copy (&sound, 0, 1, i % 2 ? -0.5 : 1); /* M 1/4, S 3/4 of it */
    found = ear_hear (sound);
    mst_check_near (found.mid[k],
        mst_power_db (0.125) + 20 * log10 (i % 2 ? 0.25 : 1), 0.1);
    if (i % 2)
      mst_check_near (found.side[k], mst_power_db (0.125) + 20 * log10 (0.75),
          0.1);
    else
      mst_check (found.side[k] < -120, "third %d: %g", k, found.side[k]);
    for (int other = 0; other < MST_ANALYSIS_THIRDS; other++)
      if (abs (other - k) > 1)
        mst_check (found.mid[other] < found.mid[k] - (k < 10 ? 34 : 40),
            "%d in %d: %g", k, other, found.mid[other] - found.mid[k]);
  }
}

/* White noise has the power of a third's share of the band: +1 dB a third. At
 * 5 to 100 Hz a third of 20 s holds few cycles, and the figure wanders. */
static void
test_white_noise (void)
{
  Sound sound = sound_new (48000, 2, 20);
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.5, 1);
  sound_add_noise (&sound, 1, 0.5, 2);
  found = ear_hear (sound);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    double centre = 1000 * pow (10, (k - 17) / 10.0);
    double width = centre * (pow (10, 0.05) - pow (10, -0.05));
    /* M and S of independent channels have half the power of each. */
    double want = mst_power_db (0.5 * 0.25 / 3 * width / 24000);
    double tolerance = 0.2 + 4 * 4.34 / sqrt (width * 20);

    mst_check_near (found.mid[k], want, tolerance);
    mst_check_near (found.side[k], want, tolerance);
  }
  mst_check_near (found.correlation, 0, 0.01);
  mst_check (found.bandwidth == 24000, "%g", found.bandwidth);
}

/* Pink noise by three one-pole low-passes (P. Kellet's): the spectrum is that
 * of the formula, which falls 3 dB an octave. */
static void
test_pink_noise (void)
{
  static const double pole[] = { 0.99765, 0.963, 0.57 };
  static const double gain[] = { 0.099046, 0.2965164, 1.0526913 };
  Sound sound = sound_new (48000, 1, 30);
  double state[3] = { 0 };
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.1, 3);
  for (int i = 0; i < sound.n; i++) {
    double y = 0.1848 * sound.audio[i];
    for (int p = 0; p < 3; p++)
      y += state[p] = pole[p] * state[p] + gain[p] * sound.audio[i];
    sound.audio[i] = (float) y;
  }
  found = ear_hear (sound);
  for (int k = 7; k < MST_ANALYSIS_THIRDS; k++) {
    double centre = 1000 * pow (10, (k - 17) / 10.0), sum = 0;
    double from = centre * pow (10, -0.05), to = centre * pow (10, 0.05);

    for (int i = 0; i < 50; i++) {
      double w = 2 * M_PI * (from + (to - from) * (i + 0.5) / 50) / 48000;
      double re = 0.1848, im = 0;
      for (int p = 0; p < 3; p++) { /* gain / (1 - pole / z) */
        double a = 1 - pole[p] * cos (w), b = pole[p] * sin (w);
        re += gain[p] * a / (a * a + b * b);
        im -= gain[p] * b / (a * a + b * b);
      }
      sum += (re * re + im * im) / 50;
    }
    mst_check_near (found.mid[k],
        mst_power_db (0.01 / 3 * sum * (to - from) / 24000),
        0.15 + 3 * 4.34 / sqrt ((to - from) * 30));
    mst_check (found.side[k] == -INFINITY, "%g", found.side[k]);
  }
  mst_check_near (found.mid[27] - found.mid[17], 0, 0.5);
}

/* --- bands */

/* Oracle: the level of each band by a transform of the whole signal in double,
 * with the tables of BS.1770-5 and hard edges. */
static void
brick_wall (const Sound *sound, double *level)
{
  const int n = 1 << 19;
  MstFftDouble *fft = mst_fft_double_new (n);
  double *re, *im, all = 0;
  void *memory[2];

  for (int i = 0; i < 2; i++)
    mst_check (posix_memalign (&memory[i], 64, sizeof (double) * n) == 0,
        "memory");
  re = memory[0], im = memory[1];
  for (int i = 0; i < n; i++) {
    re[i] = i < sound->n ? sound_plane (sound, 0)[i] : 0;
    im[i] = i < sound->n ? sound_plane (sound, 1)[i] : 0;
  }
  mst_fft_double_forward (fft, re, im);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    level[b] = 0;
  for (int k = 1; k < n / 2; k++) {
    double hz = 48000.0 * k / n;
    double power = re[k] * re[k] + im[k] * im[k] + re[n - k] * re[n - k] +
        im[n - k] * im[n - k];

    power *= ear_k_weight (hz);
    all += power;
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      if (hz >= ear_edges[b] && hz < ear_edges[b + 1])
        level[b] += power;
  }
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    level[b] = mst_power_db (level[b] / all);
  mst_fft_double_free (fft);
  free (re);
  free (im);
}

/* Noise that falls 6 dB an octave from 1 kHz up. The mean of decibels is a
 * little under the decibels of the mean where a band is narrow. */
static void
test_levels_of_bands (void)
{
  Sound sound = sound_new (48000, 2, 10.9);
  double want[MST_ANALYSIS_BANDS];
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.5, 5);
  sound_add_noise (&sound, 1, 0.2, 6);
  for (int c = 0; c < 2; c++) {
    float *x = sound_plane (&sound, c), last = 0;
    for (int i = 0; i < sound.n; i++)
      x[i] = last = last + 0.13f * (x[i] - last);
  }
  brick_wall (&sound, want);
  found = ear_hear (sound);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check_near (found.band[b].level, want[b], b == 0 ? 0.3 : 0.15);
}

static void
test_side_and_correlation_of_bands (void)
{
  static const double middles[] = { 60, 250, 550, 1100, 2000, 3300, 5700, 9500,
    15500 };
  Sound sound = sound_new (48000, 2, 4);
  MstAnalysis found;

  /* Left 1, right g in band b: S / M = (1 - g) / (1 + g); in phase or not. */
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    sound_add_tone (&sound, 0, middles[b], 0.05);
    sound_add_tone (&sound, 1, middles[b], 0.05 * (b - 4) / 5.0);
  }
  found = ear_hear (sound);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    double g = (b - 4) / 5.0;

    mst_check_near (found.band[b].side, 20 * log10 ((1 - g) / (1 + g)), 0.05);
    mst_check_near (found.band[b].correlation, (g > 0) - (g < 0), 0.02);
    mst_check_near (found.band[b].range, 0, 0.15);
    mst_check_near (found.band[b].crest, mst_power_db (2), 0.15);
  }
}

/* 10 s of tones in all bands, 10 s of the same 12 dB lower. */
static void
test_range_of_two_levels (void)
{
  Sound sound = sound_new (44100, 2, 20);
  MstAnalysis found;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    sound_add_tone (&sound, 0, sqrt (ear_edges[b] * ear_edges[b + 1]), 0.08);
  for (int i = sound.n / 2; i < sound.n; i++)
    sound.audio[i] *= (float) pow (10, -12 / 20.0);
  sound_copy (&sound, 0, 1, 1);
  found = ear_hear (sound);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check_near (found.band[b].range, 12, 0.3);
  mst_check_near (found.block_range, 12, 0.3);
}

/* --- crest and onsets */

static void
test_crest (void)
{
  Sound sine = sound_new (48000, 2, 3), noise = sound_new (48000, 2, 3);
  Sound clicks = sound_new (48000, 2, 3), square = sound_new (48000, 1, 3);

  sound_add_tone (&sine, 1, 997, 0.5); /* on one side: the louder counts */
  mst_check_near (ear_hear (sine).crest, mst_power_db (2), 0.1);
  sound_add_noise (&noise, 0, 0.5, 8);
  sound_add_noise (&noise, 1, 0.4, 9);
  mst_check_near (ear_hear (noise).crest, mst_power_db (3), 0.1);
  for (int i = 100; i < square.n; i++)
    square.audio[i] = i / 50 % 2 ? 0.5f : -0.5f;
  mst_check_near (ear_hear (square).crest, 0, 0.1);
  /* A sample each 1024: peak^2 over mean square is 1024. */
  for (int i = 0; i < clicks.n; i += 1024)
    clicks.audio[i] = clicks.audio[clicks.n + i] = 1.0f;
  mst_check_near (ear_hear (clicks).crest, mst_power_db (1024), 0.3);
}

static void
test_onsets (void)
{
  Sound clicks = sound_new (48000, 2, 10), noise = sound_new (48000, 2, 20);
  MstAnalysis found;

  for (int i = 4800; i < clicks.n; i += 12000) /* 4 a second */
    clicks.audio[i] = clicks.audio[clicks.n + i] = 0.9f;
  found = ear_hear (clicks);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check_near (found.band[b].transients, 4, 0.11);
  sound_add_noise (&noise, 0, 0.5, 11);
  sound_add_noise (&noise, 1, 0.5, 12);
  found = ear_hear (noise);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check (found.band[b].transients < (b == 0 ? 0.5 : 0.11), "band %d: %g",
        b, found.band[b].transients);
}

/* --- resonances, hum, bandwidth, noise floor */

/* A bell of R. Bristow-Johnson's cookbook in white noise. Its power is known,
 * and so is its width 3 dB under the top. */
static double
bell (double gain_db, double q, double w0, double w)
{
  double a = pow (10, gain_db / 40), alpha = sin (w0) / (2 * q);

  return ear_quadratic (1 + alpha * a, -2 * cos (w0), 1 - alpha * a, w) /
      ear_quadratic (1 + alpha / a, -2 * cos (w0), 1 - alpha / a, w);
}

static void
test_planted_resonance (void)
{
  const double gain = 14, q = 8, hz = 1200, w0 = 2 * M_PI * hz / 48000;
  Sound sound = sound_new (48000, 1, 60);
  double a = pow (10, gain / 40), alpha = sin (w0) / (2 * q), width = 0;
  double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.1, 13);
  for (int i = 0; i < sound.n; i++) {
    double x = sound.audio[i];
    double y = ((1 + alpha * a) * x - 2 * cos (w0) * x1 + (1 - alpha * a) * x2 +
                   2 * cos (w0) * y1 - (1 - alpha / a) * y2) /
        (1 + alpha / a);
    x2 = x1, x1 = x, y2 = y1, y1 = y;
    sound.audio[i] = (float) y;
  }
  for (int i = 0; i < 24000; i++) /* where it is within 3 dB of the top */
    width += mst_power_db (bell (gain, q, w0, M_PI * i / 24000)) > gain - 3;
  found = ear_hear (sound);
  mst_check_near (found.resonance[0].frequency, hz, 0.02 * hz);
  mst_check_near (found.resonance[0].prominence, gain, 2);
  mst_check_near (found.resonance[0].q, hz / width, 0.3 * hz / width);
  mst_check (found.resonance[1].frequency == 0, "%g Hz, %g dB",
      found.resonance[1].frequency, found.resonance[1].prominence);
}

/* Five harmonics of the mains under noise that pauses. */
static void
test_hum (void)
{
  for (int mains = 50; mains <= 60; mains += 10) {
    Sound sound = sound_new (48000, 2, 30);
    double power = 0;
    MstAnalysis found;

    sound_add_noise (&sound, 0, 0.3, 14);
    sound_copy (&sound, 0, 1, 1);
    for (int i = 0; i < sound.n; i++) {
      double t = i / sound.rate, gain = fmod (t, 10) < 5 ? 1 : 1e-3;
      sound.audio[i] = sound.audio[sound.n + i] *= (float) gain;
    }
    for (int k = 1; k <= 5; k++) {
      double amplitude = 0.003 / k;
      sound_add_tone (&sound, 0, k * mains * 1.001, amplitude);
      sound_add_tone (&sound, 1, k * mains * 1.001, amplitude);
      power += amplitude * amplitude / 2;
    }
    found = ear_hear (sound);
    mst_check (found.hum == mains, "%g", found.hum);
    mst_check_near (found.hum_level, mst_power_db (power), 0.5);
  }
}

static void
test_music_is_no_hum (void)
{
  Sound sound = sound_new (48000, 2, 20);
  MstAnalysis found;

  /* G1 and its octaves, which are near 50 Hz and 100 Hz. */
  for (int k = 1; k <= 6; k++)
    sound_add_tone (&sound, 0, 48.9994 * k, 0.1 / k);
  sound_copy (&sound, 0, 1, 1);
  found = ear_hear (sound);
  mst_check (found.hum == 0 && found.hum_level == -INFINITY, "%g Hz, %g",
      found.hum, found.hum_level);
}

/* Noise with nothing above `edge`, by a transform in double. */
static Sound
low_passed (double rate, double edge)
{
  const int n = 1 << 18;
  Sound sound = sound_new (rate, 2, n / rate);
  MstFftDouble *fft = mst_fft_double_new (n);
  void *memory[2];
  double *re, *im;

  for (int i = 0; i < 2; i++)
    mst_check (posix_memalign (&memory[i], 64, sizeof (double) * n) == 0,
        "memory");
  re = memory[0], im = memory[1];
  bench_noise (sound.audio, 2 * sound.n, 0.3, 15);
  for (int i = 0; i < n; i++) {
    re[i] = sound.audio[i];
    im[i] = sound.audio[sound.n + i];
  }
  mst_fft_double_forward (fft, re, im);
  for (int k = (int) (edge * n / rate); k <= n - edge * n / rate; k++)
    re[k] = im[k] = 0;
  mst_fft_double_inverse (fft, re, im);
  for (int i = 0; i < n; i++) { /* and the noise of 16 bits */
    sound.audio[i] = (float) (rint (re[i] / n * 32768) / 32768);
    sound.audio[sound.n + i] = (float) (rint (im[i] / n * 32768) / 32768);
  }
  mst_fft_double_free (fft);
  free (re);
  free (im);
  return sound;
}

static void
test_bandwidth (void)
{
  static const double edges[] = { 11025, 16000, 19000, 20500 };

  for (size_t i = 0; i < MST_N_ELEMENTS (edges); i++) {
    MstAnalysis found = ear_hear (low_passed (48000, edges[i]));
    mst_check_near (found.bandwidth, edges[i], 100);
  }
  mst_check_near (ear_hear (low_passed (96000, 22050)).bandwidth, 22050, 100);
}

/* A second of noise of known power and a second 40 dB lower, with digital
 * silence about them, which does not count as noise. */
static void
test_noise_floor (void)
{
  Sound sound = sound_new (48000, 2, 20);

  sound_add_noise (&sound, 0, 0.5, 16);
  sound_add_noise (&sound, 1, 0.5, 17);
  for (int i = 0; i < sound.n; i++) {
    double t = i / sound.rate;
    double gain = t < 2 || t > 18 ? 0 : fmod (t, 2) < 1 ? 1 : 0.01;
    sound.audio[i] *= (float) gain;
    sound.audio[sound.n + i] *= (float) gain;
  }
  mst_check_near (ear_hear (sound).noise_floor, mst_power_db (0.25e-4 / 3),
      0.3);
}

int
main (void)
{
  MST_RUN (test_tones_in_thirds);
  MST_RUN (test_white_noise);
  MST_RUN (test_pink_noise);
  MST_RUN (test_levels_of_bands);
  MST_RUN (test_side_and_correlation_of_bands);
  MST_RUN (test_range_of_two_levels);
  MST_RUN (test_crest);
  MST_RUN (test_onsets);
  MST_RUN (test_planted_resonance);
  MST_RUN (test_hum);
  MST_RUN (test_music_is_no_hum);
  MST_RUN (test_bandwidth);
  MST_RUN (test_noise_floor);
  return mst_done ();
}
