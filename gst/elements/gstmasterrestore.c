/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterrestore
 * @title: masterrestore
 * @short_description: all repairs of old recordings in one element
 *
 * A bin that holds the repairs in their order: `declick`, then `dehum`. It
 * belongs before masterchain. #GstMasterRestore:restore says which of them
 * work: "auto" for all, or a list of their names. Each of them repairs only
 * what it is sure of, and gives the bits of the input where it finds nothing.
 *
 * Each is reached by its name: `declick::sensitivity`, `dehum::base`.
 * `declick::listen=removed` lets what it takes away be heard.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=side-a.wav ! wavparse ! audioconvert ! \
 *   masterrestore restore=auto ! audioconvert ! audio/x-raw,format=S24LE ! \
 *   flacenc ! filesink location=side-a-restored.flac
 * ]| All repairs.
 * |[
 * gst-launch-1.0 filesrc location=tape.wav ! wavparse ! audioconvert ! \
 *   masterrestore restore=dehum dehum::listen=removed ! audioconvert ! \
 *   autoaudiosink
 * ]| The hum that would be taken out, and nothing else.
 */
#include "gstmasterrestore.h"

#include <string.h>

#include "base/gstmasterfilter.h"
#include "base/gstmasterformat.h"

/* Upstream first. Clicks hide a hum, and are found beside one. */
static const struct {
  const gchar *name, *factory;
} repairs[] = {
  { .name = "declick", .factory = "masterdeclick" },
  { .name = "dehum", .factory = "masterdehum" },
};

#define N_REPAIRS G_N_ELEMENTS (repairs)
#define ALL ((1u << N_REPAIRS) - 1)
#define AUTO "auto"
#define LOOK_AHEAD 6 /* s, of the hum remover: nobody waits for a file */

enum {
  PROP_0,
  PROP_RESTORE,
};

struct _GstMasterRestore {
  GstBin parent;
  GstElement *elements[N_REPAIRS]; /* NULL where the registry has none */
  gchar *restore;
};

G_DEFINE_TYPE (GstMasterRestore, gst_master_restore, GST_TYPE_BIN)
GST_ELEMENT_REGISTER_DEFINE (masterrestore, "masterrestore", GST_RANK_NONE,
    GST_TYPE_MASTER_RESTORE)

/* --- which of them work */

static guint
find_repair (const gchar *name)
{
  for (guint i = 0; i < N_REPAIRS; i++)
    if (strcmp (repairs[i].name, name) == 0)
      return 1u << i;
  return strcmp (name, AUTO) == 0 ? ALL : 0;
}

/* Returns FALSE where a word is none of them. */
static gboolean
read_list (const gchar *list, guint *chosen)
{
  g_auto (GStrv) words = g_strsplit (list ? list : "", ",", -1);

  *chosen = 0;
  for (guint i = 0; words[i]; i++) {
    guint repair = find_repair (g_strstrip (words[i]));
    if (!repair && *words[i])
      return FALSE;
    *chosen |= repair;
  }
  return TRUE;
}

static void
choose (GstMasterRestore *self, const gchar *list)
{
  guint chosen;

  if (!read_list (list, &chosen)) {
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("\"%s\" is not a list of repairs; nothing changes", list),
        ("auto, declick and dehum are known"));
    return;
  }
  for (guint i = 0; i < N_REPAIRS; i++)
    if (self->elements[i])
      g_object_set (self->elements[i], "amount", chosen >> i & 1 ? 1.0 : 0.0,
          NULL);
  GST_OBJECT_LOCK (self);
  g_free (self->restore);
  self->restore = g_strdup (list);
  GST_OBJECT_UNLOCK (self);
}

/* --- GObject */

static void
gst_master_restore_set_property (GObject *object, guint id, const GValue *value,
    GParamSpec *pspec)
{
  if (id == PROP_RESTORE)
    choose (GST_MASTER_RESTORE (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gst_master_restore_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  GstMasterRestore *self = GST_MASTER_RESTORE (object);

  if (id != PROP_RESTORE) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  GST_OBJECT_LOCK (self);
  g_value_set_string (value, self->restore);
  GST_OBJECT_UNLOCK (self);
}

static void
gst_master_restore_finalize (GObject *object)
{
  g_free (GST_MASTER_RESTORE (object)->restore);
  G_OBJECT_CLASS (gst_master_restore_parent_class)->finalize (object);
}

static void
add_ghost_pad (GstMasterRestore *self, const gchar *name, GstElement *end)
{
  GstPadTemplate *templ =
      gst_element_class_get_pad_template (GST_ELEMENT_GET_CLASS (self), name);
  g_autoptr (GstPad) target =
      end ? gst_element_get_static_pad (end, name) : NULL;

  gst_element_add_pad (GST_ELEMENT (self),
      target ? gst_ghost_pad_new_from_template (name, target, templ)
             : gst_ghost_pad_new_no_target_from_template (name, templ));
}

static void
gst_master_restore_init (GstMasterRestore *self)
{
  GstElement *first = NULL, *last = NULL;

  for (guint i = 0; i < N_REPAIRS; i++) {
    GstElement *element =
        gst_element_factory_make (repairs[i].factory, repairs[i].name);
    if (!element)
      continue;
    self->elements[i] = element;
    gst_bin_add (GST_BIN (self), element);
    if (last)
      gst_element_link (last, element);
    first = first ? first : element;
    last = element;
  }
  if (self->elements[1])
    g_object_set (self->elements[1], "look-ahead", LOOK_AHEAD, NULL);
  add_ghost_pad (self, "sink", first);
  add_ghost_pad (self, "src", last);
}

static void
gst_master_restore_class_init (GstMasterRestoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  g_autoptr (GstCaps) caps = gst_master_format_new_float_caps ();

  object_class->set_property = gst_master_restore_set_property;
  object_class->get_property = gst_master_restore_get_property;
  object_class->finalize = gst_master_restore_finalize;
  g_object_class_install_property (object_class, PROP_RESTORE,
      g_param_spec_string ("restore", "restore",
          "The repairs that work: auto for all, or a list of declick and dehum",
          NULL,
          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
              GST_PARAM_MUTABLE_PLAYING));
  gst_element_class_add_pad_template (element_class,
      gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template (element_class,
      gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_element_class_set_metadata (element_class, "Mastering restorer",
      "Filter/Effect/Audio", "Repairs old recordings: clicks, hum, offsets",
      GST_MASTER_AUTHORS);
  gst_element_class_add_static_metadata (element_class,
      GST_ELEMENT_METADATA_DOC_URI, DOCS "/restoration" DOCS_ENDING);
}
