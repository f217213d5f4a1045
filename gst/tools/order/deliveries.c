/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "deliveries.h"

#include <math.h>
#include <string.h>

#include "tools/base/errors.h"

#define PLACEHOLDER "%t"
#define RELATIVE " LU" /* behind a value that counts from the loudness */
#define SOFTEST -70.0  /* of what has none [LUFS] */

static void
clear_delivery (gpointer data)
{
  MasterDelivery *self = data;

  g_free (self->output);
}

/* "a/b.flac" with "cd" gives "a/b.cd.flac". A name without an ending stays,
 * for its format cannot be told anyway. */
static gchar *
insert_before_ending (const gchar *output, const gchar *name)
{
  const gchar *slash = strrchr (output, G_DIR_SEPARATOR);
  const gchar *base = slash ? slash + 1 : output;
  const gchar *dot = strrchr (base, '.');

  if (!dot || dot == base)
    return g_strdup (output);
  return g_strdup_printf ("%.*s.%s%s", (int) (dot - output), output, name, dot);
}

static gchar *
make_output (const gchar *output, const gchar *name, gboolean several)
{
  g_auto (GStrv) parts = NULL;

  if (!output)
    return NULL;
  if (several && !strstr (output, PLACEHOLDER))
    return insert_before_ending (output, name);
  parts = g_strsplit (output, PLACEHOLDER, -1);
  return g_strjoinv (name, parts);
}

static gboolean
is_twice (gchar **names, guint n)
{
  for (guint i = 0; i < n; i++)
    if (g_ascii_strcasecmp (names[i], names[n]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_delivery (GArray *deliveries, const MasterTargets *table, gchar **names,
    const gchar *output, GError **error)
{
  const gchar *name = names[deliveries->len];
  const MasterTarget *target = master_targets_find (table, name, error);
  MasterDelivery delivery;

  if (!target)
    return FALSE;
  if (is_twice (names, deliveries->len))
    return master_usage (error, "--target %s is given twice", name);
  delivery = (MasterDelivery){ .target = target->name,
    .output = make_output (output, target->name, g_strv_length (names) > 1),
    .loudness = target->loudness,
    .ceiling = target->ceiling,
    .max_limiting = target->max_limiting,
    .settings = target->settings,
    .record = target->record,
    .words = { target->bits, target->rate, target->shaping } };
  g_array_append_val (deliveries, delivery);
  return TRUE;
}

GArray *
master_deliveries_new (const MasterTargets *table, gchar **names,
    const gchar *output, GError **error)
{
  g_autoptr (GArray) deliveries =
      g_array_new (FALSE, TRUE, sizeof (MasterDelivery));

  g_array_set_clear_func (deliveries, clear_delivery);
  if (!names) {
    MasterDelivery delivery = { .output = g_strdup (output),
      .max_limiting = NAN,
      .record = MASTER_NO_RECORD };
    g_array_append_val (deliveries, delivery);
  }
  for (guint i = 0; names && names[i]; i++)
    if (!add_delivery (deliveries, table, names, output, error))
      return NULL;
  return g_steal_pointer (&deliveries);
}

/* "a=-10 LU" becomes "a=-28" for a song of -18 LUFS; at most full scale. */
static gchar *
resolve (const gchar *setting, gdouble loudness)
{
  const gchar *equals = strchr (setting, '=');
  gchar number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!equals || !g_str_has_suffix (setting, RELATIVE))
    return g_strdup (setting);
  g_ascii_formatd (number, sizeof (number), "%.2f",
      MIN (0.0,
          (isfinite (loudness) ? loudness : SOFTEST) +
              g_ascii_strtod (equals + 1, NULL)));
  return g_strdup_printf ("%.*s%s", (int) (equals + 1 - setting), setting,
      number);
}

gchar **
master_delivery_settings (const MasterDelivery *self, gdouble loudness,
    gchar **by_hand)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  for (gchar **own = self->settings; own && *own; own++) {
    g_autofree gchar *setting = resolve (*own, loudness);

    g_strv_builder_add (all, setting);
  }
  if (by_hand)
    g_strv_builder_addv (all, (const gchar **) by_hand);
  return g_strv_builder_end (all);
}
