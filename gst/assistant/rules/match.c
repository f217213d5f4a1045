/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* References that are the mix itself, as somebody else has finished it. */
#include "rules.h"

#include "assistant/follow.h"

#define OFFSET_DB 3.0
#define FULL_STRENGTH 0.7 /* the default: a reference is asked for */

gboolean
mst_is_matched (const MstCase *c)
{
  const MstReferences *wanted = c->plan->goal.references;

  return wanted && mst_reference_same (c->in, wanted) >= MST_REFERENCE_SURE;
}

/* An offset that all of the references have too is left. */
static gboolean
has_offset (const MstCase *c, const MstReferences *references)
{
  for (guint i = 0; i < references->n; i++)
    if (references->songs[i].analysis.dc < c->in->dc - OFFSET_DB)
      return TRUE;
  return FALSE;
}

/* The mean over a band. */
static gdouble
mean_of_band (const gdouble curve[MST_ANALYSIS_THIRDS], int band)
{
  gdouble sum = 0.0, weights = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gdouble share = mst_third_share (k, band);

    sum += share * curve[k];
    weights += share;
  }
  return sum / weights;
}

static void
expect (MstCase *c, const MstMatch *match)
{
  gdouble *expected = c->plan->expected;

  c->shift = mst_thirds_loudness (c->in, match->mid);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    expected[MST_FEATURE_LEVEL + b] +=
        mst_bands_change (c->in, match->mid, b) - c->shift;
    expected[MST_FEATURE_SIDE + b] +=
        mean_of_band (match->side, b) - mean_of_band (match->mid, b);
  }
}

void
mst_rule_match (MstCase *c)
{
  gdouble share = fmin (c->strength / FULL_STRENGTH, 1.0);
  MstReferences references = *c->plan->goal.references;
  MstMatch match;

  references.shares.tone *= share;
  references.shares.width *= share;
  references.shares.dynamics *= share;
  mst_reference_match (c->in, &references, &match);
  if (has_offset (c, &references))
    mst_rule_dc (c);
  mst_follow (c->plan, c->in, &match);
  expect (c, &match);
}
