/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "prior.h"

#include <gio/gio.h>
#include <math.h>

#include "modeljson.h"
#include "profiles-resource.h"

#define PATH "/gst-mastering/models/prior.json"

static void
read_numbers (JsonArray *array, gdouble *numbers, guint n)
{
  g_assert (json_array_get_length (array) == n);
  for (guint i = 0; i < n; i++)
    numbers[i] = json_array_get_double_element (array, i);
}

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
    read_numbers (json_array_get_array_element (rows, (guint) i),
        self->faults[MST_TRAIT_LEVEL + i] + MST_TRAIT_LEVEL,
        MST_ANALYSIS_BANDS);
  read_common (self, object, "perturbation_side", MST_TRAIT_SIDE);
  read_common (self, object, "perturbation_range", MST_TRAIT_RANGE);
}

static void
read_expected (MstPrior *self, JsonObject *object)
{
  JsonObject *expect = json_object_get_object_member (object, "expect");

  read_numbers (json_object_get_array_member (expect, "block-range"),
      self->block_range, 1 + MST_TRAITS);
  read_numbers (json_object_get_array_member (expect, "plr"), self->plr,
      1 + MST_TRAITS);
}

/* The file is one of ours: that it can be read is for the tests to show. */
static MstPrior *
load (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      mst_profiles_get_resource (), PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  MstPrior *self = g_new0 (MstPrior, 1);
  JsonObject *object;

  g_assert (mst_json_load (parser, g_bytes_get_data (bytes, NULL),
      (gssize) g_bytes_get_size (bytes), NULL));
  object = mst_json_root (parser);
  g_assert (!mst_model_read (&self->songs, object));
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
