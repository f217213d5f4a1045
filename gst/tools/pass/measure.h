/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * measure.h - what mastermeter finds in a whole stream.
 */
#ifndef MASTER_MEASURE_H
#define MASTER_MEASURE_H

#include "passage.h"
#include "runner.h"

/** Levels are -INFINITY where all is silent. */
typedef struct {
  gdouble integrated_loudness;    /* [LUFS] */
  gdouble relative_threshold;     /* [LUFS] */
  gdouble loudness_range;         /* [LU] */
  gdouble max_momentary_loudness; /* [LUFS] */
  gdouble max_shortterm_loudness; /* [LUFS] */
  gdouble true_peak;              /* [dBTP] */
  gdouble true_peak_4x;           /* [dBTP], as most meters read it */
  gdouble sample_peak;            /* [dBFS] */
  gdouble downmix_loudness;       /* on two loudspeakers, of more than two */
  gdouble downmix_true_peak;      /* channels [LUFS], [dBTP] */
  gdouble correlation;            /* -1 .. 1, of the last 3 s or the whole */
  guint64 frames;
  guint64 invalid_samples; /* NaN or infinite */
  gint sample_rate;
  gint channels;
  guint64 channel_mask;          /* GStreamer's; 0: unpositioned or mono */
  gdouble levels[MASTER_LEVELS]; /* of the channels, where known [dBFS] */
  guint64 checksum;              /* of all samples */
  gboolean chained;   /* more streams follow the one that was measured */
  gdouble highest;    /* the highest sample of a file in float [dBFS] */
  gdouble highest_at; /* [s] */
} MasterMeasurement;

/** Reads a mastermeter at the end of its stream, before the pipeline stops; or
 * a masteranalyzer, whose `correlation` is of the whole, not of the last 3 s.
 */
void master_measurement_read (MasterMeasurement *self, GstElement *meter);

/** Measures the first audio stream of the file at `path`; messages call the
 * file `name`. */
gboolean master_measure_file (MasterRunner *runner, const gchar *path,
    const gchar *name, MasterWork work, MasterMeasurement *out, GError **error);

/** Does the same with a masteranalyzer, and returns its analysis (analysis.h).
 * */
gboolean master_analyze_file (MasterRunner *runner, const gchar *path,
    const gchar *name, MasterWork work, MasterMeasurement *out,
    GstStructure **analysis, GError **error);

/** Does the same with `length` frames from `skip` on, which count at the file's
 * `rate` [Hz]. */
gboolean master_analyze_part (MasterRunner *runner, const gchar *path,
    const gchar *name, guint64 skip, guint64 length, gint rate,
    MasterMeasurement *out, GstStructure **analysis, GError **error);

/** All else that a pass over a file can give, each unless it is NULL; and what
 * is to be told. */
typedef struct {
  GstStructure **analysis;
  MasterRecording *recording; /* is filled */
  MasterPassage *passage;     /* is heard */
  GstTagList **tags;          /* of the file; NULL where it has none */
  GArray *envelope;           /* is filled (envelope.h), by blocks of */
  gdouble block;              /* [s] */
  gboolean own;               /* the tool has made the file: nothing is told */
} MasterHarvest;

/** Does the same, and fills the harvest. */
gboolean master_record_file (MasterRunner *runner, const gchar *path,
    const gchar *name, MasterWork work, MasterMeasurement *out,
    const MasterHarvest *harvest, GError **error);

/** Measures a file that the tool has made, and lays it beside a passage of what
 * went in; NULL: of that nothing is known. */
gboolean master_compare_file (MasterRunner *runner, const gchar *path,
    const gchar *name, MasterWork work, const MasterPassage *before,
    MasterMeasurement *out, MasterLikeness *likeness, GError **error);

/** Measures a recording of a file; the analysis may be NULL. */
gboolean master_measure_recording (MasterRunner *runner,
    MasterRecording *recording, const gchar *name, MasterWork work,
    MasterMeasurement *out, GstStructure **analysis, GError **error);

/** Returns the greater of the two readings of true peak, which is the one that
 * is promised. */
gdouble master_measurement_peak (const MasterMeasurement *self);

gdouble master_measurement_duration (const MasterMeasurement *self);

/** Returns FALSE for a measured file with a crest that no music has: a fault,
 * mostly of a plugin that failed. One that `goes_on` is warned of it. */
gboolean master_measurement_check_crest (const MasterMeasurement *self,
    const gchar *name, gboolean goes_on, GError **error);

/** Returns TRUE where both have the same samples, all of them. */
gboolean master_measurement_agrees (const MasterMeasurement *a,
    const MasterMeasurement *b);

#endif /* MASTER_MEASURE_H */
