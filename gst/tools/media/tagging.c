/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "tagging.h"

#include <string.h>

#include <gst/tag/tag.h>

#include "album/code.h"
#include "tools/base/errors.h"

#define COVER "COVER"
#define LARGEST_COVER (32 << 20) /* bytes */

/* --- by hand */

/* Names that people use for what a Vorbis comment calls otherwise. */
static const gchar *
get_proper_name (const gchar *name)
{
  static const gchar *const others[][2] = { { "ALBUM_ARTIST", "ALBUMARTIST" },
    { "TRACK", "TRACKNUMBER" }, { "DISC", "DISCNUMBER" }, { "YEAR", "DATE" } };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_ascii_strcasecmp (name, others[i][0]) == 0)
      return others[i][1];
  return name;
}

static gboolean
add_cover (GstTagList *tags, const gchar *path, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autofree gchar *bytes = NULL;
  g_autoptr (GstSample) sample = NULL;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, &why))
    return master_usage (error, "--tag " COVER ": %s", why->message);
  sample = size > 0 && size <= LARGEST_COVER
      ? gst_tag_image_data_to_image_sample ((const guint8 *) bytes,
            (guint) size, GST_TAG_IMAGE_TYPE_FRONT_COVER)
      : NULL;
  if (!sample)
    return master_usage (error, "--tag " COVER ": %s: is not a picture", path);
  gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_IMAGE, sample, NULL);
  return TRUE;
}

/* Letters, digits and blanks: what all formats can have in a name. */
static gboolean
is_name (const gchar *name)
{
  gsize i = 0;

  while (g_ascii_isalnum (name[i]) ||
      (name[i] != '\0' && strchr (" _-.:", name[i])))
    i++;
  return i > 0 && name[i] == '\0';
}

static gboolean
add_isrc (GstTagList *tags, const gchar *text, GError **error)
{
  gchar isrc[MST_ISRC_LENGTH + 1];
  g_autoptr (GError) why = NULL;

  if (!mst_isrc_parse (text, isrc, &why))
    return master_usage (error, "--tag ISRC=%s: %s", text, why->message);
  gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_ISRC, isrc, NULL);
  return TRUE;
}

static gboolean
add_text (GstTagList *tags, const gchar *name, const gchar *value,
    GError **error)
{
  g_autoptr (GstTagList) one = gst_tag_list_new_empty ();

  gst_vorbis_tag_add (one, get_proper_name (name), value);
  if (gst_tag_list_is_empty (one))
    return master_usage (error, "--tag %s=%s: is not a value that %s takes",
        name, value, name);
  gst_tag_list_insert (tags, one, GST_TAG_MERGE_APPEND);
  return TRUE;
}

static gboolean
add (GstTagList *tags, const gchar *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);

  if (!parts[0] || !parts[1] || *parts[1] == '\0')
    return master_usage (error, "--tag %s: must be NAME=VALUE", text);
  if (!is_name (parts[0]) || !g_utf8_validate (parts[1], -1, NULL))
    return master_usage (error,
        "--tag %s: a name has letters, digits and blanks alone, and a value is "
        "text in UTF-8",
        text);
  if (g_ascii_strcasecmp (parts[0], COVER) == 0)
    return add_cover (tags, parts[1], error);
  if (g_ascii_strcasecmp (parts[0], "ISRC") == 0)
    return add_isrc (tags, parts[1], error);
  return add_text (tags, parts[0], parts[1], error);
}

GstTagList *
master_tagging_parse (gchar **texts, GError **error)
{
  GstTagList *tags = gst_tag_list_new_empty ();

  for (; texts && *texts; texts++)
    if (!add (tags, *texts, error)) {
      gst_tag_list_unref (tags);
      return NULL;
    }
  return tags;
}

/* --- together with others */

static gboolean
has_same_name (const gchar *a, const gchar *b)
{
  const gsize n = strcspn (a, "=[");

  return n == strcspn (b, "=[") && g_ascii_strncasecmp (a, b, n) == 0;
}

static gboolean
is_among (const GstTagList *tags, const gchar *comment)
{
  const gchar *text;

  for (guint i = 0; gst_tag_list_peek_string_index (tags,
           GST_TAG_EXTENDED_COMMENT, i, &text);
       i++)
    if (has_same_name (text, comment))
      return TRUE;
  return FALSE;
}

/* Adds the comments of `from` whose names `above` does not have. */
static void
add_comments (GstTagList *out, const GstTagList *from, const GstTagList *above)
{
  const gchar *text;

  for (guint i = 0; gst_tag_list_peek_string_index (from,
           GST_TAG_EXTENDED_COMMENT, i, &text);
       i++)
    if (!is_among (above, text))
      gst_tag_list_add (out, GST_TAG_MERGE_APPEND, GST_TAG_EXTENDED_COMMENT,
          text, NULL);
}

void
master_tagging_apply (GstTagList *tags, const GstTagList *given, gboolean keeps)
{
  g_autoptr (GstTagList) nothing = gst_tag_list_new_empty ();
  g_autoptr (GstTagList) before = gst_tag_list_copy (tags);
  const GstTagList *above = keeps ? before : given;
  const GstTagList *below = keeps ? given : before;

  /* A date is told as a day and as a time. */
  if (!keeps && gst_tag_list_get_tag_size (given, GST_TAG_DATE_TIME) > 0)
    gst_tag_list_remove_tag (tags, GST_TAG_DATE);
  gst_tag_list_insert (tags, given,
      keeps ? GST_TAG_MERGE_KEEP : GST_TAG_MERGE_REPLACE);
  gst_tag_list_remove_tag (tags, GST_TAG_EXTENDED_COMMENT);
  add_comments (tags, above, nothing);
  add_comments (tags, below, above);
}

/* --- on their way */

typedef struct {
  GstTagList *given, *found; /* or NULL */
  GstTagList **collected;    /* or NULL */
  gboolean undated;          /* a date is that of the file */
  gboolean passed;           /* tags have come */
} Gate;

static void
free_gate (gpointer data)
{
  Gate *self = data;

  g_clear_pointer (&self->given, gst_tag_list_unref);
  g_clear_pointer (&self->found, gst_tag_list_unref);
  g_free (self);
}

static void
complete (Gate *self, GstTagList *tags)
{
  if (self->undated) {
    gst_tag_list_remove_tag (tags, GST_TAG_DATE);
    gst_tag_list_remove_tag (tags, GST_TAG_DATE_TIME);
  }
  if (self->found)
    master_tagging_apply (tags, self->found, TRUE);
  if (self->given)
    master_tagging_apply (tags, self->given, FALSE);
  self->passed = TRUE;
  if (!self->collected)
    return;
  if (*self->collected)
    gst_tag_list_insert (*self->collected, tags, GST_TAG_MERGE_REPLACE);
  else
    *self->collected = gst_tag_list_copy (tags);
}

static GstPadProbeReturn
on_event (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstTagList *tags;

  if (GST_EVENT_TYPE (event) != GST_EVENT_TAG)
    return GST_PAD_PROBE_OK;
  gst_event_parse_tag (event, &tags);
  tags = gst_tag_list_copy (tags);
  complete (user_data, tags);
  GST_PAD_PROBE_INFO_DATA (info) = gst_event_new_tag (tags);
  gst_event_unref (event);
  return GST_PAD_PROBE_OK;
}

/* A song that has none yet is given its own; these pass on_event(). */
static GstPadProbeReturn
on_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Gate *self = user_data;

  gst_pad_remove_probe (pad, GST_PAD_PROBE_INFO_ID (info));
  if (!self->passed && (self->given || self->found))
    gst_pad_send_event (pad,
        gst_event_new_tag (
            gst_tag_list_copy (self->given ? self->given : self->found)));
  return GST_PAD_PROBE_OK;
}

void
master_tagging_attach (GstElement *encoder, const MasterExtras *extras)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (encoder, "sink");
  Gate *gate = g_new0 (Gate, 1);

  if (extras->given)
    gate->given = gst_tag_list_copy (extras->given);
  if (extras->own_tags)
    gate->found = gst_tag_list_copy (extras->own_tags);
  gate->undated = extras->undated;
  gate->collected = extras->collected;
  if (gate->collected)
    gst_clear_tag_list (gate->collected);
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, gate,
      free_gate);
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, gate, NULL);
}
