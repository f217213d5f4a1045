/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * rig.h - what the element tests share: all stages registered in this process
 * (with one of our own that looks ahead), a harness around one of them, noise
 * to feed it and a record of what came out.
 */
#ifndef RIG_H
#define RIG_H

#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>

#include "base/gstmasterfilter.h"

/* Tests write and read interleaved frames of 32 bits. With MST_RIG_FORM=planar
 * in the environment the elements get planes of 64 bits, and what they give is
 * put back, so that the same tests hold both forms to the same numbers. Long
 * tests try but every third of what they try in the other form. */
gboolean rig_leaves_out (gint i);

/* The stream of all rigs starts here, to tell timestamps from durations. */
#define RIG_START (GST_SECOND * 5 / 2)
#define RIG_RATE 48000

/* Every registered stage, "mastereq" ..., then the test's own look-ahead. */
extern const gchar *const rig_elements[];
extern const gint rig_n_elements;

void rig_register (void);

/* The main() of every suite. */
int rig_main (int argc, char **argv, Suite *(*make) (void), const gchar *name,
    const gchar *file);

/* All that left an element: the bytes, and whether each buffer's timestamps
 * followed from the one before. */
typedef struct {
  GByteArray *bytes;
  gint bpf;
  guint64 frames;
  guint buffers;
  guint discontinuities; /* jumps of PTS over 1 ns against the count */
  GstClockTime first_pts;
  GstClockTime end; /* PTS + duration of the last buffer */
  guint gaps;       /* buffers flagged GAP */
} RigOutput;

typedef struct {
  GstHarness *harness;
  const MstStage *stage;
  gint rate;
  gint channels;
  guint64 pushed;    /* frames */
  GstAudioInfo form; /* what the element is given */
} Rig;

void rig_init (Rig *rig, const gchar *element, gint rate, gint channels);
void rig_clear (Rig *rig);

/* A stage at work, or a preset of the chain. */
typedef struct {
  const gchar *element;
  const gchar *preset; /* of masterchain */
  const gchar *values; /* "property=value ..." of an element */
} RigPlayer;

extern const RigPlayer rig_players[];
extern const gint rig_n_players;

/* rig_init() of two channels, set before the stage is made. */
void rig_init_player (Rig *rig, const RigPlayer *player);

/* n interleaved stereo frames of notes, beats and noise, whose loudness swings
 * by so many dB either way; to be freed. */
gfloat *rig_music (gint n, gdouble swing);

/* A number of 24 bits. */
guint32 rig_random (guint32 *state);

/* Sets every parameter, and those of four bands, to something that is heard,
 * differently for each `seed`. */
void rig_stir (Rig *rig, guint seed);

/* Sets one parameter, of whatever kind. */
void rig_set_number (Rig *rig, const MstParam *row, gdouble number);

/* Sets every curve, where the stage has some, to something that is heard. */
void rig_stir_curves (Rig *rig);

/* n frames of noise that is the same for the same `rig->pushed`, `loud` dB of
 * gain, in buffers of `size`. */
void rig_push (Rig *rig, gint n, gint size);
void rig_push_buffer (Rig *rig, GstBuffer *buffer);

/* The next buffer that is out, or NULL. */
GstBuffer *rig_pull (Rig *rig);
GstBuffer *rig_noise (Rig *rig, gint n);
/* 3.0, 5.1, 7.1 and 7.1.4 have positions; other numbers of channels have none.
 */
void rig_set_caps (Rig *rig, gint rate, gint channels);
void rig_eos (Rig *rig);

/* Takes all that is out so far. */
void rig_collect (Rig *rig, RigOutput *output);
void rig_output_clear (RigOutput *output);

/* The output is the n frames that rig_push() pushed first, bit by bit. */
void rig_assert_passed (Rig *rig, const RigOutput *output, gint n);

/* Takes what is out of a stereo stream, and adds the power of each frame, and
 * the frame, to its block of `block` frames from RIG_START on. */
void rig_collect_power (Rig *rig, gint block, gdouble *power, gint *frames);

/* A whole run: `n` frames in buffers of `size`, then EOS. */
void rig_run (const gchar *element, gint rate, gint channels, gint n, gint size,
    RigOutput *output);

/* Bytes a frame of the output. */
gint rig_bpf (Rig *rig);

/* The answer to LATENCY, in frames. */
gint rig_latency (Rig *rig);

#define rig_assert_same(a, b)                                                  \
  G_STMT_START                                                                 \
  {                                                                            \
    fail_unless_equals_int ((a)->bytes->len, (b)->bytes->len);                 \
    fail_unless (                                                              \
        memcmp ((a)->bytes->data, (b)->bytes->data, (a)->bytes->len) == 0,     \
        "output differs");                                                     \
  }                                                                            \
  G_STMT_END

#endif /* RIG_H */
