/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "broad.h"

#include <math.h>

#include "linear.h"
#include "spectra.h"

/* --- words */

static const gchar *const names[MST_N_WORDS] = {
  [MST_WORD_NONE] = "even",
  [MST_WORD_BOOMY] = "boomy",
  [MST_WORD_THIN] = "thin",
  [MST_WORD_MUD] = "muddy",
  [MST_WORD_BOX] = "boxy",
  [MST_WORD_NASAL] = "nasal",
  [MST_WORD_HOLLOW] = "hollow",
  [MST_WORD_HARSH] = "harsh",
  [MST_WORD_RECESSED] = "recessed",
  [MST_WORD_SIBILANT] = "sibilant",
  [MST_WORD_DULL] = "dull",
  [MST_WORD_BRIGHT] = "bright",
};

/* Where a word begins to be the right one [Hz]. */
static const struct {
  gdouble from;
  MstWord top, hole;
} words[] = {
  { 0.0, MST_WORD_BOOMY, MST_WORD_THIN },
  { 150.0, MST_WORD_MUD, MST_WORD_THIN },
  { 400.0, MST_WORD_BOX, MST_WORD_HOLLOW },
  { 800.0, MST_WORD_NASAL, MST_WORD_HOLLOW },
  { 1800.0, MST_WORD_HARSH, MST_WORD_RECESSED },
  { 5000.0, MST_WORD_SIBILANT, MST_WORD_DULL },
  { 10000.0, MST_WORD_BRIGHT, MST_WORD_DULL },
};

const gchar *
mst_word_name (MstWord word)
{
  return names[word];
}

MstWord
mst_word_at (gdouble frequency, gboolean top)
{
  gsize i = G_N_ELEMENTS (words) - 1;

  while (i > 0 && frequency < words[i].from)
    i--;
  return top ? words[i].top : words[i].hole;
}

/* --- the song: what spectra have, and how they scatter */

#define LEAST_THIRDS 12
#define WEAK_DB 45.0 /* under the strongest there is next to nothing */
#define HALF_THIRD 1.13
#define WIDER 1.3      /* music scatters more than the pieces measured did */
#define SLOPE_HZ 800.0 /* about the middle of the spectrum, */
#define SLOPE_SPAN 4.5 /* and the octaves on each side of it */
#define SLOPE_TERMS 3
#define NEAR_OCTAVES 0.5 /* deviations of the weights: */
#define FAR_OCTAVES 1.6  /* a third, and what is about it */

/* The deviations of gain, slope and bend over -1 .. 1 [dB], beyond those of the
 * pieces measured. */
static const gdouble slope_sd[SLOPE_TERMS] = { 1000.0, 6.0, 4.0 };

/* The thirds that count, and the factor of the covariance of a song's. */
typedef struct {
  int n;
  int third[MST_ANALYSIS_THIRDS];
  gdouble level[MST_ANALYSIS_THIRDS]; /* dB, less what songs have there */
  gdouble factor[MST_ANALYSIS_THIRDS * MST_ANALYSIS_THIRDS];
} Song;

/* How tonal a third is [dB]: the mean of its fine spectrum, and half a third on
 * each side, over the mean of decibels. Noise has little of it, a few notes
 * have much, and an equaliser changes neither. */
static gdouble
get_tonality (const MstAnalysis *analysis, int third)
{
  gdouble middle = log2 (mst_third_frequency (third) / MST_ANALYSIS_DETAIL_HZ) *
      MST_ANALYSIS_DETAIL_PER_OCTAVE;
  int reach = MST_ANALYSIS_DETAIL_PER_OCTAVE / 3, n = 0;
  gdouble power = 0.0, decibels = 0.0;

  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++)
    if (fabs (i - middle) <= reach && isfinite (analysis->detail[i])) {
      power += pow (10.0, 0.1 * analysis->detail[i]);
      decibels += analysis->detail[i];
      n++;
    }
  return n > 0 ? mst_grid (10.0 * log10 (power / n) - decibels / n) : 0.0;
}

/* The mean of values about a third. */
static gdouble
mean_about (const Song *self, const gdouble *values, int third, gdouble octaves)
{
  gdouble sum = 0.0, weights = 0.0;

  for (int i = 0; i < self->n; i++) {
    gdouble u = log2 (mst_third_frequency (self->third[i]) /
                    mst_third_frequency (third)) /
        octaves;
    gdouble weight = exp (-0.5 * u * u);

    sum += weight * values[i];
    weights += weight;
  }
  return sum / weights;
}

/* A top of notes is the music's own: it takes off what songs with such notes
 * have more than others. */
static void
excuse_notes (Song *self, const MstAnalysis *analysis)
{
  const MstSpectra *spectra = mst_spectra_get ();
  gdouble tonality[MST_ANALYSIS_THIRDS];

  for (int i = 0; i < self->n; i++)
    tonality[i] = get_tonality (analysis, self->third[i]);
  for (int i = 0; i < self->n; i++)
    self->level[i] -= spectra->tonal *
        (mean_about (self, tonality, self->third[i], NEAR_OCTAVES) -
            mean_about (self, tonality, self->third[i], FAR_OCTAVES));
}

/* Kinds of music differ in slope and bend, which the model of the nine bands
 * knows better: here they count for little. */
static gdouble
slope_covariance (int i, int j)
{
  gdouble x = log2 (mst_third_frequency (i) / SLOPE_HZ) / SLOPE_SPAN;
  gdouble y = log2 (mst_third_frequency (j) / SLOPE_HZ) / SLOPE_SPAN;
  gdouble sum = 0.0;

  for (int k = 0; k < SLOPE_TERMS; k++)
    sum += slope_sd[k] * slope_sd[k] * pow (x * y, k);
  return sum;
}

static gboolean
factor_covariance (Song *self)
{
  const MstSpectra *spectra = mst_spectra_get ();

  for (int i = 0; i < self->n; i++)
    for (int j = 0; j <= i; j++)
      self->factor[i * self->n + j] =
          slope_covariance (self->third[i], self->third[j]) +
          WIDER * WIDER *
              spectra->covariance[self->third[i] - MST_SPECTRA_FIRST]
                                 [self->third[j] - MST_SPECTRA_FIRST];
  return mst_cholesky (self->factor, self->n);
}

static gboolean
init_song (Song *self, const MstAnalysis *analysis)
{
  const int end_third = MST_SPECTRA_FIRST + MST_SPECTRA_THIRDS;
  gdouble level[MST_ANALYSIS_THIRDS], strongest = -INFINITY;
  gdouble end = analysis->bandwidth > 0.0 ? analysis->bandwidth : INFINITY;

  for (int k = MST_SPECTRA_FIRST; k < end_third; k++) {
    level[k] = 10.0 * log10 (mst_third_power (analysis, k));
    strongest = fmax (strongest, level[k]);
  }
  self->n = 0;
  for (int k = MST_SPECTRA_FIRST; k < end_third; k++)
    if (level[k] > strongest - WEAK_DB &&
        HALF_THIRD * mst_third_frequency (k) < end) {
      self->third[self->n] = k;
      self->level[self->n++] =
          level[k] - mst_spectra_get ()->mean[k - MST_SPECTRA_FIRST];
    }
  if (self->n < LEAST_THIRDS)
    return FALSE;
  excuse_notes (self, analysis);
  return factor_covariance (self);
}

/* --- the faults */

#define AMOUNT_SD 7.0 /* dB */
#define BELL_OCTAVES                                                           \
  0.65                      /* from the middle of a bell to 61 % of its height \
                             */
#define SHELF_STEEPNESS 3.0 /* of the logistic curve, an octave */
#define BELL_SHARE 0.5      /* of mixes, that have one */
#define SHELF_SHARE 0.15

typedef enum { BELL, LOW_SHELF, HIGH_SHELF } Form;

/* Each place, and how likely a top is there where there is a fault at all. */
static const struct {
  Form form;
  gdouble frequency, top;
} places[] = { { BELL, 190, 0.75 }, { BELL, 250, 0.75 }, { BELL, 320, 0.75 },
  { BELL, 380, 0.75 }, { BELL, 450, 0.75 }, { BELL, 560, 0.75 },
  { BELL, 700, 0.75 }, { BELL, 900, 0.75 }, { BELL, 1100, 0.75 },
  { BELL, 1400, 0.75 }, { BELL, 2500, 0.75 }, { BELL, 3000, 0.75 },
  { BELL, 3600, 0.75 }, { BELL, 4500, 0.75 }, { BELL, 5500, 0.75 },
  { BELL, 7000, 0.75 }, { BELL, 9000, 0.75 }, { LOW_SHELF, 90, 0.6 },
  { LOW_SHELF, 130, 0.6 }, { LOW_SHELF, 180, 0.6 }, { HIGH_SHELF, 3500, 0.3 },
  { HIGH_SHELF, 5500, 0.3 }, { HIGH_SHELF, 8000, 0.3 } };

#define PLACES ((int) G_N_ELEMENTS (places))
#define BELLS 17
#define HYPOTHESES (1 + 2 * PLACES)

/* One place and sign; [0] stands for a mix without a fault. */
typedef struct {
  gdouble share;  /* log first, then 0 .. 1 */
  gdouble amount; /* dB, expected */
  int place;
} Hypothesis;

static gdouble
get_form (int place, gdouble frequency)
{
  gdouble u = log2 (frequency / places[place].frequency);

  if (places[place].form == BELL)
    return exp (-0.5 * u * u / (BELL_OCTAVES * BELL_OCTAVES));
  return 1.0 /
      (1.0 +
          exp ((places[place].form == LOW_SHELF ? SHELF_STEEPNESS
                                                : -SHELF_STEEPNESS) *
              u));
}

/* The generalised least-squares estimate of an amount, and its variance. */
static gdouble
fit (const Song *song, const gdouble *whitened, int place, gdouble *variance)
{
  gdouble form[MST_ANALYSIS_THIRDS], square = 0.0, product = 0.0;

  for (int i = 0; i < song->n; i++)
    form[i] = get_form (place, mst_third_frequency (song->third[i]));
  mst_cholesky_forward (song->factor, song->n, form);
  for (int i = 0; i < song->n; i++) {
    square += form[i] * form[i];
    product += form[i] * whitened[i];
  }
  *variance = 1.0 / square;
  return product / square;
}

/* The mean of a normal distribution cut off at zero; `mass` is what is left. */
static gdouble
mean_above_zero (gdouble mean, gdouble sd, gdouble *mass)
{
  gdouble z = mean / sd;

  *mass = fmax (0.5 * erfc (-z / M_SQRT2), 1e-12);
  return mean + sd * exp (-0.5 * z * z) / sqrt (2.0 * G_PI) / *mass;
}

static void
judge_place (const Song *song, const gdouble *whitened, int place,
    Hypothesis hypotheses[2])
{
  const gdouble prior = AMOUNT_SD * AMOUNT_SD;
  gdouble variance, amount = fit (song, whitened, place, &variance);
  gdouble kept = prior / (prior + variance), sd = sqrt (kept * variance);
  gdouble share =
      place < BELLS ? BELL_SHARE / BELLS : SHELF_SHARE / (PLACES - BELLS);
  gdouble evidence = log (share) - 0.5 * log (1.0 + prior / variance) +
      0.5 * kept * amount * amount / variance;

  for (int i = 0; i < 2; i++) {
    gdouble sign = i == 0 ? 1.0 : -1.0, mass;
    gdouble likely = i == 0 ? places[place].top : 1.0 - places[place].top;
    gdouble mean = mean_above_zero (sign * kept * amount, sd, &mass);

    hypotheses[i] = (Hypothesis){ .place = place,
      .amount = sign * mean,
      .share = evidence + log (2.0 * likely * mass) };
  }
}

static void
share_out (Hypothesis *all)
{
  gdouble most = all[0].share, sum = 0.0;

  for (int i = 1; i < HYPOTHESES; i++)
    most = fmax (most, all[i].share);
  for (int i = 0; i < HYPOTHESES; i++) {
    all[i].share = exp (all[i].share - most);
    sum += all[i].share;
  }
  for (int i = 0; i < HYPOTHESES; i++)
    all[i].share /= sum;
}

static MstWord
get_word (const Hypothesis *hypothesis)
{
  gboolean top = hypothesis->amount > 0.0;

  switch (places[hypothesis->place].form) {
    case LOW_SHELF:
      return top ? MST_WORD_BOOMY : MST_WORD_THIN;
    case HIGH_SHELF:
      return top ? MST_WORD_BRIGHT : MST_WORD_DULL;
    case BELL:
      break;
  }
  return mst_word_at (places[hypothesis->place].frequency, top);
}

/* How sure a share is: the odds to the third power, calibrated. Of 22 excerpts
 * of released music none had a word of 0.7 or more as it was, and of 100 others
 * two had 0.9; with bells of 8 dB a fifth of them have. */
#define ODDS 140.0
#define LARGEST_SHARE 0.999

static gdouble
get_certainty (gdouble share)
{
  gdouble held = fmin (share, LARGEST_SHARE), odds = held / (1.0 - held);

  return mst_calibrate (held, ODDS * odds * odds);
}

/* An expected fault counts by its share, a slight suspicion for nothing, and a
 * certain one in full. */
#define SUSPICION 0.05
#define SUSPECT 0.2

static gdouble
get_weight (gdouble share)
{
  gdouble sure = get_certainty (share);
  gdouble trust = CLAMP ((sure - 0.85) / 0.1, 0.0, 1.0);
  gdouble heed = CLAMP ((share - SUSPICION) / (SUSPECT - SUSPICION), 0.0, 1.0);

  return heed * share + trust * (sure - share);
}

/* Adds what one pass found, and takes it off the song. */
static void
add (MstBroad *self, Song *song, const Hypothesis *all)
{
  gdouble found[MST_ANALYSIS_THIRDS] = { 0.0 }, share[MST_N_WORDS] = { 0.0 };

  for (int i = 1; i < HYPOTHESES; i++)
    share[get_word (&all[i])] += all[i].share;
  for (int i = 1; i < HYPOTHESES; i++) {
    gdouble of_word = share[get_word (&all[i])];
    gdouble weight = get_weight (of_word) / of_word * all[i].share;

    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      found[k] += weight * all[i].amount *
          get_form (all[i].place, mst_third_frequency (k));
  }
  for (int w = 0; w < MST_N_WORDS; w++)
    self->sure[w] = fmax (self->sure[w], get_certainty (share[w]));
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    self->excess[k] += found[k];
  for (int i = 0; i < song->n; i++)
    song->level[i] -= found[song->third[i]];
}

void
mst_broad_find (const MstAnalysis *analysis, MstBroad *self)
{
  Song song;

  *self = (MstBroad){ .sure = { 0.0 } };
  if (!init_song (&song, analysis))
    return;
  for (int pass = 0; pass < MST_BROAD_MOST; pass++) {
    Hypothesis all[HYPOTHESES] = { { .share = log (
                                         1.0 - BELL_SHARE - SHELF_SHARE) } };
    gdouble whitened[MST_ANALYSIS_THIRDS];

    for (int i = 0; i < song.n; i++)
      whitened[i] = song.level[i];
    mst_cholesky_forward (song.factor, song.n, whitened);
    for (int p = 0; p < PLACES; p++)
      judge_place (&song, whitened, p, &all[1 + 2 * p]);
    share_out (all);
    add (self, &song, all);
  }
}
