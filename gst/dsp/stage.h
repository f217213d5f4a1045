/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * stage.h - what every mastering stage is, below GStreamer.
 *
 * A stage takes planar float32 audio and changes it in place. It knows nothing
 * of buffers, timestamps, properties or pipelines: GstMasterFilter (gst/base)
 * owns these, once for all stages, and drives a stage through the descriptor
 * below. This header and everything in gst/dsp is C11 and libm, plus the
 * kernels that Orc generates.
 *
 * The contract, which tests/dsp checks for every stage:
 *
 *  - `new` allocates everything. It returns NULL when memory runs out.
 *  - `set` takes new parameter values. It allocates nothing, takes no lock and
 *    keeps the history; every audible change is smoothed inside.
 *  - `process` is total: any 0 <= n <= max_block, any input. NaN, Inf and
 *    absurdly large samples count as silence (see mst_sanitize()) and never
 *    reach the state; the output is always finite. Splitting a stream into
 *    blocks differently changes no bit of the output.
 *  - `latency` is constant for the life of an object: output frame i + latency
 *    belongs to input frame i.
 *  - `tail` is what a stage adds to the end of a stream, if it is set to.
 *  - `reset` makes the object equal to a fresh one with the same values.
 *  - `flush`, where there is one, forgets the audio, so that silence gives what
 *    it gives in a fresh object, and may keep what is known of the programme.
 *    Frames are counted from there on.
 *  - `idle`, where there is one, says that process() would do no more than
 *    delay by latency() frames, to the bit, from now on until set(). Then it
 *    need not be called: skip (n) in its place, and before the next set() a
 *    process() of the last latency() frames that were left out, leave the
 *    object as if every frame had gone through process().
 *  - `free (NULL)` is legal.
 */
#ifndef MST_STAGE_H
#define MST_STAGE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define MST_MAX_CHANNELS 64
#define MST_N_ELEMENTS(array) (sizeof (array) / sizeof ((array)[0]))

/** The kinds of parameter. The value is a double for all of them. */
typedef enum {
  MST_KIND_DOUBLE,
  MST_KIND_INT,
  MST_KIND_BOOL,
  MST_KIND_ENUM,
} MstKind;

/** One choice of an enum parameter; its index is the value. */
typedef struct {
  const char *nick;
  const char *blurb;
} MstChoice;

/** The value is read by `new` alone (it shapes latency or memory), not by
 * `set`: a change takes effect when the object is made anew. */
#define MST_PARAM_AT_START (1u << 0)
/** The value is off at its maximum. */
#define MST_PARAM_OFF_AT_MAX (1u << 1)
/** The last of the bands in use does without this parameter. */
#define MST_PARAM_NOT_OF_LAST (1u << 2)

/** One row of a stage's table: the only source of the GObject property, its
 * documentation, range, default and unit. For readouts, the range is what can
 * be read and the default what is read before any audio. */
typedef struct {
  const char *name; /* as the property: lower case, dashes */
  const char *unit; /* "dB", "Hz", "ms", "" */
  double min;
  double max;
  double def;
  MstKind kind;
  unsigned flags;           /* MST_PARAM_* */
  const MstChoice *choices; /* MST_KIND_ENUM: max + 1 of them */
  const char *blurb;
} MstParam;

/** Read-only numbers of one kind, `count` of them. */
typedef struct {
  MstParam row;
  int count;
} MstArrayRow;

/** A curve is gains at fixed frequencies, 24 to an octave from 10 Hz up: twelve
 * octaves and both ends. Below and above, the ends hold. */
#define MST_CURVE_POINTS 289
#define MST_CURVE_PER_OCTAVE 24
#define MST_CURVE_FIRST_HZ 10.0

/** One curve of a stage, gains over frequency, as MstParam is one number. It is
 * flat, that is 0, by default. */
typedef struct {
  const char *name;
  const char *unit; /* of the gains: "dB" */
  double min;       /* of a gain */
  double max;
  const char *blurb;
} MstCurveRow;

/** The frequency [Hz] of point i of a curve. */
static inline double
mst_curve_frequency (int i)
{
  return MST_CURVE_FIRST_HZ * exp2 ((double) i / MST_CURVE_PER_OCTAVE);
}

/** The place of a frequency in a curve, in its steps: between two points where
 * it is not a whole number, and at an end outside of the curve. */
static inline double
mst_curve_steps (double hz)
{
  double steps = 0.0;

  if (hz > MST_CURVE_FIRST_HZ)
    steps = MST_CURVE_PER_OCTAVE * log2 (hz / MST_CURVE_FIRST_HZ);
  return fmin (steps, MST_CURVE_POINTS - 1);
}

/** The gain of a curve there: between two points, straight from one to the
 * other. */
static inline double
mst_curve_gain (const double *curve, double steps)
{
  int below = (int) steps;
  double share = steps - below, gain = curve[below];

  return share > 0.0 ? gain + share * (curve[below + 1] - gain) : gain;
}

/** The row of loudspeakers that plays a channel. Where there are five of them,
 * the surrounds are at the sides. */
typedef enum {
  MST_ROW_UNKNOWN,
  MST_ROW_FRONT,    /* left and right, and the centre between them */
  MST_ROW_INNER,    /* between left or right and the centre */
  MST_ROW_WIDE,     /* left and right at 60 degrees */
  MST_ROW_SIDE,     /* from there to 120 degrees */
  MST_ROW_SURROUND, /* between the sides and the rear */
  MST_ROW_REAR,
  MST_ROW_TOP_FRONT,
  MST_ROW_TOP_SIDE,
  MST_ROW_TOP_REAR,
  MST_ROW_BOTTOM,
  MST_ROW_LFE, /* low-frequency effects */
  MST_N_ROWS,
} MstRow;

typedef enum {
  MST_SIDE_MIDDLE,
  MST_SIDE_LEFT,
  MST_SIDE_RIGHT,
} MstSide;

/** Where a channel is heard from. dsp/common/layout has what follows from it.
 */
typedef struct {
  MstRow row;
  MstSide side;
} MstPlace;

/** The format of one run, fixed for the life of a stage object. */
typedef struct {
  double rate;   /* frames a second */
  int channels;  /* 1 .. MST_MAX_CHANNELS */
  int max_block; /* the largest n that process() will see */
  int bits;      /* word length of the output; 0 where it stays float32 */
  MstPlace places[MST_MAX_CHANNELS]; /* all unknown: of two, left and right */
} MstFormat;

/** The stage only looks: process() leaves the planes as they are. */
#define MST_STAGE_ANALYZER (1u << 0)
/** process() leaves int32_t samples in the planes, the word at the top: a
 * 16-bit sample is x * 65536. */
#define MST_STAGE_INTEGER_OUT (1u << 1)

/** The descriptor of a stage. Values come as one array: the parameters in
 * table order, then those of band 0, band 1, ... up to max_bands, then the
 * MST_CURVE_POINTS gains of each curve. */
typedef struct {
  const char *name;  /* the stem: "eq" */
  const char *title; /* "Mastering equaliser" */
  const char *klass; /* GStreamer's klass: "Filter/Effect/Audio" */
  const char *blurb; /* one sentence */
  unsigned flags;    /* MST_STAGE_* */

  const MstParam *params;
  int n_params;
  const MstParam *band_params; /* NULL without bands */
  int n_band_params;
  int max_bands; /* with bands, params[0] is "bands": how many are in use */
  const MstCurveRow *curves; /* NULL without curves */
  int n_curves;
  const MstParam *readouts; /* read-only values, or NULL */
  int n_readouts;
  const MstParam *band_readouts; /* the same of each band, or NULL */
  int n_band_readouts;
  const MstArrayRow *arrays; /* lists of read-only values, or NULL */
  int n_arrays;

  void *(*new) (const MstFormat *format, const double *values);
  void (*set) (void *object, const double *values);
  int (*latency) (const void *object);
  /* The number of frames that the stage sounds on after the last one, beyond
   * its latency, if it is set to be heard to its end: the stream gets so much
   * longer. NULL: none. */
  int (*tail) (const void *object);
  void (*process) (void *object, float *const planes[], int n);
  /* See above. NULL: never idle; NULL: nothing hangs on the count of frames. */
  int (*idle) (const void *object);
  void (*skip) (void *object, uint64_t frames);
  void (*reset) (void *object);
  /* The audio goes on elsewhere in the same programme, as after a seek. NULL:
   * reset(). */
  void (*flush) (void *object);
  /* The stream has ended: account for what is in flight. May be NULL. */
  void (*finish) (void *object);
  /* Writes mst_stage_n_readouts() values: the readouts in table order, then
   * those of band 0, band 1, ... up to max_bands, then the arrays. NULL without
   * any. */
  void (*read) (const void *object, double *out);
  void (*free) (void *object);
} MstStage;

/** The index of the first curve's gains in the array of `stage`. */
static inline int
mst_stage_first_curve (const MstStage *stage)
{
  return stage->n_params + stage->max_bands * stage->n_band_params;
}

/** The number of values in the array of `stage`. */
static inline int
mst_stage_n_values (const MstStage *stage)
{
  return mst_stage_first_curve (stage) + stage->n_curves * MST_CURVE_POINTS;
}

/** The index of the numbers of array `k` in what `read` writes; with k =
 * n_arrays, the end of them. */
static inline int
mst_stage_array_at (const MstStage *stage, int k)
{
  int at = stage->n_readouts + stage->max_bands * stage->n_band_readouts;

  for (int i = 0; i < k; i++)
    at += stage->arrays[i].count;
  return at;
}

/** The number of values that `read` writes. */
static inline int
mst_stage_n_readouts (const MstStage *stage)
{
  return mst_stage_array_at (stage, stage->n_arrays);
}

/** The row of value i of what `read` writes. */
static inline const MstParam *
mst_stage_readout (const MstStage *stage, int i)
{
  int k = 0;

  if (i < stage->n_readouts)
    return &stage->readouts[i];
  if (i < mst_stage_array_at (stage, 0))
    return &stage->band_readouts[(i - stage->n_readouts) %
        stage->n_band_readouts];
  while (i >= mst_stage_array_at (stage, k + 1))
    k++;
  return &stage->arrays[k].row;
}

/** Fills `values` (mst_stage_n_values() of them) with the table's defaults. */
static inline void
mst_stage_defaults (const MstStage *stage, double *values)
{
  for (int i = 0; i < stage->n_params; i++)
    *values++ = stage->params[i].def;
  for (int band = 0; band < stage->max_bands; band++)
    for (int i = 0; i < stage->n_band_params; i++)
      *values++ = stage->band_params[i].def;
  for (int i = 0; i < stage->n_curves * MST_CURVE_POINTS; i++)
    *values++ = 0.0;
}

#endif /* MST_STAGE_H */
