/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * pcm.h - files of plain samples: WAV with its 64-bit kinds RF64, BW64 and W64,
 * AIFF and AIFF-C, CAF.
 *
 * They are read here and not by GStreamer's parsers, as wavparse ends at 2 GiB,
 * takes no file of three channels without a layout, sees no ID3 chunk, and W64,
 * AIFF and CAF need plugins that are rarely installed. A WAV whose size of 32
 * bits has run over has as many samples as fit into the file.
 */
#ifndef MASTER_PCM_H
#define MASTER_PCM_H

#include <gst/gst.h>

typedef struct {
  guint64 at;      /* of the first sample, in the file */
  guint64 bytes;   /* of all that are there */
  guint64 claimed; /* of all that the header promises; 0: it tells nothing */
  gint rate, channels;
  gint frame_bytes;
  const gchar *format; /* GStreamer's name of the samples; NULL: MP3 frames */
  guint64 mask;        /* GStreamer's; 0: mono, or no layout is known */
  GstTagList *tags;    /* or NULL */
} MasterPcm;

/** FALSE where the file is of another kind, or coded in a way that is left to
 * GStreamer. */
gboolean master_pcm_read (MasterPcm *self, const gchar *path);
void master_pcm_clear (MasterPcm *self);

/** The samples, as an element of one pad; floating. It can be sought in. */
GstElement *
master_pcm_play (const MasterPcm *self, const gchar *path, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MasterPcm, master_pcm_clear)

#endif /* MASTER_PCM_H */
