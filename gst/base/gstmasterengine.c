/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "base/gstmasterengine.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/delay.h"
#include "dsp/common/denormal.h"
#include "dsp/common/kernels.h"
#include "dsp/common/planes.h"

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

  MstDelay *delay; /* of the dry signal, as long as the latency */
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

GstMasterEngine *
gst_master_engine_new (const MstStage *stage, const GstAudioInfo *in,
    const GstAudioInfo *out, const gdouble *values, gboolean bypass)
{
  GstMasterEngine *self = g_new0 (GstMasterEngine, 1);
  MstFormat format = {
    .rate = GST_AUDIO_INFO_RATE (in),
    .channels = GST_AUDIO_INFO_CHANNELS (in),
    .max_block = BLOCK,
    .bits =
        stage->flags & MST_STAGE_INTEGER_OUT ? GST_AUDIO_INFO_DEPTH (out) : 0,
  };

  find_roles (in, format.roles);
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
    self->delay = mst_delay_new (self->latency, self->channels);
  }
  if (!self->delay || !allocate_planes (self)) {
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
  mst_delay_free (self->delay);
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

gint
gst_master_engine_tail (const GstMasterEngine *self)
{
  if (!self->stage->tail || self->bypass)
    return 0;
  return self->stage->tail (self->state);
}

void
gst_master_engine_set (GstMasterEngine *self, const gdouble *values)
{
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
  mst_delay_reset (self->delay);
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

static void
load (GstMasterEngine *self, const guint8 *in, gint n)
{
  if (in)
    mst_planes_load (self->planes, in, self->channels, n);
  else
    for (gint c = 0; c < self->channels; c++)
      memset (self->planes[c], 0, n * sizeof (gfloat));
}

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

/* The delayed input, where it is or may soon be heard. Without latency it is
 * the input of this very block. */
static gboolean
keep_dry (GstMasterEngine *self, gint n)
{
  gboolean heard = self->bypass || self->fade > 0.0f;

  if (self->stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT))
    return FALSE;
  if (!heard && self->latency == 0)
    return FALSE;
  mst_delay_process (self->delay, (const gfloat *const *) self->planes,
      self->dry, n);
  return heard;
}

/* Fades frame by frame until the target is reached; from there on one of the
 * two is left exactly as it is. */
static void
mix_dry (GstMasterEngine *self, gint n)
{
  gfloat target = self->bypass ? 1.0f : 0.0f;
  gfloat step = self->bypass ? self->fade_step : -self->fade_step;
  gint fading = 0;

  mst_sanitize (self->dry, self->channels, n);
  while (fading < n && self->fade != target) {
    self->fade = CLAMP (self->fade + step, 0.0f, 1.0f);
    self->ramp[fading++] = self->fade;
  }
  for (gint c = 0; c < self->channels; c++) {
    mst_orc_crossfade_f32 (self->planes[c], self->dry[c], self->ramp, fading);
    if (self->bypass)
      memcpy (self->planes[c] + fading, self->dry[c] + fading,
          (n - fading) * sizeof (gfloat));
  }
}

void
gst_master_engine_run (GstMasterEngine *self, const guint8 *in, guint8 *out,
    gint n)
{
  guint64 mode = mst_denormals_off ();
  gboolean dry_is_heard;

  load (self, in, n);
  dry_is_heard = keep_dry (self, n);
  self->stage->process (self->state, self->planes, n);
  if (dry_is_heard)
    mix_dry (self, n);
  if (self->stage->flags & MST_STAGE_INTEGER_OUT)
    store_words (self, out, n);
  else if (out)
    mst_planes_store ((const gfloat *const *) self->planes, out, self->channels,
        n);
  mst_denormals_restore (mode);
}
