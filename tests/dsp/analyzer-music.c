/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The analyser's figures of music beyond its levels: sections, width by power,
 * peaks, sibilants, clicks, hum. Each signal is made so that its figures follow
 * from a formula. */
#include "analyzer-ear.h"

#define RATE 48000

/* Multiplies both planes from second `from` to `to`. */
static void
gain_between (Sound *sound, double from, double to, double gain)
{
  for (int c = 0; c < sound->channels; c++)
    for (int i = (int) (from * RATE); i < to * RATE && i < sound->n; i++)
      sound_plane (sound, c)[i] *= (float) gain;
}

static void
add_to_both (Sound *sound, double hz, double amplitude)
{
  for (int c = 0; c < 2; c++)
    sound_add_tone (sound, c, hz, amplitude);
}

/* --- sections */

/* 24 s of 997 Hz amid 36 s of 4 kHz that is 12 dB lower: the loud sections have
 * the one, the quiet the other. At 997 Hz LUFS are the power of both channels
 * in dB (BS.1770-5), half of which the mid has; at 4 kHz the K-weighting adds.
 */
static void
test_sections (void)
{
  Sound sound = sound_new (RATE, 2, 60);
  const MstAnalysisSection *loud, *quiet;
  double gain = pow (10, -12 / 20.0), whole;
  double more = mst_power_db (ear_k_weight (4000) / ear_k_weight (997));
  MstAnalysis found;

  for (int i = 0; i < sound.n; i++) {
    double t = (double) i / RATE;
    double x = t >= 20 && t < 44 ? sin (2 * M_PI * 997 * t)
                                 : gain * sin (2 * M_PI * 4000 * t);
    sound.audio[i] = sound.audio[sound.n + i] = (float) (0.3 * x);
  }
  found = ear_hear (sound);
  loud = &found.section[MST_ANALYSIS_LOUD];
  quiet = &found.section[MST_ANALYSIS_QUIET];
  whole = mst_power_db (0.4 + 0.6 * pow (10, 0.1 * (-12 + more)));
  mst_check_near (loud->loudness, -whole, 0.15);
  mst_check_near (quiet->loudness, -12 + more - whole, 0.15);
  mst_check_near (loud->mid[17], mst_power_db (0.5), 0.05);
  mst_check (loud->mid[23] < -25, "%g", loud->mid[23]);
  mst_check_near (quiet->mid[23], mst_power_db (0.5) - more, 0.1);
  mst_check (quiet->mid[17] < -25 && quiet->side[23] < -100, "%g, %g",
      quiet->mid[17], quiet->side[23]);
}

/* In noise of one level all sections have the spectrum of the whole. */
static void
test_sections_of_one_level (void)
{
  Sound sound = sound_new (RATE, 2, 40);
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.5, 1);
  sound_add_noise (&sound, 1, 0.5, 2);
  found = ear_hear (sound);
  for (int s = 0; s < MST_ANALYSIS_SECTIONS; s++) {
    mst_check_near (found.section[s].loudness, 0, 0.1);
    for (int k = 12; k < MST_ANALYSIS_THIRDS; k++) {
      mst_check_near (found.section[s].mid[k], found.mid[k] - found.loudness,
          0.5);
      mst_check_near (found.section[s].side[k], found.side[k] - found.loudness,
          0.5);
    }
  }
}

/* 12 dB apart, each half of the time. */
static void
test_block_levels (void)
{
  Sound sound = sound_new (RATE, 2, 20);
  MstAnalysis found;

  add_to_both (&sound, 997, 0.5);
  gain_between (&sound, 10, 20, pow (10, -12 / 20.0));
  found = ear_hear (sound);
  mst_check_near (found.block_level[4] - found.block_level[2], 12, 0.05);
  mst_check_near (found.block_level[6], -mst_power_db ((1 + 1 / 15.85) / 2),
      0.05);
}

/* White noise has one density, and so the power of a third over its width. */
static void
test_detail (void)
{
  Sound sound = sound_new (RATE, 2, 40);
  double width = 1000 * (pow (10, 0.05) - pow (10, -0.05));
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.5, 1);
  sound_copy (&sound, 0, 1, 1);
  found = ear_hear (sound);
  for (int i = 120; i < MST_ANALYSIS_DETAIL; i++)
    mst_check_near (found.detail[i],
        found.mid[17] - mst_power_db (width) - found.loudness, 1);
}

/* --- width by power */

/* Sides as strong as the middle, every other second: half of the power, which
 * is -3 dB; the mean of 0 dB and of nothing is far less. */
static void
test_side_by_power (void)
{
  Sound sound = sound_new (RATE, 2, 20);
  uint64_t seed = 3;
  MstAnalysis found;

  for (int i = 0; i < sound.n; i++) {
    double mid = 0.2 * mst_noise (&seed), side = 0.2 * mst_noise (&seed);
    double s = i / RATE % 2 ? side : 0;
    sound.audio[i] = (float) (mid + s);
    sound.audio[sound.n + i] = (float) (mid - s);
  }
  found = ear_hear (sound);
  for (int b = 1; b < MST_ANALYSIS_BANDS; b++) {
    mst_check_near (found.band[b].side_power, mst_power_db (0.5), 0.3);
    mst_check (found.band[b].side < -15, "%g", found.band[b].side);
  }
}

static void
test_side_of_bass (void)
{
  Sound sound = sound_new (RATE, 2, 10);

  sound_add_tone (&sound, 0, 60, 0.5 + 0.25);
  sound_add_tone (&sound, 1, 60, 0.5 - 0.25);
  sound_add_tone (&sound, 0, 300, 0.5); /* is not bass */
  mst_check_near (ear_hear (sound).bass_side, -6.02, 0.1);
}

/* --- peaks */

static void
test_peaks_at_one_level (void)
{
  Sound sound = sound_new (RATE, 2, 10);
  MstAnalysis found;

  add_to_both (&sound, 997, 0.5);
  found = ear_hear (sound);
  for (int i = 0; i < MST_ANALYSIS_TOPS; i++)
    mst_check_near (found.peak_share[i], 1, 0);
  mst_check_near (found.peak_to_loudness, 0, 0.05);
}

/* A tone that falls by 20 dB, evenly in dB: of its peaks, 1 % are above the
 * 99th percentile, 0.2 dB under the top. Within x dB of that are those and
 * x / 20 of the others. */
static void
test_peaks_of_a_decay (void)
{
  static const double near[] = MST_ANALYSIS_TOP_DB;
  Sound sound = sound_new (RATE, 2, 60);
  MstAnalysis found;

  add_to_both (&sound, 997, 0.5);
  for (int i = 0; i < 2 * sound.n; i++)
    sound.audio[i] *= (float) pow (10, -(double) (i % sound.n) / sound.n);
  found = ear_hear (sound);
  for (int i = 0; i < MST_ANALYSIS_TOPS; i++)
    mst_check_near (found.peak_share[i], 0.01 + near[i] / 20, 0.005);
}

/* --- onsets, sibilants, clicks */

static void
test_onsets_of_the_whole (void)
{
  Sound sound = sound_new (RATE, 2, 10), bass = sound_new (RATE, 2, 10);

  for (int i = 4800; i < sound.n; i += 12000) /* 4 a second */
    sound.audio[i] = sound.audio[sound.n + i] = 0.9f;
  mst_check_near (ear_hear (sound).transients, 4, 0.11);
  /* A soft start in one band is not one. */
  add_to_both (&bass, 550, 0.3);
  for (int i = 0; i < 2 * bass.n; i++)
    bass.audio[i] *= (float) pow (sin (2 * M_PI * (i % bass.n) / RATE), 2);
  mst_check_near (ear_hear (bass).transients, 0, 0.21); /* but the start */
}

/* A voice of 1 kHz, and bursts of 7 kHz that last `seconds`, twice a second. */
static MstAnalysis
hear_bursts (double seconds, double amplitude)
{
  Sound sound = sound_new (RATE, 2, 20);

  add_to_both (&sound, 1000, 0.2);
  for (int i = 0; i < sound.n; i++) {
    double t = (double) i / RATE, part = fmod (t, 0.5);
    double up = fmin (1, fmin (part, seconds - part) / 0.005);
    double x = part < seconds ? up * amplitude * sin (2 * M_PI * 7000 * t) : 0;
    sound.audio[i] += (float) x;
    sound.audio[sound.n + i] += (float) x;
  }
  return ear_hear (sound);
}

static void
test_sibilants (void)
{
  MstAnalysis found = hear_bursts (0.1, 0.1);

  mst_check_near (found.sibilants, 2, 0.15);
  mst_check_near (found.sibilance, 20 * log10 (0.1 / 0.2), 1);
  found = hear_bursts (0.1, 0.2);
  mst_check_near (found.sibilance, 0, 1);
  found = hear_bursts (0.015, 0.2); /* a closed hi-hat */
  mst_check (found.sibilants == 0 && found.sibilance == -INFINITY, "%g",
      found.sibilants);
  mst_check_near (hear_bursts (0.35, 0.2).sibilants, 0, 0); /* a cymbal */
}

static void
test_clicks (void)
{
  Sound clicks = sound_new (RATE, 2, 20), drums = sound_new (RATE, 2, 20);
  Sound square = sound_new (RATE, 2, 20), steps = sound_new (RATE, 2, 20);
  uint64_t seed = 4;

  add_to_both (&clicks, 300, 0.3);
  sound_add_noise (&clicks, 0, 0.001, 5);
  for (int k = 1; k <= 7; k++) /* on either channel, and both */
    for (int c = k % 3 == 1; c <= (k % 3 > 0); c++)
      sound_plane (&clicks, c)[k * 100003] += 0.2f;
  mst_check_near (ear_hear (clicks).clicks, 7, 0);
  for (int i = 0; i < drums.n; i++) {
    double beat = fmod ((double) i / RATE, 0.5);
    drums.audio[i] = (float) (0.5 * exp (-40 * beat) * mst_noise (&seed));
  }
  mst_check_near (ear_hear (drums).clicks, 0, 0);
  for (int i = 0; i < square.n; i++)
    square.audio[i] = i / 240 % 2 ? 0.3f : -0.3f;
  mst_check_near (ear_hear (square).clicks, 0, 0);
  add_to_both (&steps, 300, 0.3); /* a cut sound is not a click */
  gain_between (&steps, 5.0003, 10.0003, 0);
  mst_check_near (ear_hear (steps).clicks, 0, 0);
}

/* --- hum */

/* Five multiples of 50 Hz under noise that pauses every 5 s. */
static Sound
humming (double pause)
{
  Sound sound = sound_new (RATE, 2, 30);

  sound_add_noise (&sound, 0, 0.3, 14);
  sound_copy (&sound, 0, 1, 1);
  for (int second = 0; second < 30; second += 10)
    gain_between (&sound, second, second + 5, pause);
  for (int k = 1; k <= 5; k++)
    add_to_both (&sound, 50 * k, 0.003 / k);
  return sound;
}

static void
test_hum_is_heard_in_the_pauses_alone (void)
{
  mst_check_near (ear_hear (humming (1e-3)).hum, 50, 0);
  mst_check_near (ear_hear (humming (1)).hum, 0, 0);
}

/* An oscillator on the mains' frequency that plays the quiet part and rests in
 * the loud one is music. */
static void
test_oscillators_are_no_hum (void)
{
  Sound sound = humming (1e-3), loud = sound_new (RATE, 2, 30);

  gain_between (&sound, 15, 20, 0);
  add_to_both (&loud, 330, 0.3);
  for (int i = 15 * RATE; i < 20 * RATE; i++)
    sound.audio[i] = sound.audio[sound.n + i] = loud.audio[i];
  free (loud.audio);
  mst_check_near (ear_hear (sound).hum, 0, 0);
}

int
main (void)
{
  MST_RUN (test_sections);
  MST_RUN (test_sections_of_one_level);
  MST_RUN (test_block_levels);
  MST_RUN (test_detail);
  MST_RUN (test_side_by_power);
  MST_RUN (test_side_of_bass);
  MST_RUN (test_peaks_at_one_level);
  MST_RUN (test_peaks_of_a_decay);
  MST_RUN (test_onsets_of_the_whole);
  MST_RUN (test_sibilants);
  MST_RUN (test_clicks);
  MST_RUN (test_hum_is_heard_in_the_pauses_alone);
  MST_RUN (test_oscillators_are_no_hum);
  return mst_done ();
}
