/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastermatch
 * @title: mastermatch
 * @short_description: gives the mix a target's tonal balance
 *
 * Applies a curve of gain over frequency to the middle and one to the sides of
 * a stereo signal, as a long FIR filter of minimum or linear phase. Such curves
 * turn the balance of a mix into that of a target. The element computes no
 * curves; it takes them as properties, #GstMasterMatch:mid-curve and
 * #GstMasterMatch:side-curve, or from a text file, #GstMasterMatch:location,
 * whose lines are `frequency mid-gain [side-gain]` in Hz and dB.
 *
 * How much of the curves is applied depends on #GstMasterMatch:strength,
 * #GstMasterMatch:smoothing, the caps #GstMasterMatch:max-boost and
 * #GstMasterMatch:max-cut, and #GstMasterMatch:low-guard, which keeps the
 * correction out of the deep bass.
 *
 * Flat curves pass every bit on. A faulty curve is refused with a warning, and
 * the curve before it stays. With a faulty file the element does not start, and
 * posts an error.
 *
 * The element takes and gives floats of 32 or 64 bits.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastermatch mid-curve="<60,0,200,-2,3000,0,12000,2.5>" \
 *   side-curve="<200,0,4000,1.5,12000,3>" ! audioconvert ! autoaudiosink
 * ]| Less mud, more air, more of it at the sides.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastermatch location=curve.txt strength=0.7 phase=linear ! \
 *   audioconvert ! autoaudiosink
 * ]| 70 percent of the way to a measured target, with linear phase.
 */
#include "gstmastermatch.h"

#include "base/gstmastercurvefile.h"
#include "base/gstmasterlocation.h"
#include "dsp/match/match.h"

struct _GstMasterMatch {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterMatch, gst_master_match, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastermatch, "mastermatch", GST_RANK_NONE,
    GST_TYPE_MASTER_MATCH)

static gboolean
read_curves (GstMasterFilter *filter, const gchar *location)
{
  const MstStage *stage = GST_MASTER_FILTER_GET_CLASS (filter)->stage;

  return gst_master_curve_file_apply (location, stage->curves, stage->n_curves,
      GST_ELEMENT (filter));
}

static void
gst_master_match_class_init (GstMasterMatchClass *klass)
{
  GstMasterFilterClass *filter_class = GST_MASTER_FILTER_CLASS (klass);

  gst_master_filter_class_set_stage (filter_class, &mst_stage_match);
  gst_master_location_install (filter_class, "location", "Location",
      "Text file of frequency [Hz], mid gain [dB], side gain [dB]; read at "
      "the start, it replaces both curves",
      read_curves);
}

static void
gst_master_match_init (GstMasterMatch *self)
{
}
