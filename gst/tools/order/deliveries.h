/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * deliveries.h - the masters that one command makes, one for each target.
 */
#ifndef MASTER_DELIVERIES_H
#define MASTER_DELIVERIES_H

#include "targets.h"
#include "tools/media/encoding.h"

typedef struct {
  const gchar *target;  /* its name in the table; NULL: none was asked for */
  gchar *output;        /* NULL: nothing is written */
  gdouble loudness;     /* to reach [LUFS] */
  gdouble ceiling;      /* never to pass [dBTP] */
  gdouble max_limiting; /* [dB]; INFINITY: any */
  gboolean yields;      /* the loudness yields to it */
  gchar **settings;     /* the target's own, CHILD::PROPERTY=VALUE; or NULL */
  gint record;          /* MstRecord; MASTER_NO_RECORD: it is not cut */
  MasterWords words;
} MasterDelivery;

/** Returns a delivery for each of `names`, or a single one without a target.
 * In `output`, as the user wrote it, each %t stands for the target's name;
 * without one, and with several targets, the name comes before the ending.
 * Returns NULL where a name is not in the table or is there twice. */
GArray *master_deliveries_new (const MasterTargets *table, gchar **names,
    const gchar *output, GError **error);

/** Returns the settings of a delivery for a song of that loudness [LUFS], and
 * those `by_hand` behind them, which so stand above; either may be NULL. */
gchar **master_delivery_settings (const MasterDelivery *self, gdouble loudness,
    gchar **by_hand);

#endif /* MASTER_DELIVERIES_H */
