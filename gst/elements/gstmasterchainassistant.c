/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainassistant.h"

#include "gstmasterchaindebug.h"

#define GST_CAT_DEFAULT gst_master_chain_debug

static gboolean
has_stage (GQuark field, GValue *value, gpointer user_data)
{
  g_auto (GStrv) path = g_strsplit (g_quark_to_string (field), "::", 2);
  g_autoptr (GstElement) stage = gst_bin_get_by_name (user_data, path[0]);

  return stage != NULL;
}

/* Takes the plan, and leaves out the settings of stages that are not in this
 * build. */
static GstStructure *
leave_out_missing (GstMasterChain *self, GstStructure *plan)
{
  g_autoptr (GstStructure) settings = NULL;

  if (!gst_structure_has_field (plan, "settings"))
    return plan;
  gst_structure_get (plan, "settings", GST_TYPE_STRUCTURE, &settings, NULL);
  gst_structure_filter_and_map_in_place (settings, has_stage, self);
  gst_structure_set (plan, "settings", GST_TYPE_STRUCTURE, settings, NULL);
  return plan;
}

static GstStructure *
plan (GstMasterChain *self, const GstStructure *analysis,
    const GstStructure *goal)
{
  GstMasterChainAssistant *assistant = gst_master_chain_get_assistant (self);
  GstStructure *plan;

  g_clear_pointer (&assistant->plan, gst_master_chain_plan_free);
  plan = leave_out_missing (self,
      gst_master_chain_plan_new (&assistant->plan, analysis, goal));
  GST_DEBUG_OBJECT (self, "plan: %" GST_PTR_FORMAT, plan);
  return plan;
}

static GstStructure *
correct (GstMasterChain *self, const GstStructure *before,
    const GstStructure *after)
{
  GstStructure *plan = leave_out_missing (self,
      gst_master_chain_plan_correct (
          gst_master_chain_get_assistant (self)->plan, before, after));

  GST_DEBUG_OBJECT (self, "plan, corrected: %" GST_PTR_FORMAT, plan);
  return plan;
}

static GstStructure *
learn_begin (GstMasterChain *self, const gchar *store)
{
  return gst_master_chain_learn_begin (
      &gst_master_chain_get_assistant (self)->learner, store);
}

static GstStructure *
learn (GstMasterChain *self, const GstStructure *song)
{
  return gst_master_chain_learn (gst_master_chain_get_assistant (self)->learner,
      song);
}

static GstStructure *
learn_end (GstMasterChain *self, const gchar *location, const gchar *name)
{
  return gst_master_chain_learn_end (
      gst_master_chain_get_assistant (self)->learner, location, name);
}

static void
install_planning (GstMasterChainClass *klass)
{
  /**
   * GstMasterChain::plan:
   * @analysis: a `masteranalyzer` message's structure, of a whole piece
   * @goal: (nullable): loudness, ceiling [double], strength [double, 0 to 100],
   *   max-tone, max-limiting [double, dB]; firm [boolean: the loudness is made
   *   whatever it costs]; fixed [strv: properties that are left to the caller];
   * profile [string: a name, or "auto"], profile-location [string: a file] or
   * references [array of analyses, each with its weight [double], if it is not
   * 1], with match-tone, match-width, match-dynamics, match-loudness [double, 0
   * to 100]
   *
   * Asks the assistant how to master a piece. Nothing is set:
   * #GstMasterChain:settings takes the field `settings` of the plan. The
   * signals of the assistant are for one thread at a time. A fault of the goal
   * or its profile is told first, without an analysis too.
   *
   * Returns: (transfer full): the plan: settings, moves, findings, notes, and
   *   more (docs/assistant.md); or its field `error`, a string
   */
  g_signal_new_class_handler ("plan", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (plan), NULL, NULL, NULL,
      GST_TYPE_STRUCTURE, 2, GST_TYPE_STRUCTURE, GST_TYPE_STRUCTURE);
  /**
   * GstMasterChain::correct:
   * @before: the analysis of the plan, or one of a part of the piece
   * @after: the analysis of the same, rendered with the settings of the plan
   *
   * Compares the render with the aims of the last plan, and corrects the sound.
   * Drive and ceiling of the limiter are for the caller to turn, until the
   * loudness is that of the field `loudness`; `limiter-drive` and
   * `limiter-ceiling` of @after say where they stood. Its field
   * `limiter-residual` and `limiter-psr` [dB] count for the damage budget
   * (docs/assistant.md).
   * Where its field `final` is true, nothing is corrected.
   *
   * Returns: (transfer full): the plan as it is now; `done` [boolean] says
   *   whether the sound was as wanted and nothing changed
   */
  g_signal_new_class_handler ("correct", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (correct), NULL, NULL,
      NULL, GST_TYPE_STRUCTURE, 2, GST_TYPE_STRUCTURE, GST_TYPE_STRUCTURE);
}

static void
install_learning (GstMasterChainClass *klass)
{
  /**
   * GstMasterChain::learn-begin:
   * @store: (nullable): a file that keeps what is learnt, song by song, so that
   *   a later run goes on where this one is cut off
   *
   * Begins a profile.
   *
   * Returns: (transfer full): an empty structure, or one with a string `error`,
   *   as the other two signals return it
   */
  g_signal_new_class_handler ("learn-begin", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (learn_begin), NULL, NULL,
      NULL, GST_TYPE_STRUCTURE, 1, G_TYPE_STRING);
  /**
   * GstMasterChain::learn:
   * @song: path [string], size [uint64], modified [int64]; analysis [structure
   *   of a `masteranalyzer` message], document [string: JSON of AcousticBrainz]
   *   or skipped [string: why]; with neither, the store is asked for the song
   *
   * Adds a song. Several threads may do so at once.
   *
   * Returns: (transfer full): known [boolean]; skipped [string], where the song
   *   says nothing of finished music
   */
  g_signal_new_class_handler ("learn", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (learn), NULL, NULL, NULL,
      GST_TYPE_STRUCTURE, 1, GST_TYPE_STRUCTURE);
  /**
   * GstMasterChain::learn-end:
   * @location: where the profile goes
   * @name: (nullable): its name
   *
   * Writes a profile of the songs, for `profile-location` of a goal.
   *
   * Returns: (transfer full): songs [uint], the number of songs in it
   */
  g_signal_new_class_handler ("learn-end", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (learn_end), NULL, NULL,
      NULL, GST_TYPE_STRUCTURE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

void
gst_master_chain_assistant_install (GstMasterChainClass *klass)
{
  install_planning (klass);
  install_learning (klass);
}

void
gst_master_chain_assistant_clear (GstMasterChainAssistant *self)
{
  g_clear_pointer (&self->plan, gst_master_chain_plan_free);
  g_clear_pointer (&self->learner, mst_learner_free);
}
