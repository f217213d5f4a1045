/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "plan.h"

#include <math.h>
#include <string.h>

#include "dsp/limiter/limiter.h"
#include "dsp/match/match.h"

void
mst_goal_init (MstGoal *goal)
{
  *goal = (MstGoal){ .loudness = -14.0,
    .ceiling = -1.0,
    .strength = 70.0,
    .max_tone = 6.0,
    .max_limiting = 6.0 };
}

/* Brings a goal within what the stages can do; a number that is not one is not
 * wanted. */
static MstGoal
tidy_goal (const MstGoal *goal)
{
  const MstParam *ceiling = &mst_stage_limiter.params[MST_LIMITER_CEILING];
  const MstParam *boost = &mst_stage_match.params[MST_MATCH_MAX_BOOST];
  MstGoal self = *goal;

  self.loudness = isfinite (goal->loudness) ? goal->loudness : (gdouble) NAN;
  self.strength = fmin (fmax (goal->strength, 0.0), 100.0);
  self.max_tone = fmin (fmax (goal->max_tone, 0.0), boost->max);
  self.ceiling = isnan (goal->ceiling) ? ceiling->def : goal->ceiling;
  self.ceiling = CLAMP (self.ceiling, ceiling->min, ceiling->max);
  return self;
}

/* --- the lists */

static void
finding_free (gpointer data)
{
  MstFinding *self = data;

  g_free (self->text);
  g_free (self);
}

static void
note_free (gpointer data)
{
  MstNote *self = data;

  g_free (self->text);
  g_free (self);
}

static void
move_free (gpointer data)
{
  MstMove *self = data;

  g_free (self->path);
  g_free (self->evidence);
  g_free (self->reason);
  g_free (self);
}

static void
setting_free (gpointer data)
{
  MstSetting *self = data;

  g_free (self->path);
  g_free (self);
}

MstPlan *
mst_plan_new (const gchar *profile, const MstGoal *goal)
{
  MstPlan *self = g_new0 (MstPlan, 1);

  self->goal = tidy_goal (goal);
  self->profile = g_strdup (profile);
  self->findings = g_ptr_array_new_with_free_func (finding_free);
  self->moves = g_ptr_array_new_with_free_func (move_free);
  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->settings = g_ptr_array_new_with_free_func (setting_free);
  self->usable = TRUE;
  self->damage = NAN;
  self->wanted_loudness = self->goal.loudness;
  return self;
}

void
mst_plan_free (MstPlan *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->moves);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->settings);
  g_free (self->profile);
  g_free (self);
}

void
mst_plan_finding (MstPlan *self, MstSeverity severity, const gchar *id,
    const gchar *format, ...)
{
  MstFinding *finding = g_new (MstFinding, 1);
  guint at = 0;
  va_list args;

  va_start (args, format);
  *finding = (MstFinding){ severity, id, g_strdup_vprintf (format, args) };
  va_end (args);
  while (at < self->findings->len &&
      ((MstFinding *) g_ptr_array_index (self->findings, at))->severity >=
          severity)
    at++;
  g_ptr_array_insert (self->findings, (gint) at, finding);
}

MstFinding *
mst_plan_find (const MstPlan *self, const gchar *id)
{
  for (guint i = 0; i < self->findings->len; i++) {
    MstFinding *finding = g_ptr_array_index (self->findings, i);

    if (g_str_equal (finding->id, id))
      return finding;
  }
  return NULL;
}

void
mst_plan_note (MstPlan *self, const gchar *rule, const gchar *format, ...)
{
  MstNote *note = g_new (MstNote, 1);
  va_list args;

  va_start (args, format);
  *note = (MstNote){ rule, g_strdup_vprintf (format, args) };
  va_end (args);
  g_ptr_array_add (self->notes, note);
}

MstMove *
mst_plan_move (MstPlan *self, const MstMove *move, const gchar *path,
    const gchar *reason, const gchar *evidence, ...)
{
  MstMove *copy = g_new (MstMove, 1);
  va_list args;

  *copy = *move;
  copy->path = g_strdup (path);
  copy->reason = g_strdup (reason);
  va_start (args, evidence);
  copy->evidence = g_strdup_vprintf (evidence, args);
  va_end (args);
  g_ptr_array_add (self->moves, copy);
  return copy;
}

/* --- settings */

MstSetting *
mst_plan_setting (const MstPlan *self, const gchar *path)
{
  for (guint i = 0; i < self->settings->len; i++) {
    MstSetting *setting = g_ptr_array_index (self->settings, i);

    if (g_str_equal (setting->path, path))
      return setting;
  }
  return NULL;
}

const MstValue *
mst_plan_get (const MstPlan *self, const gchar *path)
{
  const MstSetting *setting = mst_plan_setting (self, path);

  return setting ? &setting->value : NULL;
}

gdouble
mst_plan_get_number (const MstPlan *self, const gchar *path)
{
  const MstValue *value = mst_plan_get (self, path);

  return value ? value->number : 0.0;
}

static void
put_setting (MstPlan *self, const gchar *rule, const gchar *path,
    const MstValue *value)
{
  MstSetting *setting = mst_plan_setting (self, path);

  if (!setting) {
    setting = g_new0 (MstSetting, 1);
    setting->path = g_strdup (path);
    g_ptr_array_add (self->settings, setting);
  }
  setting->rule = rule;
  setting->value = *value;
}

void
mst_plan_set (MstPlan *self, const gchar *rule, MstValueKind kind,
    gdouble number, const gchar *format, ...)
{
  g_autofree gchar *path = NULL;
  va_list args;

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);
  put_setting (self, rule, path, &(MstValue){ .kind = kind, .number = number });
}

void
mst_plan_set_nick (MstPlan *self, const gchar *rule, const gchar *nick,
    const gchar *format, ...)
{
  g_autofree gchar *path = NULL;
  va_list args;

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);
  put_setting (self, rule, path,
      &(MstValue){ .kind = MST_VALUE_NICK, .nick = nick });
}

void
mst_plan_set_curve (MstPlan *self, const gchar *rule,
    const gdouble curve[MST_ANALYSIS_THIRDS], const gchar *path)
{
  MstValue value = { .kind = MST_VALUE_CURVE };

  memcpy (value.curve, curve, sizeof (value.curve));
  put_setting (self, rule, path, &value);
}

void
mst_plan_copy_settings (MstPlan *self, const MstPlan *other, const gchar *rule)
{
  for (guint i = 0; i < other->settings->len; i++) {
    const MstSetting *setting = g_ptr_array_index (other->settings, i);
    MstValue value = setting->value;

    value.nick = value.nick ? g_intern_string (value.nick) : NULL;
    put_setting (self, rule, setting->path, &value);
  }
}

gboolean
mst_plan_drop_stage (MstPlan *self, const gchar *stage)
{
  g_autofree gchar *prefix = g_strconcat (stage, "::", NULL);
  gboolean found = FALSE;

  for (guint i = self->moves->len; i-- > 0;)
    if (g_str_equal (((MstMove *) g_ptr_array_index (self->moves, i))->stage,
            stage))
      g_ptr_array_remove_index (self->moves, i);
  for (guint i = self->settings->len; i-- > 0;)
    if (g_str_has_prefix (
            ((MstSetting *) g_ptr_array_index (self->settings, i))->path,
            prefix)) {
      g_ptr_array_remove_index (self->settings, i);
      found = TRUE;
    }
  return found;
}

void
mst_plan_leave (MstPlan *self, const gchar *path)
{
  MstSetting *setting = mst_plan_setting (self, path);

  if (!setting)
    return;
  for (guint i = self->moves->len; i-- > 0;)
    if (g_str_equal (((MstMove *) g_ptr_array_index (self->moves, i))->path,
            path))
      g_ptr_array_remove_index (self->moves, i);
  mst_plan_note (self, "settings", "%s: it is set by hand", path);
  g_ptr_array_remove (self->settings, setting);
}
