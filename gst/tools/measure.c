/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "measure.h"

#include <math.h>

#include <gst/audio/audio.h>

#include "elements.h"
#include "errors.h"

/* The meter is deterministic, so the same samples give the same figures; this
 * much [dB] is for decoders that deliver another float for the same integer. */
#define AGREES_WITHIN 0.001

static gdouble
read_double (GstElement *meter, const gchar *property)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_object_get_property (G_OBJECT (meter), property, &value);
  return g_value_get_double (&value);
}

static void
read_format (MasterMeasurement *self, GstElement *meter)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (meter, "sink");
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const GstStructure *structure;

  if (caps == NULL)
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
  *self = (MasterMeasurement){
    .integrated_loudness = read_double (meter, "global-loudness"),
    .relative_threshold = read_double (meter, "relative-threshold"),
    .loudness_range = read_double (meter, "loudness-range"),
    .max_momentary_loudness = read_double (meter, "max-momentary-loudness"),
    .max_shortterm_loudness = read_double (meter, "max-shortterm-loudness"),
    .true_peak = read_double (meter, "true-peak"),
    .true_peak_4x = read_double (meter, "true-peak-4x"),
    .sample_peak = read_double (meter, "sample-peak"),
    .correlation = read_double (meter, "correlation"),
    .frames = (guint64) read_double (meter, "frames"),
    .invalid_samples = (guint64) read_double (meter, "invalid-samples"),
  };
  read_format (self, meter);
}

static gboolean
run_meter (MasterRunner *runner, GstElement *pipeline, MasterPass *pass,
    MasterMeasurement *out, GError **error)
{
  static const gchar *const factories[] = { "mastermeter", "fakesink", NULL };
  GstElement *elements[2];

  gst_bin_add (GST_BIN (pipeline), pass->source->bin);
  if (!master_elements_chain (GST_BIN (pipeline), factories, elements, error))
    return FALSE;
  gst_element_link (pass->source->bin, elements[0]);
  master_elements_set_free_running (elements[1]);
  if (!master_runner_run (runner, pass, error))
    return FALSE;
  master_measurement_read (out, elements[0]);
  return TRUE;
}

gboolean
master_measure_file (MasterRunner *runner, const gchar *path, const gchar *name,
    const gchar *label, MasterMeasurement *out, GError **error)
{
  g_autoptr (MasterSource) source = master_source_new (path, 0, error);
  MasterPass pass = { .source = source, .input = name, .label = label };
  gboolean ok;

  if (source == NULL)
    return FALSE;
  pass.pipeline = gst_pipeline_new (NULL);
  ok = run_meter (runner, pass.pipeline, &pass, out, error);
  master_pipeline_free (pass.pipeline);
  if (ok)
    out->chained = g_atomic_int_get (&source->chained);
  if (ok && out->frames == 0)
    return master_fail (error, name, "there is no audio in it");
  if (ok && g_atomic_int_get (&source->audio_streams) > 1)
    master_warn (name, "has %d audio streams; only the first is read",
        source->audio_streams);
  return ok;
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

/* Silence is -INFINITY on both sides, whose difference is no number. */
static gboolean
levels_agree (gdouble a, gdouble b)
{
  return a == b || fabs (a - b) <= AGREES_WITHIN;
}

gboolean
master_measurement_agrees (const MasterMeasurement *a,
    const MasterMeasurement *b)
{
  return a->frames == b->frames && a->sample_rate == b->sample_rate &&
      a->channels == b->channels &&
      levels_agree (a->integrated_loudness, b->integrated_loudness) &&
      levels_agree (a->true_peak, b->true_peak) &&
      levels_agree (a->sample_peak, b->sample_peak);
}
