/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainstems.h"

#include <math.h>

#include "gstmasteranalysis.h"

static gboolean
fail (GError **error, const gchar *format, guint i)
{
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS, format, i);
  return FALSE;
}

static gboolean
read_stem (MstStem *self, const GValue *value, guint i, GError **error)
{
  const GstStructure *structure = GST_VALUE_HOLDS_STRUCTURE (value)
      ? gst_value_get_structure (value)
      : NULL;

  self->name = structure
      ? g_strdup (gst_structure_get_string (structure, "name"))
      : NULL;
  if (!self->name)
    return fail (error, "stem %u has no name", i + 1);
  if (gst_master_analysis_from_structure (&self->analysis, structure, error))
    return TRUE;
  g_prefix_error (error, "stem %u: ", i + 1);
  return FALSE;
}

static gboolean
read_eased (GstMasterChainStems *self, const GValue *array, GError **error)
{
  guint n = gst_value_array_get_size (array);

  if (n != MST_ANALYSIS_THIRDS)
    return fail (error, "eased must have %u numbers", MST_ANALYSIS_THIRDS);
  for (guint k = 0; k < n; k++) {
    const GValue *value = gst_value_array_get_value (array, k);

    self->eased[k] = G_VALUE_HOLDS_DOUBLE (value) ? g_value_get_double (value)
                                                  : (gdouble) NAN;
    if (!(fabs (self->eased[k]) <= 100.0))
      return fail (error, "number %u of eased is not -100 to 100", k + 1);
  }
  self->is_eased = TRUE;
  return TRUE;
}

gboolean
gst_master_chain_stems_read (GstMasterChainStems *self,
    const GstStructure *goal, GError **error)
{
  const GValue *stems = gst_structure_get_value (goal, "stems");
  const GValue *eased = gst_structure_get_value (goal, "eased");

  self->n = stems ? gst_value_array_get_size (stems) : 0;
  self->stems = g_new0 (MstStem, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    if (!read_stem (&self->stems[i], gst_value_array_get_value (stems, i), i,
            error))
      return FALSE;
  return !eased || read_eased (self, eased, error);
}

GPtrArray *
gst_master_chain_stems_plan (const GstMasterChainStems *self,
    const MstPlan *sum)
{
  GPtrArray *plans =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mst_plan_free);
  g_autofree MstPlan **made = g_new0 (MstPlan *, MAX (self->n, 1));

  mst_stems_share_out (sum, self->stems, self->n, made);
  for (guint i = 0; i < self->n; i++)
    g_ptr_array_add (plans, made[i]);
  return plans;
}

void
gst_master_chain_stems_clear (GstMasterChainStems *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free ((gchar *) self->stems[i].name);
  g_clear_pointer (&self->stems, g_free);
  self->n = 0;
}
