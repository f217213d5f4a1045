/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masteranalyzer
 * @title: masteranalyzer
 * @short_description: measures a whole piece for mastering
 *
 * Measures the audio in one pass and constant memory, and passes it on
 * untouched: loudness and peaks as #GstMasterMeter reads them, the spectra of
 * mid and side in third octaves, level, side, range, crest, onsets and
 * correlation in nine bands, the loud, the typical and the quiet sections
 * apart, how blocks and peaks are spread, sibilants, clicks, resonances, hum,
 * noise floor, bandwidth, what a mono fold loses, and where to listen: the
 * loudest, the quietest and the most typical 15 s. A gain changes the levels
 * and nothing else.
 *
 * Each figure is a property that may be read at any time; figures of bands and
 * of thirds are a #GST_TYPE_ARRAY of #gdouble. Loudness and peaks are always up
 * to date, the others every three seconds and at the end of the stream. With
 * #GstMasterAnalyzer:post-messages all of them are posted as an element message
 * named `masteranalyzer`, every #GstMasterAnalyzer:interval and at the end of
 * the stream, under the names of the properties, with:
 *
 * * #GstClockTime `timestamp`, `stream-time`, `running-time`, `duration`,
 *   `endtime`: the stretch since the last message, as `level` has them.
 *
 * Before any audio, and for silence, a level is minus infinity. All channels
 * count for loudness and peaks; front left and right alone count for the rest.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 -m filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masteranalyzer post-messages=true interval=3600000000000 ! fakesink
 * ]| Print the figures of a song once it has ended.
 */
#include "gstmasteranalyzer.h"

#include "dsp/analyzer/analyzer.h"

struct _GstMasterAnalyzer {
  GstMasterReporter parent;
};

G_DEFINE_TYPE (GstMasterAnalyzer, gst_master_analyzer, GST_TYPE_MASTER_REPORTER)
GST_ELEMENT_REGISTER_DEFINE (masteranalyzer, "masteranalyzer", GST_RANK_NONE,
    GST_TYPE_MASTER_ANALYZER)

static void
gst_master_analyzer_class_init (GstMasterAnalyzerClass *klass)
{
  gst_master_reporter_class_set_stage (GST_MASTER_REPORTER_CLASS (klass),
      &mst_stage_analyzer);

  /**
   * GstMasterAnalyzer::reset:
   *
   * Starts all measurements afresh.
   */
  g_signal_new_class_handler ("reset", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_master_filter_restart), NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gst_master_analyzer_init (GstMasterAnalyzer *self)
{
}
