/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "result.h"

void
master_result_fail (MasterResult *self, const GError *why)
{
  g_free (self->error);
  self->error = g_strdup (why->message);
}

void
master_result_clear (MasterResult *self)
{
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->chain, json_object_unref);
  g_clear_pointer (&self->before, gst_structure_free);
  g_clear_pointer (&self->after, gst_structure_free);
  g_clear_pointer (&self->plan, gst_structure_free);
  g_clear_pointer (&self->groove, g_ptr_array_unref);
}
