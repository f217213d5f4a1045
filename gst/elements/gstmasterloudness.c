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
 * With #GstMasterLoudness:mode `static` it is one gain, exact and without
 * limits, target - #GstMasterLoudness:measured, where `measured` is the
 * integrated loudness that mastermeter or anybody else has found. Where that is
 * not set, the loudness comes from the tags of the stream: R128
 * (`R128_TRACK_GAIN`) or ReplayGain (track gain and reference level), or those
 * of the album with #GstMasterLoudness:album-mode. Where there are none either,
 * every bit passes as it is.
 *
 * With `live` it levels a programme that nobody has measured, in one pass: the
 * gain follows slowly, at less than 1 dB/s but for the first ten seconds, holds
 * over silence and noise, and sees to it that the integrated loudness of what
 * goes out lands on the target. It looks ahead by #GstMasterLoudness:lookahead,
 * which is its latency.
 *
 * Peaks are not looked after in either mode: a masterlimiter belongs behind it.
 *
 * The element takes and gives 32-bit float samples.
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
 * ]| Level what comes in for broadcast, three seconds later.
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

/* What gains of tags are relative to. A reference level in dB SPL is as
 * ReplayGain 1 has it, 89 standing for -18 LUFS. */
#define REPLAYGAIN_LUFS -18.0
#define REPLAYGAIN_SPL 89.0
#define R128_LUFS -23.0 /* RFC 7845, section 5.2.1 */

enum {
  OF_TRACK,
  OF_ALBUM,
  N_SCOPES,
};

/* The loudness that tags tell of, LUFS; MST_LOUDNESS_UNKNOWN where they do not.
 */
typedef struct {
  gdouble r128;
  gdouble replaygain;
} Told;

struct _GstMasterLoudness {
  GstMasterFilter parent;

  Told told[N_SCOPES]; /* streaming thread */
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

/* A tag that says what no programme can be is none. */
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

/* "R128_TRACK_GAIN=-512": dB in 1/256, a decimal integer of 16 bits. */
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
gst_master_loudness_tags (GstMasterFilter *filter, const GstTagList *tags)
{
  GstMasterLoudness *self = GST_MASTER_LOUDNESS (filter);
  const gchar *comment;

  if (!tags) {
    forget (self);
    return;
  }
  take_replaygain (self, tags);
  for (guint i = 0; gst_tag_list_peek_string_index (tags,
           GST_TAG_EXTENDED_COMMENT, i, &comment);
       i++)
    take_comment (self, comment);
}

/* Of what is known of the scope, R128 first: its reference is not in doubt. */
static gdouble
loudness_of (const Told *told)
{
  return told->r128 > MST_LOUDNESS_UNKNOWN ? told->r128 : told->replaygain;
}

/* What is not set and not told of in the scope that is wanted may be in the
 * other. */
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
}

static void
gst_master_loudness_class_init (GstMasterLoudnessClass *klass)
{
  GstMasterFilterClass *filter_class = GST_MASTER_FILTER_CLASS (klass);

  gst_master_filter_class_set_stage (filter_class, &mst_stage_loudness);
  filter_class->tags = gst_master_loudness_tags;
  filter_class->adjust = gst_master_loudness_adjust;
}

static void
gst_master_loudness_init (GstMasterLoudness *self)
{
  forget (self);
}
