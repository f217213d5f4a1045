/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "kind.h"

#include "profile.h"

const gchar *
mst_kind_of (const MstEstimate *estimate, gdouble *sure)
{
  const MstPrior *prior = mst_prior_get ();
  int best = 0;

  *sure = 0.0;
  for (int i = 0; i < MST_PRIOR_KINDS; i++) {
    gdouble share = 0.0;

    for (int k = 0; k < prior->songs.n; k++)
      share += estimate->cluster[k] * prior->members[k][i];
    if (share > *sure) {
      *sure = share;
      best = i;
    }
  }
  return *sure > MST_KIND_SURE ? mst_profile_names ()[best] : NULL;
}
