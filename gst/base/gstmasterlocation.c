/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterlocation.h"

#include "gstmasterfilter-private.h"

static gboolean
is_location (gpointer self, guint id)
{
  return id ==
      gst_master_filter_first_property (GST_MASTER_FILTER_GET_CLASS (self));
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (object);

  if (!is_location (object, id)) {
    gst_master_filter_set_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  g_free (priv->location);
  priv->location = g_value_dup_string (value);
  GST_OBJECT_UNLOCK (object);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (!is_location (object, id)) {
    gst_master_filter_get_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  g_value_set_string (value, gst_master_filter_priv (object)->location);
  GST_OBJECT_UNLOCK (object);
}

static gboolean
prepare (GstMasterFilter *self)
{
  g_autofree gchar *location = NULL;

  GST_OBJECT_LOCK (self);
  location = g_strdup (gst_master_filter_priv (self)->location);
  GST_OBJECT_UNLOCK (self);
  return !location || !*location ||
      GST_MASTER_FILTER_GET_CLASS (self)->read (self, location);
}

void
gst_master_location_install (GstMasterFilterClass *klass, const gchar *name,
    const gchar *nick, const gchar *blurb,
    gboolean (*read) (GstMasterFilter *self, const gchar *location))
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  klass->prepare = prepare;
  klass->read = read;
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  g_object_class_install_property (object_class,
      gst_master_filter_first_property (klass),
      g_param_spec_string (name, nick, blurb, NULL,
          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
              GST_PARAM_MUTABLE_READY));
}
