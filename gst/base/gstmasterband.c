/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterband.h"

#include <string.h>

#include "gstmasterparams.h"

typedef struct {
  gint index;
  gdouble *values; /* by OBJECT_LOCK */
} GstMasterBandPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GstMasterBand, gst_master_band,
    GST_TYPE_OBJECT)

typedef struct {
  const MstStage *stage;
  const GstMasterBandParent *parent;
} BandType;

static gdouble *
band_values (gpointer band)
{
  GstMasterBandPrivate *priv = gst_master_band_get_instance_private (band);

  return priv->values;
}

static void
gst_master_band_set_property (GObject *object, guint id, const GValue *value,
    GParamSpec *pspec)
{
  GstMasterBandClass *klass = GST_MASTER_BAND_GET_CLASS (object);
  const MstParam *row = &klass->stage->band_params[id - 1];
  gdouble number = gst_master_param_from_value (row, value);
  GstObject *parent;

  GST_OBJECT_LOCK (object);
  band_values (object)[id - 1] = number;
  GST_OBJECT_UNLOCK (object);

  parent = gst_object_get_parent (GST_OBJECT (object));
  if (parent) {
    klass->parent->changed (parent);
    gst_object_unref (parent);
  }
}

/* Property ids: the band's parameters from 1 on, then its readouts. */
static guint
first_readout (const MstStage *stage)
{
  return 1 + stage->n_band_params;
}

static void
get_readout (GObject *object, gint row, GValue *value)
{
  GstMasterBandClass *klass = GST_MASTER_BAND_GET_CLASS (object);
  GstMasterBandPrivate *priv =
      gst_master_band_get_instance_private (GST_MASTER_BAND (object));
  GstObject *parent = gst_object_get_parent (GST_OBJECT (object));
  gdouble number = klass->stage->band_readouts[row].def;

  if (parent) {
    number = klass->parent->read (parent, priv->index, row);
    gst_object_unref (parent);
  }
  gst_master_param_to_value (&klass->stage->band_readouts[row], number, value);
}

static void
gst_master_band_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  const MstStage *stage = GST_MASTER_BAND_GET_CLASS (object)->stage;

  if (id >= first_readout (stage)) {
    get_readout (object, (gint) (id - first_readout (stage)), value);
    return;
  }
  GST_OBJECT_LOCK (object);
  gst_master_param_to_value (&stage->band_params[id - 1],
      band_values (object)[id - 1], value);
  GST_OBJECT_UNLOCK (object);
}

static void
gst_master_band_constructed (GObject *object)
{
  const MstStage *stage = GST_MASTER_BAND_GET_CLASS (object)->stage;
  GstMasterBandPrivate *priv =
      gst_master_band_get_instance_private (GST_MASTER_BAND (object));

  priv->values = g_new0 (gdouble, stage->n_band_params);
  for (gint i = 0; i < stage->n_band_params; i++)
    priv->values[i] = stage->band_params[i].def;
  G_OBJECT_CLASS (gst_master_band_parent_class)->constructed (object);
}

static void
gst_master_band_finalize (GObject *object)
{
  g_free (band_values (object));
  G_OBJECT_CLASS (gst_master_band_parent_class)->finalize (object);
}

static void
gst_master_band_class_init (GstMasterBandClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = gst_master_band_constructed;
  object_class->finalize = gst_master_band_finalize;
}

static void
gst_master_band_init (GstMasterBand *self)
{
}

static void
stage_band_class_init (gpointer g_class, gpointer data)
{
  GstMasterBandClass *klass = g_class;
  GObjectClass *object_class = g_class;
  const BandType *type = data;

  klass->stage = type->stage;
  klass->parent = type->parent;
  object_class->set_property = gst_master_band_set_property;
  object_class->get_property = gst_master_band_get_property;
  gst_master_params_install (object_class, 1, type->stage->band_params,
      type->stage->n_band_params, G_OBJECT_CLASS_NAME (klass));
  gst_master_readouts_install (object_class, first_readout (type->stage),
      type->stage->band_readouts, type->stage->n_band_readouts);
}

GType
gst_master_band_register (const gchar *element_name, const MstStage *stage,
    const GstMasterBandParent *parent)
{
  static GMutex
      mutex; /* several threads may make their first element at once */
  g_autofree gchar *name = g_strconcat (element_name, "Band", NULL);
  GType type;

  g_mutex_lock (&mutex);
  type = g_type_from_name (name);
  if (type == 0) {
    BandType *data = g_new (BandType, 1); /* for the life of the type */
    GTypeInfo info = {
      .class_size = sizeof (GstMasterBandClass),
      .class_init = stage_band_class_init,
      .class_data = data,
      .instance_size = sizeof (GstMasterBand),
    };
    *data = (BandType){ stage, parent };
    type = g_type_register_static (GST_TYPE_MASTER_BAND, name, &info, 0);
    gst_type_mark_as_plugin_api (type, 0);
    gst_type_mark_as_plugin_api (GST_TYPE_MASTER_BAND, 0);
  }
  g_mutex_unlock (&mutex);
  return type;
}

GstObject *
gst_master_band_new (GType type, gint index)
{
  g_autofree gchar *name = g_strdup_printf ("band%d", index);
  GstMasterBand *self = g_object_new (type, "name", name, NULL);
  GstMasterBandPrivate *priv = gst_master_band_get_instance_private (self);

  priv->index = index;
  return GST_OBJECT (self);
}

void
gst_master_band_collect (GstMasterBand *self, gdouble *values)
{
  const MstStage *stage = GST_MASTER_BAND_GET_CLASS (self)->stage;

  GST_OBJECT_LOCK (self);
  memcpy (values, band_values (self), stage->n_band_params * sizeof (gdouble));
  GST_OBJECT_UNLOCK (self);
}
