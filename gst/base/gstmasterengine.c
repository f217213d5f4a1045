/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: all ways through a block, so that they can be compared.
 */
#include "gstmasterengine.h"

#include <stdlib.h>
#include <string.h>

#include "gstmasterfade.h"
#include "gstmasterformat.h"
#include "gstmasterring.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/denormal.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/planes.h"

#define BLOCK GST_MASTER_ENGINE_BLOCK

struct _GstMasterEngine {
  const MstStage *stage;
  gpointer state;
  GstAudioInfo in;
  GstAudioInfo out;
  gint channels;
  gint latency;

  gpointer memory; /* the pointers below point into it */
  gfloat *planes[MST_MAX_CHANNELS];
  gfloat *dry[MST_MAX_CHANNELS];
  gfloat *ramp;    /* BLOCK values of the fade */
  gint32 *words;   /* BLOCK interleaved frames, for an integer output */
  guint8 *bytes;   /* BLOCK frames of 64 bits */
  gdouble *values; /* as the stage has them */

  GstMasterRing ring; /* the last `latency` frames that came in */
  GstMasterView kept; /* in `bytes`: the delayed input of 64 bits */

  gboolean asleep; /* the stage is idle, and left out */
  guint64 slept;   /* frames since it fell asleep */
  gboolean bypass;
  GstMasterFade fade;
};

static gboolean
is_wide (const GstMasterEngine *self)
{
  return self->kept.width > (gint) sizeof (gfloat);
}

static gsize
n_bytes (const MstStage *stage)
{
  return mst_stage_n_values (stage) * sizeof (gdouble);
}

static void
lay_out (void *object, MstArena *arena)
{
  GstMasterEngine *self = object;

  mst_arena_planes (arena, self->planes, self->channels, BLOCK);
  mst_arena_planes (arena, self->dry, self->channels, BLOCK);
  self->words =
      mst_arena_take (arena, (gsize) BLOCK * self->channels, sizeof (gint32));
  if (is_wide (self))
    self->bytes = mst_arena_take (arena, BLOCK,
        gst_master_view_frame_bytes (&self->kept));
  mst_arena_planes (arena, &self->ramp, 1, BLOCK);
  self->values = mst_arena_take (arena, n_bytes (self->stage), 1);
}

static gboolean
allocate (GstMasterEngine *self, const MstFormat *format, const gdouble *values)
{
  gst_master_view_init (&self->kept, &self->in);
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory)
    return FALSE;
  gst_master_view_place (&self->kept, self->bytes, BLOCK);
  memcpy (self->values, values, n_bytes (self->stage));
  self->state = self->stage->new (format, self->values);
  if (!self->state)
    return FALSE;
  self->latency = self->stage->latency (self->state);
  return gst_master_ring_init (&self->ring, self->latency, &self->in);
}

static void
may_sleep (GstMasterEngine *self)
{
  self->asleep = self->stage->idle && self->stage->idle (self->state);
  self->slept = 0;
}

GstMasterEngine *
gst_master_engine_new (const MstStage *stage, const GstAudioInfo *in,
    const GstAudioInfo *out, const gdouble *values, gboolean bypass)
{
  GstMasterEngine *self = g_new0 (GstMasterEngine, 1);
  MstFormat format;

  gst_master_format_init (&format, in, BLOCK);
  if (stage->flags & MST_STAGE_INTEGER_OUT)
    format.bits = GST_AUDIO_INFO_DEPTH (out);
  self->stage = stage;
  self->in = *in;
  self->out = *out;
  self->channels = format.channels;
  self->bypass = bypass;
  gst_master_fade_init (&self->fade, format.rate, bypass);
  if (allocate (self, &format, values)) {
    may_sleep (self);
    return self;
  }
  gst_master_engine_free (self);
  return NULL;
}

void
gst_master_engine_free (GstMasterEngine *self)
{
  if (!self)
    return;
  self->stage->free (self->state);
  gst_master_ring_clear (&self->ring);
  free (self->memory);
  g_free (self);
}

gboolean
gst_master_engine_fits (const GstMasterEngine *self, const GstAudioInfo *in,
    const GstAudioInfo *out)
{
  return gst_audio_info_is_equal (&self->in, in) &&
      gst_audio_info_is_equal (&self->out, out);
}

gint
gst_master_engine_latency (const GstMasterEngine *self)
{
  return self->latency;
}

gboolean
gst_master_engine_is_asleep (const GstMasterEngine *self)
{
  return self->asleep;
}

/* --- frames in, and those of the ring */

static void
load (GstMasterEngine *self, gfloat *const planes[], gint at,
    const GstMasterView *in, gint n)
{
  gst_master_view_load (in, planes, self->channels, at, n);
}

/* Loads the n frames of the ring that begin `left` frames before its end. */
static void
load_ring (GstMasterEngine *self, gfloat *const planes[], gint at, gint left,
    gint n)
{
  GstMasterRingPieces pieces = gst_master_ring_peek (&self->ring, left, n);

  load (self, planes, at, &pieces.view[0], pieces.n[0]);
  load (self, planes, at + pieces.n[0], &pieces.view[1], pieces.n[1]);
}

/* Copies the n oldest frames of the ring to `kept`, from frame `at` of it on.
 */
static void
keep_ring (GstMasterEngine *self, gint at, gint n)
{
  GstMasterRingPieces pieces =
      gst_master_ring_peek (&self->ring, self->latency, n);
  GstMasterView to = gst_master_view_from (&self->kept, at);

  gst_master_view_copy (&to, &pieces.view[0], pieces.n[0]);
  gst_master_view_advance (&to, pieces.n[0]);
  gst_master_view_copy (&to, &pieces.view[1], pieces.n[1]);
}

/* Puts `in` into the ring. Where the frames that it replaces are wanted, they
 * go to `dry`, those of 64 bits to `kept`. */
static void
pass_ring (GstMasterEngine *self, gboolean wanted, const GstMasterView *in,
    gint n)
{
  for (gint i = 0, span; i < n; i += span) {
    span = MIN (n - i, self->latency);
    if (wanted && is_wide (self))
      keep_ring (self, i, span);
    else if (wanted)
      load_ring (self, self->dry, i, self->latency, span);
    if (in) {
      GstMasterView rest = gst_master_view_from (in, i);
      gst_master_ring_push (&self->ring, &rest, span);
    } else {
      gst_master_ring_push (&self->ring, NULL, span);
    }
  }
}

/* --- sleep */

/* Replays the frames that are in flight, so that the stage holds what it would
 * hold had it been running. */
static void
wake (GstMasterEngine *self)
{
  guint64 mode = mst_denormals_off ();
  gint left = (gint) MIN (self->slept, (guint64) self->latency);

  self->asleep = FALSE;
  if (self->stage->skip)
    self->stage->skip (self->state, self->slept - left);
  while (left > 0) {
    gint n = MIN (left, BLOCK);
    load_ring (self, self->planes, 0, left, n);
    self->stage->process (self->state, self->planes, n);
    left -= n;
  }
  mst_denormals_restore (mode);
}

gint
gst_master_engine_tail (const GstMasterEngine *self)
{
  if (!self->stage->tail || self->bypass || self->asleep)
    return 0;
  return self->stage->tail (self->state);
}

void
gst_master_engine_set (GstMasterEngine *self, const gdouble *values)
{
  if (self->asleep) {
    if (memcmp (values, self->values, n_bytes (self->stage)) == 0)
      return;
    wake (self);
  }
  memcpy (self->values, values, n_bytes (self->stage));
  self->stage->set (self->state, values);
}

void
gst_master_engine_set_bypass (GstMasterEngine *self, gboolean bypass)
{
  self->bypass = bypass;
  gst_master_fade_set (&self->fade, bypass);
}

void
gst_master_engine_reset (GstMasterEngine *self, gboolean flush)
{
  if (flush && self->stage->flush)
    self->stage->flush (self->state);
  else
    self->stage->reset (self->state);
  gst_master_ring_reset (&self->ring);
  may_sleep (self);
  gst_master_fade_snap (&self->fade);
}

void
gst_master_engine_mirror (const GstMasterEngine *self, const GstMasterView *to,
    gint n)
{
  for (gint i = 0; i < n; i++) {
    GstMasterRingPieces last = gst_master_ring_peek (&self->ring, i + 1, 1);
    GstMasterView here = gst_master_view_from (to, i);

    gst_master_view_copy (&here, &last.view[0], 1);
  }
}

void
gst_master_engine_finish (GstMasterEngine *self)
{
  if (self->stage->finish)
    self->stage->finish (self->state);
}

void
gst_master_engine_read (const GstMasterEngine *self, gdouble *out)
{
  if (self->stage->read)
    self->stage->read (self->state, out);
}

/* --- frames */

static void
store_words (GstMasterEngine *self, const GstMasterView *out, gint n)
{
  const GstAudioFormatInfo *finfo = self->out.finfo;
  gint channels = self->channels;

  if (out->parts == 1 &&
      GST_AUDIO_INFO_FORMAT (&self->out) == GST_AUDIO_FORMAT_S16) {
    mst_planes_store_s16 ((const gfloat *const *) self->planes, out->data[0],
        channels, n);
    return;
  }
  if (out->parts > 1) {
    for (gint c = 0; c < channels; c++)
      finfo->pack_func (finfo, GST_AUDIO_PACK_FLAG_NONE, self->planes[c],
          out->data[c], n);
    return;
  }
  for (gint c = 0; c < channels; c++) {
    const gint32 *plane = (const gint32 *) self->planes[c];
    for (gint i = 0; i < n; i++)
      self->words[i * channels + c] = plane[i];
  }
  finfo->pack_func (finfo, GST_AUDIO_PACK_FLAG_NONE, self->words, out->data[0],
      n * channels);
}

/* Gets the delayed input where it is wanted, and returns whether it is heard.
 * Without a latency it is the input of this very block. */
static gboolean
keep_dry (GstMasterEngine *self, const GstMasterView *in, gint n)
{
  gboolean passes =
      !(self->stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT));
  gboolean heard = passes && gst_master_fade_is_heard (&self->fade);
  gboolean wide = passes && is_wide (self);

  if (self->latency > 0)
    pass_ring (self, heard || wide, in, n);
  else if (wide)
    gst_master_view_copy (&self->kept, in, n);
  else if (heard)
    for (gint c = 0; c < self->channels; c++)
      memcpy (self->dry[c], self->planes[c], n * sizeof (gfloat));
  return heard;
}

/* Stores what the stage made of the block, with the delayed input as far as
 * that is heard. */
static void
store (GstMasterEngine *self, const GstMasterView *out, gint n,
    gboolean dry_is_heard)
{
  if (dry_is_heard) {
    mst_sanitize (self->dry, self->channels, n);
    gst_master_fade_mix (&self->fade, self->planes, self->dry, self->channels,
        self->ramp, n);
  }
  if (out)
    gst_master_view_store (out, self->planes, n);
}

static void
store_wide (GstMasterEngine *self, const GstMasterView *out, gint n,
    gboolean dry_is_heard)
{
  if (!out)
    return;
  gst_master_view_sanitize (&self->kept, n);
  gst_master_view_store_beside (out, self->planes, &self->kept, n);
  if (dry_is_heard)
    gst_master_fade_mix_wide (&self->fade, out, &self->kept, self->ramp, n);
}

/* Passes the input on in place of the stage, as late as the stage would. */
static void
run_asleep (GstMasterEngine *self, const GstMasterView *in,
    const GstMasterView *out, gint n)
{
  self->slept += n;
  gst_master_fade_advance (&self->fade, self->ramp, n); /* unheard */
  if (!out)
    return;
  if (self->latency > 0)
    pass_ring (self, TRUE, in, n);
  else if (!is_wide (self) &&
      (!in || in->data[0] != out->data[0] || !gst_master_view_is_aligned (in)))
    load (self, self->dry, 0, in, n);
  else {
    if (!in || in->data[0] != out->data[0])
      gst_master_view_copy (out, in, n);
    gst_master_view_sanitize (out, n);
    return;
  }
  if (is_wide (self)) {
    gst_master_view_sanitize (&self->kept, n);
    gst_master_view_copy (out, &self->kept, n);
  } else {
    mst_sanitize (self->dry, self->channels, n);
    gst_master_view_store (out, self->dry, n);
  }
}

void
gst_master_engine_run (GstMasterEngine *self, const GstMasterView *in,
    const GstMasterView *out, gint n)
{
  guint64 mode = mst_denormals_off ();
  gboolean dry_is_heard;

  if (self->asleep) {
    run_asleep (self, in, out, n);
    mst_denormals_restore (mode);
    return;
  }
  load (self, self->planes, 0, in, n);
  dry_is_heard = keep_dry (self, in, n);
  self->stage->process (self->state, self->planes, n);
  if (self->stage->flags & MST_STAGE_INTEGER_OUT)
    store_words (self, out, n);
  else if (is_wide (self))
    store_wide (self, out, n, dry_is_heard);
  else
    store (self, out, n, dry_is_heard);
  may_sleep (self);
  mst_denormals_restore (mode);
}
