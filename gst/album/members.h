/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * members.h - objects of JSON that are read into structs by a table.
 *
 * A row says what a member is called, what it holds, where it goes, and which
 * values it may have. Whatever is wrong becomes a problem in a list, so that a
 * person hears of all that is wrong at once; a member that no row knows is a
 * problem too, for a typing error in a project costs a pressing.
 */
#ifndef MST_MEMBERS_H
#define MST_MEMBERS_H

#include <json-glib/json-glib.h>

typedef enum {
  MST_MEMBER_TEXT,    /* gchar *: NULL where it is missing */
  MST_MEMBER_NUMBER,  /* gdouble, min to max */
  MST_MEMBER_BOOL,    /* gboolean */
  MST_MEMBER_CHOICE,  /* gint: which of the choices */
  MST_MEMBER_SPAN,    /* MstSpan: "auto", or two numbers, null for none */
  MST_MEMBER_NUMBERS, /* GArray of gdouble, each min to max; NULL */
  MST_MEMBER_TEXTS,   /* gchar **, each one of the choices; NULL */
  MST_MEMBER_OTHER,   /* read by somebody else */
} MstMemberKind;

typedef struct {
  gboolean automatic;
  gdouble from; /* NAN: none */
  gdouble to;
} MstSpan;

typedef struct {
  const gchar *name;
  MstMemberKind kind;
  gsize offset;
  gdouble min;
  gdouble max;
  const gchar *const *choices; /* NULL at their end */
} MstMember;

/** Adds a line to a list of strings: the place, a colon, the message. */
void mst_problem (GPtrArray *problems, const gchar *where, const gchar *format,
    ...) G_GNUC_PRINTF (3, 4);

/** Reads the members of `object` that the n rows know into `into`, which holds
 * the defaults. `where` begins the lines of problems. */
void mst_members_read (JsonObject *object, const MstMember *rows, guint n,
    gpointer into, const gchar *where, GPtrArray *problems);

/** Writes the members of `from` that are not as in `defaults`, in the order of
 * the rows, into the object that `builder` has open. */
void mst_members_write (JsonBuilder *builder, const MstMember *rows, guint n,
    gconstpointer from, gconstpointer defaults);

/** Frees what the rows own. */
void mst_members_clear (const MstMember *rows, guint n, gpointer from);

#endif /* MST_MEMBERS_H */
