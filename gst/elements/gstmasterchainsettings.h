/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainsettings.h - all parameters of all stages of a chain, at once.
 *
 * Settings are a GstStructure, flat, with a field for each parameter that is
 * not at its default:
 *
 *   settings, stages=(string)"eq,compressor,limiter", eq::bands=(int)2,
 *     eq::band0::type=(string)low-cut, eq::band0::frequency=(double)30,
 *     match::mid-curve=(GValueArray)<20.0, 0.0, 1000.0, 3.0>
 *
 * A number may be an array of two, its values at an amount of 0 and of 100.
 * Choices are written by their names. All settings are checked before the first
 * is set, so that a fault in one place changes nothing anywhere. Parameters
 * without a field go to their defaults.
 */
#ifndef GST_MASTER_CHAIN_SETTINGS_H
#define GST_MASTER_CHAIN_SETTINGS_H

#include <gst/gst.h>

#include "gstmasterchainstages.h"

G_BEGIN_DECLS

/* The settings of the stages; the caller may add `stages`. */
GstStructure *
gst_master_chain_settings_get (const GstMasterChainStages *stages);

/* The paths of all parameters, "eq::band0::gain", and "stages"; to be freed by
 * g_strfreev(). */
gchar **gst_master_chain_settings_names (const GstMasterChainStages *stages);

/* Sets the stages, or sets an error of GST_LIBRARY_ERROR and nothing else.
 * `amount`, 0 to 100, places a number between the two ends that an array of two
 * gives. `lenient`: stages that this build does not have are left out. The
 * caller takes care of the field `stages`. */
gboolean gst_master_chain_settings_apply (const GstMasterChainStages *stages,
    const GstStructure *settings, gdouble amount, gboolean lenient,
    GError **error);

/* The fields that are arrays of two where a number belongs. */
GstStructure *gst_master_chain_settings_get_scaled (
    const GstMasterChainStages *stages, const GstStructure *settings);

/* Sets these fields for another amount, and nothing else. */
void gst_master_chain_settings_scale (const GstMasterChainStages *stages,
    const GstStructure *scaled, gdouble amount);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_SETTINGS_H */
