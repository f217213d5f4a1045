/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "measure.h"

#include <math.h>

#include <gst/audio/audio.h>

#include "analysis.h"
#include "envelope.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"

/* The same samples give the same figures. Decoders may deliver another float
 * for the same integer, which changes the figures by less than this [dB]. */

/* A peak over full scale that stands so far over the loudest 400 ms [dB]. */
#define SPIKE_LEVEL 6.0
#define SPIKE_CREST 30.0

static gdouble
read_double (GstElement *meter, const gchar *property)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_object_get_property (G_OBJECT (meter), property, &value);
  return g_value_get_double (&value);
}

/* A row says where a number is stored, and how meter and analyser call it. */
#define ROW(field, meter, analyzer)                                            \
  {                                                                            \
    G_STRUCT_OFFSET (MasterMeasurement, field),                                \
    {                                                                          \
      meter, analyzer                                                          \
    }                                                                          \
  }
static const struct {
  gsize offset;
  const gchar *name[2];
} readings[] = {
  ROW (integrated_loudness, "global-loudness", "loudness"),
  ROW (relative_threshold, "relative-threshold", "relative-threshold"),
  ROW (loudness_range, "loudness-range", "range"),
  ROW (max_momentary_loudness, "max-momentary-loudness", "max-momentary"),
  ROW (max_shortterm_loudness, "max-shortterm-loudness", "max-shortterm"),
  ROW (true_peak, "true-peak", "true-peak"),
  ROW (true_peak_4x, "true-peak-4x", "true-peak-4x"),
  ROW (sample_peak, "sample-peak", "sample-peak"),
  ROW (downmix_loudness, "downmix-loudness", "downmix-loudness"),
  ROW (downmix_true_peak, "downmix-true-peak", "downmix-true-peak"),
  ROW (correlation, "correlation", "correlation"),
};

static void
read_format (MasterMeasurement *self, GstElement *meter)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (meter, "sink");
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const GstStructure *structure;

  if (!caps)
    return;
  structure = gst_caps_get_structure (caps, 0);
  gst_structure_get_int (structure, "rate", &self->sample_rate);
  gst_structure_get_int (structure, "channels", &self->channels);
  gst_structure_get (structure, "channel-mask", GST_TYPE_BITMASK,
      &self->channel_mask, NULL);
}

void
master_measurement_read (MasterMeasurement *self, GstElement *meter)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (meter);
  gint which =
      g_object_class_find_property (klass, readings[0].name[0]) == NULL;

  *self = (MasterMeasurement){
    .frames = (guint64) read_double (meter, "frames"),
    .invalid_samples = (guint64) read_double (meter, "invalid-samples"),
  };
  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    G_STRUCT_MEMBER (gdouble, self, readings[i].offset) =
        read_double (meter, readings[i].name[which]);
  read_format (self, meter);
  master_levels_read (meter, self->levels, &self->checksum);
}

static GstPadProbeReturn
take_tags (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstTagList **list = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstTagList *tags, *merged;

  if (GST_EVENT_TYPE (event) != GST_EVENT_TAG)
    return GST_PAD_PROBE_OK;
  gst_event_parse_tag (event, &tags);
  merged = gst_tag_list_merge (*list, tags, GST_TAG_MERGE_KEEP);
  g_clear_pointer (list, gst_tag_list_unref);
  *list = merged;
  return GST_PAD_PROBE_OK;
}

static void
listen_to_tags (GstElement *meter, GstTagList **tags)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (meter, "sink");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, take_tags, tags,
      NULL);
}

/* A masteranalyzer has all that the meter has; it takes the meter's place where
 * an analysis is wanted. */
static gboolean
run_meter (MasterRunner *runner, MasterPass *pass, MasterMeasurement *out,
    const MasterHarvest *harvest, GError **error)
{
  const gchar *const factories[] = { harvest->analysis ? "masteranalyzer"
                                                       : "mastermeter",
    "fakesink", NULL };
  GstElement *elements[2];

  if (!master_elements_append (GST_BIN (pass->pipeline),
          master_pass_source (pass)->bin, factories, elements, error))
    return FALSE;
  master_elements_set_free_running (elements[1]);
  master_levels_listen (elements[0]);
  if (harvest->passage)
    master_passage_listen (harvest->passage, elements[0]);
  if (harvest->tags)
    listen_to_tags (elements[0], harvest->tags);
  if (harvest->envelope)
    master_envelope_listen (elements[0], harvest->block, harvest->envelope);
  if (!master_runner_run (runner, pass, error))
    return FALSE;
  master_measurement_read (out, elements[0]);
  if (harvest->analysis)
    *harvest->analysis = master_analysis_read (elements[0]);
  return TRUE;
}

static void
tell_beyond (const MasterHighest *highest, const gchar *name)
{
  if (highest->beyond > 0)
    master_warn (name,
        "%" G_GUINT64_FORMAT " samples are beyond +144 dBFS and count as "
        "silence, the first at %.3f s",
        highest->beyond, highest->first_beyond);
}

static gboolean
check_streams (MasterSource *source, const gchar *name, MasterMeasurement *out,
    const MasterHarvest *harvest, GError **error)
{
  const MasterHighest highest = master_timeline_highest (source->timeline);

  out->chained = master_source_is_chained (source);
  out->highest = highest.level;
  out->highest_at = highest.at;
  if (out->frames == 0)
    return master_fail_as (error, MASTER_ERROR_INPUT, name,
        "there is no audio in it");
  if (harvest->own)
    return TRUE;
  master_source_tell (source, name);
  tell_beyond (&highest, name);
  return TRUE;
}

gboolean
master_record_file (MasterRunner *runner, const gchar *path, const gchar *name,
    MasterWork work, MasterMeasurement *out, const MasterHarvest *harvest,
    GError **error)
{
  g_auto (MasterPass) pass = { .input = name, .work = work };

  if (!master_pass_add (&pass, master_source_new (path, 0, error)))
    return FALSE;
  if (harvest->recording)
    master_recording_capture (harvest->recording,
        master_pass_source (&pass)->bin, "src");
  if (run_meter (runner, &pass, out, harvest, error) &&
      check_streams (master_pass_source (&pass), name, out, harvest, error))
    return TRUE;
  if (harvest->analysis)
    g_clear_pointer (harvest->analysis, gst_structure_free);
  if (harvest->tags)
    g_clear_pointer (harvest->tags, gst_tag_list_unref);
  return FALSE;
}

gboolean
master_measure_recording (MasterRunner *runner, MasterRecording *recording,
    const gchar *name, MasterWork work, MasterMeasurement *out,
    GstStructure **analysis, GError **error)
{
  g_auto (MasterPass) pass = { .input = name, .work = work };
  const MasterHarvest harvest = { .analysis = analysis };

  return master_pass_add (&pass,
             master_source_new_from_recording (recording, 0, error)) &&
      run_meter (runner, &pass, out, &harvest, error);
}

gboolean
master_analyze_file (MasterRunner *runner, const gchar *path, const gchar *name,
    MasterWork work, MasterMeasurement *out, GstStructure **analysis,
    GError **error)
{
  const MasterHarvest harvest = { .analysis = analysis };

  return master_record_file (runner, path, name, work, out, &harvest, error);
}

gboolean
master_analyze_part (MasterRunner *runner, const gchar *path, const gchar *name,
    guint64 skip, guint64 length, gint rate, MasterMeasurement *out,
    GstStructure **analysis, GError **error)
{
  g_auto (MasterPass) pass = { .input = name, .work = MASTER_WORK_CHECK };
  const MasterHarvest harvest = { .analysis = analysis };
  MasterSource *source = master_source_new (path, 0, error);

  if (!master_pass_add (&pass, source))
    return FALSE;
  master_timeline_set_skip (source->timeline, skip, rate);
  master_timeline_set_length (source->timeline, length, rate);
  return run_meter (runner, &pass, out, &harvest, error) &&
      (out->frames == length ||
          master_fail (error, name,
              "reads back with other frames than went "
              "in"));
}

gboolean
master_measure_file (MasterRunner *runner, const gchar *path, const gchar *name,
    MasterWork work, MasterMeasurement *out, GError **error)
{
  return master_analyze_file (runner, path, name, work, out, NULL, error);
}

gboolean
master_compare_file (MasterRunner *runner, const gchar *path, const gchar *name,
    MasterWork work, const MasterPassage *before, MasterMeasurement *out,
    MasterLikeness *likeness, GError **error)
{
  g_autoptr (MasterPassage) after = master_passage_new (before);
  const MasterHarvest harvest = { .passage = before ? after : NULL,
    .own = TRUE };

  if (!master_record_file (runner, path, name, work, out, &harvest, error))
    return FALSE;
  *likeness = master_passage_compare (before, after);
  return TRUE;
}

gdouble
master_measurement_peak (const MasterMeasurement *self)
{
  return MAX (self->true_peak, self->true_peak_4x);
}

gdouble
master_measurement_duration (const MasterMeasurement *self)
{
  return self->sample_rate > 0 ? (gdouble) self->frames / self->sample_rate
                               : 0.0;
}

gboolean
master_measurement_check_crest (const MasterMeasurement *self,
    const gchar *name, gboolean goes_on, GError **error)
{
  const gdouble over = self->highest - self->max_momentary_loudness;
  g_autofree gchar *text = NULL;

  if (!(self->highest > SPIKE_LEVEL && over > SPIKE_CREST))
    return TRUE;
  text = g_strdup_printf ("a peak of %+.1f dBFS at %.3f s stands %.0f dB over "
                          "its loudest passage, as a broken render has it",
      self->highest, self->highest_at, over);
  if (!goes_on)
    return master_fail_as (error, MASTER_ERROR_INPUT, name,
        "%s (--best-effort goes on and judges all by it)", text);
  master_warn (name, "%s; everything is judged by it", text);
  return TRUE;
}

gboolean
master_measurement_agrees (const MasterMeasurement *a,
    const MasterMeasurement *b)
{
  return a->frames == b->frames && a->sample_rate == b->sample_rate &&
      a->channels == b->channels && a->checksum == b->checksum;
}
