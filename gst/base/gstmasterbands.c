/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterfilter-private.h"

#include "gstmasterband.h"

static GObject *
get_child_by_index (GstChildProxy *proxy, guint index)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (proxy);

  if (index >= priv->bands->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (priv->bands, index));
}

/* Counts the bands in use, or, while a preset loads, all that it may set. Each
 * band can be had by name or index at any time, so that band5::gain may be set
 * before bands=6. */
static guint
get_children_count (GstChildProxy *proxy)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (proxy);
  guint count = priv->bands->len;

  if (count > 0 && !g_atomic_int_get (&priv->loading)) {
    GST_OBJECT_LOCK (proxy);
    count = (guint) priv->values[0];
    GST_OBJECT_UNLOCK (proxy);
  }
  return count;
}

static GObject *
get_child_by_name (GstChildProxy *proxy, const gchar *name)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (proxy);

  for (guint i = 0; i < priv->bands->len; i++) {
    GObject *band = g_ptr_array_index (priv->bands, i);
    if (g_strcmp0 (GST_OBJECT_NAME (band), name) == 0)
      return g_object_ref (band);
  }
  return NULL;
}

void
gst_master_bands_interface_init (gpointer g_iface, gpointer data)
{
  GstChildProxyInterface *iface = g_iface;

  iface->get_child_by_index = get_child_by_index;
  iface->get_child_by_name = get_child_by_name;
  iface->get_children_count = get_children_count;
}

static gdouble
read_band (GstObject *self, gint index, gint row)
{
  const MstStage *stage = gst_master_filter_stage (self);
  gdouble value;

  GST_OBJECT_LOCK (self);
  value =
      gst_master_filter_priv (self)
          ->readouts[stage->n_readouts + index * stage->n_band_readouts + row];
  GST_OBJECT_UNLOCK (self);
  return value;
}

void
gst_master_bands_make (GstMasterFilter *self)
{
  static const GstMasterBandParent parent = {
    .changed = gst_master_filter_mark_changed,
    .read = read_band,
  };
  const MstStage *stage = gst_master_filter_stage (self);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  GType type;

  if (stage->max_bands == 0)
    return;
  type = gst_master_band_register (G_OBJECT_TYPE_NAME (self), stage, &parent);
  for (gint i = 0; i < stage->max_bands; i++) {
    GstObject *band = gst_master_band_new (type, i);
    gst_object_set_parent (band, GST_OBJECT (self));
    g_ptr_array_add (priv->bands, band);
  }
}

void
gst_master_bands_release (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  for (guint i = 0; i < priv->bands->len; i++)
    gst_object_unparent (g_ptr_array_index (priv->bands, i));
  g_ptr_array_set_size (priv->bands, 0);
}
