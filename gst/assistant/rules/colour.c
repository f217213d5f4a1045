/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Colour: harmonics where the top is missing and equalising cannot mend it, a
 * little tape where a dense kind of music comes with bare transients. */
#include "rules.h"

#define TOP_BAND 6 /* 4349 Hz */
#define DULL_LU 1.0
#define SURE 0.9 /* of a fault: much music has little top */
#define EXCITER_HZ 3500.0
#define EXCITER_MOST_DB 3.0
#define EXCITER_PER_LU 2.0
#define STERILE_CREST_DB 16.0 /* over blocks of 400 ms */
#define DENSE_PLR_DB 13.0     /* of music that is mastered densely */
#define TAPE_MOST_DB 3.0

/* Returns by how much the top is too weak beyond what the tone may do. It does
 * not count what the strength left undone, for that was not asked for. */
static gdouble
get_dullness (const MstCase *c)
{
  gdouble sum = 0.0;

  for (int b = TOP_BAND; b < MST_ANALYSIS_BANDS; b++) {
    gdouble level = c->plan->features[MST_FEATURE_LEVEL + b];
    gdouble under = isnan (level) || level < MST_EMPTY_LU
        ? 0.0
        : -c->estimate.fault[MST_TRAIT_LEVEL + b];

    sum += fmax (under - c->plan->goal.max_tone, 0.0);
  }
  return sum / (MST_ANALYSIS_BANDS - TOP_BAND);
}

static void
excite (MstCase *c, gdouble dullness)
{
  gdouble drive =
      c->strength * fmin (EXCITER_PER_LU * dullness, EXCITER_MOST_DB);
  int feature = MST_FEATURE_LEVEL + TOP_BAND;

  mst_plan_set_nick (c->plan, "colour", "exciter", "saturator::type");
  mst_plan_set (c->plan, "colour", MST_VALUE_DOUBLE, EXCITER_HZ,
      "saturator::frequency");
  mst_plan_set (c->plan, "colour", MST_VALUE_DOUBLE, drive, "saturator::drive");
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "saturator",
          .rule = "colour",
          .amount = drive,
          .unit = "dB",
          .feature = mst_feature_name (feature),
          .before = c->plan->features[feature],
          .expected = NAN },
      "saturator::drive",
      "The top is further down than it may be raised: harmonics of the sound "
      "below fill it in.",
      "beyond the cap of %.1f dB, the bands above %.0f Hz are another %.1f LU "
      "under the profile, over %.1f",
      c->plan->goal.max_tone, mst_band_edges[TOP_BAND], dullness, DULL_LU);
}

static void
warm (MstCase *c, gdouble excess)
{
  gdouble drive = c->strength * fmin (excess, TAPE_MOST_DB);

  mst_plan_set_nick (c->plan, "colour", "tape", "saturator::type");
  mst_plan_set (c->plan, "colour", MST_VALUE_DOUBLE, drive, "saturator::drive");
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "saturator",
          .rule = "colour",
          .amount = drive,
          .unit = "dB",
          .feature = "crest",
          .before = c->in->crest,
          .expected = NAN },
      "saturator::drive",
      "Bare transients in music that is dense elsewhere: a little tape rounds "
      "them before the limiter has to.",
      "the crest over 400 ms is %.1f dB, over %.0f", c->in->crest,
      STERILE_CREST_DB);
}

void
mst_rule_colour (MstCase *c)
{
  gdouble dullness = get_dullness (c);
  gdouble sterile = c->in->crest - STERILE_CREST_DB;
  gboolean dense = mst_case_plr (c) < DENSE_PLR_DB;

  if (dullness > DULL_LU && c->sure >= SURE)
    excite (c, dullness);
  else if (dense && sterile > 0.0 && isfinite (sterile))
    warm (c, sterile);
  else
    mst_plan_note (c->plan, "colour",
        "saturation: it is neither dull beyond the tone's caps nor sterile");
}
