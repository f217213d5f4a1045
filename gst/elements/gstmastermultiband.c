/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastermultiband
 * @title: mastermultiband
 * @short_description: mastering multiband compressor
 *
 * Divides the sound into two to six bands and gives each its own dynamics:
 * compression above a threshold, compression below it, or expansion. Each band
 * is a child object, `band0` (the lowest) to `band5`, of which the first
 * #GstMasterMultiband:bands are in use; the next begins at its
 * `upper-frequency`. With the default ratios of 1 the element passes every bit
 * on.
 *
 * With #GstMasterMultiband:crossover `minimum` the bands are divided by
 * Linkwitz-Riley filters of 24 dB/octave and add no latency; with `linear` by
 * filters without phase, whose latency depends on the lowest crossover when the
 * stream starts. All but #GstMasterMultiband:crossover and
 * #GstMasterMultiband:lookahead may change while playing and be automated by a
 * #GstController; changes glide (time constant 40 ms).
 *
 * `band0::gain-reduction` says how far a band lowers the gain. With
 * #GstMasterMultiband:post-messages, element messages named `mastermultiband`
 * say the same every #GstMasterMultiband:interval and at the end of the stream:
 *
 * * #GstClockTime `timestamp`, `stream-time`, `running-time`, `duration`,
 *   `endtime`: the stretch since the last message, as `level` has them;
 * * #GST_TYPE_ARRAY `gain-reduction`: a #gdouble for each band, in dB; negative
 *   where the gain is raised.
 *
 * The element takes and gives floats of 32 or 64 bits.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastermultiband bands=3 band0::ratio=2 band0::threshold=-24 \
 *   band0::release=250 band2::ratio=3 band2::threshold=-30 band2::attack=2 \
 *   band2::release=80 ! audioconvert ! autoaudiosink
 * ]| Hold the bass steady, soften s sounds and leave the middle alone.
 * |[
 * gst-launch-1.0 -m filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastermultiband @preset=gentle-three-band post-messages=true ! \
 *   fakesink
 * ]| Print the work of a preset's bands, ten times a second of music.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastermultiband bands=2 crossover=linear band0::upper-frequency=5500 \
 *   band1::ratio=4 band1::threshold=-34 band1::attack=1 band1::release=60 \
 *   band1::range=8 ! masterdither ! audio/x-raw,format=S16LE ! flacenc ! \
 *   filesink location=soft.flac
 * ]| Hold s sounds down, at linear phase, and write 16-bit FLAC.
 */
#include "gstmastermultiband.h"

#include "dsp/multiband/multiband.h"

struct _GstMasterMultiband {
  GstMasterReporter parent;
};

G_DEFINE_TYPE (GstMasterMultiband, gst_master_multiband,
    GST_TYPE_MASTER_REPORTER)
GST_ELEMENT_REGISTER_DEFINE (mastermultiband, "mastermultiband", GST_RANK_NONE,
    GST_TYPE_MASTER_MULTIBAND)

static void
gst_master_multiband_class_init (GstMasterMultibandClass *klass)
{
  gst_master_reporter_class_set_stage (GST_MASTER_REPORTER_CLASS (klass),
      &mst_stage_multiband);
}

static void
gst_master_multiband_init (GstMasterMultiband *self)
{
}
