/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cut.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include <gst/audio/audio.h>
#include <gst/tag/tag.h>

#include "frames.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/media/aiff.h"
#include "tools/media/carry.h"
#include "tools/media/id3.h"
#include "tools/pass/pcm.h"

static void
set_text (GstTagList *tags, const gchar *tag, const gchar *text)
{
  if (text && *text)
    gst_tag_list_add (tags, GST_TAG_MERGE_REPLACE, tag, text, NULL);
}

/* Vorbis comments that GStreamer has no tag for. */
static void
add_comment (GstTagList *tags, const gchar *name, const gchar *text)
{
  g_autofree gchar *comment = NULL;

  if (!text || !*text)
    return;
  comment = g_strdup_printf ("%s=%s", name, text);
  gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_EXTENDED_COMMENT,
      comment, NULL);
}

static void
set_date (GstTagList *tags, const gchar *text)
{
  g_autoptr (GstDateTime) date =
      text ? gst_date_time_new_from_iso8601_string (text) : NULL;

  if (date)
    gst_tag_list_add (tags, GST_TAG_MERGE_REPLACE, GST_TAG_DATE_TIME, date,
        NULL);
}

static void
set_cover (GstTagList *tags, const gchar *path)
{
  g_autofree gchar *data = NULL;
  g_autoptr (GstSample) picture = NULL;
  gsize length;

  if (!path || !g_file_get_contents (path, &data, &length, NULL))
    return;
  picture = gst_tag_image_data_to_image_sample ((const guint8 *) data,
      (guint) length, GST_TAG_IMAGE_TYPE_FRONT_COVER);
  if (picture)
    gst_tag_list_add (tags, GST_TAG_MERGE_REPLACE, GST_TAG_IMAGE, picture,
        NULL);
}

static void
set_numbers (GstTagList *tags, guint number, guint count)
{
  gst_tag_list_add (tags, GST_TAG_MERGE_REPLACE, GST_TAG_TRACK_NUMBER, number,
      GST_TAG_TRACK_COUNT, count, NULL);
}

GstTagList *
master_cut_tags (const MstProject *project, guint i, const GstTagList *of_file)
{
  const MstSong *song = mst_project_song (project, i);
  GstTagList *tags =
      of_file ? gst_tag_list_copy (of_file) : gst_tag_list_new_empty ();

  set_text (tags, GST_TAG_TITLE, song->title);
  set_text (tags, GST_TAG_ARTIST,
      song->artist ? song->artist : project->artist);
  set_text (tags, GST_TAG_ALBUM_ARTIST, project->artist);
  set_text (tags, GST_TAG_ALBUM, project->title);
  set_text (tags, GST_TAG_COMPOSER,
      song->composer ? song->composer : song->songwriter);
  set_text (tags, GST_TAG_ISRC, song->isrc);
  set_text (tags, GST_TAG_GENRE, project->genre);
  set_text (tags, GST_TAG_COPYRIGHT, project->copyright);
  set_text (tags, GST_TAG_ORGANIZATION, project->label);
  set_text (tags, GST_TAG_LANGUAGE_CODE,
      song->language ? song->language : project->language);
  add_comment (tags, "BARCODE", project->ean);
  add_comment (tags, "LABEL", project->label);
  add_comment (tags, "CATALOGNUMBER", project->catalog);
  add_comment (tags, "ARRANGER", song->arranger);
  add_comment (tags, "LYRICIST",
      song->lyricist ? song->lyricist : song->songwriter);
  add_comment (tags, "PRODUCER", song->producer);
  set_numbers (tags, i + 1, project->songs->len);
  set_date (tags, project->date);
  set_cover (tags, project->cover_path);
  return tags;
}

/* source ! audioconvert ! words ! encoder ! filesink */
static gboolean
carry_tags (const MasterCut *self, const MasterEncoding *encoding, GstBin *bin,
    GError **error)
{
  g_autoptr (GstElement) encoder = gst_bin_get_by_name (bin, "encoder");
  g_auto (MasterExtras) extras = { .id3 = master_id3_make (self->tags, 0.0),
    .tags = gst_tag_list_copy (self->tags),
    .bext = master_bext_make (&self->bext, encoding) };

  if (GST_IS_TAG_SETTER (encoder))
    gst_tag_setter_merge_tags (GST_TAG_SETTER (encoder), self->tags,
        GST_TAG_MERGE_REPLACE_ALL);
  return master_carry_prepare (bin, encoding, &extras, self->path, self->name,
      error);
}

static gboolean
build (MasterPass *pass, const MasterCut *self, const MasterEncoding *encoding,
    GError **error)
{
  static const gchar *const factories[] = { "audioconvert", "capsfilter",
    NULL };
  g_autofree gchar *caps = g_strdup_printf (
      "audio/x-raw,format=S%dLE,layout=interleaved", self->bits);
  GstElement *out[2], *bin, *sink;

  if (!master_elements_append (GST_BIN (pass->pipeline),
          master_pass_source (pass)->bin, factories, out, error))
    return FALSE;
  gst_util_set_object_arg (G_OBJECT (out[0]), "dithering", "none");
  master_elements_set_caps (out[1], caps);
  bin = gst_parse_bin_from_description (encoding->codec->launch, TRUE, error);
  sink = bin ? master_element ("filesink", error) : NULL;
  if (!sink)
    return FALSE;
  if (!carry_tags (self, encoding, GST_BIN (bin), error))
    return FALSE;
  g_object_set (sink, "location", self->path, "append",
      master_carry_appends (encoding), NULL);
  master_elements_set_free_running (sink);
  gst_bin_add_many (GST_BIN (pass->pipeline), bin, sink, NULL);
  pass->writer = sink;
  return gst_element_link_many (out[1], bin, sink, NULL) ||
      master_fail (error, self->name, "the encoder does not fit in");
}

static MasterEncoding
get_encoding (const MasterCut *self)
{
  const MasterFormat *format = master_format_of (self->path);
  MasterEncoding encoding = { .format = format,
    .codec = format ? &format->codecs[0] : NULL,
    .rate = self->rate,
    .bits = self->bits };
  g_auto (MasterPcm) run = { 0 };

  if (master_pcm_read (&run, self->run)) {
    encoding.channels = run.channels;
    encoding.layout = run.mask;
  }
  return encoding;
}

gboolean
master_cut_tell (const MasterCut *self, const MasterMeasurement *measured,
    GError **error)
{
  const MasterExtras none = { NULL };
  const MasterEncoding encoding = get_encoding (self);

  return !encoding.format ||
      master_carry_finish (self->path, self->name, &encoding, &none, measured,
          error);
}

static gboolean
encode (MasterRunner *runner, const MasterCut *self,
    const MasterEncoding *encoding, GError **error)
{
  static const MasterMeasurement nothing = { .integrated_loudness = NAN,
    .loudness_range = NAN,
    .true_peak = NAN,
    .max_momentary_loudness = NAN,
    .max_shortterm_loudness = NAN };
  MasterMeasurement known = nothing;
  /* A part of the run is not all of it: it goes by a name of its own. */
  g_auto (MasterPass) pass = { .input = self->name,
    .output = self->name,
    .work = MASTER_WORK_CUT };
  MasterSource *source = master_source_new (self->run, 0, error);

  if (!master_pass_add (&pass, source))
    return FALSE;
  master_timeline_set_skip (source->timeline, self->skip, self->rate);
  master_timeline_set_length (source->timeline, self->length, self->rate);
  known.frames = self->length;
  return build (&pass, self, encoding, error) &&
      master_runner_run (runner, &pass, error) &&
      master_cut_tell (self, &known, error);
}

/* --- AIFF, which no element of the usual sets writes */

static gboolean
put_bytes (FILE *file, const GByteArray *bytes)
{
  return fwrite (bytes->data, 1, bytes->len, file) == bytes->len;
}

typedef struct {
  FILE *file;
  gsize frame; /* bytes */
} Aiff;

static gboolean
take (gconstpointer frames, guint64 n, gpointer user_data)
{
  const Aiff *self = user_data;

  return fwrite (frames, self->frame, n, self->file) == n;
}

static gboolean
write_parts (MasterRunner *runner, const MasterCut *self, Aiff *aiff,
    const GByteArray *head, const GByteArray *tail, GError **error)
{
  const MasterFrames wanted = { .path = self->run,
    .name = self->name,
    .work = MASTER_WORK_CUT,
    .samples = self->bits == 16 ? "S16BE" : "S24BE",
    .skip = self->skip,
    .length = self->length };

  return (put_bytes (aiff->file, head) ||
             master_fail_number (error, MASTER_ERROR_FAILED, self->name,
                 "cannot be written", errno)) &&
      master_frames_read (runner, &wanted, take, aiff, error) &&
      (put_bytes (aiff->file, tail) ||
          master_fail_number (error, MASTER_ERROR_FAILED, self->name,
              "cannot be written", errno));
}

static gboolean
write_aiff (MasterRunner *runner, const MasterCut *self,
    const MasterEncoding *encoding, GError **error)
{
  g_autoptr (GByteArray) id3 = master_id3_make (self->tags, 0.0);
  g_autoptr (GByteArray) tail =
      master_aiff_make_tail (encoding, self->length, id3);
  g_autoptr (GByteArray) head =
      master_aiff_make_head (encoding, self->length, tail->len);
  Aiff aiff = { .frame = (gsize) (encoding->channels * encoding->bits / 8) };
  gboolean good;

  if (!head)
    return master_fail (error, self->name, "is too long for an AIFF file");
  aiff.file = fopen (self->path, "wb");
  if (!aiff.file)
    return master_fail_number (error, MASTER_ERROR_FAILED, self->name,
        "cannot be written", errno);
  good = write_parts (runner, self, &aiff, head, tail, error);
  if (fclose (aiff.file) != 0 && good)
    return master_fail_number (error, MASTER_ERROR_FAILED, self->name,
        "cannot be written", errno);
  return good;
}

gboolean
master_cut_write (MasterRunner *runner, const MasterCut *self, GError **error)
{
  const MasterEncoding encoding = get_encoding (self);

  return encoding.format ? encode (runner, self, &encoding, error)
                         : write_aiff (runner, self, &encoding, error);
}
