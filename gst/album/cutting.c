/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cutting.h"

#include <math.h>

/* The limits that a cutter asks about. docs/formats.md has the sources. */
#define FLAT_PLR 8.0     /* LU: there is no peak left to gain from */
#define PHASE_LEAST 0.0  /* below it the stylus is lifted out of the groove */
#define HOT_ESSES_DB 3.0 /* of esses over the voice about them */
#define NO_VOICE_DB 15.0 /* so far over it there is none about them */
#define BRIGHT_DB 3.0    /* of the innermost song over the side's mean */
#define DB_A_MINUTE 1.0  /* that a side loses beyond its best length */

GArray *
mst_cutting_cuts (const MstSequence *sequence, const guint *sides,
    const MstSideSong *measured)
{
  GArray *cuts = g_array_new (FALSE, FALSE, sizeof (MstCut));
  guint64 zero = 0;

  for (guint i = 0; i < sequence->places->len; i++) {
    const MstPlace *place = mst_sequence_place (sequence, i);
    MstCut cut = { .song = i, .measured = measured[i] };
    if (i == 0 || sides[i] != sides[i - 1])
      zero = place->start;
    cut.start = (gdouble) (place->start - zero) / sequence->rate;
    cut.end = (gdouble) (place->end - zero) / sequence->rate;
    g_array_append_val (cuts, cut);
  }
  return cuts;
}

static gchar *
minutes (gdouble seconds)
{
  gint64 ms = llround (seconds * 1000.0);

  return g_strdup_printf ("%02d:%02d.%03d", (gint) (ms / 60000),
      (gint) (ms / 1000 % 60), (gint) (ms % 1000));
}

static gchar *
number (gdouble value, const gchar *unit)
{
  return isfinite (value) ? g_strdup_printf ("%.1f %s", value, unit)
                          : g_strdup ("-");
}

static void
add_cut (GString *sheet, const MstProject *project, const MstCut *cut,
    guint side, guint place)
{
  const MstSong *song = mst_project_song (project, cut->song);
  g_autofree gchar *start = minutes (cut->start);
  g_autofree gchar *end = minutes (cut->end);
  g_autofree gchar *loudness = number (cut->measured.loudness, "LUFS");
  g_autofree gchar *peak = number (cut->measured.peak, "dBTP");

  g_string_append_printf (sheet, "%c%-2u  %s  %s  %-12s  %-11s  %-10s  %s\n",
      'A' + side, place, start, end, song->isrc, loudness, peak,
      song->title ? song->title : "");
}

static void
find (GPtrArray *findings, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

static void
find (GPtrArray *findings, const gchar *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (findings, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
find_in_song (GPtrArray *findings, const MstSideSong *song, const gchar *name)
{
  if (song->plr < FLAT_PLR)
    find (findings,
        "%s has peaks only %.1f LU over its loudness: a less limited mix can "
        "be cut as loud.",
        name, song->plr);
  if (song->sibilance > HOT_ESSES_DB && song->sibilance < NO_VOICE_DB)
    find (findings,
        "%s has esses %.1f dB over its voice, which may distort near the "
        "middle of the record.",
        name, song->sibilance);
  if (song->low_phase < PHASE_LEAST)
    find (findings, "%s is out of phase below 300 Hz (correlation %.2f).", name,
        song->low_phase);
}

/* The grooves get slower and duller towards the middle. */
static void
find_in_order (GPtrArray *findings, const GArray *cuts, guint from, guint to)
{
  const MstCut *last = &g_array_index (cuts, MstCut, to - 1);
  gdouble mean = 0.0;

  for (guint i = from; i < to; i++)
    mean += g_array_index (cuts, MstCut, i).measured.top / (to - from);
  if (to - from > 1 && last->measured.top > mean + BRIGHT_DB)
    find (findings,
        "The innermost song is %.1f dB brighter than the side: it would fit "
        "better at the start.",
        last->measured.top - mean);
}

static void
find_in_length (GPtrArray *findings, MstRecord record, gdouble length)
{
  const MstSideLength side = mst_side_length (record);
  g_autofree gchar *best = minutes (side.best);
  g_autofree gchar *most = minutes (side.most);

  if (length > side.most)
    find (findings, "The side is longer than %s, the most that %s holds.", most,
        mst_record_names[record]);
  else if (length > side.best)
    find (findings,
        "The side is longer than %s, which costs about %.1f dB of level.", best,
        (length - side.best) / 60.0 * DB_A_MINUTE);
}

GPtrArray *
mst_cutting_ask (const MstSideSong *song, gdouble length, MstRecord record)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_free);

  find_in_length (findings, record, length);
  find_in_song (findings, song, "The song");
  return findings;
}

static GPtrArray *
ask_about_side (MstRecord record, const GArray *cuts, guint side, guint from,
    guint to)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (g_free);

  find_in_length (findings, record, g_array_index (cuts, MstCut, to - 1).end);
  for (guint i = from; i < to; i++) {
    g_autofree gchar *name = g_strdup_printf ("%c%u", 'A' + side, i - from + 1);

    find_in_song (findings, &g_array_index (cuts, MstCut, i).measured, name);
  }
  find_in_order (findings, cuts, from, to);
  return findings;
}

static void
add_fit (GString *sheet, MstRecord record, gdouble length)
{
  const gdouble most = mst_side_length (record).most;
  g_autofree gchar *whole = minutes (most);
  g_autofree gchar *left = minutes (most - length);

  g_string_append_printf (sheet, "  A side of %s holds %s: %s are left.\n",
      mst_record_names[record], whole, left);
}

static void
add_side (GString *sheet, const MstProject *project, MstRecord record,
    const GArray *cuts, guint side, guint from, guint to)
{
  gdouble length = g_array_index (cuts, MstCut, to - 1).end;
  g_autofree gchar *whole = minutes (length);
  g_autoptr (GPtrArray) findings = NULL;

  g_string_append_printf (sheet, "\nSide %c, %s\n", 'A' + side, whole);
  for (guint i = from; i < to; i++)
    add_cut (sheet, project, &g_array_index (cuts, MstCut, i), side,
        i - from + 1);
  if (record >= MST_RECORD_C46) {
    add_fit (sheet, record, length);
    return;
  }
  findings = ask_about_side (record, cuts, side, from, to);
  for (guint i = 0; i < findings->len; i++)
    g_string_append_printf (sheet, "  %s\n",
        (const gchar *) g_ptr_array_index (findings, i));
}

gchar *
mst_cutting_sheet_write (const MstProject *project, MstRecord record,
    const GArray *cuts, const guint *sides)
{
  GString *sheet = g_string_new (NULL);
  guint end;

  g_string_append_printf (sheet, "%s: %s\n",
      record >= MST_RECORD_C46 ? "Cassette sheet" : "Cutting sheet",
      mst_record_names[record]);
  if (project->artist)
    g_string_append_printf (sheet, "Artist     %s\n", project->artist);
  if (project->title)
    g_string_append_printf (sheet, "Title      %s\n", project->title);
  if (project->catalog)
    g_string_append_printf (sheet, "Catalogue  %s\n", project->catalog);
  g_string_append (sheet,
      "Times are minutes:seconds from the start of the side.\n");
  if (record >= MST_RECORD_C46)
    g_string_append (sheet,
        "Peaks of -6 dBFS are 3 dB over 250 nWb/m; no noise reduction is "
        "taken for granted.\n");
  for (guint i = 0; i < cuts->len; i = end) {
    for (end = i + 1; end < cuts->len && sides[end] == sides[i];)
      end++;
    add_side (sheet, project, record, cuts, sides[i], i, end);
  }
  return g_string_free (sheet, FALSE);
}
