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

#include "result.h"
#include "survey.h"
#include "tools/order/request.h"

/** Returns the HTML of a master that has been made and surveyed. The same
 * input gives the same page. */
gchar *master_page_new (const MasterRequest *request,
    const MasterResult *result, const MasterSurvey *survey, GError **error);

/** Returns the HTML of a page of the folder, `name`.html, which draws itself
 * from `json` by `name`.js and what all pages share, charts.js and player.js.
 * */
gchar *master_page_fill (const gchar *name, const gchar *json, GError **error);

#endif /* MASTER_PAGE_H */
