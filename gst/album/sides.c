/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sides.h"

#include <math.h>

#include "error.h"

#define MINUTE 60.0

MstSideLength
mst_side_length (MstRecord record)
{
  static const MstSideLength lengths[] = {
    [MST_RECORD_12_33] = { 20.0 * MINUTE, 26.0 * MINUTE },
    [MST_RECORD_12_45] = { 12.0 * MINUTE, 18.0 * MINUTE },
    [MST_RECORD_10_33] = { 12.0 * MINUTE, 14.0 * MINUTE },
    [MST_RECORD_10_45] = { 8.0 * MINUTE, 10.0 * MINUTE },
    [MST_RECORD_7_33] = { 6.0 * MINUTE, 7.0 * MINUTE },
    [MST_RECORD_7_45] = { 4.0 * MINUTE, 5.0 * MINUTE },
    [MST_RECORD_C46] = { 23.0 * MINUTE, 23.0 * MINUTE },
    [MST_RECORD_C60] = { 30.0 * MINUTE, 30.0 * MINUTE },
    [MST_RECORD_C90] = { 45.0 * MINUTE, 45.0 * MINUTE },
  };

  return lengths[record];
}

/* How long a side becomes by one song more. */
static gdouble
grow (gdouble length, const MstSideSpan *span)
{
  return length + (length > 0.0 ? span->gap : 0.0) + span->length;
}

/* Fills sides up to `most` s, whole runs at a time, and returns how many that
 * took. */
static guint
fill (const MstProject *project, const MstSideSpan *spans, gdouble most,
    guint *sides)
{
  guint n = project->songs->len, side = 0, end;
  gdouble length = 0.0;

  for (guint i = 0; i < n; i = end) {
    gdouble longer = grow (length, &spans[i]), run = spans[i].length;
    for (end = i + 1; end < n && mst_project_flows (project, end); end++) {
      longer = grow (longer, &spans[end]);
      run = grow (run, &spans[end]);
    }
    if (length > 0.0 && longer > most) {
      side++;
      longer = run;
    }
    length = longer;
    for (guint k = i; k < end; k++)
      sides[k] = side;
  }
  return n ? side + 1 : 0;
}

/* The least length that `count` sides need, to a hundredth of a second. */
static gdouble
shortest (const MstProject *project, const MstSideSpan *spans, guint count,
    guint *sides)
{
  gdouble low = 0.0, high = 0.0;

  for (guint i = 0; i < project->songs->len; i++)
    high += spans[i].gap + spans[i].length;
  high += 1.0;
  while (high - low > 0.01) {
    gdouble middle = 0.5 * (low + high);
    if (fill (project, spans, middle, sides) <= count)
      high = middle;
    else
      low = middle;
  }
  return high;
}

static void
take_over (const MstProject *project, guint *sides)
{
  for (guint i = 0; i < project->songs->len; i++)
    sides[i] = (guint) (*mst_project_song (project, i)->side - 'A');
}

static gboolean
check_lengths (const MstProject *project, const MstSideSpan *spans,
    MstRecord record, const guint *sides, GError **error)
{
  gdouble most = mst_side_length (record).most;
  guint n = project->songs->len, end;

  for (guint i = 0; i < n; i = end) {
    gdouble length = 0.0;
    for (end = i; end < n && sides[end] == sides[i]; end++)
      length = grow (length, &spans[end]);
    if (length > most)
      return mst_album_refuse (error,
          "side %c is %d:%02d long, and a side of %s holds %d:%02d",
          'A' + sides[i], (gint) length / 60, (gint) length % 60,
          mst_record_names[record], (gint) most / 60, (gint) most % 60);
  }
  return TRUE;
}

gboolean
mst_sides_assign (const MstProject *project, const MstSideSpan *spans,
    MstRecord record, guint *sides, GError **error)
{
  if (project->songs->len && mst_project_song (project, 0)->side)
    take_over (project, sides);
  else {
    guint count = fill (project, spans, mst_side_length (record).most, sides);
    gdouble length = shortest (project, spans, count + count % 2, sides);
    fill (project, spans, length, sides);
  }
  return check_lengths (project, spans, record, sides, error);
}
