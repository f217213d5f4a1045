/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "takes.h"

#include "tools/pass/settings.h"

/* As many recordings are kept: one of the mix, and one of what came out. */
#define MOST_RECORDINGS 2

struct _MasterTakes {
  GPtrArray *takes; /* MasterTake, the last used at the end */
};

static void
free_take (gpointer data)
{
  MasterTake *self = data;

  g_free (self->key);
  g_clear_pointer (&self->analysis, gst_structure_free);
  g_clear_pointer (&self->sound, master_recording_unref);
  g_clear_pointer (&self->passage, master_passage_unref);
  g_free (self);
}

MasterTakes *
master_takes_new (void)
{
  MasterTakes *self = g_new0 (MasterTakes, 1);

  self->takes = g_ptr_array_new_with_free_func (free_take);
  return self;
}

void
master_takes_free (MasterTakes *self)
{
  g_ptr_array_unref (self->takes);
  g_free (self);
}

static void
give_up_old_recordings (MasterTakes *self)
{
  guint kept = 0;

  for (guint i = self->takes->len; i-- > 0;) {
    MasterTake *take = g_ptr_array_index (self->takes, i);

    if (take->sound && ++kept > MOST_RECORDINGS)
      g_clear_pointer (&take->sound, master_recording_unref);
  }
}

MasterTake *
master_takes_find (MasterTakes *self, const gchar *key)
{
  for (guint i = 0; i < self->takes->len; i++) {
    MasterTake *take = g_ptr_array_index (self->takes, i);

    if (!g_str_equal (take->key, key))
      continue;
    g_ptr_array_steal_index (self->takes, i);
    g_ptr_array_add (self->takes, take);
    return take;
  }
  return NULL;
}

MasterTake *
master_takes_add (MasterTakes *self, gchar *key, MasterRecording *sound)
{
  MasterTake *take = master_takes_find (self, key);

  if (take) {
    g_free (key);
    g_clear_pointer (&take->sound, master_recording_unref);
  } else {
    take = g_new0 (MasterTake, 1);
    take->key = key;
    g_ptr_array_add (self->takes, take);
  }
  take->sound = sound;
  give_up_old_recordings (self);
  return take;
}

/* --- keys */

gchar *
master_takes_mix_key (const GstStructure *settings, gint resample)
{
  g_autoptr (GstStructure) front = master_settings_copy_front (settings);
  g_autofree gchar *text = gst_structure_to_string (front);

  return g_strdup_printf ("mix at %d: %s", resample, text);
}

gchar *
master_takes_key (const GstStructure *settings, gdouble drive, gdouble ceiling,
    const MasterEncoding *encoding)
{
  g_autoptr (GstStructure) sound = master_settings_copy_sound (settings);
  g_autofree gchar *text = gst_structure_to_string (sound);

  return g_strdup_printf ("%a dB under %a dBTP, %s of %d bits (%s) at %d: %s",
      drive, ceiling, encoding->samples, encoding->bits,
      encoding->shaping ? encoding->shaping : "", encoding->rate, text);
}
