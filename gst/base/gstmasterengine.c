/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterengine.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/vector/denormal.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/planes.h"

#define BLOCK GST_MASTER_ENGINE_BLOCK
#define FADE_SECONDS 0.02

struct _GstMasterEngine {
  const MstStage *stage;
  gpointer state;
  GstAudioInfo in;
  GstAudioInfo out;
  gint channels;
  gint latency;

  gfloat *memory; /* what the pointers below point into */
  gfloat *planes[MST_MAX_CHANNELS];
  gfloat *dry[MST_MAX_CHANNELS];
  gfloat *ramp;  /* BLOCK frames of how much is dry */
  gint32 *words; /* BLOCK interleaved frames, for an integer output */

  guint8 *ring;    /* the last `latency` frames that came in, as they came */
  gint ring_start; /* the oldest of them */

  gdouble *values; /* as the stage has them */
  gboolean asleep; /* the stage is idle, and left out */
  guint64 slept;   /* frames since */
  gboolean bypass;
  gfloat fade; /* 0: the stage; 1: bypassed */
  gfloat fade_step;
};

/* BS.1770-5 table 3 weighs what stands at 60 to 120 degrees by 1.41. In a
 * layout of five that is the rear pair, in one of seven the side pair. */
static void
find_roles (const GstAudioInfo *info, MstRole *roles)
{
  gboolean has_side = FALSE;
  gint channels = GST_AUDIO_INFO_CHANNELS (info);

  for (gint i = 0; i < channels; i++)
    has_side |= info->position[i] == GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT ||
        info->position[i] == GST_AUDIO_CHANNEL_POSITION_SIDE_RIGHT;

  for (gint i = 0; i < channels; i++) {
    roles[i] = MST_ROLE_FRONT;
    if (GST_AUDIO_INFO_IS_UNPOSITIONED (info))
      continue;
    switch (info->position[i]) {
      case GST_AUDIO_CHANNEL_POSITION_LFE1:
      case GST_AUDIO_CHANNEL_POSITION_LFE2:
        roles[i] = MST_ROLE_LFE;
        break;
      case GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT:
      case GST_AUDIO_CHANNEL_POSITION_SIDE_RIGHT:
      case GST_AUDIO_CHANNEL_POSITION_SURROUND_LEFT:
      case GST_AUDIO_CHANNEL_POSITION_SURROUND_RIGHT:
        roles[i] = MST_ROLE_SURROUND;
        break;
      case GST_AUDIO_CHANNEL_POSITION_REAR_LEFT:
      case GST_AUDIO_CHANNEL_POSITION_REAR_RIGHT:
        roles[i] = has_side ? MST_ROLE_FRONT : MST_ROLE_SURROUND;
        break;
      default:
        break;
    }
  }
}

void
gst_master_engine_format (const GstAudioInfo *info, MstFormat *format)
{
  *format = (MstFormat){
    .rate = GST_AUDIO_INFO_RATE (info),
    .channels = GST_AUDIO_INFO_CHANNELS (info),
    .max_block = BLOCK,
  };
  find_roles (info, format->roles);
}

/* One allocation, every plane on a cache line of its own. */
static gboolean
allocate_planes (GstMasterEngine *self)
{
  gsize samples = (gsize) BLOCK * (3 * self->channels + 1);

  if (posix_memalign ((void **) &self->memory, 64, samples * sizeof (gfloat)) !=
      0) {
    self->memory = NULL;
    return FALSE;
  }
  memset (self->memory, 0, samples * sizeof (gfloat));
  for (gint c = 0; c < self->channels; c++) {
    self->planes[c] = self->memory + (gsize) BLOCK * c;
    self->dry[c] = self->memory + (gsize) BLOCK * (self->channels + c);
  }
  self->words = (gint32 *) (self->memory + (gsize) BLOCK * 2 * self->channels);
  self->ramp = self->memory + (gsize) BLOCK * 3 * self->channels;
  return TRUE;
}

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

GstMasterEngine *
gst_master_engine_new (const MstStage *stage, const GstAudioInfo *in,
    const GstAudioInfo *out, const gdouble *values, gboolean bypass)
{
  GstMasterEngine *self = g_new0 (GstMasterEngine, 1);
  MstFormat format;

  gst_master_engine_format (in, &format);
  if (stage->flags & MST_STAGE_INTEGER_OUT)
    format.bits = GST_AUDIO_INFO_DEPTH (out);
  self->stage = stage;
  self->in = *in;
  self->out = *out;
  self->channels = format.channels;
  self->bypass = bypass;
  self->fade = bypass;
  self->fade_step = (gfloat) (1.0 / (FADE_SECONDS * format.rate));
  self->state = stage->new (&format, values);
  if (self->state) {
    self->latency = stage->latency (self->state);
    self->ring = g_try_malloc0_n ((gsize) self->latency + 1, bytes (self, 1));
  }
  self->values = g_memdup2 (values, n_bytes (stage));
  if (!self->ring || !allocate_planes (self)) {
    gst_master_engine_free (self);
    return NULL;
  }
  return self;
}

void
gst_master_engine_free (GstMasterEngine *self)
{
  if (!self)
    return;
  self->stage->free (self->state);
  g_free (self->ring);
  g_free (self->values);
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

/* --- the ring */

/* How many of n frames from `start` on lie in one piece. */
static gint
piece_of (const GstMasterEngine *self, gint start, gint n)
{
  return MIN (n, self->latency - start);
}

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

/* n <= latency frames of the ring, from frame `start` on. */
static void
load_ring (GstMasterEngine *self, gfloat *const planes[], gint at, gint start,
    gint n)
{
  gint piece = piece_of (self, start, n);

  load (self, planes, at, self->ring + bytes (self, start), piece);
  load (self, planes, at + piece, self->ring, n - piece);
}

/* n <= latency frames of `in`, over the oldest. */
static void
push (GstMasterEngine *self, const guint8 *in, gint n)
{
  gint piece = piece_of (self, self->ring_start, n);
  guint8 *oldest = self->ring + bytes (self, self->ring_start);

  if (in) {
    memcpy (oldest, in, bytes (self, piece));
    memcpy (self->ring, in + bytes (self, piece), bytes (self, n - piece));
  } else {
    memset (oldest, 0, bytes (self, piece));
    memset (self->ring, 0, bytes (self, n - piece));
  }
  self->ring_start = (self->ring_start + n) % self->latency;
}

/* The next `in` goes into the ring; what comes out goes to `dry`, if not NULL.
 */
static void
pass_ring (GstMasterEngine *self, gfloat *const dry[], const guint8 *in, gint n)
{
  for (gint i = 0, span; i < n; i += span) {
    span = MIN (n - i, self->latency);
    if (dry)
      load_ring (self, dry, i, self->ring_start, span);
    push (self, in ? in + bytes (self, i) : NULL, span);
  }
}

/* --- sleep */

/* What was left out and still is to come out of the stage goes into it, for
 * nothing else to be there than what would be, had it not slept. */
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
    load_ring (self, self->planes, 0,
        (self->ring_start + self->latency - left) % self->latency, n);
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
}

void
gst_master_engine_reset (GstMasterEngine *self)
{
  self->stage->reset (self->state);
  memset (self->ring, 0, bytes (self, self->latency));
  self->ring_start = 0;
  self->asleep = FALSE;
  self->fade = self->bypass;
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

/* The delayed input, where it is heard. Without latency it is the input of this
 * very block. */
static gboolean
keep_dry (GstMasterEngine *self, const guint8 *in, gint n)
{
  gboolean heard = (self->bypass || self->fade > 0.0f) &&
      !(self->stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT));

  if (self->latency > 0)
    pass_ring (self, heard ? self->dry : NULL, in, n);
  else if (heard)
    for (gint c = 0; c < self->channels; c++)
      memcpy (self->dry[c], self->planes[c], n * sizeof (gfloat));
  return heard;
}

/* How many of n frames fade; the ramp says how. */
static gint
advance_fade (GstMasterEngine *self, gint n)
{
  gfloat target = self->bypass ? 1.0f : 0.0f;
  gfloat step = self->bypass ? self->fade_step : -self->fade_step;
  gint fading = 0;

  while (fading < n && self->fade != target) {
    self->fade = CLAMP (self->fade + step, 0.0f, 1.0f);
    self->ramp[fading++] = self->fade;
  }
  return fading;
}

/* Fades frame by frame until the target is reached; from there on one of the
 * two is left exactly as it is. */
static void
mix_dry (GstMasterEngine *self, gint n)
{
  gint fading = advance_fade (self, n);

  mst_sanitize (self->dry, self->channels, n);
  for (gint c = 0; c < self->channels; c++) {
    mst_orc_crossfade_f32 (self->planes[c], self->dry[c], self->ramp, fading);
    if (self->bypass)
      memcpy (self->planes[c] + fading, self->dry[c] + fading,
          (n - fading) * sizeof (gfloat));
  }
}

/* In place of the stage: what came in comes out, or comes out later. */
static void
run_asleep (GstMasterEngine *self, const guint8 *in, guint8 *out, gint n)
{
  gfloat *samples = (gfloat *) (void *) out;

  self->slept += n;
  advance_fade (self, n); /* of two that are the same */
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
  if (dry_is_heard)
    mix_dry (self, n);
  if (self->stage->flags & MST_STAGE_INTEGER_OUT)
    store_words (self, out, n);
  else if (out)
    mst_planes_store ((const gfloat *const *) self->planes, out, self->channels,
        n);
  may_sleep (self);
  mst_denormals_restore (mode);
}
