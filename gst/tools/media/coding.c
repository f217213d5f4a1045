/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "coding.h"

#include <string.h>

#include "assistant/nearest.h"
#include "tools/base/errors.h"

#define MOST_RATES 10

/* Codecs, the endings of their files, and the rates at which they are common
 * [kbit/s]. A launch line stands where the format's own codec goes by quality;
 * %u in it is the rate. */
static const struct {
  const gchar *name;
  const gchar *file;
  const gchar *launch;
  guint rates[MOST_RATES];
} known[] = {
  { "mp3", "x.mp3",
      "lamemp3enc name=encoder target=bitrate cbr=true bitrate=%u",
      { 64, 96, 112, 128, 160, 192, 224, 256, 320 } },
  { "aac", "x.m4a", NULL, { 64, 96, 128, 160, 192, 256, 320 } },
  { "opus", "x.opus", NULL, { 32, 48, 64, 96, 128, 160, 192, 256 } },
  { "vorbis", "x.ogg", "vorbisenc name=encoder ! oggmux",
      { 64, 96, 112, 128, 160, 192, 224, 256, 320 } },
};

static void
free_coding (gpointer data)
{
  MasterCoding *self = data;

  g_free (self->name);
  g_free (self->launch);
  g_free (self);
}

/* --- one of them */

/* Returns the codec that the format is written with, or the one of the launch
 * line; NULL, and what is missing, where it is not installed. */
static const MasterCodec *
find_codec (const MasterCoding *self, MasterFormat *format, gchar **lacks)
{
  *format = *self->format;
  if (self->launch) {
    memset (format->codecs, 0, sizeof (format->codecs));
    format->codecs[0].launch = self->launch;
  }
  return master_format_find_codec (format, lacks);
}

static gboolean
install (MasterCoding *self, gint rate, gboolean has_rate, GError **error)
{
  g_autofree gchar *lacks = NULL;
  MasterFormat format;
  const MasterCodec *codec = find_codec (self, &format, &lacks);

  if (!codec)
    return master_fail (error, self->name,
        "cannot be encoded here: the GStreamer element %s is missing", lacks);
  self->codec = *codec;
  self->codec.bitrate = self->codec.max_bitrate = has_rate ? 0 : rate;
  return TRUE;
}

static MasterCoding *
new_coding (gsize which, guint kbit, GError **error)
{
  MasterCoding *self = g_new0 (MasterCoding, 1);
  const gchar *launch = known[which].launch;
  g_auto (GStrv) parts = launch ? g_strsplit (launch, "%u", 2) : NULL;
  const gboolean has_rate = parts && parts[1];

  self->name = g_strdup_printf ("%s-%u", known[which].name, kbit);
  self->format = master_format_of (known[which].file);
  if (has_rate)
    self->launch = g_strdup_printf ("%s%u%s", parts[0], kbit, parts[1]);
  else
    self->launch = g_strdup (launch);
  if (install (self, (gint) kbit * 1000, has_rate, error))
    return self;
  free_coding (self);
  return NULL;
}

/* --- names */

static void
list_names (GPtrArray *names)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    for (const guint *rate = known[i].rates; *rate > 0; rate++)
      g_ptr_array_add (names, g_strdup_printf ("%s-%u", known[i].name, *rate));
}

static gboolean
refuse_name (const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const gchar *meant;

  list_names (names);
  meant = mst_nearest (name, names);
  return master_usage (error,
      "--codec-ceiling: there is no %s%s%s; codecs are mp3, aac, opus and "
      "vorbis, each with its kbit/s, as mp3-128",
      name, meant ? ", did you mean " : "", meant ? meant : "");
}

static MasterCoding *
find (const gchar *name, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    for (const guint *rate = known[i].rates; *rate > 0; rate++) {
      g_autofree gchar *own = g_strdup_printf ("%s-%u", known[i].name, *rate);

      if (g_ascii_strcasecmp (name, own) == 0)
        return new_coding (i, *rate, error);
    }
  refuse_name (name, error);
  return NULL;
}

static gboolean
is_twice (const GPtrArray *codings, const MasterCoding *coding)
{
  for (guint i = 0; i < codings->len; i++) {
    const MasterCoding *other = g_ptr_array_index (codings, i);

    if (strcmp (other->name, coding->name) == 0)
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
master_codings_new (const gchar *list, GError **error)
{
  g_autoptr (GPtrArray) codings = g_ptr_array_new_with_free_func (free_coding);
  g_auto (GStrv) names = g_strsplit (list, ",", -1);

  for (gchar **name = names; *name; name++) {
    MasterCoding *coding = find (g_strstrip (*name), error);

    if (!coding)
      return NULL;
    if (is_twice (codings, coding)) {
      master_usage (error, "--codec-ceiling: %s is in it twice", coding->name);
      free_coding (coding);
      return NULL;
    }
    g_ptr_array_add (codings, coding);
  }
  if (codings->len > 0)
    return g_steal_pointer (&codings);
  master_usage (error, "--codec-ceiling: no codec is named, as mp3-128");
  return NULL;
}

gboolean
master_coding_choose (const MasterCoding *self, const MasterMeasurement *sound,
    MasterEncoding *encoding, GError **error)
{
  const MasterWords words = { 0 };

  return master_encoding_choose_codec (encoding, sound, self->format,
      &self->codec, self->name, &words, error);
}
