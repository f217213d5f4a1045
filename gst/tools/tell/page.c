/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "page.h"

#include <string.h>

#include "pagedata.h"
#include "data-resource.h"

#define FOLDER "/gst-master/page/"
static gchar *
load (const gchar *name, GError **error)
{
  g_autofree gchar *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      master_data_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  gsize length;
  gconstpointer text;

  if (!bytes)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  return g_strndup (text, length);
}

/* Inside <script>, nothing may look like a tag; file names can hold anything.
 * */
static gchar *
escape (const gchar *json)
{
  GString *out = g_string_sized_new (strlen (json) + 64);

  for (; *json != '\0'; json++)
    if (strchr ("<>&", *json))
      g_string_append_printf (out, "\\u%04x", (guint) *json);
    else
      g_string_append_c (out, *json);
  return g_string_free (out, FALSE);
}

/* Texts that are put in are not searched for marks. */
static void
append_filled (GString *out, const gchar *page, const gchar *const marks[],
    const gchar *const texts[], guint n)
{
  for (guint i = 0; i < n; i++) {
    const gchar *mark = strstr (page, marks[i]);

    g_assert (mark);
    g_string_append_len (out, page, mark - page);
    g_string_append (out, texts[i]);
    page = mark + strlen (marks[i]);
  }
  g_string_append (out, page);
}

/* All that pages have in common comes before the script of one. */
static gchar *
load_script (const gchar *name, GError **error)
{
  g_autofree gchar *file = g_strconcat (name, ".js", NULL);
  g_autofree gchar *charts = load ("charts.js", error);
  g_autofree gchar *player = charts ? load ("player.js", error) : NULL;
  g_autofree gchar *own = player ? load (file, error) : NULL;

  return own ? g_strconcat (charts, "\n", player, "\n", own, NULL) : NULL;
}

gchar *
master_page_fill (const gchar *name, const gchar *json, GError **error)
{
  static const gchar *const marks[] = { "@STYLE@", "@DATA@", "@SCRIPT@" };
  g_autofree gchar *html = g_strconcat (name, ".html", NULL);
  g_autofree gchar *page = load (html, error);
  g_autofree gchar *style = page ? load ("page.css", error) : NULL;
  g_autofree gchar *script = style ? load_script (name, error) : NULL;
  g_autofree gchar *data = NULL;
  GString *out;

  if (!script)
    return NULL;
  data = escape (json);
  out = g_string_sized_new (strlen (data) + (1 << 16));
  append_filled (out, page, marks,
      (const gchar *const[]){ style, data, script }, 3);
  return g_string_free (out, FALSE);
}

/* In the page the settings are data that no browser shows. */
static void
put_record (gchar **page, const gchar *record)
{
  g_auto (GStrv) parts = g_strsplit (record, "<", -1);
  g_autofree gchar *safe = g_strjoinv ("\\u003c", parts);
  gchar *end = g_strrstr (*page, "</body>");
  gchar *text;

  if (!end)
    return;
  text = g_strdup_printf (
      "%.*s<script type=\"application/json\" id=\"record\">%s</script>\n%s",
      (int) (end - *page), *page, safe, end);
  g_free (*page);
  *page = text;
}

gchar *
master_page_new (const MasterRequest *request, const MasterResult *result,
    const MasterSurvey *survey, GError **error)
{
  g_autofree gchar *json = master_page_data (request, result, survey, error);

  gchar *page = json ? master_page_fill ("page", json, error) : NULL;

  if (page && result->record)
    put_record (&page, result->record);
  return page;
}
