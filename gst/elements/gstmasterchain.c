/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: the launch lines of a bin with so many faces are long.
 */
/**
 * SECTION:element-masterchain
 * @title: masterchain
 * @short_description: all mastering stages in one element
 *
 * A bin that holds the stages in mastering order. #GstMasterChain:stages lists
 * them by default, and chooses and orders them. Every stage starts out neutral
 * (the limiter holds the ceiling), and a neutral stage costs nothing. Each is
 * reached by its name: `eq::band0::gain`, `compressor::ratio`,
 * `limiter::ceiling`; from a program by gst_child_proxy_set() or
 * gst_bin_get_by_name().
 *
 * #GstMasterChain:settings holds all parameters at once.
 * #GstMasterChain:settings-location reads them from a JSON file, which
 * #GstMasterChain::save-settings writes, and #GstMasterChain:preset chooses
 * settings for a purpose by name. Faulty settings change nothing: before the
 * start the element posts an error and does not start, later it posts a
 * warning.
 *
 * #GstMasterChain:bypass lets the input be heard, in time with the output and
 * as loud as it, for a fair comparison.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterchain compressor::ratio=1.5 limiter::drive=4 limiter::ceiling=-1 ! \
 *   audioconvert ! autoaudiosink
 * ]| A gentle master.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterchain eq::band0::frequency=250 eq::band0::gain=-2 ! masterdither ! \
 *   audio/x-raw,format=S16LE ! flacenc ! filesink location=master.flac
 * ]| Less mud, written as FLAC.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterchain preset=warm-analog limiter::drive=2 ! audioconvert ! \
 *   autoaudiosink
 * ]| A preset, and what differs from it.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterchain wishes="warmer=3,wider" limiter::drive=2 ! audioconvert ! \
 *   autoaudiosink
 * ]| A musician's words.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterchain stages=compressor,eq,limiter \
 *   settings="settings,eq::band0::gain=3.0,compressor::ratio=2.0" ! \
 *   audioconvert ! autoaudiosink
 * ]| Three stages, the compressor first.
 */
#include "gstmasterchain.h"

#include "base/gstmasterbypass.h"
#include "base/gstmasterfile.h"
#include "base/gstmasterfilter.h"
#include "base/gstmasterformat.h"
#include "gstmasterchainassistant.h"
#include "gstmasterchaincontrol.h"
#include "gstmasterchaindebug.h"
#include "gstmasterchainfile.h"
#include "gstmasterchainpresets.h"
#include "gstmasterchainproperties.h"
#include "gstmasterchainwishes.h"

struct _GstMasterChain {
  GstBin parent;

  GstMasterChainControl control;

  /* Guarded by OBJECT_LOCK. */
  gboolean bypass, bypass_match;
  gchar *preset, *location, *wished;
  gdouble gap_hold;
  GError *fault; /* to be told at the start */

  GstMasterChainAssistant assistant;
  GstMasterChainWishes wishes;
};

GST_DEBUG_CATEGORY (gst_master_chain_debug);
#define GST_CAT_DEFAULT gst_master_chain_debug

G_DEFINE_TYPE_WITH_CODE (GstMasterChain, gst_master_chain, GST_TYPE_BIN,
                         G_IMPLEMENT_INTERFACE (GST_TYPE_PRESET,
                             gst_master_chain_presets_interface_init);
                         GST_DEBUG_CATEGORY_INIT (gst_master_chain_debug,
                             "masterchain", 0, "Mastering chain"))
GST_ELEMENT_REGISTER_DEFINE (masterchain, "masterchain", GST_RANK_NONE,
    GST_TYPE_MASTER_CHAIN)

/* --- settings */

/* Takes the fault, and keeps it until the start, since nobody listens to the
 * bus before. */
static void
tell (GstMasterChain *self, GError *fault)
{
  gboolean running = GST_STATE (self) > GST_STATE_NULL;

  if (running) {
    gst_master_file_post (GST_ELEMENT (self), GST_MESSAGE_WARNING, fault);
    g_error_free (fault);
    return;
  }
  GST_OBJECT_LOCK (self);
  if (self->fault)
    g_error_free (fault);
  else
    self->fault = fault;
  GST_OBJECT_UNLOCK (self);
}

static gboolean
save_settings (GstMasterChain *self, const gchar *location)
{
  g_autoptr (GstStructure) settings =
      gst_master_chain_control_get (&self->control);
  GError *error = NULL;
  gboolean ok =
      location && gst_master_chain_file_save (settings, location, &error);

  if (error) {
    GST_ELEMENT_WARNING (self, RESOURCE, WRITE, ("%s", error->message), (NULL));
    g_error_free (error);
  }
  return ok;
}

GstMasterChainAssistant *
gst_master_chain_get_assistant (GstMasterChain *self)
{
  return &self->assistant;
}

/* --- properties */

static void
keep_string (GstMasterChain *self, gchar **string, const GValue *value)
{
  GST_OBJECT_LOCK (self);
  g_free (*string);
  *string = g_value_dup_string (value);
  GST_OBJECT_UNLOCK (self);
}

/* Wishes are on top of settings: others come without. */
static void
drop_wishes (GstMasterChain *self)
{
  gst_master_chain_wishes_clear (&self->wishes);
  GST_OBJECT_LOCK (self);
  g_clear_pointer (&self->wished, g_free);
  GST_OBJECT_UNLOCK (self);
}

static void
set_wishes (GstMasterChain *self, const GValue *value)
{
  GError *fault = NULL;

  if (gst_master_chain_wishes_set (&self->wishes, &self->control,
          g_value_get_string (value), &fault)) {
    keep_string (self, &self->wished, value);
    return;
  }
  g_prefix_error (&fault, "wishes: ");
  tell (self, fault);
}

static void
set_settings (GstMasterChain *self, const GstStructure *settings)
{
  GError *fault = NULL;

  if (settings &&
      !gst_master_chain_control_set (&self->control, settings, FALSE, &fault))
    tell (self, fault);
  else if (settings)
    drop_wishes (self);
}

/* NULL and "" are no name, and set nothing. */
static void
set_named (GstMasterChain *self, gchar **string, const GValue *value,
    gboolean (*apply) (GstMasterChainControl *, const gchar *, GError **))
{
  const gchar *name = g_value_get_string (value);
  GError *fault = NULL;

  if (name && name[0] && !apply (&self->control, name, &fault)) {
    tell (self, fault);
    return;
  }
  keep_string (self, string, value);
  if (name && name[0])
    drop_wishes (self);
}

static void
set_bypass (GstMasterChain *self, gboolean *which, const GValue *value)
{
  GST_DEBUG_OBJECT (self, "bypass: %d", g_value_get_boolean (value));
  GST_OBJECT_LOCK (self);
  *which = g_value_get_boolean (value);
  gst_master_bypass_set (self->control.tail, self->bypass, self->bypass_match);
  GST_OBJECT_UNLOCK (self);
}

static void
set_gap_hold (GstMasterChain *self, const GValue *value)
{
  GST_OBJECT_LOCK (self);
  self->gap_hold = g_value_get_double (value);
  GST_OBJECT_UNLOCK (self);
  gst_master_chain_control_set_gap_hold (&self->control,
      g_value_get_double (value));
}

static void
gst_master_chain_set_property (GObject *object, guint id, const GValue *value,
    GParamSpec *pspec)
{
  GstMasterChain *self = GST_MASTER_CHAIN (object);
  GError *fault = NULL;

  switch (id) {
    case GST_MASTER_CHAIN_PROP_BYPASS:
      set_bypass (self, &self->bypass, value);
      break;
    case GST_MASTER_CHAIN_PROP_BYPASS_MATCH:
      set_bypass (self, &self->bypass_match, value);
      break;
    case GST_MASTER_CHAIN_PROP_STAGES:
      if (!gst_master_chain_control_set_stages (&self->control,
              g_value_get_string (value), &fault))
        tell (self, fault);
      break;
    case GST_MASTER_CHAIN_PROP_PRESET:
      set_named (self, &self->preset, value,
          gst_master_chain_control_load_preset);
      break;
    case GST_MASTER_CHAIN_PROP_SETTINGS:
      set_settings (self, gst_value_get_structure (value));
      break;
    case GST_MASTER_CHAIN_PROP_SETTINGS_LOCATION:
      set_named (self, &self->location, value, gst_master_chain_control_load);
      break;
    case GST_MASTER_CHAIN_PROP_WISHES:
      set_wishes (self, value);
      break;
    case GST_MASTER_CHAIN_PROP_AMOUNT:
      gst_master_chain_control_set_amount (&self->control,
          g_value_get_double (value));
      break;
    case GST_MASTER_CHAIN_PROP_GAP_HOLD:
      set_gap_hold (self, value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_master_chain_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  GstMasterChain *self = GST_MASTER_CHAIN (object);

  /* These take the lock themselves. */
  if (id == GST_MASTER_CHAIN_PROP_SETTINGS) {
    g_value_take_boxed (value, gst_master_chain_control_get (&self->control));
    return;
  }
  if (id == GST_MASTER_CHAIN_PROP_STAGES) {
    g_value_take_string (value, gst_master_chain_control_list (&self->control));
    return;
  }
  GST_OBJECT_LOCK (self);
  switch (id) {
    case GST_MASTER_CHAIN_PROP_BYPASS:
      g_value_set_boolean (value, self->bypass);
      break;
    case GST_MASTER_CHAIN_PROP_BYPASS_MATCH:
      g_value_set_boolean (value, self->bypass_match);
      break;
    case GST_MASTER_CHAIN_PROP_PRESET:
      g_value_set_string (value, self->preset);
      break;
    case GST_MASTER_CHAIN_PROP_SETTINGS_LOCATION:
      g_value_set_string (value, self->location);
      break;
    case GST_MASTER_CHAIN_PROP_WISHES:
      g_value_set_string (value, self->wished);
      break;
    case GST_MASTER_CHAIN_PROP_AMOUNT:
      g_value_set_double (value, self->control.amount);
      break;
    case GST_MASTER_CHAIN_PROP_GAP_HOLD:
      g_value_set_double (value, self->gap_hold);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  GST_OBJECT_UNLOCK (self);
}

/* --- element and class */

static GstStateChangeReturn
gst_master_chain_change_state (GstElement *element, GstStateChange transition)
{
  GstMasterChain *self = GST_MASTER_CHAIN (element);
  GError *fault = NULL;
  GstStateChangeReturn result;

  if (transition == GST_STATE_CHANGE_NULL_TO_READY) {
    GST_OBJECT_LOCK (self);
    fault = g_steal_pointer (&self->fault);
    GST_OBJECT_UNLOCK (self);
  }
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED)
    gst_master_chain_control_log (&self->control);
  if (fault) {
    gst_master_file_post (element, GST_MESSAGE_ERROR, fault);
    g_error_free (fault);
    return GST_STATE_CHANGE_FAILURE;
  }
  result = GST_ELEMENT_CLASS (gst_master_chain_parent_class)
               ->change_state (element, transition);
  if (result == GST_STATE_CHANGE_FAILURE)
    gst_master_chain_stages_stop_others (&self->control.stages);
  return result;
}

static void
add_ghost_pad (GstMasterChain *self, const gchar *name, GstElement *end)
{
  GstPadTemplate *templ =
      gst_element_class_get_pad_template (GST_ELEMENT_GET_CLASS (self), name);
  g_autoptr (GstPad) target = gst_element_get_static_pad (end, name);

  gst_element_add_pad (GST_ELEMENT (self),
      gst_ghost_pad_new_from_template (name, target, templ));
}

static void
gst_master_chain_constructed (GObject *object)
{
  GstMasterChain *self = GST_MASTER_CHAIN (object);

  G_OBJECT_CLASS (gst_master_chain_parent_class)->constructed (object);
  gst_master_chain_control_init (&self->control, GST_ELEMENT (self));
  add_ghost_pad (self, "sink", self->control.head);
  add_ghost_pad (self, "src", self->control.tail);
}

static void
gst_master_chain_finalize (GObject *object)
{
  GstMasterChain *self = GST_MASTER_CHAIN (object);

  g_free (self->preset);
  g_free (self->location);
  g_free (self->wished);
  gst_master_chain_wishes_clear (&self->wishes);
  gst_master_chain_control_clear (&self->control);
  g_clear_error (&self->fault);
  gst_master_chain_assistant_clear (&self->assistant);
  G_OBJECT_CLASS (gst_master_chain_parent_class)->finalize (object);
}

static void
add_template (GstElementClass *klass, const gchar *name,
    GstPadDirection direction)
{
  g_autoptr (GstCaps) caps = gst_master_format_new_float_caps ();

  gst_element_class_add_pad_template (klass,
      gst_pad_template_new (name, direction, GST_PAD_ALWAYS, caps));
}

static void
gst_master_chain_class_init (GstMasterChainClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->set_property = gst_master_chain_set_property;
  object_class->get_property = gst_master_chain_get_property;
  object_class->constructed = gst_master_chain_constructed;
  object_class->finalize = gst_master_chain_finalize;
  element_class->change_state = gst_master_chain_change_state;
  gst_master_chain_properties_install (object_class);
  /**
   * GstMasterChain::save-settings:
   * @location: the file to write, or to replace
   *
   * Writes #GstMasterChain:settings as JSON, for
   * #GstMasterChain:settings-location.
   *
   * Returns: whether the file is written; if not, a warning is on the bus
   */
  g_signal_new_class_handler ("save-settings", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (save_settings), NULL,
      NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
  gst_master_chain_assistant_install (klass);
  add_template (element_class, "sink", GST_PAD_SINK);
  add_template (element_class, "src", GST_PAD_SRC);
  gst_element_class_set_metadata (element_class, "Mastering chain",
      "Filter/Effect/Audio",
      "All mastering stages in one element. Each is "
      "its child, and has its properties as eq::gain and eq::band0::gain",
      GST_MASTER_AUTHORS);
  gst_element_class_add_static_metadata (element_class,
      GST_ELEMENT_METADATA_DOC_URI, DOCS "/masterchain" DOCS_ENDING);
}

static void
gst_master_chain_init (GstMasterChain *self)
{
  self->bypass_match = TRUE;
  self->gap_hold = GST_MASTER_FILTER_GAP_HOLD;
}
