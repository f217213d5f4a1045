/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The choice of samples, rate and layout for a format, without writing
 * gigabytes of it. */
#include "mst-test.h"

#include <string.h>

#include <gst/gst.h>

#include "tools/base/errors.h"
#include "tools/media/encoding.h"

static gboolean
choose (MasterEncoding *out, const gchar *name, gint rate, gdouble seconds,
    gint bits, GError **error)
{
  const MasterMeasurement input = { .sample_rate = rate,
    .channels = 2,
    .channel_mask = 3,
    .frames = (guint64) (seconds * rate) };
  const MasterWords words = { .bits = bits };

  return master_encoding_choose (out, &input, name, &words, error);
}

static void
test_words (void)
{
  MasterEncoding out;

  mst_check (choose (&out, "a.wav", 48000, 1.0, 0, NULL) && out.bits == 24,
      "%d", out.bits);
  mst_check (choose (&out, "a.wav", 48000, 1.0, 16, NULL) && out.bits == 16,
      "%d", out.bits);
  mst_check (choose (&out, "a.WAV", 48000, 1.0, 32, NULL) && out.bits == 0,
      "%d", out.bits);
}

static void
test_rates (void)
{
  MasterEncoding out;

  mst_check (choose (&out, "a.flac", 192000, 1.0, 0, NULL) && out.resample == 0,
      "%d", out.resample);
  /* A missing encoder is the choice's failure, not this test's. */
  if (choose (&out, "a.opus", 44100, 1.0, 0, NULL))
    mst_check (out.resample == 48000, "%d", out.resample);
  if (choose (&out, "a.mp3", 88200, 1.0, 0, NULL))
    mst_check (out.resample == 44100, "%d", out.resample);
  if (choose (&out, "a.mp3", 192000, 1.0, 0, NULL))
    mst_check (out.resample == 48000, "%d", out.resample);
}

static void
test_relabel (void)
{
  /* GStreamer's numbers: sides 10 and 11, rears 4 and 5. */
  mst_check (master_encoding_relabel (0xc0f) == 0x3f, "5.1");
  mst_check (master_encoding_relabel (0x3f) == 0x3f, "as it is");
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  MST_RUN (test_words);
  MST_RUN (test_rates);
  MST_RUN (test_relabel);
  return mst_done ();
}
