/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: all suites of elements share this one rig.
 */
#include "rig.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/delay.h"
#include "dsp/common/vector/kernels.h"

#define STAGE(stem) GST_ELEMENT_REGISTER_DECLARE (master##stem)
#include "mst-stages.inc"
#undef STAGE
GST_ELEMENT_REGISTER_DECLARE (masterchain)

#define STAGE(stem) "master" #stem,
const gchar *const rig_elements[] = {
#include "mst-stages.inc"
  "mastertestlookahead",
};
#undef STAGE
const gint rig_n_elements = G_N_ELEMENTS (rig_elements);

/* --- a stage of our own: a gain that looks ahead */

#define LOOKAHEAD 1000 /* frames: longer than an engine's block */

typedef struct {
  MstDelay *delay;
  MstFormat format;
  gfloat gain;
} Lookahead;

static const MstParam lookahead_params[] = {
  { "gain", "", 0, 4, 1, MST_KIND_DOUBLE, .blurb = "Factor" },
};

static void
lookahead_set (void *object, const double *values)
{
  ((Lookahead *) object)->gain = (gfloat) values[0];
}

static void *
lookahead_new (const MstFormat *format, const double *values)
{
  Lookahead *self = calloc (1, sizeof (*self));

  self->format = *format;
  self->delay = mst_delay_new (LOOKAHEAD, format->channels);
  lookahead_set (self, values);
  return self;
}

static int
lookahead_latency (const void *object)
{
  return LOOKAHEAD;
}

static void
lookahead_process (void *object, float *const planes[], int n)
{
  Lookahead *self = object;

  mst_sanitize (planes, self->format.channels, n);
  mst_delay_process (self->delay, (const float *const *) planes, planes, n);
  for (int c = 0; c < self->format.channels; c++)
    mst_orc_scale_f32 (planes[c], self->gain, n);
}

static void
lookahead_reset (void *object)
{
  mst_delay_reset (((Lookahead *) object)->delay);
}

static void
lookahead_free (void *object)
{
  if (object)
    mst_delay_free (((Lookahead *) object)->delay);
  free (object);
}

static const MstStage lookahead_stage = {
  .name = "testlookahead",
  .title = "Test look-ahead",
  .klass = "Filter/Effect/Audio",
  .blurb = "Delays by 1000 frames",
  .params = lookahead_params,
  .n_params = 1,
  .new = lookahead_new,
  .set = lookahead_set,
  .latency = lookahead_latency,
  .process = lookahead_process,
  .reset = lookahead_reset,
  .free = lookahead_free,
};

typedef GstMasterFilter GstMasterTestLookahead;
typedef GstMasterFilterClass GstMasterTestLookaheadClass;
GType gst_master_test_lookahead_get_type (void);
G_DEFINE_TYPE (GstMasterTestLookahead, gst_master_test_lookahead,
    GST_TYPE_MASTER_FILTER)

static void
gst_master_test_lookahead_class_init (GstMasterTestLookaheadClass *klass)
{
  gst_master_filter_class_set_stage (klass, &lookahead_stage);
}

static void
gst_master_test_lookahead_init (GstMasterTestLookahead *self)
{
}

void
rig_register (void)
{
#define STAGE(stem) GST_ELEMENT_REGISTER (master##stem, NULL);
#include "mst-stages.inc"
#undef STAGE
  GST_ELEMENT_REGISTER (masterchain, NULL);
  gst_element_register (NULL, "mastertestlookahead", GST_RANK_NONE,
      gst_master_test_lookahead_get_type ());
}

/* --- the rig */

static gboolean
is_planar (void)
{
  return g_strcmp0 (g_getenv ("MST_RIG_FORM"), "planar") == 0;
}

gboolean
rig_leaves_out (gint i)
{
  return is_planar () && i % 3 != 0;
}

void
rig_set_caps (Rig *rig, gint rate, gint channels)
{
  static const GstAudioChannelPosition surround[] = {
    GST_AUDIO_CHANNEL_POSITION_FRONT_LEFT,
    GST_AUDIO_CHANNEL_POSITION_FRONT_RIGHT,
    GST_AUDIO_CHANNEL_POSITION_FRONT_CENTER,
    GST_AUDIO_CHANNEL_POSITION_LFE1,
    GST_AUDIO_CHANNEL_POSITION_REAR_LEFT,
    GST_AUDIO_CHANNEL_POSITION_REAR_RIGHT,
    GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT,
    GST_AUDIO_CHANNEL_POSITION_SIDE_RIGHT,
    GST_AUDIO_CHANNEL_POSITION_TOP_FRONT_LEFT,
    GST_AUDIO_CHANNEL_POSITION_TOP_FRONT_RIGHT,
    GST_AUDIO_CHANNEL_POSITION_TOP_REAR_LEFT,
    GST_AUDIO_CHANNEL_POSITION_TOP_REAR_RIGHT,
  };
  const gboolean placed =
      channels == 3 || channels == 6 || channels == 8 || channels == 12;
  GstAudioInfo info;

  gst_audio_info_set_format (&info,
      is_planar () ? GST_AUDIO_FORMAT_F64 : GST_AUDIO_FORMAT_F32, rate,
      channels, placed ? surround : NULL);
  if (is_planar ())
    info.layout = GST_AUDIO_LAYOUT_NON_INTERLEAVED;
  rig->rate = rate;
  rig->channels = channels;
  rig->form = info;
  gst_harness_set_src_caps (rig->harness, gst_audio_info_to_caps (&info));
}

void
rig_init (Rig *rig, const gchar *element, gint rate, gint channels)
{
  rig->harness = gst_harness_new (element);
  rig->stage = NULL;
  if (GST_IS_MASTER_FILTER (rig->harness->element))
    rig->stage = GST_MASTER_FILTER_GET_CLASS (rig->harness->element)->stage;
  rig->pushed = 0;
  rig_set_caps (rig, rate, channels);
}

void
rig_clear (Rig *rig)
{
  gst_harness_teardown (rig->harness);
}

static void
set_number (GstObject *object, const gchar *name, const MstParam *row,
    gdouble number)
{
  GValue value = G_VALUE_INIT, typed = G_VALUE_INIT;
  GParamSpec *spec;
  g_autoptr (GObject) target = NULL;

  fail_unless (
      gst_child_proxy_lookup (GST_CHILD_PROXY (object), name, &target, &spec));
  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value,
      row->kind == MST_KIND_DOUBLE ? number : floor (number));
  if (row->kind == MST_KIND_ENUM) {
    g_object_set (target, row->name, (gint) number, NULL);
  } else {
    g_value_init (&typed, spec->value_type);
    if (row->kind == MST_KIND_BOOL)
      g_value_set_boolean (&typed, number != 0.0);
    else
      fail_unless (g_value_transform (&value, &typed));
    g_object_set_property (target, row->name, &typed);
    g_value_unset (&typed);
  }
  g_value_unset (&value);
}

void
rig_set_number (Rig *rig, const MstParam *row, gdouble number)
{
  set_number (GST_OBJECT (rig->harness->element), row->name, row, number);
}

static void
stir_value (GstObject *object, const gchar *prefix, const MstParam *row,
    guint *state)
{
  g_autofree gchar *name = g_strconcat (prefix, row->name, NULL);
  gdouble share, number;

  *state = *state * 1664525u + 1013904223u;
  share = 0.2 + 0.6 * (*state >> 8) / 16777216.0;
  number = row->min + share * (row->max - row->min);
  if (strcmp (row->unit, "Hz") == 0 && row->min > 0)
    number = row->min * pow (row->max / row->min, share);
  if (strcmp (row->name, "bands") == 0)
    number = MIN (4, row->max);
  if (row->kind == MST_KIND_BOOL)
    number = 1;
  set_number (object, name, row, number);
}

void
rig_stir (Rig *rig, guint seed)
{
  GstObject *element = GST_OBJECT (rig->harness->element);
  guint state = seed;

  for (gint i = 0; i < rig->stage->n_params; i++)
    stir_value (element, "", &rig->stage->params[i], &state);
  if (rig->stage->tail) /* as many frames are to come out as went in */
    g_object_set (element, "tail", FALSE, NULL);
  for (gint band = 0; band < MIN (4, rig->stage->max_bands); band++) {
    gchar *prefix = g_strdup_printf ("band%d::", band);
    for (gint i = 0; i < rig->stage->n_band_params; i++)
      stir_value (element, prefix, &rig->stage->band_params[i], &state);
    g_free (prefix);
  }
  rig_stir_curves (rig);
}

void
rig_stir_curves (Rig *rig)
{
  for (gint i = 0; i < rig->stage->n_curves; i++) {
    gchar *text = g_strdup_printf ("<50, %d, 1000.0, %d.5, 12000, %d>", i - 3,
        i + 2, -5 - i);
    gst_util_set_object_arg (G_OBJECT (rig->harness->element),
        rig->stage->curves[i].name, text);
    g_free (text);
  }
}

/* A hash of the sample's number: the same for any cut into buffers. */
static gfloat
noise_at (guint64 n)
{
  n = (n + 1) * 0x9e3779b97f4a7c15u;
  n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9u;
  n = (n ^ (n >> 27)) * 0x94d049bb133111ebu;
  return (gfloat) ((gint32) (n >> 32) * 0x1p-32);
}

static void
stamp (Rig *rig, GstBuffer *buffer, gint n)
{
  GST_BUFFER_PTS (buffer) = RIG_START +
      gst_util_uint64_scale_round (rig->pushed, GST_SECOND, rig->rate);
  GST_BUFFER_DURATION (buffer) = RIG_START +
      gst_util_uint64_scale_round (rig->pushed + n, GST_SECOND, rig->rate) -
      GST_BUFFER_PTS (buffer);
  GST_BUFFER_OFFSET (buffer) = rig->pushed;
  GST_BUFFER_OFFSET_END (buffer) = rig->pushed + n;
  rig->pushed += n;
}

GstBuffer *
rig_noise (Rig *rig, gint n)
{
  gint samples = n * rig->channels;
  GstBuffer *buffer =
      gst_buffer_new_allocate (NULL, samples * sizeof (gfloat), NULL);
  GstMapInfo map;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
  for (gint i = 0; i < samples; i++)
    ((gfloat *) map.data)[i] = noise_at (rig->pushed * rig->channels + i);
  gst_buffer_unmap (buffer, &map);
  stamp (rig, buffer, n);
  return buffer;
}

/* --- planes of 64 bits */

#define TIMES_AND_FLAGS (GST_BUFFER_COPY_TIMESTAMPS | GST_BUFFER_COPY_FLAGS)

/* Takes interleaved floats, and gives the same in planes. */
static GstBuffer *
to_planes (Rig *rig, GstBuffer *buffer)
{
  gint channels = rig->channels;
  gsize n = gst_buffer_get_size (buffer) / (channels * sizeof (gfloat));
  GstBuffer *planes = gst_buffer_new_allocate (NULL, n * channels * 8, NULL);
  GstMapInfo from, to;

  gst_buffer_add_audio_meta (planes, &rig->form, n, NULL);
  gst_buffer_map (buffer, &from, GST_MAP_READ);
  gst_buffer_map (planes, &to, GST_MAP_WRITE);
  for (gsize i = 0; i < n * channels; i++) {
    gfloat sample;
    memcpy (&sample, from.data + 4 * i, 4);
    ((gdouble *) (gpointer) to.data)[i % channels * n + i / channels] = sample;
  }
  gst_buffer_unmap (buffer, &from);
  gst_buffer_unmap (planes, &to);
  gst_buffer_copy_into (planes, buffer, TIMES_AND_FLAGS, 0, -1);
  gst_buffer_unref (buffer);
  return planes;
}

/* Copies one sample, one of 64 bits as the float next to it. */
static void
from_plane (const GstAudioFormatInfo *finfo, guint8 *to, const guint8 *from)
{
  gdouble wide;
  gfloat sample;

  if (GST_AUDIO_FORMAT_INFO_FORMAT (finfo) != GST_AUDIO_FORMAT_F64) {
    memcpy (to, from, finfo->width / 8);
    return;
  }
  memcpy (&wide, from, 8);
  sample = (gfloat) wide;
  memcpy (to, &sample, 4);
}

/* Takes planes, and gives interleaved samples, of 64 bits floats. */
static GstBuffer *
from_planes (GstBuffer *buffer)
{
  GstAudioMeta *meta = gst_buffer_get_audio_meta (buffer);
  GstAudioBuffer planes;
  GstBuffer *frames;
  GstMapInfo map;
  gint width, channels;

  fail_unless (meta && meta->info.layout == GST_AUDIO_LAYOUT_NON_INTERLEAVED);
  channels = meta->info.channels;
  width = MIN (meta->info.finfo->width / 8, 4);
  fail_unless (
      gst_audio_buffer_map (&planes, &meta->info, buffer, GST_MAP_READ));
  frames =
      gst_buffer_new_allocate (NULL, meta->samples * channels * width, NULL);
  gst_buffer_map (frames, &map, GST_MAP_WRITE);
  for (gint c = 0; c < channels; c++)
    for (gsize i = 0; i < meta->samples; i++)
      from_plane (meta->info.finfo, map.data + (i * channels + c) * width,
          (guint8 *) planes.planes[c] + i * (meta->info.finfo->width / 8));
  gst_buffer_unmap (frames, &map);
  gst_audio_buffer_unmap (&planes);
  gst_buffer_copy_into (frames, buffer, TIMES_AND_FLAGS, 0, -1);
  gst_buffer_unref (buffer);
  return frames;
}

static gboolean
has_planes (Rig *rig)
{
  return rig->form.finfo &&
      rig->form.layout == GST_AUDIO_LAYOUT_NON_INTERLEAVED;
}

GstBuffer *
rig_pull (Rig *rig)
{
  GstBuffer *buffer = gst_harness_try_pull (rig->harness);

  return buffer && has_planes (rig) ? from_planes (buffer) : buffer;
}

void
rig_push_buffer (Rig *rig, GstBuffer *buffer)
{
  if (has_planes (rig))
    buffer = to_planes (rig, buffer);
  fail_unless_equals_int (gst_harness_push (rig->harness, buffer), GST_FLOW_OK);
}

void
rig_push (Rig *rig, gint n, gint size)
{
  for (gint left = n; left > 0; left -= size)
    rig_push_buffer (rig, rig_noise (rig, MIN (left, size)));
}

void
rig_eos (Rig *rig)
{
  fail_unless (gst_harness_push_event (rig->harness, gst_event_new_eos ()));
}

static void
take_buffer (Rig *rig, RigOutput *output, GstBuffer *buffer)
{
  GstMapInfo map;
  GstClockTime expected;
  guint64 frames;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_byte_array_append (output->bytes, map.data, map.size);
  frames = map.size / output->bpf;
  fail_unless_equals_int (map.size % output->bpf, 0);
  gst_buffer_unmap (buffer, &map);

  if (output->buffers == 0)
    output->first_pts = GST_BUFFER_PTS (buffer);
  expected = output->first_pts +
      gst_util_uint64_scale_round (output->frames, GST_SECOND, rig->rate);
  if (ABS (GST_CLOCK_DIFF (expected, GST_BUFFER_PTS (buffer))) > 1)
    output->discontinuities++;
  output->gaps += GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_GAP);
  output->end = GST_BUFFER_PTS (buffer) + GST_BUFFER_DURATION (buffer);
  output->frames += frames;
  output->buffers++;
}

/* Bytes of a frame, as rig_pull() gives it. */
static gint
bpf_of (const GstAudioInfo *info)
{
  return GST_AUDIO_INFO_CHANNELS (info) *
      MIN (4, GST_AUDIO_INFO_WIDTH (info) / 8);
}

void
rig_collect (Rig *rig, RigOutput *output)
{
  GstBuffer *buffer;

  if (!output->bytes) {
    GstCaps *caps = gst_pad_get_current_caps (rig->harness->sinkpad);
    GstAudioInfo info;
    output->bytes = g_byte_array_new ();
    if (!caps)
      return;
    fail_unless (gst_audio_info_from_caps (&info, caps));
    output->bpf = bpf_of (&info);
    gst_caps_unref (caps);
  }
  while ((buffer = rig_pull (rig))) {
    take_buffer (rig, output, buffer);
    gst_buffer_unref (buffer);
  }
}

void
rig_assert_passed (Rig *rig, const RigOutput *output, gint n)
{
  g_autoptr (GstBuffer) input = NULL;

  fail_unless_equals_int (output->frames, n);
  rig->pushed = 0;
  input = rig_noise (rig, n);
  fail_unless (gst_buffer_memcmp (input, 0, output->bytes->data,
                   output->bytes->len) == 0);
}

void
rig_collect_power (Rig *rig, gint block, gdouble *power, gint *frames)
{
  GstBuffer *buffer;

  while ((buffer = rig_pull (rig))) {
    const guint64 frame = gst_util_uint64_scale_round (
        GST_BUFFER_PTS (buffer) - RIG_START, rig->rate, GST_SECOND);
    GstMapInfo map;
    const gfloat *samples;

    fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
    samples = (const gfloat *) (gpointer) map.data;
    for (gsize i = 0; i < map.size / 8; i++) {
      const guint64 at = (frame + i) / (guint64) block;
      power[at] += samples[2 * i] * samples[2 * i] +
          samples[2 * i + 1] * samples[2 * i + 1];
      frames[at]++;
    }
    gst_buffer_unmap (buffer, &map);
    gst_buffer_unref (buffer);
  }
}

gint
rig_bpf (Rig *rig)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (rig->harness->sinkpad);
  GstAudioInfo info;

  return caps && gst_audio_info_from_caps (&info, caps)
      ? bpf_of (&info)
      : (gint) sizeof (gfloat) * rig->channels;
}

void
rig_output_clear (RigOutput *output)
{
  if (output->bytes)
    g_byte_array_unref (output->bytes);
  *output = (RigOutput){ 0 };
}

gint
rig_latency (Rig *rig)
{
  GstClockTime latency = gst_harness_query_latency (rig->harness);

  return (gint) gst_util_uint64_scale_round (latency, rig->rate, GST_SECOND);
}

void
rig_run (const gchar *element, gint rate, gint channels, gint n, gint size,
    RigOutput *output)
{
  Rig rig;

  rig_init (&rig, element, rate, channels);
  rig_stir (&rig, 7);
  rig_push (&rig, n, size);
  rig_eos (&rig);
  rig_collect (&rig, output);
  rig_clear (&rig);
}

int
rig_main (int argc, char **argv, Suite *(*make) (void), const gchar *name,
    const gchar *file)
{
  gst_check_init (&argc, &argv);
  rig_register ();
  return gst_check_run_suite (make (), name, file);
}
