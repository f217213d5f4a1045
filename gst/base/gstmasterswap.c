/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterswap.h"

#include <string.h>

#include "gstmasterfilter-private.h"
#include "gstmasterjoints.h"
#include "gstmasterlatency.h"

/* Names the parameters that the stage was made without, with commas; NULL where
 * there are none. */
static gchar *
find_late (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  const MstStage *stage = gst_master_filter_stage (self);
  GString *names = NULL;

  for (gint i = 0; i < stage->n_params; i++) {
    if (!(stage->params[i].flags & MST_PARAM_AT_START) ||
        priv->snapshot[i] == priv->made_with[i])
      continue;
    if (!names)
      names = g_string_new (NULL);
    else
      g_string_append (names, ", ");
    g_string_append (names, stage->params[i].name);
  }
  return names ? g_string_free (names, FALSE) : NULL;
}

void
gst_master_swap_forget (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (priv->late && priv->guard)
    priv->guard->done (priv->guard_owner);
  priv->late = FALSE;
}

static void
note_values (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  g_autofree gchar *late = find_late (self);

  if (!late)
    gst_master_swap_forget (self);
  if (!late || priv->late)
    return;
  priv->late = TRUE;
  GST_DEBUG_OBJECT (self, "set after the start: %s", late);
  if (priv->guard)
    priv->guard->ask (priv->guard_owner);
  else
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("%s: read when the element starts, and in force from the next start "
         "on",
            late),
        (NULL));
}

gboolean
gst_master_swap_engine (GstMasterFilter *self, const GstAudioInfo *in,
    const GstAudioInfo *out)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  const MstStage *stage = gst_master_filter_stage (self);
  GstMasterEngine *engine;
  gboolean bypass;

  g_atomic_int_set (&priv->changed, TRUE);
  gst_master_filter_take_changes (self, priv->snapshot, &bypass);
  engine = gst_master_engine_new (stage, in, out, priv->snapshot, bypass);
  if (!engine) {
    GST_ELEMENT_ERROR (self, RESOURCE, NO_SPACE_LEFT, (NULL),
        ("no memory for %d channels", GST_AUDIO_INFO_CHANNELS (in)));
    return FALSE;
  }
  gst_master_latency_set (self, gst_master_engine_latency (engine));
  gst_master_joints_drain (self);
  gst_master_joints_start_anew (self);
  gst_master_engine_free (priv->engine);
  priv->engine = engine;
  gst_master_swap_forget (self);
  priv->newly_set = FALSE;
  memcpy (priv->made_with, priv->snapshot, stage->n_params * sizeof (gdouble));
  return TRUE;
}

/* Before the first frame of a count nothing has been heard of the stage: values
 * that were set since it was made are taken over there and then. */
static gboolean
run_fresh (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstAudioInfo in = *GST_AUDIO_FILTER_INFO (self);
  g_autofree gchar *late = NULL;
  gboolean bypass;

  if (!g_atomic_int_get (&priv->changed))
    return TRUE;
  gst_master_filter_take_changes (self, priv->snapshot, &bypass);
  g_atomic_int_set (&priv->changed, TRUE); /* the engine has not had them */
  late = find_late (self);
  if (!late)
    return TRUE;
  GST_DEBUG_OBJECT (self, "set before the first frame: %s", late);
  return gst_master_swap_engine (self, &in, &priv->out_info);
}

gboolean
gst_master_swap_run (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GstAudioInfo in;

  if (priv->fresh)
    return run_fresh (self);

  if (priv->newly_set)
    note_values (self);
  priv->newly_set = FALSE;
  if (!priv->late || !priv->guard ||
      !priv->guard->is_granted (priv->guard_owner))
    return TRUE;
  in = *GST_AUDIO_FILTER_INFO (self);
  return gst_master_swap_engine (self, &in, &priv->out_info);
}
