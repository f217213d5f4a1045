/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The headers of sound files, as far as the tool reads or rewrites them itself:
 * WAV and its chunks, AIFF, CAF, W64, ID3, MPEG, MP4, Ogg, FLAC. The oracle is
 * that whatever a header promises has to lie in the file. */
#include <gst/gst.h>

#include "frame.h"
#include "tools/media/extras.h"
#include "tools/media/input.h"
#include "tools/media/mp3.h"
#include "tools/media/mp4.h"
#include "tools/media/ogg.h"
#include "tools/pass/extent.h"
#include "tools/pass/mpeg.h"
#include "tools/pass/pcm.h"

static void
read_pcm (const uint8_t *data, size_t size)
{
  g_auto (MasterPcm) pcm = { 0 };
  const char *path = fuzz_file (data, size);
  g_autoptr (GstElement) play = NULL;

  if (!master_pcm_read (&pcm, path))
    return;
  fuzz_check (pcm.at <= size && pcm.bytes <= size - pcm.at,
      "%" G_GUINT64_FORMAT " bytes from %" G_GUINT64_FORMAT " of %zu",
      pcm.bytes, pcm.at, size);
  fuzz_check (!pcm.format ||
          (pcm.rate > 0 && pcm.channels > 0 && pcm.frame_bytes > 0),
      "%d Hz, %d channels, %d bytes", pcm.rate, pcm.channels, pcm.frame_bytes);
  play = master_pcm_play (&pcm, path, NULL);
  if (play)
    gst_object_ref_sink (play);
}

static void
read_extras (const uint8_t *data, size_t size)
{
  g_auto (MasterExtras) extras = { 0 };

  master_extras_read (&extras, fuzz_file (data, size), size & 1);
  fuzz_check (!extras.bext || extras.bext->len <= size, "%u", extras.bext->len);
  fuzz_check (!extras.cuesheet || extras.cuesheet->len <= size, "%u",
      extras.cuesheet->len);
  fuzz_check (!extras.chapters || extras.chapters->len <= size, "%u",
      extras.chapters->len);
}

static void
read_input (const uint8_t *data, size_t size)
{
  const char *path = fuzz_file (data, size);

  master_input_promised_frames (path);
  master_input_is_chained (path);
}

static void
read_extent (const uint8_t *data, size_t size)
{
  MasterExtent extent = master_extent_read (fuzz_file (data, size));

  fuzz_check (extent.rate >= 0, "%d Hz", extent.rate);
  for (int i = 0; i < MASTER_MAX_PATCHES; i++)
    fuzz_check (extent.patches[i].n <= sizeof (extent.patches[i].bytes), "%u",
        extent.patches[i].n);
}

static void
read_mpeg (const uint8_t *data, size_t size)
{
  for (size_t i = 0; i + 4 <= size; i++) {
    fuzz_check (master_mpeg_rate (data + i) <= 48000, "%u",
        master_mpeg_rate (data + i));
    fuzz_check (master_mpeg_frame_length (data + i) <= 1152, "%u",
        master_mpeg_frame_length (data + i));
    fuzz_check (master_mpeg_xing_place (data + i) <= 36, "%u",
        master_mpeg_xing_place (data + i));
  }
}

/* The tool completes files of its own muxers' making, which somebody else may
 * yet have changed. */
static void
rewrite (const uint8_t *data, size_t size)
{
  master_mp3_finish (fuzz_file (data, size), "it", 44100, NULL);
  master_mp4_finish (fuzz_file (data, size), "it", 2112, 44100, NULL);
  master_ogg_set_number (fuzz_file (data, size), "it", NULL);
}

const FuzzReader fuzz_readers[] = {
  { "pcm", read_pcm },
  { "extras", read_extras },
  { "input", read_input },
  { "extent", read_extent },
  { "mpeg", read_mpeg },
  { "rewrite", rewrite },
};
const size_t fuzz_n_readers = G_N_ELEMENTS (fuzz_readers);

void
fuzz_start (void)
{
  gst_init (NULL, NULL);
}
