/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastercrossfeed
 * @title: mastercrossfeed
 * @short_description: stereo for headphones
 *
 * On headphones each ear hears one channel alone, and what is at one side of a
 * record sits inside that ear. With loudspeakers both ears hear both channels,
 * the other one a little later and duller. This element adds that sound:
 * #GstMasterCrossfeed:level below the ear's own in the bass, by
 * #GstMasterCrossfeed:delay later, and less of it above
 * #GstMasterCrossfeed:frequency.
 *
 * What is in the middle stays as it is to the bit, and so does the sum of both
 * channels but for rounding. Streams of other than two channels pass.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastercrossfeed level=-4.5 ! audioconvert ! autoaudiosink
 * ]| As strong as the default of bs2b.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastercrossfeed @preset=speakers ! audioconvert ! autoaudiosink
 * ]| A preset.
 */
#include "gstmastercrossfeed.h"

#include "dsp/crossfeed/crossfeed.h"

struct _GstMasterCrossfeed {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterCrossfeed, gst_master_crossfeed, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastercrossfeed, "mastercrossfeed", GST_RANK_NONE,
    GST_TYPE_MASTER_CROSSFEED)

static void
gst_master_crossfeed_class_init (GstMasterCrossfeedClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_crossfeed);
}

static void
gst_master_crossfeed_init (GstMasterCrossfeed *self)
{
}
