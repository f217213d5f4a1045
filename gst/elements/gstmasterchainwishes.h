/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainwishes.h - wishes (assistant/wishes.h) of a chain, on top of
 * the settings that it has.
 */
#ifndef GST_MASTER_CHAIN_WISHES_H
#define GST_MASTER_CHAIN_WISHES_H

#include "gstmasterchaincontrol.h"

G_BEGIN_DECLS

/* The settings that wishes have changed, as they were and as they are, by their
 * paths. NULL: none. */
typedef struct {
  GstStructure *before, *after;
} GstMasterChainWishes;

/* Takes back the last wishes, as far as nothing else has been set there since,
 * and carries out these; NULL and "" are none. FALSE, with an error: nothing
 * has changed. */
gboolean gst_master_chain_wishes_set (GstMasterChainWishes *self,
    GstMasterChainControl *control, const gchar *text, GError **error);

/* Forgets them: the settings are others. */
void gst_master_chain_wishes_clear (GstMasterChainWishes *self);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_WISHES_H */
