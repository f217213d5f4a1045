/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ear.h - hears the float32 that goes into an element.
 */
#ifndef MASTER_EAR_H
#define MASTER_EAR_H

#include <gst/gst.h>

/** Who hears. All is called in the thread that pushes the sound. */
typedef struct {
  guint most_channels; /* sound of more is not heard */
  /* A format, before its sound; or NULL. */
  void (*begin) (gpointer listener, guint channels, gint rate);
  /* Interleaved sound. */
  void (
      *hear) (gpointer listener, const gfloat *x, gsize frames, guint channels);
  void (*end) (gpointer listener); /* the end of the stream; or NULL */
  GDestroyNotify free;             /* when the element goes; or NULL */
} MasterEar;

/** Puts an ear, which is constant and stays, to the pad "sink" of the element.
 */
void
master_ear_put (GstElement *element, const MasterEar *ear, gpointer listener);

#endif /* MASTER_EAR_H */
