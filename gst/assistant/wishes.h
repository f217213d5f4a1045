/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * wishes.h - how somebody wants a master to sound, in a musician's words:
 * "warmer=3,wider".
 *
 * One table has them all: the word, at most three settings with the amount of a
 * step, and the feature by which the word is measured. A wish has 1 to 5 steps.
 * Settings add to what a plan has already, so that wishes go together with each
 * other, with the assistant's own moves and with a preset; words that pull one
 * feature both ways are refused.
 *
 * rules/wishes.c carries them out. docs/wishes.md is the table for people.
 */
#ifndef MST_WISHES_H
#define MST_WISHES_H

#include "plan.h"

G_BEGIN_DECLS

#define MST_WISH_LEAST 1.0
#define MST_WISH_MOST 5.0
#define MST_WISH_USUAL 2.0 /* of a word without a number */

#define MST_N_WISHES 17
#define MST_WISH_SETTINGS 3

typedef enum {
  MST_WISH_NONE,      /* the rest of the row is empty */
  MST_WISH_BAND,      /* one more band of the equaliser, `by` dB a step */
  MST_WISH_ABOVE,     /* the same, only where it is loud there */
  MST_WISH_BELOW,     /* the same, only where the whole is soft */
  MST_WISH_ADD,       /* `by` a step, on top of the value that is there */
  MST_WISH_SCALE,     /* the same in dB, of a factor */
  MST_WISH_SET,       /* `base`, and `by` a step */
  MST_WISH_THRESHOLD, /* so far over the level of the piece [dB] */
  MST_WISH_LOUDNESS,  /* of the goal, `by` LU a step */
} MstWishKind;

typedef struct {
  MstWishKind kind;
  const gchar *path; /* of the property; NULL: of a new band */
  gdouble base, by;
  const gchar *nick; /* the shape of a band */
  gdouble frequency, q;
  const gchar *channel; /* of a band; NULL: all */
} MstWishSetting;

typedef struct {
  const gchar *word;
  MstWishSetting settings[MST_WISH_SETTINGS];
  const gchar *feature; /* that the word is measured by, */
  gint sense;           /* and which way: +1 or -1 */
  const gchar *stage;   /* that it needs for itself; NULL: none */
  const gchar *against; /* the words that it does not go with, or NULL */
  const gchar *reason;  /* the effect in plain English */
} MstWish;

extern const MstWish mst_wishes[MST_N_WISHES];

/** The steps of each wish, in the order of the table; 0: it is not wished. */
typedef struct MstWishes {
  gdouble steps[MST_N_WISHES];
} MstWishes;

/** Reads "warmer=3,wider". NULL and "" are no wishes. FALSE, with an error in
 * one line: a word is unknown, or given twice, its steps are not 1 to 5, or two
 * words contradict each other. */
gboolean mst_wishes_parse (MstWishes *self, const gchar *text, GError **error);

/** Writes them as they are read, in the order of the table; to be freed. */
gchar *mst_wishes_print (const MstWishes *self);

gboolean mst_wishes_are_none (const MstWishes *self);

/** Adds the wishes of another: where both have one, their steps, up to 5.
 * FALSE: the sum contradicts itself. */
gboolean
mst_wishes_add (MstWishes *self, const MstWishes *other, GError **error);

/** The change of the loudness that is wished for [LU]. Whoever sets the goal
 * adds it. */
gdouble mst_wishes_loudness (const MstWishes *self);

/** Adds the settings of the wishes to those of a plan about which no more is
 * known, on behalf of the rule "wish". How loud the piece is, is guessed. */
void mst_wishes_apply (const MstWishes *self, MstPlan *plan);

G_END_DECLS

#endif /* MST_WISHES_H */
