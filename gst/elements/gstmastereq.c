/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastereq
 * @title: mastereq
 * @short_description: mastering equaliser
 *
 * Shapes the tonal balance with up to 32 bands in series: bells, shelves, tilt,
 * cuts of 6 to 96 dB/octave, notches, band passes, all passes. They keep the
 * shape of their analogue prototypes up to 20 kHz at every sample rate. Each
 * band is a child object, `band0` to `band31`, of which the first
 * #GstMasterEq:bands are in use. A band works on all channels, or on left,
 * right, mid or side alone; its gain may follow the signal (`dynamic`). A band
 * with no gain costs nothing, and a neutral equaliser passes every bit on.
 * Every property but #GstMasterEq:phase may change while playing and be
 * automated by a #GstController; changes glide (time constant 40 ms).
 *
 * With #GstMasterEq:phase `minimum` the element adds no latency. With `linear`
 * all bands that are not dynamic become one filter without phase, and the
 * latency depends on the lowest of them when the stream starts.
 *
 * #GstMasterEq:location reads a file of parametric filters as AutoEq writes
 * them for headphones.
 *
 * The signal #GstMasterEq::response returns the curve, for drawing.
 *
 * The element takes and gives floats of 32 or 64 bits.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastereq band0::type=low-cut band0::frequency=28 band0::slope=24 \
 *   band1::frequency=250 band1::gain=-2.5 band1::q=1 ! audioconvert ! \
 *   autoaudiosink
 * ]| Take out rumble and mud.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastereq phase=linear band0::type=high-shelf band0::frequency=9000 \
 *   band0::gain=1.5 band0::channel=side ! masterdither ! \
 *   audio/x-raw,format=S16LE ! flacenc ! filesink location=airy.flac
 * ]| Add some air to the sides, at linear phase, and write 16-bit FLAC.
 * |[
 * gst-launch-1.0 filesrc location=voice.wav ! wavparse ! audioconvert ! \
 *   mastereq auto-gain=true band0::frequency=7000 band0::q=1.5 \
 *   band0::dynamic=true band0::threshold=-32 band0::range=-8 \
 *   band0::attack=1 band0::release=60 ! audioconvert ! autoaudiosink
 * ]| Soften s sounds, only while they last.
 */
#include "gstmastereq.h"

#include <string.h>

#include "base/gstmasterfile.h"
#include "base/gstmasterlocation.h"
#include "base/gstmasterparams.h"
#include "gstmastereqfile.h"
#include "dsp/eq/eq.h"

#define DEFAULT_RATE                                                           \
  48000 /* Hz; the response is that at this rate before there are caps */

#define GST_CAT_DEFAULT (GST_MASTER_FILTER_GET_CLASS (self)->category)

struct _GstMasterEq {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterEq, gst_master_eq, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastereq, "mastereq", GST_RANK_NONE,
    GST_TYPE_MASTER_EQ)

/* The value of the band's property `channel` that has this name. */
static gint
parse_channel (const gchar *name)
{
  const MstParam *row = &mst_stage_eq.band_params[MST_EQ_BAND_CHANNEL];

  for (gint i = 0; name && i <= (gint) row->max; i++)
    if (strcmp (name, row->choices[i].nick) == 0)
      return i;
  return name ? -1 : MST_EQ_STEREO;
}

static gdouble
number_of (const GValue *value)
{
  GValue number = G_VALUE_INIT;
  gdouble result = 0.0;

  g_value_init (&number, G_TYPE_DOUBLE);
  if (g_value_transform (value, &number))
    result = g_value_get_double (&number);
  g_value_unset (&number);
  return result;
}

static void
gst_master_eq_response (GstMasterEq *self, const GValue *frequencies,
    const gchar *channel_name, GValue *decibels)
{
  guint n = gst_value_array_get_size (frequencies);
  gint channel = parse_channel (channel_name);
  gint rate = GST_AUDIO_FILTER_RATE (self);
  g_autofree gdouble *values = NULL;
  g_autofree gdouble *in = NULL;
  g_autofree gdouble *out = NULL;

  if (channel < 0) {
    GST_WARNING_OBJECT (self, "no channel is called '%s'", channel_name);
    return;
  }
  values = g_new (gdouble, mst_stage_n_values (&mst_stage_eq));
  in = g_new (gdouble, n + 1);
  out = g_new (gdouble, n + 1);
  gst_master_filter_get_values (GST_MASTER_FILTER (self), values);
  for (guint i = 0; i < n; i++)
    in[i] = number_of (gst_value_array_get_value (frequencies, i));
  mst_eq_response (values, rate > 0 ? rate : DEFAULT_RATE,
      (MstEqChannel) channel, in, out, (gint) n);
  for (guint i = 0; i < n; i++) {
    GValue number = G_VALUE_INIT;
    g_value_init (&number, G_TYPE_DOUBLE);
    g_value_set_double (&number, out[i]);
    gst_value_array_append_and_take_value (decibels, &number);
  }
}

/* The generic marshaller knows nothing of GStreamer's own fundamental types. */
static void
marshal_response (GClosure *closure, GValue *result, guint n_params,
    const GValue *params, gpointer hint, gpointer callback)
{
  typedef void (*Response) (gpointer object, const GValue *frequencies,
      const gchar *channel, GValue *decibels);
  Response response =
      (Response) (callback ? callback : ((GCClosure *) closure)->callback);

  g_return_if_fail (n_params == 3);
  response (g_value_get_object (&params[0]), &params[1],
      g_value_get_string (&params[2]), result);
}

/* --- the file of filters */

static void
set_values (GObject *object, const MstParam *rows, gint n_rows,
    const gdouble *values)
{
  for (gint i = 0; i < n_rows; i++) {
    GParamSpec *spec = g_object_class_find_property (
        G_OBJECT_GET_CLASS (object), rows[i].name);
    GValue value = G_VALUE_INIT;

    g_value_init (&value, spec->value_type);
    gst_master_param_to_value (&rows[i], values[i], &value);
    g_object_set_property (object, rows[i].name, &value);
    g_value_unset (&value);
  }
}

/* Sets all bands, those that the file does not have to their defaults, and of
 * the other parameters those that a file has. */
static gboolean
read_filters (GstMasterFilter *self, const gchar *location)
{
  g_autofree gdouble *values =
      g_new (gdouble, mst_stage_n_values (&mst_stage_eq));
  g_autoptr (GError) error = NULL;

  if (!gst_master_eq_file_read (location, values, &error)) {
    gst_master_file_post (GST_ELEMENT (self), GST_MESSAGE_ERROR, error);
    return FALSE;
  }
  g_object_set (self, "bands", (gint) values[MST_EQ_BANDS], "gain",
      values[MST_EQ_GAIN], NULL);
  for (gint i = 0; i < MST_EQ_MAX_BANDS; i++) {
    g_autoptr (GObject) band =
        gst_child_proxy_get_child_by_index (GST_CHILD_PROXY (self), i);
    set_values (band, mst_eq_band_params, MST_EQ_N_BAND_PARAMS,
        values + mst_eq_band_at (i, 0));
  }
  return TRUE;
}

static void
gst_master_eq_class_init (GstMasterEqClass *klass)
{
  GstMasterFilterClass *filter_class = GST_MASTER_FILTER_CLASS (klass);

  gst_master_filter_class_set_stage (filter_class, &mst_stage_eq);
  gst_master_location_install (filter_class, "location", "Location",
      "Text file of parametric filters, as AutoEq and Equalizer APO have them; "
      "read at the start, it replaces the gain and the bands",
      read_filters);

  /**
   * GstMasterEq::response:
   * @self: the equaliser
   * @frequencies: (type Gst.ValueArray): frequencies [Hz]
   * @channel: (nullable): "stereo", "left", "right", "mid" or "side"; %NULL is
   *   "stereo"
   *
   * Computes the response of the bands that work on @channel or on all, and of
   * #GstMasterEq:gain, without dynamics, at the sample rate of the stream, or
   * at 48 kHz before there is one.
   *
   * Returns: (type Gst.ValueArray): the magnitudes [dB], #gdouble each, minus
   *   infinity from half the sample rate on; empty for an unknown channel
   */
  g_signal_new_class_handler ("response", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (gst_master_eq_response),
      NULL, NULL, marshal_response, GST_TYPE_ARRAY, 2, GST_TYPE_ARRAY,
      G_TYPE_STRING);
}

static void
gst_master_eq_init (GstMasterEq *self)
{
}
