/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterframes.h"

#include <string.h>

#include "gstmasterfilter-private.h"
#include "gstmasterobject.h"
#include "gstmasterparams.h"
#include "dsp/common/time/grid.h"

/* --- values in, values out */

/* Automation would flood the bus with each number that it passes, so a value is
 * complained of once. */
void
gst_master_frames_complain (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  g_autofree gchar *complaint =
      gst_master_params_complain (gst_master_filter_stage (self),
          priv->snapshot, GST_AUDIO_FILTER_RATE (self), priv->told);

  if (complaint)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS, ("%s", complaint), (NULL));
}

/* Tells the values that the engine is about to get, those that differ from
 * their defaults. */
static void
tell_settings (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  g_autofree gchar *text = NULL;

  if (gst_debug_category_get_threshold (GST_CAT_DEFAULT) < GST_LEVEL_DEBUG)
    return;
  text = gst_master_params_describe (gst_master_filter_stage (self),
      priv->snapshot);
  GST_DEBUG_OBJECT (self, "settings: %s", text);
}

void
gst_master_frames_apply (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gboolean bypass;

  if (gst_master_filter_take_changes (self, priv->snapshot, &bypass)) {
    tell_settings (self);
    gst_master_engine_set (priv->engine, priv->snapshot);
    gst_master_engine_set_bypass (priv->engine, bypass);
    gst_master_frames_complain (self);
    priv->newly_set = TRUE;
  }
  if (g_atomic_int_compare_and_exchange (&priv->restart, TRUE, FALSE))
    gst_master_engine_reset (priv->engine, FALSE);
}

void
gst_master_frames_publish (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (mst_stage_n_readouts (gst_master_filter_stage (self)) == 0)
    return;
  GST_OBJECT_LOCK (self);
  if (!g_atomic_int_get (&priv->restart))
    gst_master_engine_read (priv->engine, priv->readouts);
  GST_OBJECT_UNLOCK (self);
}

static gboolean
is_automated (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (gst_master_object_has_bindings (GST_OBJECT (self)))
    return TRUE;
  for (guint i = 0; i < priv->bands->len; i++)
    if (gst_master_object_has_bindings (g_ptr_array_index (priv->bands, i)))
      return TRUE;
  return FALSE;
}

/* Gives the properties the values that GstController has for the next frame. */
static void
sync_values (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  const GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  GstClockTime time =
      gst_master_position_pts (&priv->position, priv->position.in);

  if (segment->format != GST_FORMAT_TIME)
    return;
  if (GST_CLOCK_TIME_IS_VALID (time))
    time = gst_segment_to_stream_time (segment, GST_FORMAT_TIME, time);
  if (!GST_CLOCK_TIME_IS_VALID (time))
    return;
  gst_object_sync_values (GST_OBJECT (self), time);
  for (guint i = 0; i < priv->bands->len; i++)
    gst_object_sync_values (g_ptr_array_index (priv->bands, i), time);
}

/* --- frames */

/* Returns how many of the next `left` frames may be run in one go. */
static gint
next_span (GstMasterFilter *self, guint64 left, gboolean automated,
    guint64 until)
{
  guint64 in = gst_master_filter_priv (self)->position.in;
  guint64 span = MIN (left, GST_MASTER_ENGINE_BLOCK);

  if (automated)
    span = MIN (span, MST_GRID - in % MST_GRID);
  return (gint) MIN (span, until);
}

void
gst_master_frames_run (GstMasterFilter *self, const GstMasterView *in,
    const GstMasterView *out, guint64 n)
{
  GstMasterFilterClass *klass = GST_MASTER_FILTER_GET_CLASS (self);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  gboolean automated = is_automated (self);
  GstMasterView from = *in, to = out ? *out : *in;

  while (n > 0) {
    guint64 until =
        klass->frames_until ? klass->frames_until (self, priv->total) : n + 1;
    gint span = next_span (self, n, automated, until);

    if (automated && priv->position.in % MST_GRID == 0)
      sync_values (self);
    gst_master_frames_apply (self);
    gst_master_engine_run (priv->engine, &from, out ? &to : NULL, span);
    gst_master_view_advance (&from, span);
    if (out)
      gst_master_view_advance (&to, span);
    n -= span;
    priv->position.in += span;
    priv->total += span;
    if (klass->reached && (guint64) span == until) {
      gst_master_frames_publish (self);
      klass->reached (self, priv->total,
          gst_master_position_pts (&priv->position, priv->position.in));
    }
  }
  gst_master_frames_publish (self);
}
