/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "explain.h"

#include <math.h>
#include <string.h>

#define LINE 78

/* Wraps at blanks, with a hanging indent. */
static void
append_wrapped (GString *out, const gchar *head, const gchar *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gsize indent = strlen (head), column = indent;

  g_string_append (out, head);
  for (guint i = 0; words[i]; i++) {
    gsize length = (gsize) g_utf8_strlen (words[i], -1);

    if (i > 0 && column + 1 + length > LINE) {
      g_string_append_printf (out, "\n%*s", (int) indent, "");
      column = indent;
    } else if (i > 0) {
      g_string_append_c (out, ' ');
      column++;
    }
    g_string_append (out, words[i]);
    column += length;
  }
  g_string_append_c (out, '\n');
}

static void
append_findings (GString *out, const MstPlan *self)
{
  if (self->findings->len > 0)
    g_string_append (out, "\nFound\n");
  for (guint i = 0; i < self->findings->len; i++) {
    const MstFinding *finding = g_ptr_array_index (self->findings, i);

    append_wrapped (out,
        finding->severity == MST_FINDING_FAULT ? "  ! " : "  - ",
        finding->text);
  }
}

static void
append_amount (GString *out, const MstMove *move)
{
  gboolean gain = strcmp (move->unit, "dB") == 0;

  g_string_append_printf (out, gain ? "%+.1f" : "%.3g", move->amount);
  g_string_append_printf (out, *move->unit == ':' ? "%s" : " %s", move->unit);
}

static void
append_effect (GString *out, const MstMove *move)
{
  g_string_append_printf (out, "  expected  %s: %.1f", move->feature,
      move->before);
  if (isfinite (move->expected))
    g_string_append_printf (out, " -> %.1f\n", move->expected);
  else
    g_string_append (out,
        isinf (move->expected)
            ? " -> none\n"
            : "; how far it changes is measured, not foreseen\n");
}

static void
append_moves (GString *out, const MstPlan *self)
{
  for (guint i = 0; i < self->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (self->moves, i);

    g_string_append_printf (out, "\n%u. %s: %s ", i + 1, move->rule,
        move->path);
    append_amount (out, move);
    g_string_append_c (out, '\n');
    append_wrapped (out, "  evidence  ", move->evidence);
    append_wrapped (out, "  reason    ", move->reason);
    append_effect (out, move);
  }
}

static void
append_notes (GString *out, const MstPlan *self)
{
  if (self->notes->len > 0)
    g_string_append (out, "\nLeft alone\n");
  for (guint i = 0; i < self->notes->len; i++) {
    const MstNote *note = g_ptr_array_index (self->notes, i);

    append_wrapped (out, "  - ", note->text);
  }
}

gchar *
mst_plan_explain (const MstPlan *self)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "Profile %s", self->profile);
  g_string_append_printf (out, ", strength %.0f", self->goal.strength);
  if (!isnan (self->goal.loudness))
    g_string_append_printf (out, ", %.1f LUFS", self->goal.loudness);
  g_string_append_printf (out, ", %.1f dBTP\n", self->goal.ceiling);
  if (self->usable && !isnan (self->distance))
    g_string_append_printf (out,
        "Distance to the profile %.2f, expected afterwards %.2f\n",
        self->distance, self->expected_distance);
  append_findings (out, self);
  append_moves (out, self);
  append_notes (out, self);
  return g_string_free (out, FALSE);
}
