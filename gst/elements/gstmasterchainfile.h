/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainfile.h - the settings of a chain as JSON, from files and to
 * them.
 *
 *   {
 *     "version": 1,
 *     "description": "Less mud",
 *     "stages": ["eq", "compressor", "limiter"],
 *     "eq": { "bands": 8, "band0": { "frequency": 250, "gain": -2 } },
 *     "compressor": { "ratio": 1.5, "detector": "rms" }
 *   }
 *
 * There is an object for each stage, and in it one for each band; curves are
 * arrays of frequencies and gains in turn. These functions only change the form
 * of the values; gstmasterchainsettings.h checks them. The presets are such
 * files, compiled in.
 */
#ifndef GST_MASTER_CHAIN_FILE_H
#define GST_MASTER_CHAIN_FILE_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* Settings, or NULL and an error that names the file. */
GstStructure *
gst_master_chain_file_load (const gchar *location, GError **error);

/* Writes the file as a whole or not at all. */
gboolean gst_master_chain_file_save (const GstStructure *settings,
    const gchar *location, GError **error);

/* The names of the presets, sorted; to be freed by g_strfreev(). */
gchar **gst_master_chain_presets (void);

/* The purpose of a preset, or NULL; to be freed. */
gchar *gst_master_chain_preset_description (const gchar *name);

/* The settings of a preset. */
GstStructure *gst_master_chain_preset (const gchar *name, GError **error);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_FILE_H */
