/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cohesion.h"

#include <math.h>
#include <string.h>

#include "assistant/statistics.h"

#define THIRDS MST_ANALYSIS_THIRDS
/* Thirds from 40 Hz to 16 kHz: beyond them there is often nothing. */
#define FIRST 3
#define LAST 29
#define BASS_THIRDS 9 /* thirds below 150 Hz */
/* Spectra are compared, and moves are smooth, over about an octave: third by
 * third, songs differ by the notes that are played. */
#define OCTAVE 2
#define MOST_DB 2.0      /* that a third is changed, */
#define MOST_FULL_DB 3.0 /* and where the cohesion is full */
#define MOST_WIDTH_DB 1.5
#define LEAST_DB 0.3 /* nobody hears less */
/* An outlier is beyond three times the median of all distances, in two ways or
 * more. Songs that are all alike do not make outliers of small differences. */
#define FAR 3.0
#define FAR_WAYS 2
#define LEAST_MAD_DB 1.0
#define OUTLIER_LEAST 5 /* songs */

enum {
  WAY_LOW,  /* the level below 150 Hz */
  WAY_MID,  /* of 150 Hz to 1.5 kHz, */
  WAY_HIGH, /* to 6 kHz, */
  WAY_TOP,  /* and above */
  WAY_SIDE,
  WAY_BASS_SIDE,
  N_WAYS,
};

static const struct {
  const gchar *name;
  guint from, to; /* thirds */
} ways[N_WAYS] = {
  [WAY_LOW] = { "bass", FIRST, BASS_THIRDS },
  [WAY_MID] = { "lower middle", BASS_THIRDS, 19 },
  [WAY_HIGH] = { "upper middle", 19, 25 },
  [WAY_TOP] = { "top", 25, LAST + 1 },
  [WAY_SIDE] = { "width", BASS_THIRDS, LAST + 1 },
  [WAY_BASS_SIDE] = { "width of the bass", FIRST, BASS_THIRDS },
};

typedef struct {
  gdouble tone[THIRDS]; /* over an octave, less the loudness [dB] */
  gdouble way[N_WAYS];  /* [dB]; NAN: not known */
} Song;

typedef struct {
  gdouble low, middle, high;
} Half;

static gdouble
power_of (const gdouble *levels, guint from, guint to)
{
  gdouble power = 0.0;

  for (guint k = from; k < to; k++)
    power += isfinite (levels[k]) ? pow (10.0, 0.1 * levels[k]) : 0.0;
  return power;
}

static gdouble
side_of (const MstCohesionSong *song, guint from, guint to)
{
  const gdouble mid = power_of (song->mid, from, to);
  const gdouble side = power_of (song->side, from, to);

  return mid > 0.0 && side > 0.0 ? 10.0 * log10 (side / mid) : (gdouble) NAN;
}

/* Weights of a triangle; what is not known has none. */
static void
smooth (const gdouble *in, gdouble *out)
{
  for (gint k = 0; k < THIRDS; k++) {
    gdouble sum = 0.0, weights = 0.0;
    for (gint j = MAX (k - OCTAVE, 0); j <= MIN (k + OCTAVE, THIRDS - 1); j++) {
      const gdouble weight = OCTAVE + 1 - ABS (j - k);
      if (!isfinite (in[j]))
        continue;
      sum += weight * in[j];
      weights += weight;
    }
    out[k] = weights > 0.0 ? sum / weights : (gdouble) NAN;
  }
}

static Song
describe (const MstCohesionSong *song)
{
  gdouble tone[THIRDS];
  Song self;

  for (guint k = 0; k < THIRDS; k++)
    tone[k] = song->mid[k] - song->loudness;
  smooth (tone, self.tone);
  for (guint w = 0; w < WAY_SIDE; w++) {
    const gdouble power = power_of (song->mid, ways[w].from, ways[w].to);
    self.way[w] =
        power > 0.0 ? 10.0 * log10 (power) - song->loudness : (gdouble) NAN;
  }
  for (guint w = WAY_SIDE; w < N_WAYS; w++)
    self.way[w] = side_of (song, ways[w].from, ways[w].to);
  return self;
}

/* The middle half of `n` numbers that lie `stride` bytes apart; NAN where too
 * few are known. */
static Half
half_of (const gdouble *first, gsize stride, guint n)
{
  g_autofree gdouble *known = g_new (gdouble, n);
  guint count = 0;

  for (guint i = 0; i < n; i++) {
    const gdouble value =
        *(const gdouble *) (gconstpointer) ((const gchar *) first + i * stride);
    if (isfinite (value))
      known[count++] = value;
  }
  if (count < MST_COHESION_LEAST)
    return (Half){ NAN, NAN, NAN };
  mst_statistics_sort (known, count);
  return (Half){ mst_statistics_quantile (known, count, 0.25),
    mst_statistics_quantile (known, count, 0.5),
    mst_statistics_quantile (known, count, 0.75) };
}

/* How far a value is outside; 0 inside, and where nobody knows. */
static gdouble
outside (gdouble value, const Half *half)
{
  if (value > half->high)
    return value - half->high;
  return value < half->low ? value - half->low : 0.0;
}

static void
say (MstCohesionMove *move, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (MstCohesionMove *move, const gchar *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (move->texts, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* --- what is left alone */

static void
find_outliers (const Song *songs, guint n, MstCohesionMove *moves)
{
  g_autofree guint *far = g_new0 (guint, n);
  g_autofree gdouble *distance = g_new (gdouble, n);
  Half half[N_WAYS], spread[N_WAYS];

  for (guint w = 0; n >= OUTLIER_LEAST && w < N_WAYS; w++) {
    half[w] = half_of (&songs->way[w], sizeof (*songs), n);
    for (guint i = 0; i < n; i++)
      distance[i] = fabs (songs[i].way[w] - half[w].middle);
    spread[w] = half_of (distance, sizeof (*distance), n);
    for (guint i = 0; i < n; i++)
      far[i] += distance[i] > FAR * fmax (spread[w].middle, LEAST_MAD_DB);
  }
  for (guint i = 0; i < n; i++) {
    moves[i].outlier = far[i] >= FAR_WAYS;
    for (guint w = 0; moves[i].outlier && w < N_WAYS; w++)
      if (fabs (songs[i].way[w] - half[w].middle) >
          FAR * fmax (spread[w].middle, LEAST_MAD_DB))
        say (&moves[i],
            "the %s is %.1f dB, the album's is %.1f dB: so far that it must be "
            "meant, and it is left as it is",
            ways[w].name, songs[i].way[w], half[w].middle);
  }
}

/* --- what is moved */

static void
move_tone (const Song *song, const Half *album, gdouble share, gdouble most,
    MstCohesionMove *move)
{
  gdouble wanted[THIRDS] = { 0.0 };

  for (guint k = FIRST; k <= LAST; k++)
    wanted[k] = -share * outside (song->tone[k], &album[k]);
  smooth (wanted, move->curve);
  for (guint k = 0; k < THIRDS; k++)
    move->curve[k] = CLAMP (move->curve[k], -most, most);
}

static gdouble
move_width (const Song *song, guint way, const Half *album, gdouble share)
{
  const gdouble wanted = -share * outside (song->way[way], album);

  return fabs (wanted) < LEAST_DB
      ? 0.0
      : CLAMP (wanted, -MOST_WIDTH_DB, MOST_WIDTH_DB);
}

static guint
largest (const gdouble *curve)
{
  guint most = 0;

  for (guint k = 1; k < THIRDS; k++)
    if (fabs (curve[k]) > fabs (curve[most]))
      most = k;
  return most;
}

static void
explain (const Song *song, const Half *album, const Half *widths,
    MstCohesionMove *move)
{
  const guint k = largest (move->curve);
  const gdouble out = outside (song->tone[k], &album[k]);

  if (fabs (move->curve[k]) < LEAST_DB)
    memset (move->curve, 0, sizeof (move->curve));
  else
    say (move,
        "around %.0f Hz it is %.1f dB %s the album's middle half: changed by "
        "%+.1f dB there, less elsewhere",
        1000.0 * pow (10.0, 0.1 * ((gdouble) k - 17.0)), fabs (out),
        out > 0.0 ? "over" : "under", move->curve[k]);
  for (guint w = WAY_SIDE; w < N_WAYS; w++) {
    const gdouble by = w == WAY_SIDE ? move->width : move->bass_width;
    if (by != 0.0)
      say (move,
          "the %s (side less middle) is %.1f dB, %.1f dB outside the album's "
          "middle half: changed by %+.1f dB",
          ways[w].name, song->way[w], fabs (outside (song->way[w], &widths[w])),
          by);
  }
  if (move->texts->len == 0)
    say (move, "it lies within the album's middle half: nothing is moved");
}

static void
describe_all (const MstCohesionSong *songs, guint n, Song *out)
{
  for (guint i = 0; i < n; i++)
    out[i] = describe (&songs[i]);
}

static void
find_halves (const Song *songs, guint n, Half *tone, Half *widths)
{
  for (guint k = 0; k < THIRDS; k++)
    tone[k] = half_of (&songs->tone[k], sizeof (*songs), n);
  for (guint w = 0; w < N_WAYS; w++)
    widths[w] = half_of (&songs->way[w], sizeof (*songs), n);
}

void
mst_cohesion_decide (const MstCohesionSong *songs, guint n, gdouble share,
    gdouble strength, MstCohesionMove *moves)
{
  const gdouble most = share < 1.0 ? MOST_DB : MOST_FULL_DB;
  g_autofree Song *known = g_new (Song, n);
  Half tone[THIRDS], widths[N_WAYS];

  for (guint i = 0; i < n; i++)
    moves[i] =
        (MstCohesionMove){ .texts = g_ptr_array_new_with_free_func (g_free) };
  if (n < MST_COHESION_LEAST || !(share > 0.0))
    return;
  share *= strength;
  describe_all (songs, n, known);
  find_halves (known, n, tone, widths);
  find_outliers (known, n, moves);
  for (guint i = 0; i < n; i++) {
    MstCohesionMove *move = &moves[i];
    if (move->outlier)
      continue;
    move_tone (&known[i], tone, share, most, move);
    move->width = move_width (&known[i], WAY_SIDE, &widths[WAY_SIDE], share);
    move->bass_width =
        move_width (&known[i], WAY_BASS_SIDE, &widths[WAY_BASS_SIDE], share);
    explain (&known[i], tone, widths, move);
  }
}

void
mst_cohesion_clear (MstCohesionMove *moves, guint n)
{
  for (guint i = 0; moves && i < n; i++)
    g_clear_pointer (&moves[i].texts, g_ptr_array_unref);
}

gboolean
mst_cohesion_moves (const MstCohesionMove *move)
{
  return move->width != 0.0 || move->bass_width != 0.0 ||
      move->curve[largest (move->curve)] != 0.0;
}

void
mst_cohesion_features (const MstCohesionSong *songs, guint n,
    MstCohesionFeatures *features)
{
  g_autofree Song *known = g_new (Song, n);
  Half tone[THIRDS], widths[N_WAYS];

  describe_all (songs, n, known);
  find_halves (known, n, tone, widths);
  for (guint i = 0; i < n; i++) {
    gdouble sum = 0.0, count = 0.0;
    for (guint k = FIRST; k <= LAST; k++) {
      const gdouble by = known[i].tone[k] - tone[k].middle;
      if (isfinite (by)) {
        sum += by * by;
        count += 1.0;
      }
    }
    features[i] = (MstCohesionFeatures){
      .tone = count > 0.0 ? sqrt (sum / count) : (gdouble) NAN,
      .side = known[i].way[WAY_SIDE],
      .bass_side = known[i].way[WAY_BASS_SIDE],
    };
  }
}
