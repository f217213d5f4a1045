/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterobject.h - what several parts here ask of a GstObject.
 */
#ifndef GST_MASTER_OBJECT_H
#define GST_MASTER_OBJECT_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* Tells whether GstController has values for the object. Most objects never
 * have a binding, so this looks before it takes the lock. */
G_GNUC_INTERNAL
gboolean gst_master_object_has_bindings (GstObject *object);

/* Returns the last of the parents, a pipeline as a rule, or the object itself.
 * (transfer full) */
G_GNUC_INTERNAL
GstObject *gst_master_object_find_top (gpointer object);

G_END_DECLS

#endif /* GST_MASTER_OBJECT_H */
