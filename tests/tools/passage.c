/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Passages, levels and checksums, by which a sound is laid beside what comes of
 * it. */
#include <math.h>
#include <string.h>

#include "mst-test.h"
#include "tools/pass/passage.h"

#define RATE 48000
#define CHANNELS 2
#define FRAMES (3 * MASTER_PASSAGE_FRAMES + 5000)
#define SAMPLES (CHANNELS * FRAMES)

static gfloat song[SAMPLES], other[SAMPLES];

/* Values within +-1, the same each time. */
static gfloat
hiss (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return (gfloat) ((gint32) *state / 2147483648.0);
}

/* Noise whose second passage is the loudest. */
static void
fill (void)
{
  guint32 state = 1;

  for (gsize i = 0; i < SAMPLES; i++)
    song[i] = (i / CHANNELS / MASTER_PASSAGE_FRAMES == 1 ? 0.5f : 0.25f) *
        hiss (&state);
  memcpy (other, song, sizeof (song));
}

static GstElement *
begin (void)
{
  GstElement *sink =
      gst_object_ref_sink (gst_element_factory_make ("fakesink", NULL));
  g_object_set (sink, "async", FALSE, "sync", FALSE, NULL);
  gst_element_set_state (sink, GST_STATE_PLAYING);
  return sink;
}

/* Pushes a sound in pieces of `piece` frames. */
static void
push (GstElement *sink, const gfloat *x, gsize frames, gsize piece)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
  g_autoptr (GstCaps) caps =
      gst_caps_from_string ("audio/x-raw,format=F32LE,layout=interleaved,"
                            "rate=48000,channels=2,channel-mask=(bitmask)3");
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_send_event (pad, gst_event_new_stream_start ("song"));
  gst_pad_send_event (pad, gst_event_new_caps (caps));
  gst_pad_send_event (pad, gst_event_new_segment (&segment));
  for (gsize at = 0, n; at < frames; at += n) {
    n = MIN (piece, frames - at);
    gst_pad_chain (pad,
        gst_buffer_new_memdup (x + CHANNELS * at,
            CHANNELS * n * sizeof (gfloat)));
  }
  gst_pad_send_event (pad, gst_event_new_eos ());
  gst_element_set_state (sink, GST_STATE_NULL);
}

static MasterPassage *
hear (const gfloat *x, gsize frames, gsize piece, const MasterPassage *like)
{
  g_autoptr (GstElement) sink = begin ();
  MasterPassage *passage = master_passage_new (like);

  master_passage_listen (passage, sink);
  push (sink, x, frames, piece);
  return passage;
}

static MasterLikeness
compare (gsize piece)
{
  g_autoptr (MasterPassage) before = hear (song, FRAMES, piece, NULL);
  g_autoptr (MasterPassage) after = hear (other, FRAMES, 1000, before);

  return master_passage_compare (before, after);
}

/* Oracle: what was added, in power. A passage other than the second has none of
 * it. */
static void
test_noise_is_what_was_added (void)
{
  MasterLikeness found;
  guint32 state = 7;
  gdouble signal[CHANNELS] = { 0.0 }, noise[CHANNELS] = { 0.0 };

  fill ();
  found = compare (4096);
  mst_check (found.known && found.late == 0, "%d late", found.late);
  mst_check (isinf (found.noise), "%g dB", found.noise);
  for (gsize i = CHANNELS * MASTER_PASSAGE_FRAMES;
       i < 2 * CHANNELS * MASTER_PASSAGE_FRAMES; i++) {
    const gsize channel = i % CHANNELS;
    const gfloat before = other[i];

    other[i] += (channel == 0 ? 0.05f : 0.02f) * hiss (&state);
    signal[channel] += (gdouble) song[i] * song[i];
    noise[channel] += pow ((gdouble) other[i] - before, 2.0);
  }
  found = compare (441);
  for (gint c = 0; c < CHANNELS; c++)
    mst_check_near (found.channels[c], 10.0 * log10 (signal[c] / noise[c]),
        1e-9);
  mst_check_near (found.noise,
      10.0 * log10 ((signal[0] + signal[1]) / (noise[0] + noise[1])), 1e-9);
}

static void
test_it_is_found_where_it_went (void)
{
  static const gint lates[] = { -4096, -1105, -1, 1, 312, 4096 };

  for (gsize i = 0; i < G_N_ELEMENTS (lates); i++) {
    const gint shift = CHANNELS * lates[i];
    MasterLikeness found;

    fill ();
    memset (other, 0, sizeof (other));
    memcpy (other + MAX (shift, 0), song + MAX (-shift, 0),
        (SAMPLES - (gsize) ABS (shift)) * sizeof (gfloat));
    found = compare (4096);
    mst_check (found.late == lates[i], "%d instead of %d", found.late,
        lates[i]);
    mst_check (isinf (found.noise), "%g dB", found.noise);
  }
}

/* A tone is like itself a period later; it is not called late for that. */
static void
test_a_tone_stays_in_its_place (void)
{
  MasterLikeness found;
  guint32 state = 3;

  for (gsize i = 0; i < SAMPLES; i++) {
    song[i] = 0.5f * (gfloat) sin (2.0 * M_PI * (gdouble) (i / 2) / 96.0);
    other[i] = song[i] + 0.05f * hiss (&state);
  }
  found = compare (4096);
  mst_check (found.late == 0, "%d late", found.late);
}

/* Oracle: x and y of the same power and independent: (x - y)^2 has twice. */
static void
test_swapped_channels_are_others (void)
{
  MasterLikeness found;

  fill ();
  for (gsize i = 0; i < SAMPLES; i++)
    other[i] = song[i ^ 1];
  found = compare (4096);
  mst_check_near (found.channels[0], -3.0, 0.2);
  mst_check_near (found.channels[1], -3.0, 0.2);
}

static void
test_what_cannot_be_compared (void)
{
  g_autoptr (MasterPassage) none = master_passage_new (NULL);
  g_autoptr (MasterPassage) silence = NULL;
  g_autoptr (MasterPassage) brief = NULL;
  g_autoptr (MasterPassage) whole = NULL;
  g_autoptr (MasterPassage) part = NULL;

  fill ();
  memset (other, 0, sizeof (other));
  silence = hear (other, FRAMES, 4096, NULL);
  brief = hear (song, 100, 4096, NULL);
  whole = hear (song, FRAMES, 4096, NULL);
  part = hear (song, MASTER_PASSAGE_FRAMES, 4096, whole);
  mst_check (!master_passage_compare (none, silence).known, "nothing");
  mst_check (!master_passage_compare (NULL, silence).known, "NULL");
  mst_check (!master_passage_compare (silence, silence).known, "silence");
  mst_check (!master_passage_compare (whole, part).known, "it ended before");
  mst_check (isinf (master_passage_compare (brief, brief).noise), "brief");
}

static guint64
get_checksum (const gfloat *x, gsize frames, gsize piece,
    gdouble levels[MASTER_LEVELS])
{
  g_autoptr (GstElement) sink = begin ();
  guint64 checksum;

  master_levels_listen (sink);
  push (sink, x, frames, piece);
  master_levels_read (sink, levels, &checksum);
  return checksum;
}

/* Oracle: noise from -g to g has the power g^2 / 3. */
static void
test_levels_and_checksums (void)
{
  gdouble levels[MASTER_LEVELS];
  guint64 whole, again;

  fill ();
  whole = get_checksum (song, MASTER_PASSAGE_FRAMES, 4096, levels);
  mst_check_near (levels[0], 10.0 * log10 (0.0625 / 3.0), 0.1);
  mst_check (isinf (levels[2]), "%g dB", levels[2]);
  again = get_checksum (song, MASTER_PASSAGE_FRAMES, 77, levels);
  mst_check (whole == again, "it depends on buffers");
  other[1000] = nextafterf (other[1000], 1.0f);
  again = get_checksum (other, MASTER_PASSAGE_FRAMES, 4096, levels);
  mst_check (whole != again, "one bit is nothing");
  other[1000] = song[1001];
  other[1001] = song[1000];
  again = get_checksum (other, MASTER_PASSAGE_FRAMES, 4096, levels);
  mst_check (whole != again, "two channels are one");
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  MST_RUN (test_noise_is_what_was_added);
  MST_RUN (test_it_is_found_where_it_went);
  MST_RUN (test_a_tone_stays_in_its_place);
  MST_RUN (test_swapped_channels_are_others);
  MST_RUN (test_what_cannot_be_compared);
  MST_RUN (test_levels_and_checksums);
  return mst_done ();
}
