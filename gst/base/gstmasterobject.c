/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterobject.h"

gboolean
gst_master_object_has_bindings (GstObject *object)
{
  return g_atomic_pointer_get (&object->control_bindings) &&
      gst_object_has_active_control_bindings (object);
}

GstObject *
gst_master_object_find_top (gpointer object)
{
  GstObject *top = gst_object_ref (object);
  GstObject *parent;

  while ((parent = gst_object_get_parent (top))) {
    gst_object_unref (top);
    top = parent;
  }
  return top;
}
