/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastersaturator
 * @title: mastersaturator
 * @short_description: mastering saturator
 *
 * Adds harmonics as tape, tubes, transformers, transistors and soft clippers
 * do, or those of the treble alone, as an exciter does. With the default
 * #GstMasterSaturator:drive of 0 dB, or a #GstMasterSaturator:mix of 0, the
 * element passes every bit on, as late as it always is.
 *
 * Soft sounds keep their level, and peaks are held.
 * #GstMasterSaturator:auto-gain makes up for the loudness that this costs, so
 * that a comparison is fair. The curve is computed at eight times the rate (at
 * four times from 64 kHz on, at twice from 128 kHz on), so that it does the
 * same at any rate.
 *
 * With #GstMasterSaturator:bands 2 or 3 the sound is divided by Linkwitz-Riley
 * filters of 24 dB/octave, and each band, a child object `band0` (the lowest)
 * to `band2`, is driven more or less than #GstMasterSaturator:drive by its own
 * `drive`. All properties may change while playing and be automated by a
 * #GstController; changes glide (time constant 40 ms), from type to type as
 * well.
 *
 * The element takes and gives floats of 32 or 64 bits.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastersaturator type=tape drive=6 auto-gain=true ! audioconvert ! \
 *   autoaudiosink
 * ]| The warmth of tape, as loud as it was.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastersaturator bands=3 type=tube drive=3 band0::mix=0 band2::drive=4 \
 *   band2::upper-frequency=0 mix=0.7 ! audioconvert ! autoaudiosink
 * ]| Tubes in the middle, more in the treble, and none in the bass.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastersaturator @preset=air-exciter ! masterlimiter ! masterdither ! \
 *   audio/x-raw,format=S16LE ! flacenc ! filesink location=air.flac
 * ]| Harmonics above the spectrum of a dull song, then 16-bit FLAC.
 */
#include "gstmastersaturator.h"

#include "dsp/saturator/saturator.h"

struct _GstMasterSaturator {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterSaturator, gst_master_saturator, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastersaturator, "mastersaturator", GST_RANK_NONE,
    GST_TYPE_MASTER_SATURATOR)

static void
gst_master_saturator_class_init (GstMasterSaturatorClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_saturator);
}

static void
gst_master_saturator_init (GstMasterSaturator *self)
{
}
