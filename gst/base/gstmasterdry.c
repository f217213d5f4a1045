/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterdry.h"

#include <math.h>

#include "gstmasterfade.h"
#include "gstmasterformat.h"
#include "gstmasterqueue.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/denormal.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/measure/loudmatch.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/smooth.h"

/* While nobody listens, the loudness is measured at the start of the stream,
 * and then in one of STRETCHES stretches: that is enough to begin with. */
#define STRETCH 32768 /* frames */
#define STRETCHES 8
#define AT_THE_START (8 * STRETCH)

#define EPSILON_DB 1e-4 /* the gain has arrived when it is this near */

/* --- life */

struct _GstMasterDry {
  gint wanted_around, match; /* atomic */

  /* Streaming thread. */
  GstMasterQueue queue; /* of what goes around */
  GstAudioInfo info;
  gint channels;
  MstLoudMatch *loudness;
  guint64 frames;     /* that have come out */
  guint64 pushed;     /* frames that have gone in */
  guint64 until;      /* hushed before this frame */
  gint hushes;        /* atomic */
  GstMasterFade fade; /* from what came through to what waited */
  gfloat peak;        /* the highest so far of what waited */
  MstSmooth gain;     /* dB */
  gdouble share;
  MstRamp ramp; /* the same, linear */
  gfloat *memory;
  gfloat *wet[MST_MAX_CHANNELS], *dry[MST_MAX_CHANNELS]; /* MST_GRID */
  GstMasterView kept;                                    /* MST_GRID */
  guint8 *kept_memory;
};

GstMasterDry *
gst_master_dry_new (void)
{
  GstMasterDry *self = g_new0 (GstMasterDry, 1);

  self->match = TRUE;
  gst_master_dry_forget (self);
  return self;
}

static void
release (GstMasterDry *self)
{
  g_clear_pointer (&self->loudness, mst_loudmatch_free);
  g_clear_pointer (&self->memory, g_free);
  g_clear_pointer (&self->kept_memory, g_free);
}

void
gst_master_dry_free (GstMasterDry *self)
{
  release (self);
  gst_master_queue_clear (&self->queue);
  g_free (self);
}

void
gst_master_dry_set (GstMasterDry *self, gboolean around, gboolean match)
{
  g_atomic_int_set (&self->wanted_around, around);
  g_atomic_int_set (&self->match, match);
}

void
gst_master_dry_flush (GstMasterDry *self)
{
  gst_master_queue_reset (&self->queue);
  self->frames = self->pushed = self->until = 0;
  gst_master_fade_set (&self->fade, FALSE);
  gst_master_fade_snap (&self->fade);
  if (self->loudness)
    mst_loudmatch_flush (self->loudness);
}

guint64
gst_master_dry_left (const GstMasterDry *self)
{
  return MST_GRID - self->frames % MST_GRID;
}

void
gst_master_dry_forget (GstMasterDry *self)
{
  gst_master_dry_flush (self);
  self->peak = 0.0f;
  if (self->loudness)
    mst_loudmatch_reset (self->loudness);
  mst_smooth_snap (&self->gain, 0.0);
  self->ramp = mst_ramp_hold (1.0);
}

gboolean
gst_master_dry_set_format (GstMasterDry *self, const GstAudioInfo *info)
{
  gint channels = GST_AUDIO_INFO_CHANNELS (info);
  MstFormat format;

  if (self->loudness && gst_audio_info_is_equal (&self->info, info))
    return TRUE;
  release (self);
  self->info = *info;
  self->channels = channels;
  gst_master_format_init (&format, info, MST_GRID);
  self->loudness = mst_loudmatch_new (&format, 0);
  self->memory = g_new0 (gfloat, 2 * (gsize) channels * MST_GRID);
  for (gint c = 0; c < channels; c++) {
    self->wet[c] = self->memory + c * MST_GRID;
    self->dry[c] = self->memory + (channels + c) * MST_GRID;
  }
  gst_master_view_init (&self->kept, info);
  self->kept_memory =
      g_malloc (MST_GRID * gst_master_view_frame_bytes (&self->kept));
  gst_master_view_place (&self->kept, self->kept_memory, MST_GRID);
  gst_master_queue_set_format (&self->queue, info);
  gst_master_fade_init (&self->fade, format.rate, FALSE);
  self->share = mst_smooth_share (format.rate);
  gst_master_dry_forget (self);
  return self->loudness != NULL;
}

void
gst_master_dry_push (GstMasterDry *self, const GstMasterView *in, guint64 n)
{
  gst_master_queue_push (&self->queue, in, n);
  self->pushed += n;
}

void
gst_master_dry_hush (GstMasterDry *self)
{
  g_atomic_int_inc (&self->hushes);
}

gboolean
gst_master_dry_is_hushed (const GstMasterDry *self)
{
  return g_atomic_int_get (&self->hushes) > 0 && self->fade.value == 1.0f;
}

void
gst_master_dry_unhush (GstMasterDry *self)
{
  g_atomic_int_add (&self->hushes, -1);
  self->until = self->pushed;
}

gboolean
gst_master_dry_is_heard (GstMasterDry *self)
{
  gst_master_fade_set (&self->fade,
      g_atomic_int_get (&self->wanted_around) ||
          g_atomic_int_get (&self->hushes) > 0 || self->frames < self->until);
  if (self->frames == 0) /* nothing to fade from */
    gst_master_fade_snap (&self->fade);
  return gst_master_fade_is_heard (&self->fade);
}

/* --- frames */

/* Tells whether the loudness of the next frame counts. */
static gboolean
is_measuring (GstMasterDry *self, gboolean heard)
{
  return g_atomic_int_get (&self->match) &&
      (heard || self->frames < AT_THE_START ||
          self->frames / STRETCH % STRETCHES == 0);
}

/* Decides on a line of the grid where the gain goes until the next. */
static void
advance_gain (GstMasterDry *self)
{
  gdouble highest = self->peak > 1.0f ? 1.0 : 1.0 / self->peak;
  gdouble wanted = 1.0;

  if (g_atomic_int_get (&self->match)) {
    wanted = mst_from_db (-mst_loudmatch_gain (self->loudness));
    wanted = MIN (wanted, highest);
  }
  self->gain.target = mst_to_db (wanted);
  if (self->fade.value == 0.0f) {
    mst_smooth_snap (&self->gain, self->gain.target);
    self->ramp = mst_ramp_hold (wanted);
  } else {
    mst_ramp_advance_db (&self->ramp, &self->gain, self->share, EPSILON_DB);
  }
}

static void
note_peak (GstMasterDry *self, gint n)
{
  for (gint c = 0; c < self->channels; c++)
    for (gint i = 0; i < n; i++)
      self->peak = MAX (self->peak, fabsf (self->dry[c][i]));
}

/* A sample times the gain, which raises no peak over full scale. */
static gdouble
scaled (const GstMasterDry *self, gdouble x, gint at)
{
  gdouble limit = MAX (1.0, fabs (x));

  return CLAMP (x * mst_ramp_at (&self->ramp, at), -limit, limit);
}

static void
scale_dry (GstMasterDry *self, gint n)
{
  gint at = (gint) (self->frames % MST_GRID);

  for (gint c = 0; c < self->channels; c++)
    for (gint i = 0; i < n; i++)
      self->dry[c][i] = (gfloat) scaled (self, self->dry[c][i], at + i);
}

static void
scale_wide (GstMasterDry *self, gint n)
{
  gint at = (gint) (self->frames % MST_GRID);

  for (gint c = 0; c < self->channels; c++)
    for (gint i = 0; i < n; i++)
      gst_master_view_put (&self->kept, c, i,
          scaled (self, gst_master_view_get (&self->kept, c, i), at + i));
}

/* Mixes what waited into the n frames that came through. */
static void
mix (GstMasterDry *self, const GstMasterView *frames, gint n)
{
  gboolean as_it_is = mst_ramp_is (&self->ramp, 1.0);
  gfloat ramp[MST_GRID];

  if (self->kept.width > (gint) sizeof (gfloat)) {
    gst_master_view_sanitize (&self->kept, n);
    if (!as_it_is)
      scale_wide (self, n);
    gst_master_fade_mix_wide (&self->fade, frames, &self->kept, ramp, n);
    return;
  }
  if (!as_it_is)
    scale_dry (self, n);
  gst_master_fade_mix (&self->fade, self->wet, self->dry, self->channels, ramp,
      n);
  gst_master_view_store (frames, self->wet, n);
}

/* Runs n frames up to the next line of the grid. */
static void
run_span (GstMasterDry *self, const GstMasterView *frames, gboolean heard,
    gint n)
{
  gint channels = self->channels;

  gst_master_queue_pop (&self->queue, &self->kept, n);
  gst_master_view_load (&self->kept, self->dry, channels, 0, n);
  gst_master_view_load (frames, self->wet, channels, 0, n);
  mst_sanitize (self->dry, channels, n);
  if (is_measuring (self, heard)) {
    mst_loudmatch_before (self->loudness, (const float *const *) self->dry, n);
    mst_loudmatch_after (self->loudness, (const float *const *) self->wet, n);
  }
  note_peak (self, n);
  if (heard)
    mix (self, frames, n);
}

/* Returns how many of the next `left` frames are treated alike. */
static gint
next_span (GstMasterDry *self, guint64 left, gboolean heard)
{
  gint span = (gint) (MST_GRID - self->frames % MST_GRID);

  if (is_measuring (self, heard))
    span = MIN (span, mst_loudmatch_left (self->loudness));
  return (gint) MIN (left, (guint64) span);
}

/* Drops frames that are neither heard nor measured, up to the line where that
 * may change. */
static guint64
skip_span (GstMasterDry *self, guint64 left)
{
  guint64 n = MIN (left, STRETCH - self->frames % STRETCH);

  gst_master_queue_pop (&self->queue, NULL, n);
  return n;
}

void
gst_master_dry_run (GstMasterDry *self, const GstMasterView *frames,
    gboolean heard, guint64 n)
{
  GstMasterView here = *frames;
  guint64 mode = mst_denormals_off ();

  /* Frames after the last of the input are the tail of a stage. */
  if (n > self->queue.fill)
    gst_master_queue_push (&self->queue, NULL, n - self->queue.fill);
  while (n > 0) {
    guint64 span;
    if (heard && (self->frames % MST_GRID == 0 || self->fade.value == 0.0f))
      advance_gain (self);
    if (!heard && !is_measuring (self, FALSE)) {
      span = skip_span (self, n);
    } else {
      span = next_span (self, n, heard);
      run_span (self, &here, heard, (gint) span);
    }
    gst_master_view_advance (&here, span);
    self->frames += span;
    n -= span;
  }
  mst_denormals_restore (mode);
}
