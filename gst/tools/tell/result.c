/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "result.h"

#include "tools/base/errors.h"

void
master_result_fail (MasterResult *self, const GError *why)
{
  g_free (self->error);
  self->error = g_strdup (why->message);
  self->status = master_error_status (why);
}

static void
clear_tried (gpointer data)
{
  MasterTried *tried = data;

  g_free (tried->name);
}

void
master_result_add_tried (MasterResult *self, const MasterTried *tried)
{
  MasterTried copy = *tried;

  if (!self->tried) {
    self->tried = g_array_new (FALSE, FALSE, sizeof (MasterTried));
    g_array_set_clear_func (self->tried, clear_tried);
  }
  copy.name = g_strdup (tried->name);
  g_array_append_val (self->tried, copy);
}

const MasterTried *
master_result_worst (const MasterResult *self)
{
  const MasterTried *worst = NULL;

  for (guint i = 0; self->tried && i < self->tried->len; i++) {
    const MasterTried *tried = &g_array_index (self->tried, MasterTried, i);

    if (!worst ||
        master_measurement_peak (&tried->decoded) >
            master_measurement_peak (&worst->decoded))
      worst = tried;
  }
  return worst;
}

void
master_result_clear (MasterResult *self)
{
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->chain, json_object_unref);
  g_clear_pointer (&self->before, gst_structure_free);
  g_clear_pointer (&self->after, gst_structure_free);
  g_clear_pointer (&self->plan, gst_structure_free);
  g_clear_pointer (&self->last, gst_structure_free);
  g_clear_pointer (&self->record, g_free);
  master_snippet_clear (&self->snippet);
  g_clear_pointer (&self->passage, master_passage_unref);
  g_clear_pointer (&self->groove, g_ptr_array_unref);
  gst_clear_tag_list (&self->tags);
  g_clear_pointer (&self->tried, g_array_unref);
}
