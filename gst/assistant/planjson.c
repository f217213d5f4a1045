/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* A plan as JSON. What is not finite is null. */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "plan.h"

#define SETTINGS_VERSION 1 /* of masterchain's settings-location */

static void
set_number (JsonObject *object, const gchar *member, gdouble number)
{
  if (isfinite (number))
    json_object_set_double_member (object, member, number);
  else
    json_object_set_null_member (object, member);
}

static JsonObject *
make_features (const gdouble features[MST_N_FEATURES])
{
  JsonObject *object = json_object_new ();

  for (int i = 0; i < MST_N_FEATURES; i++)
    set_number (object, mst_feature_name (i), features[i]);
  return object;
}

static JsonObject *
make_goal (const MstGoal *goal)
{
  JsonObject *object = json_object_new ();

  set_number (object, "loudness", goal->loudness);
  set_number (object, "ceiling", goal->ceiling);
  set_number (object, "strength", goal->strength);
  set_number (object, "max-tone", goal->max_tone);
  set_number (object, "max-limiting", goal->max_limiting);
  return object;
}

static JsonArray *
make_findings (const MstPlan *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->findings->len; i++) {
    const MstFinding *finding = g_ptr_array_index (self->findings, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "severity",
        finding->severity == MST_FINDING_FAULT ? "fault" : "notice");
    json_object_set_string_member (object, "id", finding->id);
    json_object_set_string_member (object, "text", finding->text);
    json_array_add_object_element (array, object);
  }
  return array;
}

static JsonArray *
make_notes (const MstPlan *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->notes->len; i++) {
    const MstNote *note = g_ptr_array_index (self->notes, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "rule", note->rule);
    json_object_set_string_member (object, "text", note->text);
    json_array_add_object_element (array, object);
  }
  return array;
}

static JsonArray *
make_moves (const MstPlan *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (self->moves, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "stage", move->stage);
    json_object_set_string_member (object, "rule", move->rule);
    json_object_set_string_member (object, "path", move->path);
    set_number (object, "amount", move->amount);
    json_object_set_string_member (object, "unit", move->unit);
    json_object_set_string_member (object, "evidence", move->evidence);
    json_object_set_string_member (object, "reason", move->reason);
    json_object_set_string_member (object, "feature", move->feature);
    set_number (object, "before", move->before);
    set_number (object, "expected", move->expected);
    json_array_add_object_element (array, object);
  }
  return array;
}

/* --- settings */

static JsonArray *
make_curve (const gdouble curve[MST_ANALYSIS_THIRDS])
{
  JsonArray *array = json_array_new ();

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    json_array_add_double_element (array, mst_third_frequency (k));
    json_array_add_double_element (array, curve[k]);
  }
  return array;
}

static void
set_value (JsonObject *object, const gchar *member, const MstValue *value)
{
  switch (value->kind) {
    case MST_VALUE_DOUBLE:
      set_number (object, member, value->number);
      break;
    case MST_VALUE_INT:
      json_object_set_int_member (object, member, (gint64) value->number);
      break;
    case MST_VALUE_BOOL:
      json_object_set_boolean_member (object, member, value->number != 0.0);
      break;
    case MST_VALUE_NICK:
      json_object_set_string_member (object, member, value->nick);
      break;
    case MST_VALUE_CURVE:
      json_object_set_array_member (object, member, make_curve (value->curve));
      break;
  }
}

static JsonObject *
get_child (JsonObject *object, const gchar *member)
{
  if (!json_object_has_member (object, member))
    json_object_set_object_member (object, member, json_object_new ());
  return json_object_get_object_member (object, member);
}

/* "eq::band0::gain" is a member of a member of the root's. */
static void
add_setting (JsonObject *root, const MstSetting *setting)
{
  g_auto (GStrv) parts = g_strsplit (setting->path, "::", -1);
  guint last = g_strv_length (parts) - 1;

  for (guint i = 0; i < last; i++)
    root = get_child (root, parts[i]);
  set_value (root, parts[last], &setting->value);
}

static JsonObject *
make_settings (const MstPlan *self)
{
  JsonObject *root = json_object_new ();

  json_object_set_int_member (root, "version", SETTINGS_VERSION);
  for (guint i = 0; i < self->settings->len; i++)
    add_setting (root, g_ptr_array_index (self->settings, i));
  return root;
}

static gchar *
print (JsonObject *object)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (root, object);
  return json_to_string (root, TRUE);
}

gchar *
mst_plan_settings_to_json (const MstPlan *self)
{
  return print (make_settings (self));
}

gchar *
mst_plan_to_json (const MstPlan *self)
{
  JsonObject *root = json_object_new ();

  json_object_set_int_member (root, "version", MST_PLAN_VERSION);
  json_object_set_string_member (root, "profile", self->profile);
  set_number (root, "sure", self->sure);
  json_object_set_object_member (root, "goal", make_goal (&self->goal));
  json_object_set_boolean_member (root, "usable", self->usable);
  json_object_set_boolean_member (root, "mastered", self->mastered);
  set_number (root, "distance", self->distance);
  set_number (root, "expected-distance", self->expected_distance);
  json_object_set_array_member (root, "findings", make_findings (self));
  json_object_set_array_member (root, "moves", make_moves (self));
  json_object_set_array_member (root, "left-alone", make_notes (self));
  json_object_set_object_member (root, "features",
      make_features (self->features));
  json_object_set_object_member (root, "expected",
      make_features (self->expected));
  json_object_set_array_member (root, "intended", make_curve (self->intended));
  json_object_set_object_member (root, "settings", make_settings (self));
  return print (root);
}
