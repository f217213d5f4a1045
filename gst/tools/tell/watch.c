/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "watch.h"

#include <math.h>

#include <gst/audio/audio.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/pass/excerpt.h"
#include "tools/pass/residual.h"

#define REDUCTION "gain-reduction"

/* One object that has a reading of gain reduction, and the number of its
 * stage. */
typedef struct {
  GObject *object;
  guint stage;
} Reading;

typedef struct {
  MasterSurvey *survey;
  GstElement *meter[2];
  GArray *readings; /* of Reading */
} Watch;

/* --- loudness and peaks */

static void
hear (GstMessage *message, gpointer user_data)
{
  const Watch *self = user_data;
  MasterSurvey *survey = self->survey;
  const GstStructure *structure = gst_message_get_structure (message);
  gdouble shortterm, peak;
  GstClockTime end = 0;
  int which = GST_MESSAGE_SRC (message) == GST_OBJECT (self->meter[1]);

  if (!gst_structure_has_name (structure, "mastermeter") ||
      !gst_structure_get (structure, "shortterm-loudness", G_TYPE_DOUBLE,
          &shortterm, "true-peak", G_TYPE_DOUBLE, &peak, NULL))
    return;
  g_array_append_val (survey->shortterm[which], shortterm);
  if (!isfinite (peak) ||
      (survey->n_peaks[which] > 0 && peak <= survey->peaks[which][0].level))
    return;
  gst_structure_get_clock_time (structure, "endtime", &end);
  survey->peaks[which][0] = (MasterPeak){ (gdouble) end / GST_SECOND, peak };
  survey->n_peaks[which] = 1;
}

/* Reads when the first peaks between the samples passed full scale. */
static void
read_overs (MasterSurvey *survey, int which, GstElement *meter)
{
  GValue times = G_VALUE_INIT;
  guint n;

  g_value_init (&times, GST_TYPE_ARRAY);
  g_object_get_property (G_OBJECT (meter), "over-times", &times);
  n = gst_value_array_get_size (&times);
  for (guint i = 0; i < n && survey->n_peaks[which] < MASTER_SURVEY_PEAKS;
       i++) {
    gdouble time = g_value_get_double (gst_value_array_get_value (&times, i));

    if (time >= 0.0)
      survey->peaks[which][survey->n_peaks[which]++] =
          (MasterPeak){ time, NAN };
  }
  g_value_unset (&times);
}

/* --- series over time */

/* Keeps the greatest value of each step. */
static void
note_most (GArray *series, guint step, gdouble value)
{
  const gdouble none = 0.0;

  while (series->len <= step)
    g_array_append_val (series, none);
  if (fabs (value) > fabs (g_array_index (series, gdouble, step)))
    g_array_index (series, gdouble, step) = value;
}

/* The step that a time is in. */
static guint
find_step (const MasterSurvey *survey, GstClockTime time)
{
  return (guint) (time / (GstClockTime) llround (survey->step * GST_SECOND));
}

/* Reads the format of a pad; FALSE: it is not known yet, or the buffer has no
 * time. */
static gboolean
find_info (GstPad *pad, GstBuffer *buffer, GstAudioInfo *info)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  return caps && gst_audio_info_from_caps (info, caps) &&
      GST_AUDIO_INFO_FORMAT (info) == GST_AUDIO_FORMAT_F32 &&
      GST_BUFFER_PTS_IS_VALID (buffer);
}

/* A buffer may reach over the end of a step. */
static void
note_wave (const MasterSurvey *survey, int which, GstPad *pad,
    GstBuffer *buffer)
{
  GstAudioInfo info;
  GstMapInfo map;
  gsize frames;

  if (!find_info (pad, buffer, &info) ||
      !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return;
  frames = map.size / (gsize) info.bpf;
  for (gsize i = 0; i < frames; i++) {
    const gfloat *frame = (const gfloat *) map.data + i * (gsize) info.channels;
    gfloat most = 0.0f;

    for (gint c = 0; c < info.channels; c++)
      most = fmaxf (most, fabsf (frame[c]));
    note_most (survey->wave[which],
        find_step (survey,
            GST_BUFFER_PTS (buffer) +
                gst_util_uint64_scale_int_round (i, GST_SECOND, info.rate)),
        most);
  }
  gst_buffer_unmap (buffer, &map);
}

/* --- gain reduction */

static gdouble
read_reduction (GObject *object)
{
  gdouble reduction = 0.0;

  g_object_get (object, REDUCTION, &reduction, NULL);
  return -fmax (reduction, 0.0);
}

static GstPadProbeReturn
see_input (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  const Watch *self = user_data;

  note_wave (self->survey, 0, pad, GST_PAD_PROBE_INFO_BUFFER (info));
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
see_output (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  const Watch *self = user_data;
  const MasterSurvey *survey = self->survey;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  guint step;

  note_wave (survey, 1, pad, buffer);
  if (!GST_BUFFER_PTS_IS_VALID (buffer))
    return GST_PAD_PROBE_OK;
  step = find_step (survey, GST_BUFFER_PTS (buffer));
  for (guint i = 0; i < self->readings->len; i++) {
    const Reading *reading = &g_array_index (self->readings, Reading, i);
    const MasterSurveyStage *stage =
        g_ptr_array_index (survey->stages, reading->stage);

    note_most (stage->reduction, step, read_reduction (reading->object));
  }
  return GST_PAD_PROBE_OK;
}

static gboolean
tells_reduction (gpointer object)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (object),
             REDUCTION) != NULL;
}

/* Takes the object. Returns 1 where it has a reading, else 0. */
static guint
add_reading (Watch *self, GObject *object)
{
  const Reading reading = { object, self->survey->stages->len };

  if (!object || !tells_reduction (object)) {
    g_clear_object (&object);
    return 0;
  }
  g_array_append_val (self->readings, reading);
  return 1;
}

/* A stage has a reading itself, or each of its bands has. */
static guint
add_readings (Watch *self, GObject *stage)
{
  GstChildProxy *bands =
      GST_IS_CHILD_PROXY (stage) ? GST_CHILD_PROXY (stage) : NULL;
  guint n = add_reading (self, g_object_ref (stage));

  if (n > 0 || !bands)
    return n;
  for (guint i = 0; i < gst_child_proxy_get_children_count (bands); i++)
    n += add_reading (self, gst_child_proxy_get_child_by_index (bands, i));
  return n;
}

static void
find_readings (Watch *self, GstElement *chain)
{
  g_autofree gchar *text = NULL;
  g_auto (GStrv) names = NULL;

  g_object_get (chain, "stages", &text, NULL);
  names = g_strsplit (text ? text : "", ",", -1);
  for (guint i = 0; names[i]; i++) {
    g_autoptr (GObject) stage =
        gst_child_proxy_get_child_by_name (GST_CHILD_PROXY (chain), names[i]);
    MasterSurveyStage *row;

    if (!stage || add_readings (self, stage) == 0)
      continue;
    row = g_new0 (MasterSurveyStage, 1);
    row->name = g_strdup (names[i]);
    row->reduction = g_array_new (FALSE, TRUE, sizeof (gdouble));
    g_ptr_array_add (self->survey->stages, row);
  }
}

/* --- the pipeline */

static void
watch_meter (Watch *self, int which, GstElement *meter)
{
  self->meter[which] = meter;
  g_object_set (meter, "post-messages", TRUE, "interval",
      (guint64) (self->survey->step * GST_SECOND), NULL);
}

static gboolean
build (Watch *self, const MasterPass *pass, const MasterSurveyJob *job,
    GError **error)
{
  static const gchar *const before[] = { "tee", "queue", "mastermeter",
    "fakesink", NULL };
  static const gchar *const front[] = { "queue", "audiomixer", NULL };
  static const gchar *const after[] = { "mastermeter", "fakesink", NULL };
  GstBin *bin = GST_BIN (pass->pipeline);
  GstElement *a[4], *b[2], *c[2];
  g_autoptr (GstPad) in = gst_element_get_static_pad (job->chain, "sink");
  g_autoptr (GstPad) out = gst_element_get_static_pad (job->chain, "src");

  gst_bin_add (bin, job->chain);
  if (!master_elements_append (bin, master_pass_source (pass)->bin, before, a,
          error) ||
      !master_elements_append (bin, a[0], front, b, error) ||
      !master_elements_chain (bin, after, c, error))
    return FALSE;
  master_elements_set_queue (a[1]);
  master_elements_set_queue (b[0]);
  master_elements_set_free_running (a[3]);
  master_elements_set_free_running (c[1]);
  watch_meter (self, 0, a[2]);
  watch_meter (self, 1, c[0]);
  gst_pad_add_probe (in, GST_PAD_PROBE_TYPE_BUFFER, see_input, self, NULL);
  gst_pad_add_probe (out, GST_PAD_PROBE_TYPE_BUFFER, see_output, self, NULL);
  return gst_element_link_many (b[1], job->chain, c[0], NULL) ||
      master_fail (error, job->input,
          "its sound does not fit into masterchain");
}

static gboolean
run (Watch *self, MasterRunner *runner, const MasterSurveyJob *job,
    GError **error)
{
  g_auto (MasterPass) pass = { .input = job->input,
    .work = MASTER_WORK_WATCH,
    .heard = hear,
    .user_data = self };
  g_autoptr (MasterResidual) residual = master_residual_new (job->chain);

  if (!master_pass_add (&pass,
          master_source_new (job->input, job->resample, error)) ||
      !build (self, &pass, job, error) ||
      !master_runner_run (runner, &pass, error))
    return FALSE;
  self->survey->most_changed =
      master_residual_find_most (residual, MASTER_EXCERPT_SECONDS);
  for (int i = 0; i < 2; i++)
    read_overs (self->survey, i, self->meter[i]);
  return TRUE;
}

static void
clear_reading (gpointer data)
{
  g_object_unref (((Reading *) data)->object);
}

gboolean
master_watch (MasterSurvey *survey, MasterRunner *runner,
    const MasterSurveyJob *job, GError **error)
{
  Watch self = { .survey = survey,
    .readings = g_array_new (FALSE, FALSE, sizeof (Reading)) };
  gboolean ok;

  g_array_set_clear_func (self.readings, clear_reading);
  find_readings (&self, job->chain);
  ok = run (&self, runner, job, error);
  g_array_unref (self.readings);
  return ok;
}
