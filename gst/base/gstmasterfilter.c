/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterfilter-private.h"

#include <string.h>

#include "gstmasterband.h"
#include "gstmasterformat.h"
#include "gstmasterparams.h"
#include "dsp/common/vector/kernels.h"

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (GstMasterFilter, gst_master_filter,
    GST_TYPE_AUDIO_FILTER,
    G_ADD_PRIVATE (GstMasterFilter) G_IMPLEMENT_INTERFACE (GST_TYPE_CHILD_PROXY,
        gst_master_bands_interface_init) G_IMPLEMENT_INTERFACE (GST_TYPE_PRESET,
        gst_master_presets_interface_init))

/* The ids of the properties: the stage's parameters from FIRST_PARAM on, then
 * its curves, its readouts and arrays, bypass where the stage has one, and the
 * subclass's own. */
#define FIRST_PARAM 1

GstMasterFilterPrivate *
gst_master_filter_priv (gpointer self)
{
  return gst_master_filter_get_instance_private (self);
}

const MstStage *
gst_master_filter_stage (gpointer self)
{
  return GST_MASTER_FILTER_GET_CLASS (self)->stage;
}

static guint
first_curve (const MstStage *stage)
{
  return FIRST_PARAM + stage->n_params;
}

static guint
first_readout (const MstStage *stage)
{
  return first_curve (stage) + stage->n_curves;
}

static guint
first_array (const MstStage *stage)
{
  return first_readout (stage) + stage->n_readouts;
}

static guint
bypass_id (const MstStage *stage)
{
  return first_array (stage) + stage->n_arrays;
}

static guint
gap_hold_id (const MstStage *stage)
{
  return bypass_id (stage) + 1;
}

static gboolean
has_bypass (const MstStage *stage)
{
  return !(stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT));
}

guint
gst_master_filter_first_property (GstMasterFilterClass *klass)
{
  return bypass_id (klass->stage) + 2;
}

/* --- properties */

void
gst_master_filter_mark_changed (GstObject *self)
{
  g_atomic_int_set (&gst_master_filter_priv (self)->changed, TRUE);
}

void
gst_master_filter_set_property (GObject *object, guint id, const GValue *value,
    GParamSpec *pspec)
{
  const MstStage *stage = gst_master_filter_stage (object);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (object);

  if (id >= first_readout (stage) && id < bypass_id (stage)) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  if (id >= first_curve (stage) && id < first_readout (stage)) {
    if (gst_master_curve_set (&priv->curves[id - first_curve (stage)],
            GST_ELEMENT (object), value))
      gst_master_filter_mark_changed (GST_OBJECT (object));
    return;
  }
  GST_OBJECT_LOCK (object);
  if (id == bypass_id (stage))
    priv->bypass = g_value_get_boolean (value);
  else if (id == gap_hold_id (stage))
    priv->gap_hold = g_value_get_double (value);
  else
    priv->values[id - FIRST_PARAM] =
        gst_master_param_from_value (&stage->params[id - FIRST_PARAM], value);
  GST_OBJECT_UNLOCK (object);
  gst_master_filter_mark_changed (GST_OBJECT (object));
}

void
gst_master_filter_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  const MstStage *stage = gst_master_filter_stage (object);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (object);
  guint curve = first_curve (stage), readout = first_readout (stage);

  if (id >= curve && id < readout) {
    gst_master_curve_get (&priv->curves[id - curve], GST_ELEMENT (object),
        value);
    return;
  }
  GST_OBJECT_LOCK (object);
  if (id < curve)
    gst_master_param_to_value (&stage->params[id - FIRST_PARAM],
        priv->values[id - FIRST_PARAM], value);
  else if (id < first_array (stage))
    gst_master_param_to_value (&stage->readouts[id - readout],
        priv->readouts[id - readout], value);
  else if (id < bypass_id (stage))
    gst_master_array_to_value (priv->readouts +
            mst_stage_array_at (stage, id - first_array (stage)),
        stage->arrays[id - first_array (stage)].count, 1, value);
  else if (id == bypass_id (stage))
    g_value_set_boolean (value, priv->bypass);
  else if (id == gap_hold_id (stage))
    g_value_set_double (value, priv->gap_hold);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  GST_OBJECT_UNLOCK (object);
}

static void
install_properties (GObjectClass *object_class, const MstStage *stage)
{
  /* GObject calls set_property of the class that installed the property, so
   * each subclass must have these. */
  object_class->set_property = gst_master_filter_set_property;
  object_class->get_property = gst_master_filter_get_property;

  gst_master_params_install (object_class, FIRST_PARAM, stage->params,
      stage->n_params, G_OBJECT_CLASS_NAME (object_class));
  gst_master_curves_install (object_class, first_curve (stage), stage->curves,
      stage->n_curves);
  gst_master_readouts_install (object_class, first_readout (stage),
      stage->readouts, stage->n_readouts);
  gst_master_arrays_install (object_class, first_array (stage), stage->arrays,
      stage->n_arrays);
  if (!(stage->flags & MST_STAGE_ANALYZER))
    g_object_class_install_property (object_class, gap_hold_id (stage),
        g_param_spec_double ("gap-hold", "Gap Hold",
            "Longest hole in the stream over which the stage goes on; after a "
            "longer one it starts afresh [ms]",
            0.0, 3600e3, GST_MASTER_FILTER_GAP_HOLD,
            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                GST_PARAM_MUTABLE_PLAYING));
  if (has_bypass (stage))
    g_object_class_install_property (object_class, bypass_id (stage),
        g_param_spec_boolean ("bypass", "Bypass",
            "Pass the input on, at the same latency; switching fades", FALSE,
            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                GST_PARAM_CONTROLLABLE | GST_PARAM_MUTABLE_PLAYING));
}

void
gst_master_filter_get_values (GstMasterFilter *self, gdouble *values)
{
  const MstStage *stage = gst_master_filter_stage (self);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  GST_OBJECT_LOCK (self);
  if (stage->n_params > 0)
    memcpy (values, priv->values, stage->n_params * sizeof (gdouble));
  for (gint i = 0; i < stage->n_curves; i++)
    memcpy (values + mst_stage_first_curve (stage) + i * MST_CURVE_POINTS,
        priv->curves[i].gains, sizeof (priv->curves[i].gains));
  GST_OBJECT_UNLOCK (self);
  for (gint i = 0; i < stage->max_bands; i++)
    gst_master_band_collect (g_ptr_array_index (priv->bands, i),
        values + stage->n_params + i * stage->n_band_params);
}

gboolean
gst_master_filter_take_changes (GstMasterFilter *self, gdouble *values,
    gboolean *bypass)
{
  GstMasterFilterClass *klass = GST_MASTER_FILTER_GET_CLASS (self);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  if (!g_atomic_int_compare_and_exchange (&priv->changed, TRUE, FALSE))
    return FALSE;
  GST_OBJECT_LOCK (self);
  *bypass = priv->bypass;
  GST_OBJECT_UNLOCK (self);
  gst_master_filter_get_values (self, values);
  if (klass->adjust)
    klass->adjust (self, values);
  return TRUE;
}

void
gst_master_filter_get_readouts (GstMasterFilter *self, gdouble *values)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  GST_OBJECT_LOCK (self);
  memcpy (values, priv->readouts,
      mst_stage_n_readouts (gst_master_filter_stage (self)) * sizeof (gdouble));
  GST_OBJECT_UNLOCK (self);
}

static void
clear_readouts (GstMasterFilter *self)
{
  const MstStage *stage = gst_master_filter_stage (self);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  GST_OBJECT_LOCK (self);
  for (gint i = 0; i < mst_stage_n_readouts (stage); i++)
    priv->readouts[i] = mst_stage_readout (stage, i)->def;
  GST_OBJECT_UNLOCK (self);
}

void
gst_master_filter_set_guard (GstMasterFilter *self, const GstMasterGuard *guard,
    GObject *owner)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  priv->guard = guard;
  g_set_object (&priv->guard_owner, owner);
}

void
gst_master_filter_restart (GstMasterFilter *self)
{
  g_atomic_int_set (&gst_master_filter_priv (self)->restart, TRUE);
  clear_readouts (self);
}

/* --- object and class */

static void
gst_master_filter_constructed (GObject *object)
{
  const MstStage *stage = gst_master_filter_stage (object);
  GstMasterFilterPrivate *priv = gst_master_filter_priv (object);
  gint n = mst_stage_n_values (stage);

  priv->values = g_new0 (gdouble, n + 1);
  priv->snapshot = g_new0 (gdouble, n + 1);
  priv->made_with = g_new0 (gdouble, n + 1);
  priv->told = g_new0 (guint8, n + 1);
  priv->readouts = g_new0 (gdouble, mst_stage_n_readouts (stage) + 1);
  mst_stage_defaults (stage, priv->values);
  mst_stage_defaults (stage, priv->snapshot);
  priv->curves = g_new0 (GstMasterCurve, stage->n_curves + 1);
  for (gint i = 0; i < stage->n_curves; i++)
    gst_master_curve_init (&priv->curves[i], &stage->curves[i]);
  clear_readouts (GST_MASTER_FILTER (object));
  gst_master_bands_make (GST_MASTER_FILTER (object));
  G_OBJECT_CLASS (gst_master_filter_parent_class)->constructed (object);
}

static void
gst_master_filter_dispose (GObject *object)
{
  gst_master_bands_release (GST_MASTER_FILTER (object));
  g_clear_object (&gst_master_filter_priv (object)->guard_owner);
  G_OBJECT_CLASS (gst_master_filter_parent_class)->dispose (object);
}

static void
gst_master_filter_finalize (GObject *object)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (object);

  gst_master_stream_finalize (GST_MASTER_FILTER (object));
  for (gint i = 0; i < gst_master_filter_stage (object)->n_curves; i++)
    gst_master_curve_clear (&priv->curves[i]);
  g_free (priv->curves);
  g_ptr_array_unref (priv->bands);
  g_free (priv->told);
  g_free (priv->location);
  g_free (priv->values);
  g_free (priv->snapshot);
  g_free (priv->made_with);
  g_free (priv->readouts);
  G_OBJECT_CLASS (gst_master_filter_parent_class)->finalize (object);
}

static void
gst_master_filter_class_init (GstMasterFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  mst_kernels_init ();
  object_class->constructed = gst_master_filter_constructed;
  object_class->dispose = gst_master_filter_dispose;
  object_class->finalize = gst_master_filter_finalize;
  gst_master_stream_class_init (GST_BASE_TRANSFORM_CLASS (klass));
  gst_type_mark_as_plugin_api (GST_TYPE_MASTER_FILTER, 0);
}

static void
gst_master_filter_init (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  priv->bands = g_ptr_array_new ();
  priv->gap_hold = GST_MASTER_FILTER_GAP_HOLD;
  gst_master_stream_init (self);
}

/* Takes the caps. */
static void
add_template (GstElementClass *klass, const gchar *name,
    GstPadDirection direction, GstCaps *caps)
{
  gst_element_class_add_pad_template (klass,
      gst_pad_template_new (name, direction, GST_PAD_ALWAYS, caps));
  gst_caps_unref (caps);
}

/* Each element has a debug category of its own name. */
static void
add_category (GstMasterFilterClass *klass)
{
  g_autofree gchar *name = g_strconcat ("master", klass->stage->name, NULL);

  GST_DEBUG_CATEGORY_INIT (klass->category, name, 0, klass->stage->title);
}

/* gst-inspect-1.0 does not list the properties of bands, which are children. */
static gchar *
describe (const MstStage *stage)
{
  GString *out = g_string_new (stage->blurb);

  for (int i = 0; i < stage->n_band_params; i++)
    g_string_append_printf (out, "%s%s",
        i == 0 ? ". Each band has, as band0::NAME, the properties " : ", ",
        stage->band_params[i].name);
  return g_string_free (out, FALSE);
}

void
gst_master_filter_class_set_stage (GstMasterFilterClass *klass,
    const MstStage *stage)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  g_autofree gchar *page =
      g_strconcat (DOCS, "/stages/", stage->name, DOCS_ENDING, NULL);
  g_autofree gchar *description = describe (stage);

  klass->stage = stage;
  add_category (klass);
  install_properties (G_OBJECT_CLASS (klass), stage);
  gst_element_class_set_metadata (element_class, stage->title, stage->klass,
      description, GST_MASTER_AUTHORS);
  gst_element_class_add_metadata (element_class, GST_ELEMENT_METADATA_DOC_URI,
      page);
  add_template (element_class, "sink", GST_PAD_SINK,
      gst_master_format_new_float_caps ());
  add_template (element_class, "src", GST_PAD_SRC,
      stage->flags & MST_STAGE_INTEGER_OUT
          ? gst_master_format_new_integer_caps ()
          : gst_master_format_new_float_caps ());
}
