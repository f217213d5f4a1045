/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "prior.h"

#include <math.h>

#include "modeljson.h"

/* Sides and ranges go up and down together, and a little each on its own. */
static void
read_common (MstPrior *self, JsonObject *object, const gchar *name, int first)
{
  JsonObject *member = json_object_get_object_member (object, name);
  gdouble common = json_object_get_double_member (member, "common");
  gdouble own = json_object_get_double_member (member, "own");

  for (int i = 0; i < MST_ANALYSIS_BANDS; i++)
    for (int j = 0; j < MST_ANALYSIS_BANDS; j++)
      self->faults[first + i][first + j] = common + (i == j ? own : 0.0);
}

static void
read_faults (MstPrior *self, JsonObject *object)
{
  JsonArray *rows = json_object_get_array_member (object, "perturbation_level");

  for (int i = 0; i < MST_ANALYSIS_BANDS; i++)
    mst_json_our_numbers (json_array_get_element (rows, (guint) i),
        self->faults[MST_TRAIT_LEVEL + i] + MST_TRAIT_LEVEL,
        MST_ANALYSIS_BANDS);
  read_common (self, object, "perturbation_side", MST_TRAIT_SIDE);
  read_common (self, object, "perturbation_range", MST_TRAIT_RANGE);
}

static void
read_expected (MstPrior *self, JsonObject *object)
{
  JsonObject *expect = json_object_get_object_member (object, "expect");

  mst_json_our_numbers (json_object_get_member (expect, "block-range"),
      self->block_range, 1 + MST_TRAITS);
  mst_json_our_numbers (json_object_get_member (expect, "plr"), self->plr,
      1 + MST_TRAITS);
}

static MstPrior *
load (void)
{
  g_autoptr (JsonParser) parser = mst_json_compiled_in ("models/prior.json");
  JsonObject *object = mst_json_root (parser);
  MstPrior *self = g_new0 (MstPrior, 1);
  const gchar *fault = mst_model_read (&self->songs, object);

  g_assert (!fault);
  read_faults (self, object);
  read_expected (self, object);
  return self;
}

const MstPrior *
mst_prior_get (void)
{
  static gsize once = 0;
  static MstPrior *prior;

  if (g_once_init_enter (&once)) {
    prior = load ();
    g_once_init_leave (&once, 1);
  }
  return prior;
}

static gdouble
mean_trait (const MstModel *songs, int trait)
{
  gdouble mean = 0.0;

  for (int k = 0; k < songs->n; k++)
    mean += songs->cluster[k].weight * songs->cluster[k].mean[trait];
  return mean;
}

gdouble
mst_prior_foretell (const MstPrior *self, const gdouble line[1 + MST_TRAITS],
    const gdouble traits[MST_TRAITS])
{
  gdouble sum = line[0];

  for (int i = 0; i < MST_TRAITS; i++)
    sum += line[1 + i] *
        (isnan (traits[i]) ? mean_trait (&self->songs, i) : traits[i]);
  return sum;
}
