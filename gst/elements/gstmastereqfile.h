/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmastereqfile.h - parametric filters from a text file of Equalizer APO, as
 * AutoEq and Room EQ Wizard write them.
 *
 *   Preamp: -6.2 dB
 *   Filter 1: ON PK Fc 105 Hz Gain -3.6 dB Q 0.70
 *   Filter 2: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.70
 *   Filter 3: OFF HSC Fc 10000 Hz Gain -2.0 dB Q 0.70
 *
 * PK or PEQ is a bell, LS and LSC a low, HS and HSC a high shelf. Without a Q
 * it is 0.707. # begins a comment; empty lines do not count. Numbers have a
 * point, in every locale. A line of another kind is an error.
 */
#ifndef GST_MASTER_EQ_FILE_H
#define GST_MASTER_EQ_FILE_H

#include <gst/gst.h>

#include "dsp/eq/eq.h"

G_BEGIN_DECLS

/* Reads the file into all values of an equaliser, of which the others are at
 * their defaults. FALSE with an error that names the file and the line. */
gboolean gst_master_eq_file_read (const gchar *location, gdouble *values,
    GError **error);

G_END_DECLS

#endif /* GST_MASTER_EQ_FILE_H */
