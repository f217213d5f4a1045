/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterimager
 * @title: masterimager
 * @short_description: mastering stereo imager
 *
 * Widens or narrows the stereo image in one to four bands, takes the bass to
 * the middle, and makes stereo of mono. Each band is a child object, `band0`
 * (the lowest) to `band3`, of which the first #GstMasterImager:bands are in
 * use. Its `width` is the gain of the side, and the next band begins at its
 * `upper-frequency`. By default the element passes every bit on.
 *
 * Whatever widths, #GstMasterImager:stereoize, #GstMasterImager:bass-mono and
 * #GstMasterImager:guard do, left + right stays as it was. With
 * #GstMasterImager:guard the side of a band is lowered while left and right are
 * correlated less than #GstMasterImager:guard-correlation, or a mono listener
 * would lose more than #GstMasterImager:guard-loss. #GstMasterImager:balance
 * and #GstMasterImager:rotation come first and do change left + right.
 *
 * With #GstMasterImager:crossover `minimum` the bands are shelves of 6
 * dB/octave and add no latency; with `linear` they have 24 dB/octave and no
 * phase, and a latency that depends on the lowest crossover when the stream
 * starts. All else may change while playing and be automated by a
 * #GstController; changes glide (time constant 40 ms).
 *
 * Each pair of channels, as the fronts, the sides or the rear, is an image of
 * its own. Channels without a partner, and mono, pass with the same delay;
 * #GstMasterImager:centre-gain and its like weigh the zones of surround sound.
 *
 * The output is measured by #GstMasterImager:correlation and
 * #GstMasterImager:side-level; `band0::guard-reduction` says how far the guard
 * lowers a band. With #GstMasterImager:post-messages, element
 * messages named `masterimager` say the same every #GstMasterImager:interval
 * and at the end of the stream:
 *
 * * #GstClockTime `timestamp`, `stream-time`, `running-time`, `duration`,
 *   `endtime`: the stretch since the last message, as `level` has them;
 * * #gdouble `correlation`, `side-level` in dB;
 * * #GST_TYPE_ARRAY `guard-reduction`: a #gdouble for each band, in dB.
 *
 * The element takes and gives floats of 32 or 64 bits.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterimager bands=2 band0::upper-frequency=400 band1::width=1.4 \
 *   bass-mono=100 guard=true ! audioconvert ! autoaudiosink
 * ]| Wider above 400 Hz, mono below 100, and safe for mono listeners.
 * |[
 * gst-launch-1.0 -m filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterimager @preset=vinyl post-messages=true ! fakesink
 * ]| Print correlation and work of the guard, ten times a second of music.
 * |[
 * gst-launch-1.0 filesrc location=mono.wav ! wavparse ! audioconvert ! \
 *   audio/x-raw,channels=2 ! masterimager stereoize=0.5 ! masterdither ! \
 *   audio/x-raw,format=S16LE ! flacenc ! filesink location=wide.flac
 * ]| Make stereo of a mono recording.
 */
#include "gstmasterimager.h"

#include "dsp/imager/imager.h"

struct _GstMasterImager {
  GstMasterReporter parent;
};

G_DEFINE_TYPE (GstMasterImager, gst_master_imager, GST_TYPE_MASTER_REPORTER)
GST_ELEMENT_REGISTER_DEFINE (masterimager, "masterimager", GST_RANK_NONE,
    GST_TYPE_MASTER_IMAGER)

static void
gst_master_imager_class_init (GstMasterImagerClass *klass)
{
  gst_master_reporter_class_set_stage (GST_MASTER_REPORTER_CLASS (klass),
      &mst_stage_imager);
}

static void
gst_master_imager_init (GstMasterImager *self)
{
}
