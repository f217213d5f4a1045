/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "profile.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "jsonread.h"
#include "modeljson.h"
#include "prior.h"
#include "profiles-resource.h"
#include "thirds.h"

#define RESOURCE "/gst-mastering/profiles/"
/* A shipped file has 4 KiB, one that was learnt, with a model of four clusters,
 * some 40 KiB. */
#define LARGEST (1 << 18)
/* The quartiles of a normal distribution are 1.349 deviations apart. */
#define QUARTILES_PER_SD 1.349
#define LEAST_UNIT 0.5

#define ALL "all"

static const gchar *const shipped[] = { "pop", "jazz", "classical",
  "loud-modern", ALL, NULL };
static const gchar *const numbers[] = { "mean", "sd", "p10", "p25", "p50",
  "p75", "p90" };

G_DEFINE_QUARK (mst - profile - error - quark, mst_profile_error)

void
mst_profile_free (MstProfile *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->source);
  g_free (self);
}

/* --- reading */

static G_GNUC_PRINTF (2, 3) gboolean
    refuse (GError **error, const gchar *format, ...)
{
  va_list args;
  g_autofree gchar *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, MST_PROFILE_ERROR, MST_PROFILE_ERROR_PARSE, text);
  return FALSE;
}

static gboolean
read_spread (MstSpread *self, const gchar *name, JsonObject *object,
    const gchar *what, GError **error)
{
  gdouble values[G_N_ELEMENTS (numbers)];

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    if (!json_object_has_member (object, numbers[i]))
      return refuse (error, "%s: %s of %s is missing", what, numbers[i], name);
    values[i] = mst_json_number (object, numbers[i]);
    if (!(fabs (values[i]) <= MST_FEATURES_ABSURD))
      return refuse (error, "%s: %s of %s is not a number of -1000 to 1000",
          what, numbers[i], name);
  }
  if (values[1] < 0.0)
    return refuse (error, "%s: sd of %s is negative", what, name);
  for (int q = 1; q < MST_N_QUANTILES; q++)
    if (values[2 + q] < values[1 + q])
      return refuse (error, "%s: of %s, %s is below %s", what, name,
          numbers[2 + q], numbers[1 + q]);
  self->mean = values[0];
  self->sd = values[1];
  memcpy (self->quantile, values + 2, sizeof (self->quantile));
  return TRUE;
}

static gboolean
read_features (MstProfile *self, JsonObject *features, const gchar *what,
    GError **error)
{
  for (int i = 0; i < MST_N_FEATURES; i++) {
    const gchar *name = mst_feature_name (i);
    JsonObject *object = mst_json_object (features, name);

    if (!json_object_has_member (features, name))
      return refuse (error, "%s: the feature %s is missing", what, name);
    if (!object)
      return refuse (error, "%s: the feature %s is not an object", what, name);
    if (!read_spread (&self->feature[i], name, object, what, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_head (MstProfile *self, JsonObject *object, const gchar *what,
    GError **error)
{
  gdouble version = mst_json_number (object, "version");
  gdouble count = mst_json_number (object, "count");

  if (isnan (version))
    return refuse (error, "%s: must have a version, a number", what);
  if (version != MST_PROFILE_VERSION)
    return refuse (error, "%s: is of version %g, and only %d is known", what,
        version, MST_PROFILE_VERSION);
  self->name = g_strdup (mst_json_string (object, "name"));
  if (!self->name || *self->name == '\0')
    return refuse (error, "%s: must have a name, a string", what);
  self->source = g_strdup (mst_json_string (object, "source"));
  if (!self->source)
    return refuse (error, "%s: must have a source, a string", what);
  if (!(count >= 1.0 && count <= 1e9 && count == floor (count)))
    return refuse (error, "%s: must have a count of songs, 1 or more", what);
  self->count = (guint) count;
  return TRUE;
}

void
mst_profile_set_model (MstProfile *self)
{
  gdouble medians[MST_N_FEATURES], mean[MST_TRAITS], deviation[MST_TRAITS];

  for (int i = 0; i < MST_N_FEATURES; i++)
    medians[i] = self->feature[i].quantile[MST_P50];
  mst_traits_of (medians, mean);
  for (int i = 0; i < MST_TRAITS; i++)
    deviation[i] = mst_profile_unit (self, MST_FEATURE_LEVEL + i);
  mst_model_init_normal (&self->model, &mst_prior_get ()->songs, mean,
      deviation);
}

/* A file that has no model gets one of its quantiles. */
static gboolean
read_model (MstProfile *self, JsonObject *object, const gchar *what,
    GError **error)
{
  JsonObject *model = mst_json_object (object, "model");
  const gchar *fault;

  if (!json_object_has_member (object, "model")) {
    mst_profile_set_model (self);
    return TRUE;
  }
  fault = model ? mst_model_read (&self->model, model) : "is not an object";
  return !fault || refuse (error, "%s: the model %s", what, fault);
}

MstProfile *
mst_profile_parse (const gchar *text, gssize length, const gchar *what,
    GError **error)
{
  g_autoptr (MstProfile) self = g_new0 (MstProfile, 1);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local = NULL;
  JsonObject *object, *features;

  if (length > LARGEST) {
    refuse (error, "%s: is too large to be a profile", what);
    return NULL;
  }
  if (!mst_json_load (parser, text, length, &local)) {
    refuse (error, "%s: %s", what, local->message);
    return NULL;
  }
  object = mst_json_root (parser);
  if (!object) {
    refuse (error, "%s: is not a JSON object", what);
    return NULL;
  }
  if (!read_head (self, object, what, error))
    return NULL;
  features = mst_json_object (object, "features");
  if (!features) {
    refuse (error, "%s: must have an object, features", what);
    return NULL;
  }
  if (!read_features (self, features, what, error))
    return NULL;
  return read_model (self, object, what, error) ? g_steal_pointer (&self)
                                                : NULL;
}

/* Refuses folders, pipes and files of the size of a song. */
MstProfile *
mst_profile_load (const gchar *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree gchar *text = NULL;
  GStatBuf info;
  gsize length;

  if (g_stat (path, &info) == 0 &&
      (!S_ISREG (info.st_mode) || info.st_size > LARGEST)) {
    refuse (error, "%s: is %s", path,
        S_ISREG (info.st_mode) ? "too large to be a profile" : "not a file");
    return NULL;
  }
  if (!g_file_get_contents (path, &text, &length, &local)) {
    g_set_error (error, MST_PROFILE_ERROR, MST_PROFILE_ERROR_READ, "%s",
        local->message);
    return NULL;
  }
  return mst_profile_parse (text, (gssize) length, path, error);
}

const gchar *const *
mst_profile_names (void)
{
  return shipped;
}

static MstProfile *
load_shipped (const gchar *name, GError **error)
{
  g_autofree gchar *path = g_strconcat (RESOURCE, name, ".json", NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      mst_profiles_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return bytes ? mst_profile_parse (g_bytes_get_data (bytes, NULL),
                     (gssize) g_bytes_get_size (bytes), name, error)
               : NULL;
}

MstProfile *
mst_profile_shipped (const gchar *name, GError **error)
{
  g_autofree gchar *known = NULL;
  MstProfile *self;

  if (!g_strv_contains (shipped, name)) {
    known = g_strjoinv (", ", (gchar **) shipped);
    g_set_error (error, MST_PROFILE_ERROR, MST_PROFILE_ERROR_READ,
        "there is no profile %s; there are %s", name, known);
    return NULL;
  }
  self = load_shipped (name, error);
  if (self && g_str_equal (name, ALL))
    self->model = mst_prior_get ()->songs;
  return self;
}

MstProfile *
mst_profile_auto (void)
{
  MstProfile *self = mst_profile_shipped (ALL, NULL);

  g_free (self->name);
  self->name = g_strdup (MST_PROFILE_AUTO);
  return self;
}

/* --- writing */

static void
append_string (GString *json, const gchar *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree gchar *quoted = NULL;

  json_node_set_string (node, text);
  quoted = json_to_string (node, FALSE);
  g_string_append (json, quoted);
}

static void
append_spread (GString *json, const MstSpread *spread)
{
  gchar number[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    gdouble value = i == 0 ? spread->mean
        : i == 1           ? spread->sd
                           : spread->quantile[i - 2];

    g_string_append_printf (json, "%s\"%s\": %s", i > 0 ? ", " : "", numbers[i],
        mst_json_print (number, value));
  }
}

gchar *
mst_profile_to_json (const MstProfile *self)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json,
      "{\n  \"version\": %d,\n  \"name\": ", MST_PROFILE_VERSION);
  append_string (json, self->name);
  g_string_append (json, ",\n  \"source\": ");
  append_string (json, self->source);
  g_string_append_printf (json, ",\n  \"count\": %u,\n  \"features\": {\n",
      self->count);
  for (int i = 0; i < MST_N_FEATURES; i++) {
    g_string_append_printf (json, "    \"%s\": { ", mst_feature_name (i));
    append_spread (json, &self->feature[i]);
    g_string_append (json, i + 1 < MST_N_FEATURES ? " },\n" : " }\n");
  }
  g_string_append (json, "  },\n  \"model\": {\n");
  mst_model_append (&self->model, json, 4);
  g_string_append (json, "  }\n}\n");
  return g_string_free (json, FALSE);
}

gboolean
mst_profile_save (const MstProfile *self, const gchar *path, GError **error)
{
  g_autofree gchar *json = mst_profile_to_json (self);
  g_autoptr (GError) local = NULL;

  if (g_file_set_contents (path, json, -1, &local))
    return TRUE;
  g_set_error (error, MST_PROFILE_ERROR, MST_PROFILE_ERROR_WRITE, "%s",
      local->message);
  return FALSE;
}

/* --- asking */

static gboolean
is_level (int feature)
{
  return feature >= MST_FEATURE_LEVEL && feature < MST_FEATURE_SIDE;
}

void
mst_profile_inner (const MstProfile *self, int feature, gdouble *low,
    gdouble *high)
{
  const gdouble *q = self->feature[feature].quantile;

  *low = q[MST_P25];
  *high = q[MST_P75];
  if (is_level (feature) && *high > 0.0)
    *high = 2.0 * q[MST_P50] - q[MST_P25];
}

gdouble
mst_profile_unit (const MstProfile *self, int feature)
{
  gdouble low, high;

  mst_profile_inner (self, feature, &low, &high);
  return fmax ((high - low) / QUARTILES_PER_SD, LEAST_UNIT);
}

/* By how much a band is louder than each third of a level spectrum in it
 * [LU]. */
static gdouble
band_over_third (int band)
{
  gdouble sum = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    sum += mst_third_share (k, band) * pow (10.0, 0.1 * mst_third_weighting[k]);
  return 10.0 * log10 (sum);
}

void
mst_profile_spectrum (const MstProfile *self, MstQuantile quantile,
    gdouble thirds[MST_ANALYSIS_THIRDS])
{
  gdouble levels[MST_ANALYSIS_BANDS];

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    levels[b] = self->feature[MST_FEATURE_LEVEL + b].quantile[quantile] -
        band_over_third (b);
  mst_bands_to_thirds (levels, thirds);
}
