/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ledger.h - a file of JSON lines that only grows. Several threads may write to
 * one, and a line is on the disk when it has been written.
 */
#ifndef MASTER_LEDGER_H
#define MASTER_LEDGER_H

#include <json-glib/json-glib.h>

typedef struct {
  gchar *name;
  gint file; /* -1: none is open */
  GMutex mutex;
} MasterLedger;

/** Opens the file, or makes it. A line that a killed run left without its end
 * gets one, so that it stands alone. */
gboolean
master_ledger_open (MasterLedger *self, const gchar *name, GError **error);

gboolean
master_ledger_add (MasterLedger *self, JsonObject *line, GError **error);

void master_ledger_clear (MasterLedger *self);

#endif /* MASTER_LEDGER_H */
