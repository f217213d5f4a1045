/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Ambience, only where a mix is dry: little at the sides over the whole middle
 * of the spectrum, and gaps between its notes that fall further than the
 * profile's. */
#include "rules.h"

#define FIRST_BAND 2     /* 392 Hz */
#define LAST_BAND 6      /* .. 7314 Hz */
#define DRY_SIDE_LU 3.0  /* below the profile's lowest tenth */
#define DRY_RANGE_LU 2.0 /* above its inner spread */
#define FULL_MIX_DB -26.0
#define LEAST_MIX_DB -60.0 /* masterreverb takes it for off */

/* Returns two means over the bands: by how much the sides are below the tenth,
 * and by how much the ranges are above the quartile. NAN: a band is unknown. */
static void
measure (const MstCase *c, gdouble *side, gdouble *range)
{
  const gdouble *f = c->plan->features;
  int n = LAST_BAND - FIRST_BAND + 1;

  *side = *range = 0.0;
  for (int b = FIRST_BAND; b <= LAST_BAND; b++) {
    int s = MST_FEATURE_SIDE + b, r = MST_FEATURE_RANGE + b;

    *side += (c->profile->feature[s].quantile[MST_P10] - f[s]) / n;
    *range += (f[r] - c->profile->feature[r].quantile[MST_P75]) / n;
    if (f[s] < MST_SCARCELY_SIDE_LU)
      *side = NAN;
  }
}

static void
set_reverb (MstCase *c, gdouble mix)
{
  const struct {
    const gchar *name;
    gdouble value;
  } rows[] = { { "predelay", 15.0 }, { "time", 0.4 }, { "low-cut", 250.0 },
    { "high-cut", 7000.0 }, { "mix", mix } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mst_plan_set (c->plan, "space", MST_VALUE_DOUBLE, rows[i].value,
        "reverb::%s", rows[i].name);
}

void
mst_rule_space (MstCase *c)
{
  gdouble side, range, mix = FULL_MIX_DB + 20.0 * log10 (c->strength);

  if (!c->stereo)
    return;
  mix = fmax (mix, LEAST_MIX_DB);
  measure (c, &side, &range);
  if (!(side > DRY_SIDE_LU && range > DRY_RANGE_LU)) {
    mst_plan_note (c->plan, "space", "ambience: it is not dry");
    return;
  }
  set_reverb (c, mix);
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "reverb",
          .rule = "space",
          .amount = mix,
          .unit = "dB",
          .feature = mst_feature_name (MST_FEATURE_SIDE + FIRST_BAND),
          .before = c->plan->features[MST_FEATURE_SIDE + FIRST_BAND],
          .expected = NAN },
      "reverb::mix",
      "It is drier than any song of the profile: it gets a breath of a small "
      "room, too little to be heard as reverberation.",
      "from %.0f to %.0f Hz the sides are %.1f LU below the lowest tenth of "
      "%s, over %.0f, and ranges %.1f LU above its inner spread, over %.0f",
      mst_band_edges[FIRST_BAND], mst_band_edges[LAST_BAND + 1], side,
      c->profile->name, DRY_SIDE_LU, range, DRY_RANGE_LU);
}
