/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterloudness
 * @title: masterloudness
 * @short_description: loudness leveller
 *
 * Brings a programme to #GstMasterLoudness:target.
 *
 * With #GstMasterLoudness:mode `static` it applies one gain, exact and without
 * limits: target - #GstMasterLoudness:measured, where `measured` is the
 * integrated loudness as mastermeter or another meter has found it. If that is
 * not set, the loudness comes from the tags of the stream: R128
 * (`R128_TRACK_GAIN`) or ReplayGain (track gain and reference level), or those
 * of the album with #GstMasterLoudness:album-mode. Without such tags every bit
 * passes as it is.
 *
 * With `live` it levels a programme that nobody has measured, in one pass: the
 * gain follows slowly, at less than 1 dB/s after the first ten seconds, holds
 * over silence and noise, and brings the integrated loudness of the output to
 * the target. It looks ahead by #GstMasterLoudness:lookahead,
 * which is its latency.
 *
 * Streams that follow without a gap, as those of a playlist, are one programme
 * to `live`, unless #GstMasterLoudness:reset-on-stream is set.
 *
 * Neither mode limits peaks: a masterlimiter belongs behind it.
 *
 * The element takes and gives floats of 32 or 64 bits.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterloudness measured=-19.3 target=-14 ! masterlimiter ! \
 *   audioconvert ! wavenc ! filesink location=loud.wav
 * ]| Bring a song that was measured at -19.3 LUFS to -14 LUFS.
 * |[
 * gst-launch-1.0 audiotestsrc is-live=true num-buffers=100 wave=pink-noise ! \
 *   audioconvert ! masterloudness mode=live target=-23 lookahead=3000 ! \
 *   masterlimiter ceiling=-1 ! audioconvert ! fakesink
 * ]| Level a live input for broadcast, three seconds late.
 * |[
 * gst-launch-1.0 filesrc location=song.flac ! decodebin ! audioconvert ! \
 *   masterloudness target=-18 album-mode=true ! masterlimiter ! \
 *   audioconvert ! autoaudiosink
 * ]| Play a song as loud as its album's tags say.
 */
#include "gstmasterloudness.h"

#include <gst/tag/tag.h>
#include <string.h>

#include "dsp/loudness/loudness.h"

/* The references of gains in tags. ReplayGain 1 gives its reference level in
 * dB SPL, where 89 stands for -18 LUFS. */
#define REPLAYGAIN_LUFS -18.0
#define REPLAYGAIN_SPL 89.0
#define R128_LUFS -23.0 /* RFC 7845, section 5.2.1 */

enum {
  OF_TRACK,
  OF_ALBUM,
  N_SCOPES,
};

/* The loudness [LUFS] according to the tags, or MST_LOUDNESS_UNKNOWN. */
typedef struct {
  gdouble r128;
  gdouble replaygain;
} Told;

enum {
  PROP_RESET_ON_STREAM, /* from gst_master_filter_first_property() on */
};

struct _GstMasterLoudness {
  GstMasterFilter parent;

  gboolean reset_on_stream; /* guarded by OBJECT_LOCK */

  /* For the streaming thread. */
  Told told[N_SCOPES];
  gboolean new_stream; /* no frame of the stream has come yet */
  gdouble measured;    /* in force, LUFS */
};

#define GST_CAT_DEFAULT (GST_MASTER_FILTER_GET_CLASS (self)->category)

G_DEFINE_TYPE (GstMasterLoudness, gst_master_loudness, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (masterloudness, "masterloudness", GST_RANK_NONE,
    GST_TYPE_MASTER_LOUDNESS)

static void
forget (GstMasterLoudness *self)
{
  for (gint i = 0; i < N_SCOPES; i++)
    self->told[i] = (Told){ MST_LOUDNESS_UNKNOWN, MST_LOUDNESS_UNKNOWN };
}

/* Ignores a tag whose loudness no programme can have. */
static void
take (GstMasterLoudness *self, gdouble *told, gdouble reference, gdouble gain)
{
  gdouble lufs = reference - gain;

  if (lufs > MST_LOUDNESS_UNKNOWN && lufs <= MST_LOUDNESS_LOUDEST)
    *told = lufs;
  else
    GST_WARNING_OBJECT (self, "a gain of %g dB over %g LUFS makes no sense",
        gain, reference);
}

/* ReplayGain 2.0 writes the reference in LUFS, 1.0 in dB SPL; both end up in
 * the same tag. */
static gdouble
replaygain_reference (const GstTagList *tags)
{
  gdouble level;

  if (!gst_tag_list_get_double (tags, GST_TAG_REFERENCE_LEVEL, &level))
    return REPLAYGAIN_LUFS;
  return level < 0.0 ? level : REPLAYGAIN_LUFS + level - REPLAYGAIN_SPL;
}

static void
take_replaygain (GstMasterLoudness *self, const GstTagList *tags)
{
  static const gchar *const names
      [] = { [OF_TRACK] = GST_TAG_TRACK_GAIN, [OF_ALBUM] = GST_TAG_ALBUM_GAIN };
  gdouble reference = replaygain_reference (tags), gain;

  for (gint i = 0; i < N_SCOPES; i++)
    if (gst_tag_list_get_double (tags, names[i], &gain))
      take (self, &self->told[i].replaygain, reference, gain);
}

/* Reads "R128_TRACK_GAIN=-512": a decimal integer of 16 bits, in 1/256 dB. */
static void
take_comment (GstMasterLoudness *self, const gchar *comment)
{
  static const gchar *const keys
      [] = { [OF_TRACK] = "R128_TRACK_GAIN=", [OF_ALBUM] = "R128_ALBUM_GAIN=" };

  for (gint i = 0; i < N_SCOPES; i++) {
    gsize length = strlen (keys[i]);
    gint64 gain;

    if (g_ascii_strncasecmp (comment, keys[i], length) != 0)
      continue;
    if (g_ascii_string_to_signed (comment + length, 10, G_MININT16, G_MAXINT16,
            &gain, NULL))
      take (self, &self->told[i].r128, R128_LUFS, gain / 256.0);
    else
      GST_WARNING_OBJECT (self, "not understood: %s", comment);
  }
}

static void
start_stream (GstMasterLoudness *self)
{
  gboolean reset;

  forget (self);
  self->new_stream = TRUE;
  GST_OBJECT_LOCK (self);
  reset = self->reset_on_stream;
  GST_OBJECT_UNLOCK (self);
  if (reset)
    gst_master_filter_restart (GST_MASTER_FILTER (self));
}

static void
gst_master_loudness_tags (GstMasterFilter *filter, const GstTagList *tags)
{
  GstMasterLoudness *self = GST_MASTER_LOUDNESS (filter);
  const gchar *comment;

  if (!tags) {
    start_stream (self);
    return;
  }
  take_replaygain (self, tags);
  for (guint i = 0; gst_tag_list_peek_string_index (tags,
           GST_TAG_EXTENDED_COMMENT, i, &comment);
       i++)
    take_comment (self, comment);
}

/* R128 comes first, since its reference is certain. */
static gdouble
loudness_of (const Told *told)
{
  return told->r128 > MST_LOUDNESS_UNKNOWN ? told->r128 : told->replaygain;
}

/* A gain from tags acts from the first frame of their stream on. A fixed gain
 * has no history, so that a fresh start sets it at once. */
static void
act_on_stream (GstMasterLoudness *self, const gdouble *values)
{
  gdouble measured = values[MST_LOUDNESS_MEASURED];

  if (self->new_stream && measured != self->measured &&
      values[MST_LOUDNESS_MODE] == MST_LOUDNESS_STATIC)
    gst_master_filter_restart (GST_MASTER_FILTER (self));
  self->new_stream = FALSE;
  self->measured = measured;
}

/* Where the tags of the wanted scope, track or album, give no loudness, those
 * of the other scope may. */
static void
gst_master_loudness_adjust (GstMasterFilter *filter, gdouble *values)
{
  GstMasterLoudness *self = GST_MASTER_LOUDNESS (filter);
  gint scope = values[MST_LOUDNESS_ALBUM_MODE] != 0.0 ? OF_ALBUM : OF_TRACK;
  gdouble *measured = &values[MST_LOUDNESS_MEASURED];

  if (*measured <= MST_LOUDNESS_UNKNOWN)
    *measured = loudness_of (&self->told[scope]);
  if (*measured <= MST_LOUDNESS_UNKNOWN)
    *measured = loudness_of (&self->told[!scope]);
  act_on_stream (self, values);
}

static guint
first_property (gpointer self)
{
  return gst_master_filter_first_property (GST_MASTER_FILTER_GET_CLASS (self));
}

static void
gst_master_loudness_set_property (GObject *object, guint id,
    const GValue *value, GParamSpec *pspec)
{
  if (id != first_property (object) + PROP_RESET_ON_STREAM) {
    gst_master_filter_set_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  GST_MASTER_LOUDNESS (object)->reset_on_stream = g_value_get_boolean (value);
  GST_OBJECT_UNLOCK (object);
}

static void
gst_master_loudness_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  if (id != first_property (object) + PROP_RESET_ON_STREAM) {
    gst_master_filter_get_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  g_value_set_boolean (value, GST_MASTER_LOUDNESS (object)->reset_on_stream);
  GST_OBJECT_UNLOCK (object);
}

static void
gst_master_loudness_class_init (GstMasterLoudnessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstMasterFilterClass *filter_class = GST_MASTER_FILTER_CLASS (klass);

  gst_master_filter_class_set_stage (filter_class, &mst_stage_loudness);
  object_class->set_property = gst_master_loudness_set_property;
  object_class->get_property = gst_master_loudness_get_property;
  g_object_class_install_property (object_class,
      gst_master_filter_first_property (filter_class) + PROP_RESET_ON_STREAM,
      g_param_spec_boolean ("reset-on-stream", "Reset On Stream",
          "Forget the programme where a new stream begins; else the streams of "
          "a playlist are one programme",
          FALSE,
          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
              GST_PARAM_MUTABLE_PLAYING));
  filter_class->tags = gst_master_loudness_tags;
  filter_class->adjust = gst_master_loudness_adjust;
}

static void
gst_master_loudness_init (GstMasterLoudness *self)
{
  forget (self);
}
