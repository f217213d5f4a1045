/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * stems.h - a song that is mastered from its stems: drums, bass, voices.
 *
 * The faults are those of the sum, for it is the sum that is compared with
 * music. Each is mended on the stem that it comes from, where one stem carries
 * most of what is heard at its place: so mud of the bass is cut from the bass,
 * and the voices keep their warmth. What no stem carries alone is left to the
 * master of the sum.
 *
 *   sum = mst_decide (&analysis_of_sum, profile, &goal);
 *   mst_stems_share_out (sum, stems, n, plans);
 *   ... the stems are changed by their plans and added up ...
 *   goal.eased = what that changed of the sum;
 *   master = mst_decide (&analysis_of_changed_sum, profile, &goal);
 *
 * docs/assistant.md has the equations.
 */
#ifndef MST_STEMS_H
#define MST_STEMS_H

#include "plan.h"

G_BEGIN_DECLS

typedef struct {
  const gchar *name;
  MstAnalysis analysis; /* at the level that it has in the sum */
} MstStem;

/** Makes a plan for each of `n` stems, to be freed by the caller: the moves of
 * the sum's plan that are made there, with their settings. A stem that is left
 * as it is has no settings. */
void mst_stems_share_out (const MstPlan *sum, const MstStem *stems, guint n,
    MstPlan **plans);

G_END_DECLS

#endif /* MST_STEMS_H */
