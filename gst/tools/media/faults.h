/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * faults.h - the faults of a song that decoders pass over.
 *
 * A file that was cut off, one stream behind another, a peak that no music has:
 * all of these can be played, and none is to be mastered unless the user says
 * so. Whoever has measured a song asks here before going on with it.
 */
#ifndef MASTER_FAULTS_H
#define MASTER_FAULTS_H

#include "tools/pass/measure.h"

typedef enum {
  MASTER_FAULTS_REFUSE, /* by a caller that has no --best-effort */
  MASTER_FAULTS_OFFER,  /* refuse, and tell that --best-effort goes on */
  MASTER_FAULTS_WARN,   /* go on, with warnings */
} MasterFaults;

/** Returns whether the measured file at `path`, which messages call `name`, may
 * be gone on with. A broken peak alone is only warned of where `peaks_go_on`.
 */
gboolean
master_faults_check (const MasterMeasurement *measured, const gchar *path,
    const gchar *name, MasterFaults how, gboolean peaks_go_on, GError **error);

#endif /* MASTER_FAULTS_H */
