/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "plugs.h"

#include <string.h>

/* Containers, tags and streams. */
static const gchar *const readers[] = { "aacparse", "ac3parse", "aiffparse",
  "amrparse", "apedemux", "asfdemux", "auparse", "avdemux_ape", "avdemux_dsf",
  "avdemux_mpc", "avdemux_mpc8", "avdemux_nut", "avdemux_tta", "avdemux_voc",
  "avdemux_xwma", "avidemux", "dcaparse", "dvdemux", "flacparse", "flvdemux",
  "id3demux", "matroskademux", "mpegaudioparse", "mpegpsdemux", "mxfdemux",
  "oggdemux", "opusparse", "qtdemux", "sbcparse", "tsdemux", "vorbisparse",
  "wavpackparse", "wavparse" };

static const gchar *const decoders[] = { "a52dec", "adpcmdec", "alawdec",
  "amrnbdec", "amrwbdec", "dtsdec", "faad", "fdkaacdec", "flacdec", "gsmdec",
  "mpg123audiodec", "mulawdec", "musepackdec", "opusdec", "sbcdec", "speexdec",
  "vorbisdec", "wavpackdec" };
/* All of libav's decoders count, too. */
static const gchar libav[] = "avdec_";

/* These give float where others of a higher rank give integers. */
static const gchar *const exact[] = { "mpg123audiodec", "avdec_mp3float",
  "avdec_mp2float", "avdec_mp1float", "avdec_aac", "avdec_aac_latm",
  "avdec_opus", "avdec_ac3", "avdec_eac3", "avdec_dca", "vorbisdec",
  "avdec_wavpack" };

/* Types whose coded samples are integers. */
static const gchar *const integers[] = { "audio/x-alac", "audio/x-alaw",
  "audio/x-adpcm", "audio/x-ffmpeg-parsed-ape", "audio/x-flac", "audio/x-mulaw",
  "audio/x-raw", "audio/x-shorten", "audio/x-tta", "audio/x-wavpack",
  "audio/x-ape" };

static const gchar *const playlists[] = { "application/dash+xml",
  "application/sdp", "application/smil", "application/vnd.apple.mpegurl",
  "application/vnd.ms-sstr+xml", "application/x-hls", "application/xspf+xml",
  "audio/x-mpegurl", "audio/x-scpls", "text/uri-list", "video/x-ms-asf-p" };

/* Types that begin so are neither sound nor hold it. */
static const gchar *const silent[] = { "image/", "text/", "subpicture/",
  "application/x-subtitle", "application/pdf", "application/postscript",
  "application/zip", "application/x-gzip", "application/x-bzip",
  "application/x-xz", "application/x-executable", "application/x-tar",
  "application/x-ar", "application/x-rar", "application/x-7z",
  "application/x-compress", "application/msword", "application/octet-stream" };

static gboolean
is_listed (const gchar *const *list, gsize n, const gchar *name)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (list[i], name) == 0)
      return TRUE;
  return FALSE;
}

#define IS_LISTED(list, name) is_listed (list, G_N_ELEMENTS (list), name)

static gboolean
has_class (GstElementFactory *factory, const gchar *word)
{
  return strstr (gst_element_factory_get_metadata (factory,
                     GST_ELEMENT_METADATA_KLASS),
             word) != NULL;
}

static gboolean
is_allowed (GstElementFactory *factory)
{
  const gchar *name = GST_OBJECT_NAME (factory);

  if (IS_LISTED (readers, name) || IS_LISTED (decoders, name))
    return TRUE;
  return g_str_has_prefix (name, libav) && has_class (factory, "Audio") &&
      !g_str_has_suffix (name, "_fixed");
}

gboolean
master_plugs_is_parser (GstElementFactory *factory)
{
  return has_class (factory, "Parser");
}

gboolean
master_plugs_is_decoder (GstElementFactory *factory)
{
  return has_class (factory, "Decoder");
}

gboolean
master_plugs_is_container (GstElementFactory *factory)
{
  return factory && has_class (factory, "Demuxer") &&
      !has_class (factory, "Metadata");
}

gboolean
master_plugs_is_playlist (const GstCaps *caps)
{
  return IS_LISTED (playlists,
      gst_structure_get_name (gst_caps_get_structure (caps, 0)));
}

gboolean
master_plugs_must_be_asked (GstElementFactory *factory)
{
  return strcmp (GST_OBJECT_NAME (factory), "mpg123audiodec") == 0;
}

gboolean
master_plugs_forgets_gain (GstElementFactory *factory)
{
  return strcmp (GST_OBJECT_NAME (factory), "avdec_opus") == 0;
}

gboolean
master_plugs_is_integer (const GstCaps *caps)
{
  return IS_LISTED (integers,
      gst_structure_get_name (gst_caps_get_structure (caps, 0)));
}

gboolean
master_plugs_may_hold_audio (const GstCaps *caps)
{
  const gchar *name = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  for (gsize i = 0; i < G_N_ELEMENTS (silent); i++)
    if (g_str_has_prefix (name, silent[i]))
      return FALSE;
  return TRUE;
}

/* Lower is better: readers, then decoders that give float, then others. */
static gint
get_class (GstElementFactory *factory)
{
  const gchar *name = GST_OBJECT_NAME (factory);

  if (IS_LISTED (readers, name))
    return 0;
  return IS_LISTED (exact, name) ? 1 : 2;
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  GstElementFactory *first = GST_ELEMENT_FACTORY (a);
  GstElementFactory *second = GST_ELEMENT_FACTORY (b);
  const gint difference = get_class (first) - get_class (second);

  return difference != 0 ? difference
                         : gst_plugin_feature_rank_compare_func (first, second);
}

GList *
master_plugs_find (GstCaps *caps)
{
  GList *all = gst_element_factory_list_get_elements (
      GST_ELEMENT_FACTORY_TYPE_DECODABLE, GST_RANK_MARGINAL);
  GList *found =
      gst_element_factory_list_filter (all, caps, GST_PAD_SINK, FALSE);
  GList *kept = NULL;

  for (GList *link = found; link != NULL; link = link->next)
    if (is_allowed (link->data))
      kept = g_list_prepend (kept, gst_object_ref (link->data));
  gst_plugin_feature_list_free (all);
  gst_plugin_feature_list_free (found);
  return g_list_sort (kept, compare);
}
