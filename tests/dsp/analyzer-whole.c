/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The analyser as a whole: levels, channels, rates, excerpts, and that its
 * figures do not depend on how the stream is cut.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "analyzer-ear.h"

#include "dsp/meter/meter.h"

/* Noise whose level wanders, partly common to left and right. */
static Sound
programme (double rate, int channels, double seconds)
{
  Sound sound = sound_new (rate, channels, seconds);
  uint64_t seed = 7;

  for (int i = 0; i < sound.n; i++) {
    double t = i / rate, common = mst_noise (&seed);
    double gain = 0.3 + 0.28 * sin (0.9 * t) * sin (0.37 * t);
    for (int c = 0; c < channels; c++)
      sound_plane (&sound, c)[i] =
          (float) (gain * (0.6 * common + 0.4 * mst_noise (&seed)));
  }
  return sound;
}

/* --- levels: the meter is the oracle */

static void
check_like_meter (double rate, int channels)
{
  Sound sound = programme (rate, channels, 12);
  Bench bench = bench_new (&mst_stage_meter, rate, channels);
  double meter[MST_METER_N_READOUTS];
  MstAnalysis found;

  bench_start (&bench);
  bench_run (&bench, sound.audio, sound.n, 1024);
  bench.stage->finish (bench.self);
  bench.stage->read (bench.self, meter);
  bench_stop (&bench);
  found = ear_hear (sound);
  mst_check (found.loudness == meter[MST_METER_GLOBAL], "%g", found.loudness);
  mst_check (found.threshold == meter[MST_METER_RELATIVE_THRESHOLD], "%g",
      found.threshold);
  mst_check (found.range == meter[MST_METER_RANGE], "%g", found.range);
  mst_check (found.max_momentary == meter[MST_METER_MAX_MOMENTARY], "%g",
      found.max_momentary);
  mst_check (found.max_shortterm == meter[MST_METER_MAX_SHORTTERM], "%g",
      found.max_shortterm);
  mst_check (found.true_peak == meter[MST_METER_TRUE_PEAK], "%g, %g",
      found.true_peak, meter[MST_METER_TRUE_PEAK]);
  mst_check (found.true_peak_4x == meter[MST_METER_TRUE_PEAK_4X], "%g",
      found.true_peak_4x);
  mst_check (found.sample_peak == meter[MST_METER_SAMPLE_PEAK], "%g",
      found.sample_peak);
  mst_check (found.downmix_loudness == meter[MST_METER_DOWNMIX_LOUDNESS] &&
          isfinite (found.downmix_loudness) == (channels > 2),
      "%g", found.downmix_loudness);
  mst_check (found.downmix_true_peak == meter[MST_METER_DOWNMIX_TRUE_PEAK],
      "%g", found.downmix_true_peak);
  mst_check (found.plr == found.true_peak - found.loudness, "%g", found.plr);
  mst_check (found.rate == rate && found.channels == channels &&
          found.frames == meter[MST_METER_FRAMES],
      "%g Hz, %g, %g", found.rate, found.channels, found.frames);
}

static void
test_levels_as_the_meter (void)
{
  check_like_meter (48000, 2);
  check_like_meter (44100, 1);
  check_like_meter (48000, 6);
}

/* A tone of 3 s peaks, by its amplitude, over its loudness: 3.01 dB over the
 * power, of which BS.1770-5 takes 0.691 - 0.691 at 997 Hz. */
static void
test_peak_over_loudness (void)
{
  Sound sound = sound_new (48000, 1, 8);
  MstAnalysis found;

  sound_add_tone (&sound, 0, 997, 0.5);
  found = ear_hear (sound);
  mst_check_near (found.psr, mst_power_db (2), 0.02);
  mst_check_near (found.plr, mst_power_db (2), 0.02);
}

static void
test_offset_and_balance (void)
{
  Sound sound = sound_new (48000, 2, 5);
  MstAnalysis found;

  sound_add_tone (&sound, 0, 1000,
      0.2); /* whole periods: no offset of its own */
  sound_add_tone (&sound, 1, 1000, 0.1);
  for (int i = 0; i < sound.n; i++) {
    sound_plane (&sound, 0)[i] += 0.001f;
    sound_plane (&sound, 1)[i] -= 0.01f;
  }
  found = ear_hear (sound);
  mst_check_near (found.dc, -40, 0.01);
  mst_check_near (found.balance, mst_power_db ((0.02 + 1e-6) / (0.005 + 1e-4)),
      0.001);
}

/* Runs of three and more at the extreme that the piece comes to: those at a
 * lower one before it do not count, nor pairs. */
static void
test_clipping (void)
{
  Sound sound = sound_new (48000, 2, 4);
  float *left = sound_plane (&sound, 0), *right = sound_plane (&sound, 1);
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.3, 1);
  sound_add_noise (&sound, 1, 0.3, 2);
  for (int i = 1000; i < 1006; i++)
    left[i] = 0.7f;
  for (int k = 0; k < 5; k++)
    for (int i = 0; i < 3 + k; i++)
      left[50000 + 9000 * k + i] = k % 2 ? -0.9f : 0.9f;
  left[150000] = left[150001] = 0.9f;
  for (int i = 8190; i < 8195; i++) /* across the end of a hop */
    right[i] = 32767 / 32768.0f;
  right[20000] = right[20001] = right[20002] = -1.0f;
  found = ear_hear (sound);
  mst_check_near (found.clipped_runs, 7, 0);
}

/* A tone at a fourth of the rate, 45 degrees off: the samples are 3 dB under
 * the peaks. Two bursts pass full scale between the samples, 1 s apart. */
static void
test_overs (void)
{
  Sound sound = sound_new (48000, 1, 4);
  MstAnalysis found;

  for (int i = 0; i < sound.n; i++) {
    double t = i / sound.rate;
    double a = (t > 1 && t < 1.2) || (t > 2.2 && t < 2.4) ? 1.2 : 0.7;
    sound.audio[i] = (float) (a * sin (M_PI / 2 * i + M_PI / 4));
  }
  found = ear_hear (sound);
  mst_check_near (found.overs, 2, 0);
  mst_check (found.sample_peak < 0 && found.true_peak > 1, "%g, %g",
      found.sample_peak, found.true_peak);
}

static void
test_word_length (void)
{
  static const int bits[] = { 8, 16, 20, 24, 32 };

  for (size_t k = 0; k < MST_N_ELEMENTS (bits); k++) {
    Sound sound = sound_new (48000, 2, 1);
    double scale = exp2 (bits[k] - 1);
    sound_add_noise (&sound, 0, 0.9, 3);
    sound_copy (&sound, 0, 1, 0.77);
    for (int i = 0; bits[k] < 32 && i < 2 * sound.n; i++)
      sound.audio[i] = (float) (rint (sound.audio[i] * scale) / scale);
    mst_check_near (ear_hear (sound).word_length, bits[k], 0);
  }
}

static void
test_invalid_samples (void)
{
  Sound sound = programme (48000, 2, 3);
  MstAnalysis found;

  sound.audio[777] = NAN;
  sound.audio[9999] = INFINITY;
  sound.audio[sound.n + 20000] = 1e30f;
  found = ear_hear (sound);
  mst_check_near (found.invalid_samples, 3, 0);
  mst_check (isfinite (found.loudness) && isfinite (found.mid[10]) &&
          isfinite (found.band[3].crest) && isfinite (found.dc),
      "%g", found.loudness);
}

/* --- channels */

static void
test_dead_channel (void)
{
  Sound sound = sound_new (48000, 2, 5);
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.5, 4);
  found = ear_hear (sound);
  mst_check (found.balance == INFINITY && found.correlation == 0, "%g, %g",
      found.balance, found.correlation);
  mst_check_near (found.mono_loss, mst_power_db (2), 0.01);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    mst_check_near (found.band[b].side, 0, 0.001);
    mst_check_near (found.band[b].correlation, 0, 0.01);
  }
}

static void
test_out_of_phase (void)
{
  Sound sound = sound_new (48000, 2, 5);
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.5, 5);
  sound_copy (&sound, 0, 1, -1);
  found = ear_hear (sound);
  mst_check_near (found.correlation, -1, 1e-9);
  mst_check (found.mono_loss == 70, "%g", found.mono_loss);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check_near (found.band[b].correlation, -1, 1e-6);
}

/* Independent channels of one level lose half their power: (L + R) / 2 has half
 * the power of each. */
static void
test_mono_loss (void)
{
  Sound sound = sound_new (48000, 2, 10);

  sound_add_noise (&sound, 0, 0.5, 6);
  sound_add_noise (&sound, 1, 0.5, 7);
  mst_check_near (ear_hear (sound).mono_loss, mst_power_db (2), 0.05);
}

static void
test_mono (void)
{
  MstAnalysis found = ear_hear (programme (48000, 1, 5));

  mst_check (found.mono_loss == 0 && found.correlation == 1 &&
          found.balance == 0,
      "%g, %g, %g", found.mono_loss, found.correlation, found.balance);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mst_check (found.side[k] == -INFINITY, "%d: %g", k, found.side[k]);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check (found.band[b].side == -INFINITY && found.band[b].level < 0,
        "%d: %g, %g", b, found.band[b].side, found.band[b].level);
}

/* The front pair of 5.1 gives the same figures as the pair alone. */
static void
test_front_of_surround (void)
{
  Sound stereo = sound_new (48000, 2, 5), surround = sound_new (48000, 6, 5);
  MstAnalysis pair, found;

  for (int c = 0; c < 6; c++)
    sound_add_noise (&surround, c, 0.1 + 0.05 * c, 8 + c);
  memcpy (stereo.audio, surround.audio, sizeof (float) * 2 * stereo.n);
  pair = ear_hear (stereo);
  found = ear_hear (surround);
  mst_check (memcmp (pair.mid, found.mid, sizeof (pair.mid)) == 0 &&
          memcmp (pair.band, found.band, sizeof (pair.band)) == 0 &&
          pair.mono_loss == found.mono_loss,
      "%g, %g", pair.mid[10], found.mid[10]);
  mst_check (found.loudness > pair.loudness + 3, "%g", found.loudness);
}

/* --- silence, and little */

static void
test_silence (void)
{
  MstAnalysis found = ear_hear (sound_new (48000, 2, 5));

  mst_check (found.loudness == -INFINITY && found.true_peak == -INFINITY &&
          found.dc == -INFINITY && found.noise_floor == -INFINITY &&
          found.crest == -INFINITY && found.hum_level == -INFINITY,
      "%g", found.loudness);
  mst_check (found.correlation == 1 && found.mono_loss == 0 &&
          found.word_length == 0 && found.hum == 0 &&
          found.resonance[0].frequency == 0 && found.block_range == 0,
      "%g", found.correlation);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_check (found.band[b].level == -INFINITY &&
            found.band[b].transients == 0,
        "%g", found.band[b].level);
}

/* However short, the spectrum has the whole of the power, and no number is
 * none. */
static void
test_short_pieces (void)
{
  static const double seconds[] = { 0, 1e-4, 0.01, 0.1, 0.3, 0.9 };

  for (size_t i = 0; i < MST_N_ELEMENTS (seconds); i++) {
    Sound sound = sound_new (48000, 2, seconds[i]);
    const double *number;
    double sum = 0, power = 0;
    MstAnalysis found;

    sound_add_noise (&sound, 0, 0.5, 21);
    sound_copy (&sound, 0, 1, 1);
    for (int k = 0; k < sound.n; k++)
      power += sound.audio[k] * sound.audio[k] / (double) sound.n;
    found = ear_hear (sound);
    number = (const double *) &found;
    for (size_t k = 0; k < EAR_NUMBERS; k++)
      mst_check (!isnan (number[k]), "%g s: number %zu", seconds[i], k);
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      sum += pow (10, found.mid[k] / 10);
    if (seconds[i] >= 0.1) /* thirds reach to 22.4 kHz of 24 */
      mst_check_near (mst_power_db (sum), mst_power_db (power * 22.4 / 24),
          0.3);
  }
}

static void
test_rates (void)
{
  static const double rates[] = { 8000, 11025, 22050, 32000, 44100, 88200,
    192000 };

  for (size_t i = 0; i < MST_N_ELEMENTS (rates); i++) {
    Sound sound = sound_new (rates[i], 2, 4);
    MstAnalysis found;

    sound_add_tone (&sound, 0, 1000, 0.25);
    sound_copy (&sound, 0, 1, 1);
    sound_add_tone (&sound, 0, 100, 0.1);
    sound_add_tone (&sound, 1, 100, -0.1);
    found = ear_hear (sound);
    mst_check_near (found.mid[17], mst_power_db (0.25 * 0.25 / 2), 0.1);
    mst_check_near (found.side[7], mst_power_db (0.1 * 0.1 / 2), 0.1);
    mst_check_near (found.band[3].crest, mst_power_db (2), 0.2);
    mst_check_near (found.band[3].correlation, 1, 1e-3);
    mst_check_near (found.band[0].correlation, -1, 1e-3);
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      if (ear_edges[b] > rates[i] / 2)
        mst_check (found.band[b].level == -INFINITY, "%g: %g", rates[i],
            found.band[b].level);
  }
}

/* --- excerpts */

/* 20 s each at -20, -6, -34 and -12 dB, and 20 s under the gate. A start is a
 * slot of a third of a second. */
static void
test_excerpts (void)
{
  static const double db[] = { -20, -6, -34, -12, -60 };
  Sound sound = sound_new (48000, 2, 100);
  MstAnalysis found;

  sound_add_noise (&sound, 0, 0.5, 30);
  for (int i = 0; i < sound.n; i++)
    sound.audio[i] *= (float) pow (10, db[i / (20 * 48000)] / 20);
  sound_copy (&sound, 0, 1, 1);
  found = ear_hear (sound);
  mst_check (found.excerpts.loudest >= 20 - 0.4 &&
          found.excerpts.loudest <= 25 + 0.4,
      "%g", found.excerpts.loudest);
  /* The gate lies about -21 dB, 10 LU under the mean of all stretches: the
   * quietest that passes is the first, or lies across an end of a loud one. */
  mst_check (found.excerpts.quietest < 20 ||
          (found.excerpts.quietest > 25 && found.excerpts.quietest < 85),
      "%g", found.excerpts.quietest);
  /* -6 and -12 dB alone pass the gate of the loudness: their mean, -8 dB, is in
   * no stretch but those that lie across an end of the loud one. */
  mst_check (found.excerpts.typical > 5 && found.excerpts.typical < 40, "%g",
      found.excerpts.typical);
}

static void
test_excerpts_of_a_short_piece (void)
{
  MstAnalysis found = ear_hear (programme (48000, 2, 9));

  mst_check (found.excerpts.loudest == 0 && found.excerpts.quietest == 0 &&
          found.excerpts.typical == 0,
      "%g, %g, %g", found.excerpts.loudest, found.excerpts.quietest,
      found.excerpts.typical);
}

/* --- the contract, of what is read */

static void
test_cuts_change_nothing (void)
{
  static const int blocks[] = { 1, 63, 480, 1000 };
  MstAnalysis whole = ear_hear (programme (44100, 2, 7.3));

  for (size_t i = 0; i < MST_N_ELEMENTS (blocks); i++) {
    MstAnalysis cut = ear_hear_by (programme (44100, 2, 7.3), blocks[i]);
    mst_check (memcmp (&whole, &cut, sizeof (whole)) == 0, "block %d",
        blocks[i]);
  }
}

static void
test_reset_is_new (void)
{
  Sound sound = programme (48000, 2, 7), other = programme (48000, 2, 3);
  Bench bench = bench_new (&mst_stage_analyzer, 48000, 2);
  MstAnalysis fresh, again;

  bench_start (&bench);
  bench_run (&bench, other.audio, other.n, 1024);
  bench.stage->reset (bench.self);
  bench_run (&bench, sound.audio, sound.n, 1024);
  bench.stage->finish (bench.self);
  again = ear_read (&bench);
  bench_stop (&bench);
  free (other.audio);
  fresh = ear_hear (sound);
  mst_check (memcmp (&fresh, &again, sizeof (fresh)) == 0, "%g, %g",
      fresh.mid[3], again.mid[3]);
}

/* Every number has a row, and each row a number. */
static void
test_tables (void)
{
  double numbers[EAR_NUMBERS], again[EAR_NUMBERS];
  MstAnalysis analysis;

  mst_check (mst_stage_n_readouts (&mst_stage_analyzer) == EAR_NUMBERS, "%d",
      mst_stage_n_readouts (&mst_stage_analyzer));
  for (size_t i = 0; i < EAR_NUMBERS; i++)
    numbers[i] = (double) i + 1;
  mst_analysis_from_numbers (&analysis, numbers);
  mst_analysis_to_numbers (&analysis, again);
  mst_check (memcmp (numbers, again, sizeof (again)) == 0, "round trip");
  mst_check (analysis.rate == 1 && analysis.mid[1] == analysis.mid[0] + 1 &&
          analysis.band[1].level == analysis.band[0].level + 1 &&
          analysis.resonance[2].q == analysis.resonance[0].q + 2,
      "places");
}

int
main (void)
{
  MST_RUN (test_levels_as_the_meter);
  MST_RUN (test_peak_over_loudness);
  MST_RUN (test_offset_and_balance);
  MST_RUN (test_clipping);
  MST_RUN (test_overs);
  MST_RUN (test_word_length);
  MST_RUN (test_invalid_samples);
  MST_RUN (test_dead_channel);
  MST_RUN (test_out_of_phase);
  MST_RUN (test_mono_loss);
  MST_RUN (test_mono);
  MST_RUN (test_front_of_surround);
  MST_RUN (test_silence);
  MST_RUN (test_short_pieces);
  MST_RUN (test_rates);
  MST_RUN (test_excerpts);
  MST_RUN (test_excerpts_of_a_short_piece);
  MST_RUN (test_cuts_change_nothing);
  MST_RUN (test_reset_is_new);
  MST_RUN (test_tables);
  return mst_done ();
}
