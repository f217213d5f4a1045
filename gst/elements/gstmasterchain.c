/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterchain
 * @title: masterchain
 * @short_description: all mastering stages in one element
 *
 * A bin that holds the stages in mastering order: #GstMasterEq,
 * #GstMasterCompressor, #GstMasterLimiter. Every stage starts out neutral (the
 * limiter holds the ceiling) and is reached by its name: `eq::band0::gain`,
 * `compressor::ratio`, `limiter::ceiling`; from a program by
 * gst_child_proxy_set() or gst_bin_get_by_name().
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! masterchain compressor::ratio=1.5 limiter::drive=4 limiter::ceiling=-1 ! audioconvert ! autoaudiosink
 * ]| A gentle master.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! masterchain eq::band0::frequency=250 eq::band0::gain=-2 ! masterdither ! audio/x-raw,format=S16LE ! flacenc ! filesink location=master.flac
 * ]| Less mud, written as FLAC.
 */
#include "elements/gstmasterchain.h"

#include "base/gstmasterfilter.h"

/* The stages, upstream first. */
static const gchar *const stages[] = { "eq", "compressor", "limiter" };

enum {
  PROP_BYPASS = 1,
};

struct _GstMasterChain {
  GstBin parent;

  GstElement *elements[G_N_ELEMENTS (stages)]; /* owned by the bin */
  gboolean bypass;
};

G_DEFINE_TYPE (GstMasterChain, gst_master_chain, GST_TYPE_BIN)
GST_ELEMENT_REGISTER_DEFINE (masterchain, "masterchain", GST_RANK_NONE,
    GST_TYPE_MASTER_CHAIN)

static void
gst_master_chain_set_property (GObject *object, guint id, const GValue *value,
    GParamSpec *pspec)
{
  GstMasterChain *self = GST_MASTER_CHAIN (object);

  if (id != PROP_BYPASS) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  GST_OBJECT_LOCK (self);
  self->bypass = g_value_get_boolean (value);
  GST_OBJECT_UNLOCK (self);
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (self->elements[i])
      g_object_set_property (G_OBJECT (self->elements[i]), "bypass", value);
}

static void
gst_master_chain_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  if (id != PROP_BYPASS) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  g_value_set_boolean (value, GST_MASTER_CHAIN (object)->bypass);
  GST_OBJECT_UNLOCK (object);
}

static void
add_ghost_pad (GstMasterChain *self, const gchar *name, GstElement *end)
{
  GstPadTemplate *templ =
      gst_element_class_get_pad_template (GST_ELEMENT_GET_CLASS (self), name);
  GstPad *target = gst_element_get_static_pad (end, name);

  gst_element_add_pad (GST_ELEMENT (self),
      gst_ghost_pad_new_from_template (name, target, templ));
  gst_object_unref (target);
}

static void
gst_master_chain_constructed (GObject *object)
{
  GstMasterChain *self = GST_MASTER_CHAIN (object);
  guint last = G_N_ELEMENTS (stages) - 1;

  G_OBJECT_CLASS (gst_master_chain_parent_class)->constructed (object);
  for (guint i = 0; i <= last; i++) {
    gchar *factory = g_strconcat ("master", stages[i], NULL);
    self->elements[i] = gst_element_factory_make (factory, stages[i]);
    g_free (factory);
    g_return_if_fail (self->elements[i] != NULL);
    gst_bin_add (GST_BIN (self), self->elements[i]);
    if (i > 0)
      gst_element_link (self->elements[i - 1], self->elements[i]);
  }
  add_ghost_pad (self, "sink", self->elements[0]);
  add_ghost_pad (self, "src", self->elements[last]);
}

static void
add_template (GstElementClass *klass, const gchar *name,
    GstPadDirection direction)
{
  GstCaps *caps =
      gst_caps_from_string ("audio/x-raw, format = (string) " GST_AUDIO_NE (
          F32) ", rate = (int) [ 4000, 768000 ], "
               "channels = (int) [ 1, 64 ], layout = (string) interleaved");

  gst_element_class_add_pad_template (klass,
      gst_pad_template_new (name, direction, GST_PAD_ALWAYS, caps));
  gst_caps_unref (caps);
}

static void
gst_master_chain_class_init (GstMasterChainClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->set_property = gst_master_chain_set_property;
  object_class->get_property = gst_master_chain_get_property;
  object_class->constructed = gst_master_chain_constructed;
  g_object_class_install_property (object_class, PROP_BYPASS,
      g_param_spec_boolean ("bypass", "Bypass",
          "Pass the input on, at the same latency; switching fades", FALSE,
          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
              GST_PARAM_MUTABLE_PLAYING));
  add_template (element_class, "sink", GST_PAD_SINK);
  add_template (element_class, "src", GST_PAD_SRC);
  gst_element_class_set_metadata (element_class, "Mastering chain",
      "Filter/Effect/Audio", "Equaliser, compressor and limiter in one element",
      "the gst-mastering authors");
}

static void
gst_master_chain_init (GstMasterChain *self)
{
}
