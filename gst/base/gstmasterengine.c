/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
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
  gdouble *values; /* as the stage has them */

  GstMasterRing ring; /* the last `latency` frames that came in */

  gboolean asleep; /* the stage is idle, and left out */
  guint64 slept;   /* frames since it fell asleep */
  gboolean bypass;
  GstMasterFade fade;
};

static gsize
bytes (const GstMasterEngine *self, gint frames)
{
  return (gsize) frames * self->channels * sizeof (gfloat);
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
  mst_arena_planes (arena, &self->ramp, 1, BLOCK);
  self->values = mst_arena_take (arena, n_bytes (self->stage), 1);
}

static gboolean
allocate (GstMasterEngine *self, const MstFormat *format, const gdouble *values)
{
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory)
    return FALSE;
  memcpy (self->values, values, n_bytes (self->stage));
  self->state = self->stage->new (format, self->values);
  if (!self->state)
    return FALSE;
  self->latency = self->stage->latency (self->state);
  return gst_master_ring_init (&self->ring, self->latency,
      (gint) bytes (self, 1));
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
  if (allocate (self, &format, values))
    return self;
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
load (GstMasterEngine *self, gfloat *const planes[], gint at, const guint8 *in,
    gint n)
{
  gfloat *here[MST_MAX_CHANNELS];

  for (gint c = 0; c < self->channels; c++)
    here[c] = planes[c] + at;
  if (in)
    mst_planes_load (here, in, self->channels, n);
  else
    for (gint c = 0; c < self->channels; c++)
      memset (here[c], 0, n * sizeof (gfloat));
}

/* Loads the n frames of the ring that begin `left` frames before its end. */
static void
load_ring (GstMasterEngine *self, gfloat *const planes[], gint at, gint left,
    gint n)
{
  GstMasterRingPieces pieces = gst_master_ring_peek (&self->ring, left, n);

  load (self, planes, at, pieces.data[0], pieces.n[0]);
  load (self, planes, at + pieces.n[0], pieces.data[1], pieces.n[1]);
}

/* Puts `in` into the ring; the frames that it replaces go to `dry`, if not
 * NULL. */
static void
pass_ring (GstMasterEngine *self, gfloat *const dry[], const guint8 *in, gint n)
{
  for (gint i = 0, span; i < n; i += span) {
    span = MIN (n - i, self->latency);
    if (dry)
      load_ring (self, dry, i, self->latency, span);
    gst_master_ring_push (&self->ring, in ? in + bytes (self, i) : NULL, span);
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

static void
may_sleep (GstMasterEngine *self)
{
  self->asleep = self->stage->idle && self->stage->idle (self->state);
  self->slept = 0;
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
  self->asleep = FALSE;
  gst_master_fade_snap (&self->fade);
}

void
gst_master_engine_mirror (const GstMasterEngine *self, guint8 *to, gint n)
{
  for (gint i = 0; i < n; i++)
    memcpy (to + bytes (self, i),
        gst_master_ring_peek (&self->ring, i + 1, 1).data[0], bytes (self, 1));
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
store_words (GstMasterEngine *self, guint8 *out, gint n)
{
  gint channels = self->channels;

  if (GST_AUDIO_INFO_FORMAT (&self->out) == GST_AUDIO_FORMAT_S16) {
    mst_planes_store_s16 ((const gfloat *const *) self->planes, out, channels,
        n);
    return;
  }
  for (gint c = 0; c < channels; c++) {
    const gint32 *plane = (const gint32 *) self->planes[c];
    for (gint i = 0; i < n; i++)
      self->words[i * channels + c] = plane[i];
  }
  self->out.finfo->pack_func (self->out.finfo, GST_AUDIO_PACK_FLAG_NONE,
      self->words, out, n * channels);
}

/* Gets the delayed input where it is heard, and returns whether it is. Without
 * a latency it is the input of this very block. */
static gboolean
keep_dry (GstMasterEngine *self, const guint8 *in, gint n)
{
  gboolean heard = gst_master_fade_is_heard (&self->fade) &&
      !(self->stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT));

  if (self->latency > 0)
    pass_ring (self, heard ? self->dry : NULL, in, n);
  else if (heard)
    for (gint c = 0; c < self->channels; c++)
      memcpy (self->dry[c], self->planes[c], n * sizeof (gfloat));
  return heard;
}

/* Passes the input on in place of the stage, as late as the stage would. */
static void
run_asleep (GstMasterEngine *self, const guint8 *in, guint8 *out, gint n)
{
  gfloat *samples = (gfloat *) (void *) out;

  self->slept += n;
  gst_master_fade_advance (&self->fade, self->ramp, n); /* unheard */
  if (!out)
    return;
  if (self->latency == 0 && in == out &&
      (guintptr) out % sizeof (gfloat) == 0) {
    mst_sanitize (&samples, 1, n * self->channels);
    return;
  }
  if (self->latency > 0)
    pass_ring (self, self->planes, in, n);
  else
    load (self, self->planes, 0, in, n);
  mst_sanitize (self->planes, self->channels, n);
  mst_planes_store ((const gfloat *const *) self->planes, out, self->channels,
      n);
}

void
gst_master_engine_run (GstMasterEngine *self, const guint8 *in, guint8 *out,
    gint n)
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
  if (dry_is_heard) {
    mst_sanitize (self->dry, self->channels, n);
    gst_master_fade_mix (&self->fade, self->planes, self->dry, self->channels,
        self->ramp, n);
  }
  if (self->stage->flags & MST_STAGE_INTEGER_OUT)
    store_words (self, out, n);
  else if (out)
    mst_planes_store ((const gfloat *const *) self->planes, out, self->channels,
        n);
  may_sleep (self);
  mst_denormals_restore (mode);
}
