/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "restoration.h"

#include "tools/base/elements.h"
#include "tools/base/errors.h"

#define NAME "restore"    /* under which a bin knows its masterrestore */
#define NOTHING_DB -199.0 /* below it, nothing was removed */

static GMutex mutex;
static GHashTable *lists; /* by path */

gboolean
master_restoration_check (const gchar *list, GError **error)
{
  static const gchar *const known[] = { "auto", "declick", "dehum", NULL };
  g_auto (GStrv) words = g_strsplit (list ? list : "auto", ",", -1);

  for (guint i = 0; words[i]; i++)
    if (!g_strv_contains (known, words[i]))
      return master_usage (error,
          "--restore: \"%s\" is none of auto, declick and dehum", words[i]);
  return TRUE;
}

void
master_restoration_set (const gchar *path, const gchar *list)
{
  g_mutex_lock (&mutex);
  if (!lists)
    lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (list)
    g_hash_table_insert (lists, g_strdup (path), g_strdup (list));
  else
    g_hash_table_remove (lists, path);
  g_mutex_unlock (&mutex);
}

static gchar *
find_list (const gchar *path)
{
  gchar *list;

  g_mutex_lock (&mutex);
  list = lists ? g_strdup (g_hash_table_lookup (lists, path)) : NULL;
  g_mutex_unlock (&mutex);
  return list;
}

GstElement *
master_restoration_append (GstElement *before, const gchar *path,
    GError **error)
{
  static const gchar *const factories[] = { "masterrestore", NULL };
  g_autofree gchar *list = path ? find_list (path) : NULL;
  g_autoptr (GstObject) bin = gst_object_get_parent (GST_OBJECT (before));
  GstElement *restore;

  if (!list)
    return before;
  if (!master_elements_append (GST_BIN (bin), before, factories, &restore,
          error))
    return NULL;
  g_object_set_data (G_OBJECT (bin), NAME, restore);
  g_object_set (restore, "restore", list, NULL);
  return restore;
}

static gdouble
read_number (GstElement *restore, const gchar *child, const gchar *property)
{
  g_autoptr (GstElement) element =
      gst_bin_get_by_name (GST_BIN (restore), child);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  if (element)
    g_object_get_property (G_OBJECT (element), property, &value);
  return g_value_get_double (&value);
}

static void
add_clicks (GString *text, GstElement *restore)
{
  const gdouble rate = read_number (restore, "declick", "repaired-per-second");

  if (rate > 0.0)
    g_string_append_printf (text,
        "%.2g clicks a second (%.0f samples, all channels)", rate,
        read_number (restore, "declick", "repaired-samples"));
}

static void
add_hum (GString *text, GstElement *restore)
{
  const gdouble level = read_number (restore, "dehum", "removed-level");
  const gdouble hertz = read_number (restore, "dehum", "hum");

  if (!(level > NOTHING_DB))
    return;
  g_string_append_printf (text, "%shum and offset of %.1f dBFS together",
      text->len > 0 ? ", " : "", level);
  if (hertz > 0.0)
    g_string_append_printf (text, ", the hum at %.2f Hz", hertz);
}

void
master_restoration_tell (GstBin *bin, const gchar *name)
{
  GstElement *restore = g_object_get_data (G_OBJECT (bin), NAME);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!restore)
    return;
  add_clicks (text, restore);
  add_hum (text, restore);
  if (text->len > 0)
    master_note (name, "repaired: %s", text->str);
  else
    master_note (name, "nothing to repair was found");
}
