/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterlatency.h"

#include <string.h>

#include "gstmasterfilter-private.h"
#include "gstmasterobject.h"

/* A player's queues of video hold about a second. If no audio has arrived at
 * the sink when they are full, nothing moves any more. */
#define LONG_BESIDE_VIDEO GST_SECOND

/* --- a long look-ahead beside video */

static gboolean
is_video_sink (GstElement *element)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  const gchar *klass = factory
      ? gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS)
      : NULL;

  return GST_OBJECT_FLAG_IS_SET (element, GST_ELEMENT_FLAG_SINK) &&
      !GST_IS_BIN (element) && klass && strstr (klass, "Video");
}

static gboolean
has_video_sink (GstBin *pipeline)
{
  GstIterator *elements = gst_bin_iterate_recurse (pipeline);
  GValue item = G_VALUE_INIT;
  gboolean found = FALSE;

  while (!found && gst_iterator_next (elements, &item) == GST_ITERATOR_OK) {
    found = is_video_sink (g_value_get_object (&item));
    g_value_reset (&item);
  }
  if (G_IS_VALUE (&item))
    g_value_unset (&item);
  gst_iterator_free (elements);
  return found;
}

static gboolean
is_live (GstMasterFilter *self)
{
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean live = FALSE;

  if (gst_pad_peer_query (GST_BASE_TRANSFORM_SINK_PAD (self), query))
    gst_query_parse_latency (query, &live, NULL, NULL);
  return live;
}

/* A video sink that is not there yet goes unnoticed. */
static void
warn_beside_video (GstMasterFilter *self, GstClockTime latency)
{
  g_autoptr (GstObject) top = NULL;

  if (latency < LONG_BESIDE_VIDEO || is_live (self))
    return;
  top = gst_master_object_find_top (self);
  if (!GST_IS_BIN (top) || !has_video_sink (GST_BIN (top)))
    return;
  GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
      ("%s looks ahead by %g s. Beside video a player may never start, since "
       "its queues hold less; set a look-ahead of at most 0.1 s.",
          GST_OBJECT_NAME (self), (gdouble) latency / GST_SECOND),
      (NULL));
}

/* --- the latency */

static GstClockTime
latency_of (GstMasterFilter *self)
{
  gint frames = g_atomic_int_get (&gst_master_filter_priv (self)->latency);
  GstClockTime latency = 0;

  GST_OBJECT_LOCK (self);
  if (GST_AUDIO_FILTER_RATE (self) > 0)
    latency = gst_util_uint64_scale_round (frames, GST_SECOND,
        GST_AUDIO_FILTER_RATE (self));
  GST_OBJECT_UNLOCK (self);
  return latency;
}

void
gst_master_latency_set (GstMasterFilter *self, gint frames)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (g_atomic_int_get (&priv->latency) == frames)
    return;
  g_atomic_int_set (&priv->latency, frames);
  GST_DEBUG_OBJECT (self, "latency: %d frames", frames);
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_latency (GST_OBJECT (self)));
  warn_beside_video (self, latency_of (self));
}

gboolean
gst_master_latency_answer (GstMasterFilter *self, GstQuery *query)
{
  GstClockTime min, max, own;
  gboolean live;

  if (!gst_pad_peer_query (GST_BASE_TRANSFORM_SINK_PAD (self), query))
    return FALSE;
  own = latency_of (self);
  gst_query_parse_latency (query, &live, &min, &max);
  min += own;
  if (GST_CLOCK_TIME_IS_VALID (max))
    max += own;
  gst_query_set_latency (query, live, min, max);
  return TRUE;
}
