/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/pass/analysis.h"

#define LINE 78
#define NOTHING_DB 0.2 /* of change is not worth a word */

/* The nine bands of the analysis, as musicians call them. */
static const gchar *const bands[MASTER_BANDS] = { "bass", "low mids", "mids",
  "mids", "upper mids", "presence", "sibilants", "brilliance", "air" };

/* Moves of one rule go together: what they have in common, and the feature
 * that each of them changes. */
static const struct {
  const gchar *rule, *sentence;
} rules[] = {
  { "dc", "A constant offset, which takes room from the sound, is removed." },
  { "resonance",
      "Tones that ring through the whole song and tire the ear are lowered." },
  { "bands",
      "Parts of the sound that jump between loud and soft are steadied." },
  { "glue", "Loud and soft passages are held together, gently." },
  { "tone", "The tone is balanced:" },
  { "colour", "Harmonics are added." },
  { "width", "The width is brought to that of records:" },
  { "bass-mono", "The bass is put in the middle, where it carries." },
  { "space", "It was dry: there is a breath of a room around it." },
  { "match", "It is brought towards the reference:" },
  { "wish", "As it was wished for:" },
  { "delivery", "Last of all comes the loudness, with the peaks held." },
};

/* Wraps at blanks, with a hanging indent. */
static void
print_wrapped (const gchar *head, const gchar *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  const gsize indent = strlen (head);
  gsize column = indent;

  fputs (head, stdout);
  for (gchar **word = words; *word; word++) {
    const gsize length = (gsize) g_utf8_strlen (*word, -1);

    if (word > words && column + 1 + length > LINE) {
      printf ("\n%*s", (int) indent, "");
      column = indent;
    } else if (word > words) {
      putchar (' ');
      column++;
    }
    fputs (*word, stdout);
    column += length;
  }
  putchar ('\n');
}

static gint
find_band (const gchar *feature)
{
  const gchar *dash = strchr (feature, '-');
  const gint low = dash ? atoi (dash + 1) : -1;

  for (gint b = 0; b < MASTER_BANDS; b++)
    if (master_band_edges[b] == low)
      return b;
  return -1;
}

/* By how much a value lies outside of the middle half of the profile's songs;
 * 0 inside. */
static gdouble
find_excess (const GstStructure *plan, const gchar *what, gint band,
    gdouble value)
{
  g_autofree gchar *low = g_strconcat (what, "-p25", NULL);
  g_autofree gchar *high = g_strconcat (what, "-p75", NULL);
  const gdouble most = master_analysis_at (plan, high, (guint) band);
  const gdouble least = master_analysis_at (plan, low, (guint) band);

  if (value > most)
    return value - most;
  return value < least ? value - least : 0.0;
}

/* "the bass: 2.1 dB more than three of four records have; now 1.3 dB less" */
static gchar *
tell_band (const MasterResult *self, const gchar *feature, gint band)
{
  const gboolean side = g_str_has_prefix (feature, "side-");
  const gchar *field = side ? "band-side" : "band-level";
  const gdouble before = master_analysis_at (self->before, field, (guint) band);
  const gdouble after = self->after
      ? master_analysis_at (self->after, field, (guint) band)
      : (gdouble) NAN;
  const gdouble excess =
      find_excess (self->plan, side ? "side" : "level", band, before);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s%s: ", side ? "width of the " : "",
      bands[band]);
  if (fabs (excess) >= NOTHING_DB)
    g_string_append_printf (text, "%.1f dB %s than three of four records have",
        fabs (excess), excess > 0.0 ? "more" : "less");
  else
    g_string_append (text, "as records have it");
  if (fabs (after - before) >= NOTHING_DB)
    g_string_append_printf (text, "; now %.1f dB %s", fabs (after - before),
        after > before ? "more than before" : "less than before");
  else if (isfinite (after))
    g_string_append (text, "; it stays so");
  return g_string_free (text, FALSE);
}

static gchar *
tell_wish (const GstStructure *move)
{
  const gchar *evidence = gst_structure_get_string (move, "evidence");
  const gchar *end = strchr (evidence, ' ');

  return g_strdup_printf ("%.*s: %s", (int) (end - evidence), evidence,
      gst_structure_get_string (move, "reason"));
}

/* One line about one move, beside its rule's sentence; or NULL. */
static gchar *
tell_move (const MasterResult *self, const GstStructure *move)
{
  const gchar *feature = gst_structure_get_string (move, "feature");
  const gchar *rule = gst_structure_get_string (move, "rule");
  const gint band = find_band (feature);

  if (g_str_equal (rule, "wish"))
    return tell_wish (move);
  if (band < 0 || g_str_has_prefix (feature, "range-"))
    return NULL;
  return tell_band (self, feature, band);
}

static const GstStructure *
get_move (const GValue *moves, guint i)
{
  return gst_value_get_structure (gst_value_array_get_value (moves, i));
}

static void
print_rule (const MasterResult *self, const GValue *moves, gsize rule)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  gboolean found = FALSE;

  for (guint i = 0; i < gst_value_array_get_size (moves); i++) {
    const GstStructure *move = get_move (moves, i);
    g_autofree gchar *text = NULL;

    if (g_strcmp0 (gst_structure_get_string (move, "rule"), rules[rule].rule) !=
        0)
      continue;
    if (!found)
      print_wrapped ("- ", rules[rule].sentence);
    found = TRUE;
    text = tell_move (self, move);
    if (!text ||
        g_ptr_array_find_with_equal_func (told, text, g_str_equal, NULL))
      continue;
    print_wrapped ("    ", text);
    g_ptr_array_add (told, g_steal_pointer (&text));
  }
}

static void
print_findings (const GstStructure *plan)
{
  const GValue *findings = gst_structure_get_value (plan, "findings");
  const guint n = findings ? gst_value_array_get_size (findings) : 0;

  for (guint i = 0; i < n; i++)
    print_wrapped ("! ",
        gst_structure_get_string (get_move (findings, i), "text"));
}

void
master_words_print (const MasterResult *self)
{
  const GValue *moves =
      self->plan ? gst_structure_get_value (self->plan, "moves") : NULL;

  if (!moves)
    return;
  printf ("\nHeard and done\n");
  print_findings (self->plan);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    print_rule (self, moves, i);
  printf ("\n--verbose says it with rules, settings and evidence.\n");
}

void
master_words_print_stems (const GstStructure *stems)
{
  const GValue *rows = gst_structure_get_value (stems, "stems");

  printf ("\nOn the stems\n");
  for (guint i = 0; i < gst_value_array_get_size (rows); i++) {
    const GstStructure *stem = get_move (rows, i);
    const GValue *moves = gst_structure_get_value (stem, "moves");

    if (gst_value_array_get_size (moves) == 0)
      printf ("- %s: left as it is\n", gst_structure_get_string (stem, "name"));
    for (guint k = 0; k < gst_value_array_get_size (moves); k++)
      print_wrapped ("- ",
          gst_structure_get_string (get_move (moves, k), "evidence"));
  }
}
