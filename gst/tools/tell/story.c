/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "story.h"

#include <math.h>
#include <string.h>

#include "tools/pass/analysis.h"

/* Less is not worth a word [dB]. */
#define HEARD 0.15
/* A master that is so near to a platform's level is played as it is [LU]. */
#define AS_LOUD 0.1

typedef struct {
  const MasterRequest *request;
  const MasterTargets *platforms;
  const MasterResult *result;
  GPtrArray *sentences; /* of gchar * */
} Story;

const gchar *
master_story_region (gdouble hertz)
{
  static const struct {
    gdouble end; /* Hz */
    const gchar *name;
  } regions[] = { { 150.0, "bass" }, { 400.0, "low mids" }, { 2000.0, "mids" },
    { 5000.0, "presence" }, { 10000.0, "treble" } };

  for (gsize i = 0; i < G_N_ELEMENTS (regions); i++)
    if (hertz < regions[i].end)
      return regions[i].name;
  return "air";
}

static void G_GNUC_PRINTF (2, 3) say (Story *self, const gchar *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->sentences, g_strdup_vprintf (format, args));
  va_end (args);
}

/* "a", "a and b", "a, b and c". */
static gchar *
join (GPtrArray *parts)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++) {
    const gchar *between = i == 0 ? "" : i + 1 == parts->len ? " and " : ", ";
    g_string_append_printf (out, "%s%s", between,
        (const gchar *) g_ptr_array_index (parts, i));
  }
  return g_string_free (out, FALSE);
}

/* Two digits are as many as an ear can tell. */
static gchar *
new_frequency (gdouble hertz)
{
  gdouble digit = hertz < 100.0 ? 1.0 : pow (10.0, floor (log10 (hertz)) - 1.0);

  return hertz < 1000.0
      ? g_strdup_printf ("%.0f Hz", round (hertz / digit) * digit)
      : g_strdup_printf ("%.2g kHz", hertz / 1000.0);
}

/* --- moves */

gdouble
master_story_frequency (const MasterResult *result, const GstStructure *move)
{
  const GValue *settings = gst_structure_get_value (result->plan, "settings");
  const gchar *path = gst_structure_get_string (move, "property");
  const gchar *end = g_strrstr (path, "::");
  g_autofree gchar *name = end
      ? g_strdup_printf ("%.*s::frequency", (gint) (end - path), path)
      : NULL;

  return name && settings
      ? master_analysis_get (gst_value_get_structure (settings), name)
      : NAN;
}

static const GstStructure *
move_at (const Story *self, guint i)
{
  const GValue *moves = gst_structure_get_value (self->result->plan, "moves");

  return gst_value_get_structure (gst_value_array_get_value (moves, i));
}

static gboolean
is_of (const GstStructure *move, const gchar *rule)
{
  return g_str_equal (gst_structure_get_string (move, "rule"), rule);
}

static void
tell_bell (Story *self, GPtrArray *less, GPtrArray *more,
    const GstStructure *move)
{
  gdouble gain = master_analysis_get (move, "amount");
  gdouble hertz = master_story_frequency (self->result, move);
  g_autofree gchar *where = isfinite (hertz) ? new_frequency (hertz) : NULL;

  if (where && fabs (gain) >= HEARD)
    g_ptr_array_add (gain < 0.0 ? less : more,
        g_strdup_printf ("%s (%.1f dB at %s)", master_story_region (hertz),
            fabs (gain), where));
}

static void
tell_tone (Story *self)
{
  guint n = master_analysis_count (self->result->plan, "moves");
  g_autoptr (GPtrArray) less = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_free);
  g_autofree gchar *taken = NULL, *given = NULL;

  for (guint i = 0; i < n; i++)
    if (is_of (move_at (self, i), "tone") ||
        is_of (move_at (self, i), "resonance"))
      tell_bell (self, less, more, move_at (self, i));
  taken = join (less);
  given = join (more);
  if (less->len + more->len == 0)
    say (self, "Its tone is left as it was.");
  else if (more->len == 0)
    say (self, "It now has less %s.", taken);
  else if (less->len == 0)
    say (self, "It now has more %s.", given);
  else
    say (self, "It now has less %s and more %s.", taken, given);
}

static void
tell_move (Story *self, const GstStructure *move)
{
  gdouble amount = master_analysis_get (move, "amount");

  if (is_of (move, "glue"))
    say (self,
        "Its loud and quiet passages are held a little closer together "
        "(%.2g : 1).",
        amount);
  else if (is_of (move, "bass-mono"))
    say (self, "Its bass is in the middle below %.0f Hz.", amount);
  else if (is_of (move, "colour"))
    say (self, "It has a little more warmth, as tape or tubes give it.");
  else if (is_of (move, "space"))
    say (self, "It has a little more room around it.");
  else if (is_of (move, "dc"))
    say (self, "A constant offset is taken out of it, which nobody can hear.");
}

/* The greatest amount of the moves that a rule made; 0 where it made none. */
static gdouble
most_of (const Story *self, const gchar *rule)
{
  guint n = master_analysis_count (self->result->plan, "moves");
  gdouble most = 0.0;

  for (guint i = 0; i < n; i++) {
    gdouble amount = master_analysis_get (move_at (self, i), "amount");
    if (is_of (move_at (self, i), rule) && fabs (amount) > fabs (most))
      most = amount;
  }
  return most;
}

static void
tell_moves (Story *self)
{
  guint n = master_analysis_count (self->result->plan, "moves");
  gdouble width = most_of (self, "width");

  if (n == 0)
    return;
  tell_tone (self);
  for (guint i = 0; i < n; i++)
    tell_move (self, move_at (self, i));
  if (most_of (self, "match") != 0.0)
    say (self, "Its sound follows the reference.");
  if (most_of (self, "bands") > 0.0)
    say (self, "What came and went in parts of its spectrum is held steadier.");
  if (fabs (width) >= HEARD)
    say (self, "It is %s: its sides are %s by up to %.1f dB.",
        width > 0.0 ? "wider" : "narrower", width > 0.0 ? "up" : "down",
        fabs (width));
}

/* --- the version before */

/* The band that has changed most against the rest, and by how much [dB]. */
static gdouble
find_change (const Story *self, guint *band)
{
  gdouble most = 0.0;

  for (guint b = 0; b < MASTER_BANDS; b++) {
    const gdouble by =
        master_analysis_at (self->result->after, "band-level", b) -
        master_analysis_at (self->result->last, "band-level", b);

    if (isfinite (by) && fabs (by) > fabs (most)) {
      most = by;
      *band = b;
    }
  }
  return most;
}

static void
tell_last (Story *self)
{
  const MasterResult *result = self->result;
  guint band = 0;
  const gdouble louder = result->output.integrated_loudness -
      master_analysis_get (result->last, "loudness");
  const gdouble most = find_change (self, &band);
  const gdouble middle =
      sqrt ((gdouble) master_band_edges[band] * master_band_edges[band + 1]);
  g_autofree gchar *level = fabs (louder) < HEARD
      ? g_strdup ("as loud")
      : g_strdup_printf ("%.1f dB %s", fabs (louder),
            louder > 0.0 ? "louder" : "quieter");

  if (!isfinite (louder))
    return;
  if (fabs (most) < HEARD)
    say (self, "Beside the version before it is %s, and its tone is the same.",
        level);
  else
    say (self, "Beside the version before it is %s, and has %.1f dB %s %s.",
        level, fabs (most), most > 0.0 ? "more" : "less",
        master_story_region (middle));
}

/* --- level and peaks */

static const MasterTarget *
find_platform (const Story *self, gdouble loudness)
{
  for (guint i = 0; self->platforms && i < self->platforms->targets->len; i++) {
    const MasterTarget *target =
        g_ptr_array_index (self->platforms->targets, i);

    if (target->plays != MASTER_PLAYS_AS_IT_IS &&
        fabs (target->loudness - loudness) <= AS_LOUD)
      return target;
  }
  return NULL;
}

static void
tell_level (Story *self)
{
  const MasterResult *result = self->result;
  gdouble after = result->output.integrated_loudness;
  gdouble change = after - result->input.integrated_loudness;
  const MasterTarget *platform = find_platform (self, after);
  g_autofree gchar *how = fabs (change) < HEARD
      ? g_strdup ("as loud as it was")
      : g_strdup_printf ("%.1f dB %s than it was", fabs (change),
            change > 0.0 ? "louder" : "quieter");
  g_autofree gchar *like = platform
      ? g_strdup_printf (", which is how loud %s plays it",
            platform->purpose ? platform->purpose : platform->name)
      : g_strdup ("");

  if (!isfinite (after)) {
    say (self, "There is nothing to hear in it.");
    return;
  }
  if (!result->reached && !self->request->options->replay)
    say (self,
        "%.1f LUFS were asked for and are not reached: %.1f LUFS is the "
        "nearest that the limits allow.",
        self->request->delivery->loudness, after);
  say (self, "It is %s: %.1f LUFS%s.", how, after, like);
}

static void
tell_peaks (Story *self)
{
  gdouble before = master_measurement_peak (&self->result->input);
  gdouble after = master_measurement_peak (&self->result->output);

  if (!isfinite (after))
    return;
  if (before > 0.0 && after <= 0.0)
    say (self,
        "Its peaks passed full scale by %.1f dB; now none is over %.1f "
        "dBTP, and nothing clips.",
        before, after);
  else if (after <= 0.0)
    say (self, "No peak is over %.1f dBTP, and nothing clips.", after);
  else
    say (self,
        "Its peaks pass full scale by %.1f dB, and players may clip "
        "them.",
        after);
}

gchar **
master_story_new (const MasterRequest *request, const MasterTargets *platforms,
    const MasterResult *result)
{
  Story self = { request, platforms, result, g_ptr_array_new () };

  if (result->plan)
    tell_moves (&self);
  else if (request->options->plain)
    say (&self, "Only its level and its highest peaks are changed.");
  else
    say (&self, "It has the settings that were given, and no others.");
  tell_level (&self);
  tell_peaks (&self);
  if (result->last)
    tell_last (&self);
  g_ptr_array_add (self.sentences, NULL);
  return (gchar **) g_ptr_array_free (self.sentences, FALSE);
}
