/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "trim.h"

#include <math.h>

#define QUIET_DB -90.0      /* dBFS: under it there may be silence */
#define NOISE_MOST_DB -70.0 /* dBFS: what is louder is never noise alone */
#define OVER_NOISE_DB 6.0
#define UNDER_LINE_DB 10.0
#define NOISE_BLOCKS 10 /* over which noise is even: 100 ms */
#define DECAY_BLOCKS 200
#define KEPT_BLOCKS 5 /* about the sound: 50 ms */

static gdouble
level_at (const GArray *envelope, guint i)
{
  return g_array_index (envelope, gfloat, i);
}

/* The level of what a file has before its music: it is even. What rises or
 * falls is music, and so no noise is found in it. */
static gdouble
noise_at_head (const GArray *envelope)
{
  gdouble least = INFINITY, most = -INFINITY;

  for (guint i = 0; i < MIN (envelope->len, NOISE_BLOCKS); i++) {
    least = fmin (least, level_at (envelope, i));
    most = fmax (most, level_at (envelope, i));
  }
  return most - least < OVER_NOISE_DB ? most : -INFINITY;
}

static guint
find_head (const GArray *envelope)
{
  const gdouble noise = noise_at_head (envelope) + OVER_NOISE_DB;
  const gdouble least = fmin (fmax (noise, QUIET_DB), NOISE_MOST_DB);
  guint i = 0;

  while (i < envelope->len && !(level_at (envelope, i) > least))
    i++;
  return i > KEPT_BLOCKS && i < envelope->len ? i - KEPT_BLOCKS : 0;
}

/* The line of least squares through the two seconds that end at block `end`.
 */
static void
fit_decay (const GArray *envelope, guint end, gdouble *slope, gdouble *level)
{
  const guint from = end > DECAY_BLOCKS ? end - DECAY_BLOCKS : 0;
  gdouble n = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0;

  for (guint i = from; i <= end; i++) {
    const gdouble at = (gdouble) i - end, db = level_at (envelope, i);
    if (!isfinite (db))
      continue;
    n += 1.0;
    x += at;
    y += db;
    xx += at * at;
    xy += at * db;
  }
  *slope = n * xx - x * x > 0.0 ? (n * xy - x * y) / (n * xx - x * x) : 0.0;
  *slope = fmin (*slope, 0.0);
  *level = n > 0.0 ? (y - *slope * x) / n : QUIET_DB;
}

/* The block behind the last one that is sound. */
static guint
find_tail (const GArray *envelope)
{
  guint loud = envelope->len, last = envelope->len;
  gdouble slope, level;

  while (loud > 0 && !(level_at (envelope, loud - 1) > QUIET_DB))
    loud--;
  if (loud == 0)
    return envelope->len;
  fit_decay (envelope, loud - 1, &slope, &level);
  while (last > loud &&
      !(level_at (envelope, last - 1) >
          level + slope * (gdouble) (last - loud) - UNDER_LINE_DB))
    last--;
  return MIN (last + KEPT_BLOCKS, envelope->len);
}

MstSound
mst_trim_find (const GArray *envelope)
{
  const guint from = find_head (envelope), to = find_tail (envelope);

  return (MstSound){ from * MST_TRIM_BLOCK, to * MST_TRIM_BLOCK };
}
