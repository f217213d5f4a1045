/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * chain.h - the masterchain element as --set, --loudness and --ceiling want it.
 */
#ifndef MASTER_CHAIN_H
#define MASTER_CHAIN_H

#include <gst/gst.h>
#include <json-glib/json-glib.h>

/** The settings of a chain, in the order in which they are made; any of them
 * may be NULL. */
typedef struct {
  const gchar *location;       /* a file of settings */
  const gchar *preset;         /* by name */
  const GstStructure *planned; /* by the assistant */
  gchar **set;                 /* CHILD::PROPERTY=VALUE, by hand */
} MasterSettings;

/** Makes a masterchain with these settings, which is floating. Returns NULL
 * where one of them is wrong, or the plugin is missing. */
GstElement *master_chain_new (const MasterSettings *settings, GError **error);

/** Makes the same as two chains, one behind the other: the stages before the
 * limiter, or NULL where there are none, and the limiter. Together they sound
 * as the whole. The front works in two threads. */
gboolean master_chain_new_pair (const MasterSettings *settings,
    GstElement **front, GstElement **limiter, GError **error);

/** These set and get drive and ceiling of the limiter. */
void
master_chain_set_limiter (GstElement *chain, gdouble drive, gdouble ceiling);

void
master_chain_get_limiter (GstElement *chain, gdouble *drive, gdouble *ceiling);

/** Returns the deepest gain reduction of the limiter so far [dB], 0 or more.
 * */
gdouble master_chain_get_limiting (GstElement *chain);

/** Tells the range of a property of the limiter. */
void master_chain_get_range (GstElement *chain, const gchar *property,
    gdouble *min, gdouble *max);

/** Writes the settings as JSON, for `location` above and for masterchain's
 * settings-location. */
gboolean master_chain_save (GstElement *chain, const gchar *path,
    const gchar *name, GError **error);

/** Returns all properties that are not at their defaults, by CHILD::PROPERTY.
 * */
JsonObject *master_chain_describe (GstElement *chain);

#endif /* MASTER_CHAIN_H */
