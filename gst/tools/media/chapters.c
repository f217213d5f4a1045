/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "chapters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY "CHAPTER"
#define NAME "NAME="
#define MOST 9999u /* chapters */

void
master_chapters_add (GstTagList *tags, guint number, guint64 start,
    const gchar *title)
{
  g_autofree gchar *time = g_strdup_printf (KEY "%03u=%02u:%02u:%02u.%03u",
      number, (guint) (start / 3600000), (guint) (start / 60000 % 60),
      (guint) (start / 1000 % 60), (guint) (start % 1000));
  g_autofree gchar *name =
      g_strdup_printf (KEY "%03u" NAME "%s", number, title);

  gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_EXTENDED_COMMENT, time,
      GST_TAG_EXTENDED_COMMENT, name, NULL);
}

/* Returns what follows the number, which it reads; NULL where that is none. */
static const gchar *
read_number (const gchar *comment, guint *number)
{
  gchar *end;

  if (g_ascii_strncasecmp (comment, KEY, strlen (KEY)) != 0 ||
      !g_ascii_isdigit (comment[strlen (KEY)]))
    return NULL;
  *number = (guint) MIN (strtoul (comment + strlen (KEY), &end, 10), MOST + 1);
  return *number <= MOST ? end : NULL;
}

/* HH:MM:SS.mmm; the part of a second may be missing. */
static gboolean
read_time (const gchar *text, guint64 *start)
{
  guint hours, minutes;
  gdouble seconds;
  gint n = 0;

  if (sscanf (text, "%4u:%2u:%n", &hours, &minutes, &n) != 2 || n == 0 ||
      !g_ascii_isdigit (text[n]))
    return FALSE;
  seconds = g_ascii_strtod (text + n, NULL);
  if (!(seconds >= 0.0 && seconds < 3600.0))
    return FALSE;
  *start = (hours * G_GUINT64_CONSTANT (60) + minutes) * 60000 +
      (guint64) (seconds * 1000.0 + 0.5);
  return TRUE;
}

gboolean
master_chapters_is_part (const gchar *comment)
{
  guint number;
  const gchar *rest = read_number (comment, &number);

  return rest &&
      (*rest == '=' || g_ascii_strncasecmp (rest, NAME, strlen (NAME)) == 0);
}

static const gchar *
find_title (const GstTagList *tags, guint number)
{
  const gchar *text;

  for (guint i = 0; gst_tag_list_peek_string_index (tags,
           GST_TAG_EXTENDED_COMMENT, i, &text);
       i++) {
    guint other;
    const gchar *rest = read_number (text, &other);

    if (rest && other == number &&
        g_ascii_strncasecmp (rest, NAME, strlen (NAME)) == 0)
      return rest + strlen (NAME);
  }
  return "";
}

static void
clear_chapter (gpointer data)
{
  MasterChapter *self = data;

  g_free (self->title);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const MasterChapter *first = a, *second = b;

  return first->start != second->start
      ? (first->start < second->start ? -1 : 1)
      : (gint) first->number - (gint) second->number;
}

GArray *
master_chapters_read (const GstTagList *tags)
{
  g_autoptr (GArray) chapters =
      g_array_new (FALSE, FALSE, sizeof (MasterChapter));
  const gchar *text;

  g_array_set_clear_func (chapters, clear_chapter);
  for (guint i = 0; gst_tag_list_peek_string_index (tags,
           GST_TAG_EXTENDED_COMMENT, i, &text);
       i++) {
    MasterChapter chapter;
    const gchar *rest = read_number (text, &chapter.number);

    if (!rest || *rest != '=' || !read_time (rest + 1, &chapter.start))
      continue;
    chapter.title = g_strdup (find_title (tags, chapter.number));
    g_array_append_val (chapters, chapter);
  }
  g_array_sort (chapters, compare);
  return chapters->len > 0 ? g_steal_pointer (&chapters) : NULL;
}
