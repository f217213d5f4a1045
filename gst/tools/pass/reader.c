/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: who may be plugged and what is made of it is one decision
 * after another on one state.
 */
#include "reader.h"

#include <math.h>
#include <string.h>

#include <gst/audio/audio.h>
#include <gst/pbutils/pbutils.h>

#include "pcm.h"
#include "plugs.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"

/* Elements of the source in all: an MP3 with three tags has twelve. */
#define DEEPEST 24
#define MOST_CHANNELS 63

static void watch_pad (MasterReader *self, GstPad *pad);

static void
post_error (MasterReader *self, MasterError code, const gchar *text)
{
  g_autoptr (GError) error = g_error_new_literal (MASTER_ERROR, code, text);

  gst_element_post_message (GST_ELEMENT (self->bin),
      gst_message_new_error (GST_OBJECT (self->bin), error, NULL));
}

/* --- the sound */

static GstPadProbeReturn
drop_all (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  return GST_PAD_PROBE_DROP;
}

/* A new set of streams after the first one: the file is several, one behind
 * the other. The demuxer keeps the end of the stream to itself where more
 * follows. */
static void
end_here (MasterReader *self, GstPad *pad, GstPad *sink)
{
  g_atomic_int_set (&self->chained, TRUE);
  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST |
          GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      drop_all, NULL, NULL);
  gst_pad_send_event (sink, gst_event_new_eos ());
}

static void
note_inexact (MasterReader *self, GstPad *pad, GstCaps *caps)
{
  g_autoptr (GstElement) decoder = gst_pad_get_parent_element (pad);
  g_autoptr (GstPad) sink = gst_element_get_static_pad (decoder, "sink");
  g_autoptr (GstCaps) codec = sink ? gst_pad_get_current_caps (sink) : NULL;
  GstAudioInfo info;
  gchar *name;

  if (!codec || !gst_audio_info_from_caps (&info, caps) ||
      GST_AUDIO_INFO_IS_FLOAT (&info) || master_plugs_is_integer (codec) ||
      !master_plugs_is_decoder (gst_element_get_factory (decoder)))
    return;
  name = gst_pb_utils_get_codec_description (codec);
  if (!g_atomic_pointer_compare_and_exchange (&self->inexact, NULL, name))
    g_free (name);
}

static GstElement *
get_next (MasterReader *self, GstElement *element)
{
  g_autoptr (GstPad) src = gst_element_get_static_pad (element, "src");
  g_autoptr (GstPad) peer = src ? gst_pad_get_peer (src) : NULL;
  g_autoptr (GstObject) parent = peer ? gst_pad_get_parent (peer) : NULL;
  const gboolean inside = parent && GST_IS_ELEMENT (parent) &&
      GST_OBJECT_PARENT (parent) == GST_OBJECT (self->bin);

  return inside ? GST_ELEMENT (parent) : NULL;
}

/* The bin starts its elements in an order that knows no link that is still to
 * come: what reads may be running before what takes the sound, which would
 * refuse it, and a refusal of this kind ends a stream without a word. */
static void
start_takers (MasterReader *self)
{
  if (GST_STATE (self->bin) == GST_STATE_NULL)
    return;
  for (GstElement *element = self->sink; element != NULL;
       element = get_next (self, element))
    gst_element_sync_state_with_parent (element);
}

/* audioconvert crashes on more. */
static gboolean
check_channels (GstCaps *caps, GError **error)
{
  gint channels = 0;

  gst_structure_get_int (gst_caps_get_structure (caps, 0), "channels",
      &channels);
  return channels <= MOST_CHANNELS ||
      master_fail (error, NULL, "has %d channels; up to %d can be mastered",
          channels, MOST_CHANNELS);
}

static void
take_sound (MasterReader *self, GstPad *pad, GstCaps *caps)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (self->sink, "sink");
  g_autoptr (GError) error = NULL;

  if (!check_channels (caps, &error)) {
    post_error (self, MASTER_ERROR_INPUT, error->message);
    return;
  }
  note_inexact (self, pad, caps);
  start_takers (self);
  if (gst_pad_is_linked (sink))
    end_here (self, pad, sink);
  else if (GST_PAD_LINK_FAILED (gst_pad_link (pad, sink)))
    post_error (self, MASTER_ERROR_INPUT,
        "its sound is in a form that cannot be taken");
}

/* --- elements */

/* A parser that knows but part of an MP3's delay says so to the decoder, which
 * then leaves out the wrong frames; and the frame with the tag is not sound. */
static GstPadProbeReturn
strip_clipping (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  GstMeta *meta;

  if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DECODE_ONLY))
    return GST_PAD_PROBE_DROP;
  meta = gst_buffer_get_meta (buffer, GST_AUDIO_CLIPPING_META_API_TYPE);
  if (!meta)
    return GST_PAD_PROBE_OK;
  buffer = gst_buffer_make_writable (buffer);
  meta = gst_buffer_get_meta (buffer, GST_AUDIO_CLIPPING_META_API_TYPE);
  gst_buffer_remove_meta (buffer, meta);
  GST_PAD_PROBE_INFO_DATA (info) = buffer;
  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement *element, GstPad *pad, gpointer user_data)
{
  if (GST_PAD_IS_SRC (pad))
    watch_pad (user_data, pad);
}

static void
on_no_more_pads (GstElement *element, gpointer user_data)
{
  MasterReader *self = user_data;

  g_atomic_int_set (&self->complete, TRUE);
  if (g_atomic_int_get (&self->audio_streams) == 0)
    post_error (self, MASTER_ERROR_INPUT, "there is no audio in it");
}

static void
watch_element (MasterReader *self, GstElement *element)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  g_autoptr (GstPad) src = gst_element_get_static_pad (element, "src");

  g_signal_connect (element, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (element, "no-more-pads", G_CALLBACK (on_no_more_pads),
      self);
  if (!src)
    return;
  if (self->extent.drops_clipping && master_plugs_is_parser (factory))
    gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_BUFFER, strip_clipping, NULL,
        NULL);
  watch_pad (self, src);
}

/* The caps that make a decoder give float, if it has to be asked. */
static GstElement *
add_demand (MasterReader *self, GstElement *decoder)
{
  GstElement *filter;

  if (!master_plugs_must_be_asked (gst_element_get_factory (decoder)))
    return decoder;
  filter = gst_element_factory_make ("capsfilter", NULL);
  if (!filter)
    return decoder;
  master_elements_set_caps (filter, MASTER_F32_CAPS);
  gst_bin_add (self->bin, filter);
  gst_element_link (decoder, filter);
  gst_element_sync_state_with_parent (filter);
  return filter;
}

/* RFC 7845, 5.1: "OpusHead", version, channels (1, 1), pre-skip (2), rate (4),
 * and the gain that a player has to apply, in 256ths of a decibel. libav's
 * decoder does not get to see it [dB]. */
static gdouble
get_header_gain (GstCaps *caps)
{
  const GValue *headers = gst_structure_get_value (
      gst_caps_get_structure (caps, 0), "streamheader");
  guint8 head[18];
  GstBuffer *first;

  if (!headers || !GST_VALUE_HOLDS_ARRAY (headers) ||
      gst_value_array_get_size (headers) == 0)
    return 0.0;
  first = gst_value_get_buffer (gst_value_array_get_value (headers, 0));
  if (gst_buffer_extract (first, 0, head, sizeof (head)) != sizeof (head) ||
      memcmp (head, "OpusHead", 8) != 0)
    return 0.0;
  return (gint16) (head[16] | head[17] << 8) / 256.0;
}

static void
set_gain (MasterReader *self, GstCaps *caps)
{
  const gdouble factor = pow (10.0, get_header_gain (caps) / 20.0);

  g_object_set (self->gain, "volume", MIN (factor, 10.0), NULL);
}

/* Until it is linked, the bin, which may be on its way to another state in
 * another thread, must not start the element, nor may it be started twice. */
static gboolean
plug (MasterReader *self, GstPad *pad, GstElementFactory *factory,
    GstCaps *caps)
{
  GstElement *element = gst_element_factory_create (factory, NULL);
  g_autoptr (GstPad) sink = NULL;

  if (!element)
    return FALSE;
  gst_element_set_locked_state (element, TRUE);
  gst_bin_add (self->bin, element);
  sink = gst_element_get_static_pad (element, "sink");
  if (!sink || GST_PAD_LINK_FAILED (gst_pad_link (pad, sink)) ||
      gst_element_set_state (element, GST_STATE_READY) ==
          GST_STATE_CHANGE_FAILURE) {
    gst_element_set_state (element, GST_STATE_NULL);
    gst_bin_remove (self->bin, element);
    return FALSE;
  }
  if (master_plugs_forgets_gain (factory))
    set_gain (self, caps);
  watch_element (self, add_demand (self, element));
  gst_element_set_locked_state (element, FALSE);
  return gst_element_sync_state_with_parent (element);
}

/* A parser gives the type that it takes: two of a kind would have no end. */
static gboolean
is_behind_itself (GstPad *pad, GstElementFactory *factory)
{
  g_autoptr (GstElement) before = gst_pad_get_parent_element (pad);

  return before && gst_element_get_factory (before) == factory &&
      master_plugs_is_parser (factory);
}

static guint
get_depth (MasterReader *self)
{
  return (guint) GST_BIN_NUMCHILDREN (self->bin);
}

static void
refuse (MasterReader *self, GstCaps *caps)
{
  g_autofree gchar *what = NULL;
  g_autofree gchar *text = NULL;

  if (master_plugs_is_playlist (caps)) {
    post_error (self, MASTER_ERROR_INPUT,
        "is not an audio file, but a list that leads to others, which are not "
        "opened");
    return;
  }
  if (!master_plugs_may_hold_audio (caps)) {
    post_error (self, MASTER_ERROR_INPUT, "not an audio file");
    return;
  }
  what = gst_pb_utils_get_decoder_description (caps);
  text = g_strdup_printf ("cannot be read here: no %s is installed", what);
  post_error (self, MASTER_ERROR_NO_DECODER, text);
}

static gboolean
is_of_sound (GstCaps *caps)
{
  return g_str_has_prefix (
      gst_structure_get_name (gst_caps_get_structure (caps, 0)), "audio/");
}

static void
plug_best (MasterReader *self, GstPad *pad, GstCaps *caps)
{
  GList *factories = master_plugs_find (caps);
  gboolean done = FALSE;

  for (GList *link = factories; link && !done; link = link->next)
    done = !is_behind_itself (pad, link->data) && get_depth (self) < DEEPEST &&
        plug (self, pad, link->data, caps);
  gst_plugin_feature_list_free (factories);
  if (!done)
    refuse (self, caps);
}

/* --- pads */

/* Lets the first stream of sound of a container go on, and counts the others.
 */
static gboolean
is_wanted (MasterReader *self, GstPad *pad, GstCaps *caps)
{
  g_autoptr (GstElement) before = gst_pad_get_parent_element (pad);

  if (!master_plugs_is_container (gst_element_get_factory (before)))
    return TRUE;
  if (!is_of_sound (caps))
    return FALSE;
  return g_atomic_int_get (&self->complete) ||
      g_atomic_int_add (&self->audio_streams, 1) == 0;
}

static void
take_caps (MasterReader *self, GstPad *pad, GstCaps *caps)
{
  if (gst_pad_is_linked (pad) || !is_wanted (self, pad, caps))
    return;
  if (gst_structure_has_name (gst_caps_get_structure (caps, 0), "audio/x-raw"))
    take_sound (self, pad, caps);
  else
    plug_best (self, pad, caps);
}

static void
on_caps (GstPad *pad, GParamSpec *pspec, gpointer user_data)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  if (caps && gst_caps_is_fixed (caps))
    take_caps (user_data, pad, caps);
}

/* A stream that ends before its type shows would be waited for. */
static void
check_end (MasterReader *self)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (self->sink, "sink");

  if (!gst_pad_is_linked (sink))
    post_error (self, MASTER_ERROR_INPUT,
        "there is no audio in it that can be read here");
}

static gint
get_rate (GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  gint rate = 0;

  if (caps)
    gst_structure_get_int (gst_caps_get_structure (caps, 0), "rate", &rate);
  return rate;
}

/* GStreamer's decoders cut what lies outside of a segment, and count the frames
 * that they cut downwards: half a frame makes that the nearest number. */
static GstEvent *
round_segment (GstPad *pad, GstEvent *event)
{
  const gint rate = get_rate (pad);
  GstSegment segment;
  GstClockTime half;
  GstEvent *rounded;

  gst_event_copy_segment (event, &segment);
  if (segment.format != GST_FORMAT_TIME || rate <= 0)
    return event;
  half = GST_SECOND / 2 / (guint) rate;
  if (GST_CLOCK_TIME_IS_VALID (segment.stop) &&
      segment.stop > segment.start + half)
    segment.stop -= half;
  rounded = gst_event_new_segment (&segment);
  gst_event_set_seqnum (rounded, gst_event_get_seqnum (event));
  gst_event_unref (event);
  return rounded;
}

static GstPadProbeReturn
on_event (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    check_end (user_data);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT)
    GST_PAD_PROBE_INFO_DATA (info) = round_segment (pad, event);
  return GST_PAD_PROBE_OK;
}

static void
watch_pad (MasterReader *self, GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, self,
      NULL);
  if (caps && gst_caps_is_fixed (caps))
    take_caps (self, pad, caps);
  else
    g_signal_connect (pad, "notify::caps", G_CALLBACK (on_caps), self);
}

static void
on_type (GstElement *typefind, guint probability, GstCaps *caps,
    gpointer user_data)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (typefind, "src");

  take_caps (user_data, pad, caps);
}

static GstBuffer *
apply (const MasterPatch *patch, GstBuffer *buffer)
{
  const guint64 from = GST_BUFFER_OFFSET (buffer);
  const guint64 end = from + gst_buffer_get_size (buffer);

  if (from >= patch->at + patch->n || end <= patch->at)
    return buffer;
  buffer = gst_buffer_make_writable (buffer);
  for (guint64 i = MAX (from, patch->at); i < MIN (end, patch->at + patch->n);
       i++)
    gst_buffer_fill (buffer, (gsize) (i - from), &patch->bytes[i - patch->at],
        1);
  return buffer;
}

static GstPadProbeReturn
apply_patches (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  const MasterReader *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);

  for (gsize i = 0; i < MASTER_MAX_PATCHES; i++)
    buffer = apply (&self->extent.patches[i], buffer);
  GST_PAD_PROBE_INFO_DATA (info) = buffer;
  return GST_PAD_PROBE_OK;
}

static gboolean
is_patched (const MasterExtent *extent)
{
  for (gsize i = 0; i < MASTER_MAX_PATCHES; i++)
    if (extent->patches[i].n > 0)
      return TRUE;
  return FALSE;
}

/* Files of plain samples need nothing but their place. */
static gboolean
build_player (MasterReader *self, const MasterPcm *pcm, const gchar *path,
    GError **error)
{
  GstElement *player = master_pcm_play (pcm, path, error);
  g_autoptr (GstPad) src = NULL;
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GError) local = NULL;

  if (!player)
    return FALSE;
  gst_bin_add (self->bin, player);
  g_object_get (player, "caps", &caps, NULL);
  if (!check_channels (caps, &local))
    return master_fail_as (error, MASTER_ERROR_INPUT, path, "%s",
        local->message);
  self->unplaced = pcm->channels > 2 && pcm->mask == 0 ? pcm->channels : 0;
  src = gst_element_get_static_pad (player, "src");
  take_caps (self, src, caps);
  return TRUE;
}

static gboolean
build_finder (MasterReader *self, const gchar *path, GError **error)
{
  static const gchar *const reading[] = { "filesrc", "typefind", NULL };
  GstElement *out[2];
  g_autoptr (GstPad) src = NULL;

  if (!master_elements_chain (self->bin, reading, out, error))
    return FALSE;
  g_object_set (out[0], "location", path, NULL);
  g_signal_connect (out[1], "have-type", G_CALLBACK (on_type), self);
  src = gst_element_get_static_pad (out[0], "src");
  if (is_patched (&self->extent))
    gst_pad_add_probe (src,
        GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_PULL |
            GST_PAD_PROBE_TYPE_PUSH,
        apply_patches, self, NULL);
  return TRUE;
}

gboolean
master_reader_build (MasterReader *self, const gchar *path, GError **error)
{
  g_auto (MasterPcm) pcm = { 0 };

  if (master_pcm_read (&pcm, path))
    return build_player (self, &pcm, path, error);
  self->extent = master_extent_read (path);
  return build_finder (self, path, error);
}

void
master_reader_clear (MasterReader *self)
{
  g_clear_pointer (&self->inexact, g_free);
}
