/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "array.h"

void
master_array_init (GValue *self)
{
  g_value_init (self, GST_TYPE_ARRAY);
}

void
master_array_add_double (GValue *self, gdouble number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value, number);
  gst_value_array_append_and_take_value (self, &value);
}

void
master_array_add_float (GValue *self, gfloat number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_FLOAT);
  g_value_set_float (&value, number);
  gst_value_array_append_and_take_value (self, &value);
}

void
master_array_add_structure (GValue *self, const GstStructure *structure)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_STRUCTURE);
  g_value_set_boxed (&value, structure);
  gst_value_array_append_and_take_value (self, &value);
}

void
master_array_add_array (GValue *self, GValue *array)
{
  gst_value_array_append_and_take_value (self, array);
}
