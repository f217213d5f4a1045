/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * page.h - a report as one page for a browser, with all that it needs in it.
 *
 * page/ has the page; it draws itself from the JSON that is put into it.
 */
#ifndef MASTER_PAGE_H
#define MASTER_PAGE_H

#include "report.h"

/** Finds out what is only on the page, of the master at `path` that the chain
 * made. */
gboolean master_page_prepare (MasterReport *report, MasterRunner *runner,
    const gchar *path, GstElement *chain, GError **error);

/** HTML of a master that has been made and surveyed. The same report makes the
 * same page. */
gchar *master_page_new (const MasterReport *report, GError **error);

#endif /* MASTER_PAGE_H */
