/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterdry.h"

#include <math.h>
#include <string.h>

#include "gstmasterfade.h"
#include "gstmasterformat.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/denormal.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/measure/loudmatch.h"
#include "dsp/common/vector/planes.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/smooth.h"

/* While nobody listens, the loudness is measured at the start of the stream,
 * and then in one of STRETCHES stretches: that is enough to begin with. */
#define STRETCH 32768 /* frames */
#define STRETCHES 8
#define AT_THE_START (8 * STRETCH)

#define EPSILON_DB 1e-4 /* the gain has arrived when it is this near */

/* --- frames in flight */

typedef struct {
  guint8 *data;
  gsize size, start, fill; /* bytes */
} Queue;

static void
queue_grow (Queue *self, gsize wanted)
{
  gsize size = MAX (self->size, 65536);
  gsize piece = MIN (self->fill, self->size - self->start);
  guint8 *data;

  while (size < wanted)
    size *= 2;
  data = g_malloc (size);
  if (self->fill > 0) {
    memcpy (data, self->data + self->start, piece);
    memcpy (data + piece, self->data, self->fill - piece);
  }
  g_free (self->data);
  self->data = data;
  self->size = size;
  self->start = 0;
}

/* Copies, or writes silence where `from` is NULL. */
static void
put (guint8 *to, const guint8 *from, gsize n)
{
  if (from)
    memcpy (to, from, n);
  else
    memset (to, 0, n);
}

/* `in` may be NULL. */
static void
queue_push (Queue *self, const guint8 *in, gsize n)
{
  gsize end, piece;

  if (self->fill + n > self->size)
    queue_grow (self, self->fill + n);
  end = (self->start + self->fill) % self->size;
  piece = MIN (n, self->size - end);
  put (self->data + end, in, piece);
  put (self->data, in ? in + piece : NULL, n - piece);
  self->fill += n;
}

/* n <= fill; `out` may be NULL. */
static void
queue_pop (Queue *self, guint8 *out, gsize n)
{
  gsize piece = MIN (n, self->size - self->start);

  if (out && n > 0) {
    memcpy (out, self->data + self->start, piece);
    memcpy (out + piece, self->data, n - piece);
  }
  if (n > 0)
    self->start = (self->start + n) % self->size;
  self->fill -= n;
}

/* --- life */

struct _GstMasterDry {
  gint wanted_around, match; /* atomic */

  /* Streaming thread. */
  Queue queue;
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
  gfloat *kept;                                          /* interleaved */
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
}

void
gst_master_dry_free (GstMasterDry *self)
{
  release (self);
  g_free (self->queue.data);
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
  self->queue.start = self->queue.fill = 0;
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
  self->memory = g_new0 (gfloat, 3 * (gsize) channels * MST_GRID);
  for (gint c = 0; c < channels; c++) {
    self->wet[c] = self->memory + c * MST_GRID;
    self->dry[c] = self->memory + (channels + c) * MST_GRID;
  }
  self->kept = self->memory + 2 * channels * MST_GRID;
  gst_master_fade_init (&self->fade, format.rate, FALSE);
  self->share = mst_smooth_share (format.rate);
  gst_master_dry_forget (self);
  return self->loudness != NULL;
}

void
gst_master_dry_push (GstMasterDry *self, const guint8 *data, gsize n)
{
  queue_push (&self->queue, data, n);
  self->pushed += n / GST_AUDIO_INFO_BPF (&self->info);
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

/* Applies the gain, which raises no peak over full scale. */
static void
scale_dry (GstMasterDry *self, gint n)
{
  gint at = (gint) (self->frames % MST_GRID);

  if (mst_ramp_is (&self->ramp, 1.0))
    return;
  for (gint c = 0; c < self->channels; c++)
    for (gint i = 0; i < n; i++) {
      gfloat x = self->dry[c][i];
      gfloat limit = MAX (1.0f, fabsf (x));
      gfloat y = (gfloat) (x * mst_ramp_at (&self->ramp, at + i));
      self->dry[c][i] = CLAMP (y, -limit, limit);
    }
}

/* Runs n frames up to the next line of the grid. `in` came through, `out` is
 * the same memory or, where it is not to be changed, NULL. */
static void
run_span (GstMasterDry *self, const guint8 *in, guint8 *out, gint n)
{
  gint channels = self->channels;
  gfloat ramp[MST_GRID];

  queue_pop (&self->queue, (guint8 *) self->kept,
      (gsize) n * channels * sizeof (gfloat));
  mst_planes_load (self->dry, self->kept, channels, n);
  mst_planes_load (self->wet, in, channels, n);
  mst_sanitize (self->dry, channels, n);
  if (is_measuring (self, !!out)) {
    mst_loudmatch_before (self->loudness, (const float *const *) self->dry, n);
    mst_loudmatch_after (self->loudness, (const float *const *) self->wet, n);
  }
  note_peak (self, n);
  if (!out)
    return;
  scale_dry (self, n);
  gst_master_fade_mix (&self->fade, self->wet, self->dry, channels, ramp, n);
  mst_planes_store ((const float *const *) self->wet, out, channels, n);
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

  queue_pop (&self->queue, NULL, n * GST_AUDIO_INFO_BPF (&self->info));
  return n;
}

void
gst_master_dry_run (GstMasterDry *self, const guint8 *in, guint8 *out,
    guint64 n)
{
  gint bpf = GST_AUDIO_INFO_BPF (&self->info);
  guint64 mode = mst_denormals_off ();

  /* Frames after the last of the input are the tail of a stage. */
  if (n * bpf > self->queue.fill)
    queue_push (&self->queue, NULL, n * bpf - self->queue.fill);
  while (n > 0) {
    guint64 span;
    if (out && (self->frames % MST_GRID == 0 || self->fade.value == 0.0f))
      advance_gain (self);
    if (!out && !is_measuring (self, FALSE)) {
      span = skip_span (self, n);
    } else {
      span = next_span (self, n, !!out);
      run_span (self, in, out, (gint) span);
    }
    in += span * bpf;
    if (out)
      out += span * bpf;
    self->frames += span;
    n -= span;
  }
  mst_denormals_restore (mode);
}
