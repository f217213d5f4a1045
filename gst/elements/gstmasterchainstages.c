/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainstages.h"

#include <string.h>

#define N_STAGES GST_MASTER_CHAIN_STAGES

/* Upstream first: the order of the words in gst/meson.build. */
static const gchar *const order[N_STAGES] = {
#define STAGE(stem) #stem,
#include "mst-chain-stages.inc"
#undef STAGE
};

typedef GstMasterChainSelection Selection;
typedef GstMasterChainStages Stages;

/* --- all stages */

static GstElementFactory *
find_factory (const gchar *stage)
{
  g_autofree gchar *name = g_strconcat ("master", stage, NULL);
  GstElementFactory *factory = gst_element_factory_find (name);

  return factory;
}

static GstElement *
make_stage (const gchar *name)
{
  GstElementFactory *factory = find_factory (name);
  GstElement *element = NULL;

  if (factory) {
    element = gst_element_factory_create (factory, name);
    gst_object_unref (factory);
  }
  return element;
}

void
gst_master_chain_stages_init (Stages *self, GstBin *bin)
{
  for (guint i = 0; i < N_STAGES; i++) {
    self->names[i] = order[i];
    self->elements[i] = make_stage (order[i]);
    if (self->elements[i])
      gst_bin_add (bin, self->elements[i]);
  }
}

void
gst_master_chain_stages_find (Stages *self, GstBin *bin)
{
  for (guint i = 0; i < N_STAGES; i++) {
    g_autoptr (GstElement) element = gst_bin_get_by_name (bin, order[i]);
    self->names[i] = order[i];
    self->elements[i] = element;
  }
}

gchar *
gst_master_chain_stages_all (void)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < N_STAGES; i++) {
    GstElementFactory *factory = find_factory (order[i]);
    if (!factory)
      continue;
    g_string_append_printf (all, "%s%s", all->len > 0 ? "," : "", order[i]);
    gst_object_unref (factory);
  }
  return g_string_free (all, FALSE);
}

/* --- selections */

Selection
gst_master_chain_selection_all (const Stages *stages)
{
  Selection all = { .n = 0 };

  for (guint i = 0; i < N_STAGES; i++)
    if (stages->elements[i])
      all.index[all.n++] = i;
  return all;
}

static gint
find_stage (const gchar *name)
{
  for (guint i = 0; i < N_STAGES; i++)
    if (strcmp (order[i], name) == 0)
      return (gint) i;
  return -1;
}

static gboolean
has_stage (const Selection *self, guint index)
{
  for (guint i = 0; i < self->n; i++)
    if (self->index[i] == index)
      return TRUE;
  return FALSE;
}

gchar *
gst_master_chain_selection_list (const Selection *self, const Stages *stages)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? "," : "",
        stages->names[self->index[i]]);
  return g_string_free (list, FALSE);
}

/* Adds a stage to the selection. `lenient`: leaves it out if another build has
 * it and this one does not. */
static gboolean
select_one (Selection *self, const Stages *stages, const gchar *name,
    gboolean lenient, GError **error)
{
  gint index = find_stage (name);
  const gchar *fault = NULL;

  if (index < 0 || (!stages->elements[index] && !lenient))
    fault = "is not a stage of this chain";
  else if (has_stage (self, (guint) index))
    fault = "is there twice";
  else if (stages->elements[index])
    self->index[self->n++] = (guint) index;
  if (fault)
    g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "stages: '%s' %s", name, fault);
  return fault == NULL;
}

gboolean
gst_master_chain_selection_parse (Selection *self, const Stages *stages,
    const gchar *list, gboolean lenient, GError **error)
{
  g_auto (GStrv) names = g_strsplit (list, ",", -1);
  gboolean ok = TRUE;

  self->n = 0;
  for (gchar **name = names; ok && *name && *list; name++)
    ok = select_one (self, stages, g_strstrip (*name), lenient, error);
  return ok;
}

/* --- links */

static void
unlink_next (GstElement *element)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "src");
  GstPad *peer = gst_pad_get_peer (pad);

  if (peer) {
    gst_pad_unlink (pad, peer);
    gst_object_unref (peer);
  }
}

void
gst_master_chain_stages_stop_others (const Stages *self)
{
  for (guint i = 0; i < N_STAGES; i++)
    if (self->elements[i] && gst_element_is_locked_state (self->elements[i]))
      gst_element_set_state (self->elements[i], GST_STATE_NULL);
}

/* Unlinks all stages. Those outside the selection are stopped, and do not
 * follow the state of the chain. */
static void
take_apart (const Selection *self, const Stages *stages)
{
  for (guint i = 0; i < N_STAGES; i++) {
    GstElement *element = stages->elements[i];
    if (!element)
      continue;
    unlink_next (element);
    gst_element_set_locked_state (element, !has_stage (self, i));
  }
  gst_master_chain_stages_stop_others (stages);
}

void
gst_master_chain_selection_link (const Selection *self, const Stages *stages,
    GstElement *head, GstElement *tail)
{
  GstElement *last = head;

  unlink_next (head);
  take_apart (self, stages);
  for (guint i = 0; i < self->n; i++) {
    GstElement *next = stages->elements[self->index[i]];
    gst_element_link (last, next);
    gst_element_sync_state_with_parent (next);
    last = next;
  }
  gst_element_link (last, tail);
}

gboolean
gst_master_chain_selection_is (const Selection *self, const Selection *other)
{
  return self->n == other->n &&
      memcmp (self->index, other->index, self->n * sizeof (self->index[0])) ==
      0;
}
