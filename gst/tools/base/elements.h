/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * elements.h - making GStreamer elements, with an error where one is missing.
 */
#ifndef MASTER_ELEMENTS_H
#define MASTER_ELEMENTS_H

#include <gst/gst.h>

/** The caps that the chain works in: interleaved float32 in the machine's byte
 * order. */
#define MASTER_F32_CAPS                                                        \
  "audio/x-raw,format=" GST_AUDIO_NE (F32) ",layout=interleaved"

/** Makes a new element, which is floating. Returns NULL, with an error that
 * names the element, where it is missing. */
GstElement *master_element (const gchar *factory, GError **error);

/** Adds new elements to `bin` and links them in the order of the names (NULL
 * ends them). Returns the elements in `out`, or FALSE with an error. */
gboolean master_elements_chain (GstBin *bin, const gchar *const *factories,
    GstElement **out, GError **error);

/** Does the same, and links `from` to the first of them. */
gboolean master_elements_append (GstBin *bin, GstElement *from,
    const gchar *const *factories, GstElement **out, GError **error);

/** Gives `bin` a ghost pad of the same name for `element`'s static pad. */
void
master_elements_ghost (GstBin *bin, GstElement *element, const gchar *pad_name);

/** Sets the caps of a capsfilter from text. */
void master_elements_set_caps (GstElement *capsfilter, const gchar *caps);

/** Bounds a queue by bytes alone, so that no mix of block sizes can starve a
 * branch of a tee. */
void master_elements_set_queue (GstElement *queue);

/** Makes a sink run as fast as data comes, so that sinks never wait for each
 * other. */
void master_elements_set_free_running (GstElement *sink);

#endif /* MASTER_ELEMENTS_H */
