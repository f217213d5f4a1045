/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ddppq.h - the PQ descriptor of a fileset: where tracks and indexes begin.
 *
 * Packets of 64 bytes in this order: the lead-in, the indexes of each track,
 * the lead-out. ddp.h reads and writes whole filesets by it.
 */
#ifndef MST_DDPPQ_H
#define MST_DDPPQ_H

#include "ddpfields.h"
#include "disc.h"

/** Adds the tracks of n packets to an empty disc and sets its lead-out, which
 * `lead_outs` says how many packets tell. Lengths and rules of the disc are for
 * mst_disc_check(). */
gboolean mst_ddp_pq_read (const gchar *packets, guint n, MstDisc *disc,
    guint *lead_outs, GError **error);

/** Takes the product code in `field` of a record, if there is one. One that is
 * wrong, or not the one that the disc has already, is an error; `name` says
 * where it was found. */
gboolean mst_ddp_take_ean (MstDisc *disc, const gchar *record,
    MstDdpField field, const gchar *name, GError **error);

#endif /* MST_DDPPQ_H */
