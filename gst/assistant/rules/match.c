/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* References that are the mix itself, as somebody else has finished it. */
#include "rules.h"

#include "assistant/follow.h"

#define FULL_STRENGTH 0.7 /* the default: a reference is asked for */

gboolean
mst_rule_match (MstCase *c)
{
  const MstReferences *wanted = c->plan->goal.references;
  gdouble share = fmin (c->strength / FULL_STRENGTH, 1.0);
  MstReferences references;
  MstMatch match;

  if (!wanted || mst_reference_same (c->in, wanted) < MST_REFERENCE_SURE)
    return FALSE;
  references = *wanted;
  references.shares.tone *= share;
  references.shares.width *= share;
  references.shares.dynamics *= share;
  mst_reference_match (c->in, &references, &match);
  mst_follow (c->plan, c->in, &match);
  return TRUE;
}
