/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "modeljson.h"

#include <math.h>
#include <string.h>

#include "linear.h"

#define LOWER (MST_TRAITS * (MST_TRAITS + 1) / 2)
#define NEARLY_ONE 0.01 /* weights are rounded */

/* FALSE: there are not so many, or one is not a number of a feature's size. */
static gboolean
read_numbers (JsonNode *node, gdouble *numbers, guint n)
{
  if (!mst_json_numbers (node, numbers, n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!(fabs (numbers[i]) <= MST_FEATURES_ABSURD * MST_FEATURES_ABSURD))
      return FALSE;
  return TRUE;
}

static JsonNode *
get_row (JsonObject *object, const gchar *member, guint i)
{
  JsonNode *node = json_object_get_member (object, member);

  if (!node || !JSON_NODE_HOLDS_ARRAY (node) ||
      i >= json_array_get_length (json_node_get_array (node)))
    return NULL;
  return json_array_get_element (json_node_get_array (node), i);
}

static gboolean
read_cluster (MstCluster *self, JsonObject *object, guint i)
{
  gdouble lower[LOWER], factor[MST_TRAITS * MST_TRAITS];
  int at = 0;

  if (!read_numbers (get_row (object, "mean", i), self->mean, MST_TRAITS) ||
      !read_numbers (get_row (object, "covariance_lower", i), lower, LOWER))
    return FALSE;
  for (int a = 0; a < MST_TRAITS; a++)
    for (int b = 0; b <= a; b++)
      self->covariance[a][b] = self->covariance[b][a] = lower[at++];
  memcpy (factor, self->covariance, sizeof (factor));
  return mst_cholesky (factor, MST_TRAITS);
}

const gchar *
mst_model_read (MstModel *self, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "weight");
  gdouble weight[MST_MODEL_CLUSTERS], sum = 0.0;
  guint n = node && JSON_NODE_HOLDS_ARRAY (node)
      ? json_array_get_length (json_node_get_array (node))
      : 0;

  if (n < 1 || n > MST_MODEL_CLUSTERS || !read_numbers (node, weight, n))
    return "must have the weights of 1 to 4 clusters";
  self->n = (int) n;
  for (guint i = 0; i < n; i++) {
    sum += weight[i];
    if (!(weight[i] > 0.0))
      return "has a weight that is not above 0";
    self->cluster[i].weight = weight[i];
    if (!read_cluster (&self->cluster[i], object, i))
      return "must have 27 means and a covariance of 378 numbers for each "
             "weight";
  }
  return fabs (sum - 1.0) <= NEARLY_ONE ? NULL
                                        : "has weights that do not add up to 1";
}

/* --- writing */

static void
append_numbers (GString *json, const gdouble *numbers, int n)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (json, '[');
  for (int i = 0; i < n; i++)
    g_string_append_printf (json, "%s%s", i > 0 ? ", " : "",
        mst_json_print (text, numbers[i]));
  g_string_append_c (json, ']');
}

static void
append_covariance (GString *json, const MstCluster *cluster)
{
  gdouble lower[LOWER];
  int at = 0;

  for (int a = 0; a < MST_TRAITS; a++)
    for (int b = 0; b <= a; b++)
      lower[at++] = cluster->covariance[a][b];
  append_numbers (json, lower, LOWER);
}

void
mst_model_append (const MstModel *self, GString *json, int indent)
{
  gdouble weight[MST_MODEL_CLUSTERS];

  for (int k = 0; k < self->n; k++)
    weight[k] = self->cluster[k].weight;
  g_string_append_printf (json, "%*s\"weight\": ", indent, "");
  append_numbers (json, weight, self->n);
  g_string_append_printf (json, ",\n%*s\"mean\": [", indent, "");
  for (int k = 0; k < self->n; k++) {
    g_string_append (json, k > 0 ? ", " : "");
    append_numbers (json, self->cluster[k].mean, MST_TRAITS);
  }
  g_string_append_printf (json, "],\n%*s\"covariance_lower\": [", indent, "");
  for (int k = 0; k < self->n; k++) {
    g_string_append (json, k > 0 ? ", " : "");
    append_covariance (json, &self->cluster[k]);
  }
  g_string_append (json, "]\n");
}
