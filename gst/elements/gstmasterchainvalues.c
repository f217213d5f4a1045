/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainvalues.h"

#include <math.h>
#include <string.h>

#include "assistant/thirds.h"

#define FREQUENCY 0 /* of a pair in a curve */
#define GAIN 1

/* --- writing */

static void
append_double (GValue *array, gdouble number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value, number);
  gst_value_array_append_and_take_value (array, &value);
}

static void
put_setting (GstStructure *settings, const MstSetting *setting)
{
  const MstValue *value = &setting->value;
  GValue array = G_VALUE_INIT;

  switch (value->kind) {
    case MST_VALUE_DOUBLE:
      gst_structure_set (settings, setting->path, G_TYPE_DOUBLE, value->number,
          NULL);
      break;
    case MST_VALUE_INT:
      gst_structure_set (settings, setting->path, G_TYPE_INT,
          (gint) value->number, NULL);
      break;
    case MST_VALUE_BOOL:
      gst_structure_set (settings, setting->path, G_TYPE_BOOLEAN,
          value->number != 0.0, NULL);
      break;
    case MST_VALUE_NICK:
      gst_structure_set (settings, setting->path, G_TYPE_STRING, value->nick,
          NULL);
      break;
    case MST_VALUE_CURVE:
      g_value_init (&array, GST_TYPE_ARRAY);
      for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
        append_double (&array, mst_third_frequency (k));
        append_double (&array, value->curve[k]);
      }
      gst_structure_take_value (settings, setting->path, &array);
      break;
  }
}

GstStructure *
gst_master_chain_values_write (const MstPlan *plan)
{
  GstStructure *settings = gst_structure_new_empty ("settings");

  for (guint i = 0; i < plan->settings->len; i++)
    put_setting (settings, g_ptr_array_index (plan->settings, i));
  return settings;
}

/* --- reading */

static gdouble
at (const GValue *array, guint pair, guint which)
{
  const GValue *value = gst_value_array_get_value (array, 2 * pair + which);

  return G_VALUE_HOLDS_DOUBLE (value) ? g_value_get_double (value) : NAN;
}

/* The gain of a curve at a frequency, on the line between its points over the
 * logarithm of frequency. */
static gdouble
interpolate (const GValue *array, guint pairs, gdouble frequency)
{
  guint k = 0;
  gdouble low, high;

  while (k + 1 < pairs && at (array, k + 1, FREQUENCY) <= frequency)
    k++;
  if (k + 1 >= pairs || frequency <= at (array, k, FREQUENCY))
    return at (array, k, GAIN);
  low = log (at (array, k, FREQUENCY));
  high = log (at (array, k + 1, FREQUENCY));
  return at (array, k, GAIN) +
      (at (array, k + 1, GAIN) - at (array, k, GAIN)) *
      (log (frequency) - low) / (high - low);
}

/* A number of two ends is not for a plan. */
static void
read_curve (MstPlan *plan, const gchar *path, const GValue *array)
{
  const guint pairs = gst_value_array_get_size (array) / 2;
  gdouble curve[MST_ANALYSIS_THIRDS];

  if (pairs == 0 || !g_str_has_suffix (path, "-curve"))
    return;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    curve[k] = interpolate (array, pairs, mst_third_frequency (k));
  mst_plan_set_curve (plan, "", curve, path);
}

static gboolean
read_setting (GQuark field, const GValue *value, gpointer user_data)
{
  const gchar *path = g_quark_to_string (field);
  MstPlan *plan = user_data;

  if (!strstr (path, "::"))
    return TRUE;
  if (G_VALUE_HOLDS_DOUBLE (value))
    mst_plan_set (plan, "", MST_VALUE_DOUBLE, g_value_get_double (value), "%s",
        path);
  else if (G_VALUE_HOLDS_INT (value))
    mst_plan_set (plan, "", MST_VALUE_INT, g_value_get_int (value), "%s", path);
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    mst_plan_set (plan, "", MST_VALUE_BOOL, g_value_get_boolean (value), "%s",
        path);
  else if (G_VALUE_HOLDS_STRING (value) && g_value_get_string (value))
    mst_plan_set_nick (plan, "", g_intern_string (g_value_get_string (value)),
        "%s", path);
  else if (GST_VALUE_HOLDS_ARRAY (value))
    read_curve (plan, path, value);
  return TRUE;
}

MstPlan *
gst_master_chain_values_read (const GstStructure *settings)
{
  MstGoal goal;
  MstPlan *plan;

  mst_goal_init (&goal);
  plan = mst_plan_new ("", &goal);
  gst_structure_foreach (settings, read_setting, plan);
  return plan;
}
