/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmastercurve.h"

#include <math.h>
#include <string.h>

#include "gstmasterobject.h"
#include "gstmasterparams.h"

/* "mid-curve" -> "Mid Curve" */
static gchar *
make_nick (const gchar *name)
{
  gchar *nick = g_strdelimit (g_strdup (name), "-", ' ');

  for (gchar *c = nick; *c; c++)
    if (c == nick || c[-1] == ' ')
      *c = g_ascii_toupper (*c);
  return nick;
}

/* The elements of the array have no spec of their own: with one, GObject would
 * turn an integer into 0. */
void
gst_master_curves_install (GObjectClass *owner_class, guint first_id,
    const MstCurveRow *rows, gint n_rows)
{
  for (gint i = 0; i < n_rows; i++) {
    gchar *nick = make_nick (rows[i].name);
    gchar *blurb =
        g_strdup_printf ("%s: <frequency, gain, frequency, gain, ...> [Hz, %s]",
            rows[i].blurb, rows[i].unit);
    g_object_class_install_property (owner_class, first_id + i,
        gst_param_spec_array (rows[i].name, nick, blurb, NULL,
            G_PARAM_READWRITE | G_PARAM_STATIC_NAME |
                GST_PARAM_MUTABLE_PLAYING));
    g_free (blurb);
    g_free (nick);
  }
}

static GArray *
new_points (guint n)
{
  return g_array_sized_new (FALSE, FALSE, sizeof (GstMasterCurvePoint), n);
}

static const GstMasterCurvePoint *
point_at (const GArray *points, guint i)
{
  return &g_array_index (points, GstMasterCurvePoint, i);
}

void
gst_master_curve_init (GstMasterCurve *self, const MstCurveRow *row)
{
  *self = (GstMasterCurve){ .row = row, .points = new_points (0) };
}

void
gst_master_curve_clear (GstMasterCurve *self)
{
  g_array_unref (self->points);
  g_free (self->fault);
}

/* --- what is a curve */

gchar *
gst_master_curve_find_fault (const MstCurveRow *row, gdouble before,
    const GstMasterCurvePoint *point)
{
  if (!isfinite (point->frequency) || point->frequency <= 0.0)
    return g_strdup_printf ("a frequency of %g Hz", point->frequency);
  if (point->frequency <= before)
    return g_strdup_printf ("frequencies must rise: %g Hz follows %g Hz",
        point->frequency, before);
  if (!isfinite (point->gain) || point->gain < row->min ||
      point->gain > row->max)
    return g_strdup_printf ("a gain of %g %s at %g Hz is not in %g .. %g",
        point->gain, row->unit, point->frequency, row->min, row->max);
  return NULL;
}

/* Appends pair `i` to `points`. Returns NULL or the fault. */
static gchar *
take_pair (const MstCurveRow *row, const GValue *array, guint i, GArray *points)
{
  const GValue *frequency = gst_value_array_get_value (array, 2 * i);
  const GValue *gain = gst_value_array_get_value (array, 2 * i + 1);
  GstMasterCurvePoint point;
  gdouble before = i > 0 ? point_at (points, i - 1)->frequency : 0.0;
  gchar *fault;

  if (!gst_master_value_to_number (frequency, &point.frequency) ||
      !gst_master_value_to_number (gain, &point.gain))
    return g_strdup_printf ("pair %u is not two numbers", i + 1);
  fault = gst_master_curve_find_fault (row, before, &point);
  if (!fault)
    g_array_append_val (points, point);
  return fault;
}

/* Returns NULL and the reason in *fault where the value is not a curve. */
static GArray *
parse (const MstCurveRow *row, const GValue *array, gchar **fault)
{
  guint n = gst_value_array_get_size (array);
  g_autoptr (GArray) points = new_points (0);

  *fault = NULL;
  if (n % 2 != 0)
    *fault =
        g_strdup_printf ("%u numbers are not pairs of frequency and gain", n);
  else if (n / 2 > GST_MASTER_CURVE_MAX_POINTS)
    *fault =
        g_strdup_printf ("more than %d pairs", GST_MASTER_CURVE_MAX_POINTS);
  for (guint i = 0; i < n / 2 && !*fault; i++)
    *fault = take_pair (row, array, i, points);
  return *fault ? NULL : g_steal_pointer (&points);
}

gchar *
gst_master_curve_check (const MstCurveRow *row, const GValue *array)
{
  gchar *fault;
  GArray *points = parse (row, array, &fault);

  if (points)
    g_array_unref (points);
  return fault;
}

/* --- the grid */

/* Returns the gain on the line from a to b. Frequencies can be so near, or so
 * far apart, that only differences of logarithms are safe. */
static gdouble
interpolate (const GstMasterCurvePoint *a, const GstMasterCurvePoint *b,
    gdouble frequency)
{
  gdouble width = log (b->frequency) - log (a->frequency);
  gdouble share =
      width > 0.0 ? (log (frequency) - log (a->frequency)) / width : 1.0;

  return a->gain + CLAMP (share, 0.0, 1.0) * (b->gain - a->gain);
}

/* Points and grid both ascend, so that one walk does. */
static void
to_grid (const GArray *points, gdouble *gains)
{
  guint next = 0; /* the first point above the frequency */

  for (gint i = 0; i < MST_CURVE_POINTS; i++) {
    gdouble frequency = mst_curve_frequency (i);
    while (next < points->len && point_at (points, next)->frequency < frequency)
      next++;
    if (points->len == 0) {
      gains[i] = 0.0;
    } else if (next == 0 || next == points->len) {
      gains[i] = point_at (points, next == 0 ? 0 : next - 1)->gain;
    } else {
      gains[i] = interpolate (point_at (points, next - 1),
          point_at (points, next), frequency);
    }
  }
}

/* --- set and get */

/* Tells whether a message would reach anybody: gst_parse_launch() sets
 * properties before there is a pipeline. */
static gboolean
is_heard (GstElement *element)
{
  g_autoptr (GstObject) top = gst_master_object_find_top (element);
  g_autoptr (GstBus) bus =
      GST_IS_ELEMENT (top) ? gst_element_get_bus (GST_ELEMENT (top)) : NULL;

  return !!bus;
}

gboolean
gst_master_curve_set (GstMasterCurve *self, GstElement *element,
    const GValue *value)
{
  gchar *fault, *old_fault;
  GArray *points = parse (self->row, value, &fault), *unused = points;
  gdouble gains[MST_CURVE_POINTS];

  if (points)
    to_grid (points, gains);
  GST_OBJECT_LOCK (element);
  old_fault = self->fault;
  self->fault = fault;
  if (points) {
    unused = self->points;
    self->points = points;
    memcpy (self->gains, gains, sizeof (gains));
  }
  GST_OBJECT_UNLOCK (element);
  g_free (old_fault);
  if (unused)
    g_array_unref (unused);
  if (fault && is_heard (element))
    gst_master_curve_tell (self, element);
  return points != NULL;
}

void
gst_master_curve_tell (GstMasterCurve *self, GstElement *element)
{
  g_autofree gchar *fault = NULL;

  GST_OBJECT_LOCK (element);
  fault = g_steal_pointer (&self->fault);
  GST_OBJECT_UNLOCK (element);
  if (fault)
    GST_ELEMENT_WARNING (element, LIBRARY, SETTINGS,
        ("%s: %s", self->row->name, fault), ("the curve stays as it was"));
}

static void
append_number (GValue *array, gdouble number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value, number);
  gst_value_array_append_and_take_value (array, &value);
}

void
gst_master_curve_to_value (const GArray *points, GValue *value)
{
  g_value_reset (value);
  for (guint i = 0; i < points->len; i++) {
    append_number (value, point_at (points, i)->frequency);
    append_number (value, point_at (points, i)->gain);
  }
}

void
gst_master_curve_get (GstMasterCurve *self, GstElement *element, GValue *value)
{
  GST_OBJECT_LOCK (element);
  gst_master_curve_to_value (self->points, value);
  GST_OBJECT_UNLOCK (element);
}
