/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterlocation.h - the file that an element reads when it starts.
 */
#ifndef GST_MASTER_LOCATION_H
#define GST_MASTER_LOCATION_H

#include "gstmasterfilter.h"

G_BEGIN_DECLS

/* Gives the class a property of that name, the path of a file. Where it is set,
 * `read` is called before each stream: it sets the element's properties by the
 * file, or posts an error and returns FALSE. Such an element has no other
 * properties of its own. */
void gst_master_location_install (GstMasterFilterClass *klass,
    const gchar *name, const gchar *nick, const gchar *blurb,
    gboolean (*read) (GstMasterFilter *self, const gchar *location));

G_END_DECLS

#endif /* GST_MASTER_LOCATION_H */
