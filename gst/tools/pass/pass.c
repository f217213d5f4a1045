/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pass.h"

#include "tools/base/interrupt.h"

gboolean
master_pass_add (MasterPass *self, MasterSource *source)
{
  if (!source)
    return FALSE;
  if (!self->pipeline) {
    self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
    self->sources =
        g_ptr_array_new_with_free_func ((GDestroyNotify) master_source_free);
  }
  gst_bin_add (GST_BIN (self->pipeline), source->bin);
  g_ptr_array_add (self->sources, source);
  return TRUE;
}

MasterSource *
master_pass_source (const MasterPass *self)
{
  return g_ptr_array_index (self->sources, 0);
}

void
master_pass_clear (MasterPass *self)
{
  if (!self->pipeline)
    return;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_clear_object (&self->pipeline);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  master_interrupt_clear_deadline ();
}
