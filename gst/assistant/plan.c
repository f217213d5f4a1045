/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "plan.h"

#include <string.h>

#include "distance.h"
#include "dsp/limiter/limiter.h"
#include "dsp/match/match.h"
#include "assistant/rules/rules.h"

void
mst_goal_init (MstGoal *goal)
{
  *goal = (MstGoal){ .loudness = -14.0,
    .ceiling = -1.0,
    .strength = 70.0,
    .max_tone = 3.0,
    .max_limiting = 6.0 };
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

void
mst_plan_free (MstPlan *self)
{
  if (self == NULL)
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

static MstSetting *
find_setting (const MstPlan *self, const gchar *path)
{
  for (guint i = 0; i < self->settings->len; i++) {
    MstSetting *setting = g_ptr_array_index (self->settings, i);

    if (strcmp (setting->path, path) == 0)
      return setting;
  }
  return NULL;
}

const MstValue *
mst_plan_get (const MstPlan *self, const gchar *path)
{
  const MstSetting *setting = find_setting (self, path);

  return setting != NULL ? &setting->value : NULL;
}

static void
put_setting (MstPlan *self, const gchar *rule, const gchar *path,
    const MstValue *value)
{
  MstSetting *setting = find_setting (self, path);

  if (setting == NULL) {
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
    const gchar *path)
{
  put_setting (self, rule, path,
      &(MstValue){ .kind = MST_VALUE_NICK, .nick = nick });
}

void
mst_plan_set_match (MstPlan *self, const gchar *rule,
    const gdouble curve[MST_ANALYSIS_THIRDS])
{
  MstValue value = { .kind = MST_VALUE_CURVE };
  gdouble most = fabs (self->goal.max_tone);

  memcpy (value.curve, curve, sizeof value.curve);
  put_setting (self, rule, "match::mid-curve", &value);
  put_setting (self, rule, "match::side-curve", &value);
  mst_plan_set (self, rule, MST_VALUE_DOUBLE, most, "match::max-boost");
  mst_plan_set (self, rule, MST_VALUE_DOUBLE, most, "match::max-cut");
}

/* --- deciding */

static MstPlan *
plan_alloc (const MstProfile *profile, const MstGoal *goal)
{
  MstPlan *self = g_new0 (MstPlan, 1);

  self->goal = *goal;
  self->profile = g_strdup (profile->name);
  self->findings = g_ptr_array_new_with_free_func (finding_free);
  self->moves = g_ptr_array_new_with_free_func (move_free);
  self->notes = g_ptr_array_new_with_free_func (note_free);
  self->settings = g_ptr_array_new_with_free_func (setting_free);
  self->usable = TRUE;
  self->sure = self->last_drive = self->last_loudness = NAN;
  self->distortion = NAN;
  self->wanted_loudness = goal->loudness;
  return self;
}

/* The order is that of the signal, but for the tone: what it cannot mend is
 * left to the colour, which comes before it in the chain. */
static void
decide_sound (MstCase *c)
{
  mst_rule_dc (c);
  mst_rule_resonances (c);
  mst_rule_bands (c);
  mst_rule_glue (c);
  mst_rule_tone (c);
  mst_rule_colour (c);
  mst_rule_width (c);
  mst_rule_bass_mono (c);
  mst_rule_space (c);
}

static void
decide (MstCase *c)
{
  MstPlan *plan = c->plan;

  mst_rule_faults (c);
  if (!plan->usable)
    return;
  mst_rule_mastered (c);
  if (c->strength == 0.0)
    mst_plan_note (plan, "strength", "all but loudness: the strength is 0");
  else if (!c->can_judge)
    mst_plan_note (plan, "faults", "all but loudness: too little is known");
  else if (plan->mastered)
    mst_plan_note (plan, "mastered", "all but loudness: it has been mastered");
  else
    decide_sound (c);
  mst_rule_delivery (c);
}

/* What the equaliser does to each third: the mean power of nine places in it.
 */
static void
add_eq (const MstCase *c, gdouble change[MST_ANALYSIS_THIRDS])
{
  enum { PLACES = 9 };
  double frequencies[PLACES], decibels[PLACES];

  for (int k = 0; c->eq_bands > 0 && k < MST_ANALYSIS_THIRDS; k++) {
    gdouble power = 0.0;

    for (int i = 0; i < PLACES; i++)
      frequencies[i] = mst_third_frequency (k) *
          pow (10.0, 0.1 * ((i + 0.5) / PLACES - 0.5));
    mst_eq_response (c->eq, fmax (c->in->rate, 48000.0), MST_EQ_MID,
        frequencies, decibels, PLACES);
    for (int i = 0; i < PLACES; i++)
      power += pow (10.0, 0.1 * decibels[i]);
    change[k] += 10.0 * log10 (power / PLACES);
  }
}

#define LOUDEST_DB 144.0 /* what stages take for sound, and no more */

static gdouble
tidy_level (gdouble level)
{
  return level <= LOUDEST_DB ? level : level > 0.0 ? LOUDEST_DB : -INFINITY;
}

/* Where a third is no number there is nothing in it. */
static MstAnalysis
tidy (const MstAnalysis *analysis)
{
  MstAnalysis self = *analysis;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    self.mid[k] = tidy_level (self.mid[k]);
    self.side[k] = tidy_level (self.side[k]);
  }
  return self;
}

/* Within what the stages can do; what is no number is not wanted. */
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

MstPlan *
mst_plan_new (const MstAnalysis *analysis, const MstProfile *profile,
    const MstGoal *goal)
{
  MstGoal wanted = tidy_goal (goal);
  MstPlan *self = plan_alloc (profile, &wanted);
  MstAnalysis in = tidy (analysis);
  MstCase c = { .in = &in, .profile = profile, .plan = self };

  c.strength = wanted.strength / 100.0;
  g_assert (mst_stage_n_values (&mst_stage_eq) <= (int) G_N_ELEMENTS (c.eq));
  mst_stage_defaults (&mst_stage_eq, c.eq);
  mst_features_of (analysis, self->features);
  memcpy (self->expected, self->features, sizeof self->expected);
  self->distance = mst_distance (profile, self->features);
  decide (&c);
  add_eq (&c, self->intended);
  self->expected_distance = mst_distance (profile, self->expected);
  return self;
}
