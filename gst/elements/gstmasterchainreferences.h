/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainreferences.h - the references of a goal; private to
 * masterchain.
 *
 *   references        GST_TYPE_ARRAY of analyses, each with its `weight`
 *                     [gdouble, 1 where it is missing]
 *   match-tone, match-width, match-dynamics, match-loudness
 *                     gdouble, 0 to 100: how far they are followed
 */
#ifndef __GST_MASTER_CHAIN_REFERENCES_H__
#define __GST_MASTER_CHAIN_REFERENCES_H__

#include <gst/gst.h>

#include "assistant/profile.h"
#include "assistant/reference.h"

G_BEGIN_DECLS

/* Reads a number of a goal, if it is there. Whole numbers are taken too:
 * whoever writes a goal as text writes -9. */
gboolean gst_master_chain_read_number (gdouble *number,
    const GstStructure *structure, const gchar *name, GError **error);

/* TRUE if the goal has references. */
gboolean gst_master_chain_references_wanted (const GstStructure *goal);

/* Reads them. Returns NULL, and an error, where one says nothing of music. */
MstReferences *
gst_master_chain_references_new (const GstStructure *goal, GError **error);
void gst_master_chain_references_free (MstReferences *self);

/* The profile made of them. */
MstProfile *
gst_master_chain_references_profile (const MstReferences *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MstReferences, gst_master_chain_references_free)

G_END_DECLS

#endif /* __GST_MASTER_CHAIN_REFERENCES_H__ */
