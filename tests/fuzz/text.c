/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Files of text that people and other programs write: settings and presets of
 * the chain, profiles, stores of learning, targets, albums, curves, responses,
 * filters of AutoEq, cue sheets, AcousticBrainz. The oracles are the promises
 * of the headers: what was read is in range, and what is written of it reads
 * back as the same. */
#include <math.h>
#include <string.h>

#include <gst/gst.h>

#include "album/cueread.h"
#include "album/project.h"
#include "assistant/acousticbrainz.h"
#include "assistant/learn.h"
#include "base/gstmastercurve.h"
#include "base/gstmastercurvefile.h"
#include "dsp/match/match.h"
#include "dsp/monitor/monitor.h"
#include "elements/gstmasterchain.h"
#include "elements/gstmasterchainfile.h"
#include "elements/gstmastereqfile.h"
#include "frame.h"
#include "tools/order/references.h"
#include "tools/order/targets.h"

#define STAGE(stem) GST_ELEMENT_REGISTER_DECLARE (master##stem)
#include "mst-stages.inc"
#undef STAGE

static GstElement *chain, *monitor;
static gchar *copy; /* the place of a file that is written and read again */

/* --- settings: as a file, and of a chain */

/* A chain's settings after these, which are taken, were set. */
static GstStructure *
set_and_get (GstStructure *settings)
{
  GstStructure *now;

  g_object_set (chain, "settings", settings, NULL);
  gst_structure_free (settings);
  g_object_get (chain, "settings", &now, NULL);
  return now;
}

static void
read_settings (const uint8_t *data, size_t size)
{
  GstStructure *read =
      gst_master_chain_file_load (fuzz_file (data, size), NULL);
  GstStructure *set, *again;

  if (!read)
    return;
  set = set_and_get (read);
  fuzz_check (gst_master_chain_file_save (set, copy, NULL),
      "a chain's settings cannot be saved");
  again = gst_master_chain_file_load (copy, NULL);
  fuzz_check (again, "saved settings cannot be read");
  again = set_and_get (again);
  fuzz_check (gst_structure_is_equal (set, again), "saved settings are others");
  gst_structure_free (again);
  gst_structure_free (set);
}

/* --- profiles */

static void
check_features (const MstProfile *profile)
{
  for (int i = 0; i < MST_N_FEATURES; i++) {
    gdouble low, high;

    mst_profile_inner (profile, i, &low, &high);
    fuzz_check (isfinite (low) && low <= high, "feature %d: %g to %g", i, low,
        high);
    fuzz_check (mst_profile_unit (profile, i) > 0.0, "feature %d", i);
  }
}

static void
read_profile (const uint8_t *data, size_t size)
{
  g_autoptr (MstProfile) read =
      mst_profile_parse ((const gchar *) data, (gssize) size, "it", NULL);
  g_autoptr (MstProfile) again = NULL;
  g_autofree gchar *json = NULL;
  g_autofree gchar *same = NULL;

  if (!read)
    return;
  check_features (read);
  json = mst_profile_to_json (read);
  again = mst_profile_parse (json, -1, "it", NULL);
  fuzz_check (again, "a profile does not read back");
  same = mst_profile_to_json (again);
  fuzz_check (strcmp (json, same) == 0, "a profile reads back as another");
}

/* The seeds call their songs a and b. */
static void
read_store (const uint8_t *data, size_t size)
{
  g_autoptr (MstLearner) learner =
      mst_learner_new (fuzz_file (data, size), NULL);
  g_autoptr (MstProfile) profile = NULL;
  gchar *reason;

  if (!learner)
    return;
  for (const gchar *key = "ab"; *key; key++) {
    const gchar name[] = { *key, 0 };

    if (mst_learner_known (learner, name, &reason))
      g_free (reason);
  }
  profile = mst_learner_profile (learner, "it", "it", NULL);
  if (profile)
    check_features (profile);
}

static void
read_acousticbrainz (const uint8_t *data, size_t size)
{
  gdouble features[MST_N_FEATURES];

  if (mst_acousticbrainz_read ((const gchar *) data, (gssize) size, features))
    return;
  for (int i = 0; i < MST_N_FEATURES; i++)
    fuzz_check (!isinf (features[i]), "feature %d is %g", i, features[i]);
}

/* --- the tool's tables, and words of its command line */

static void
read_targets (const uint8_t *data, size_t size)
{
  g_autoptr (MasterTargets) table =
      master_targets_load (fuzz_file (data, size), NULL);

  for (guint i = 0; table && i < table->targets->len; i++) {
    const MasterTarget *target = g_ptr_array_index (table->targets, i);

    fuzz_check (target->loudness >= -70.0 && target->loudness <= 0.0 &&
            target->ceiling <= 0.0,
        "%s: %g LUFS, %g dBTP", target->name, target->loudness,
        target->ceiling);
    fuzz_check (isfinite (master_target_gain (target, -20.0, -1.0)), "%s",
        target->name);
    fuzz_check (master_targets_find (table, target->name, NULL), "%s",
        target->name);
  }
}

static void
read_words (const uint8_t *data, size_t size)
{
  g_autofree gchar *text = g_strndup ((const gchar *) data, size);
  gchar *texts[] = { text, NULL };
  g_autoptr (GPtrArray) references = master_references_new (texts, NULL);
  MasterMatch match;

  for (guint i = 0; references && i < references->len; i++) {
    const MasterReference *reference = g_ptr_array_index (references, i);

    fuzz_check (reference->weight > 0.0 && isfinite (reference->weight) &&
            reference->start >= 0.0 && isfinite (reference->start) &&
            reference->length >= 0.0 && isfinite (reference->length),
        "%s", text);
  }
  if (master_match_parse (&match, text, NULL))
    fuzz_check (match.tone >= 0.0 && match.tone <= 100.0, "%g", match.tone);
}

/* --- albums */

static void
check_album (const MstProject *project)
{
  g_autofree gchar *json = mst_project_write (project);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MstProject) again = NULL;
  g_autofree gchar *same = NULL;

  fuzz_check (g_file_set_contents (copy, json, -1, NULL), "no room");
  again = mst_project_load (copy, problems, notices, NULL);
  fuzz_check (again, "an album does not read back");
  same = mst_project_write (again);
  fuzz_check (problems->len > 0 || strcmp (json, same) == 0,
      "an album reads back as another");
}

static void
read_album (const uint8_t *data, size_t size)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MstProject) read =
      mst_project_load (fuzz_file (data, size), problems, notices, NULL);

  if (read && problems->len == 0)
    check_album (read);
}

static void
read_cue (const uint8_t *data, size_t size)
{
  g_autofree gchar *text = g_strndup ((const gchar *) data, size);
  g_autoptr (MstProject) read = mst_cue_read (text, NULL);

  if (read)
    check_album (read);
}

/* --- curves and filters */

static void
read_curves (const uint8_t *data, size_t size)
{
  const MstStage *stage = &mst_stage_match;
  GArray *curves[GST_MASTER_CURVE_FILE_MAX_CURVES];

  if (!gst_master_curve_file_read (fuzz_file (data, size), stage->curves,
          stage->n_curves, curves, NULL))
    return;
  for (int c = 0; c < stage->n_curves; c++) {
    gdouble before = 0.0;

    for (guint i = 0; i < curves[c]->len; i++) {
      const GstMasterCurvePoint *point =
          &g_array_index (curves[c], GstMasterCurvePoint, i);
      g_autofree gchar *fault =
          gst_master_curve_find_fault (&stage->curves[c], before, point);

      fuzz_check (!fault, "%s", fault);
      before = point->frequency;
    }
    g_array_unref (curves[c]);
  }
}

static void
read_response (const uint8_t *data, size_t size)
{
  gst_master_curve_file_apply_response (fuzz_file (data, size),
      &mst_stage_monitor.curves[0], monitor);
}

static void
read_filters (const uint8_t *data, size_t size)
{
  const MstStage *stage = &mst_stage_eq;
  g_autofree gdouble *values = g_new0 (gdouble, mst_stage_n_values (stage));

  if (!gst_master_eq_file_read (fuzz_file (data, size), values, NULL))
    return;
  for (int i = 0; i < mst_stage_first_curve (stage); i++) {
    const MstParam *row = i < stage->n_params
        ? &stage->params[i]
        : &stage->band_params[(i - stage->n_params) % stage->n_band_params];

    fuzz_check (values[i] >= row->min && values[i] <= row->max, "%s is %g",
        row->name, values[i]);
  }
}

const FuzzReader fuzz_readers[] = {
  { "settings", read_settings },
  { "profile", read_profile },
  { "store", read_store },
  { "acousticbrainz", read_acousticbrainz },
  { "targets", read_targets },
  { "words", read_words },
  { "album", read_album },
  { "cue", read_cue },
  { "curves", read_curves },
  { "response", read_response },
  { "filters", read_filters },
};
const size_t fuzz_n_readers = G_N_ELEMENTS (fuzz_readers);

void
fuzz_start (void)
{
  gst_init (NULL, NULL);
#define STAGE(stem) GST_ELEMENT_REGISTER (master##stem, NULL);
#include "mst-stages.inc"
#undef STAGE
  GST_ELEMENT_REGISTER (masterchain, NULL);
  chain = gst_element_factory_make ("masterchain", NULL);
  monitor = gst_element_factory_make ("mastermonitor", NULL);
  fuzz_check (chain && monitor, "an element is missing");
  gst_object_ref_sink (chain);
  gst_object_ref_sink (monitor);
  copy = g_build_filename (fuzz_folder (), "copy.json", NULL);
}
