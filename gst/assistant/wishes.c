/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "wishes.h"

#include <string.h>

#include "nearest.h"

#define BAND(shape, hertz, quality, gain)                                      \
  {                                                                            \
    MST_WISH_BAND, .nick = shape, .frequency = hertz, .q = quality, .by = gain \
  }
#define ADD(property, step)                                                    \
  {                                                                            \
    MST_WISH_ADD, property, .by = step                                         \
  }
#define SET(property, start, step)                                             \
  {                                                                            \
    MST_WISH_SET, property, start, step                                        \
  }
#define THRESHOLD(property, over)                                              \
  {                                                                            \
    MST_WISH_THRESHOLD, property, over                                         \
  }

/* The frequencies are those that the words of recording engineers stand for:
 * bass below 150 Hz, mud about 300 Hz, presence from 2 to 5 kHz, sibilants from
 * 5 to 9 kHz, air above. A step is about what can just be heard in a
 * comparison, 0.5 dB of a broad change of tone (Moore, An Introduction to the
 * Psychology of Hearing, chapter 4: level differences of 0.5 to 1 dB). */
const MstWish mst_wishes[MST_N_WISHES] = {
  { "warmer",
      { BAND ("bell", 220.0, 0.7, 0.6), BAND ("high-shelf", 6000.0, 0.7, -0.5),
          ADD ("saturator::drive", 1.5) },
      "level-148-392", +1, NULL, NULL,
      "Warmth is more of the low mids, a softer top and a few harmonics." },
  { "brighter",
      { BAND ("high-shelf", 4500.0, 0.6, 0.7),
          BAND ("high-shelf", 10000.0, 0.7, 0.3) },
      "level-7314-12199", +1, NULL, "darker", "More of the top, and of air." },
  { "darker", { BAND ("high-shelf", 4500.0, 0.6, -0.8) }, "level-7314-12199",
      -1, NULL, "brighter", "Less of the top." },
  { "wider",
      { { MST_WISH_SCALE, "imager::band1::width", .by = 0.8 },
          { MST_WISH_SCALE, "imager::band2::width", .by = 0.8 },
          { MST_WISH_SCALE, "imager::band3::width", .by = 0.8 } },
      "side-1458-2550", +1, NULL, "narrower",
      "The sides are raised above the bass, as far as the mono sum allows." },
  { "narrower",
      { { MST_WISH_SCALE, "imager::band1::width", .by = -1.2 },
          { MST_WISH_SCALE, "imager::band2::width", .by = -1.2 },
          { MST_WISH_SCALE, "imager::band3::width", .by = -1.2 } },
      "side-1458-2550", -1, NULL, "wider",
      "The sides are lowered above the bass." },
  { "punchier",
      { THRESHOLD ("compressor::threshold", -6.0),
          SET ("compressor::ratio", 1.0, 0.3),
          SET ("compressor::attack", 40.0, 0.0) },
      "crest", +1, "compressor", "smoother",
      "A slow compressor holds the body of the sound back behind its attack, "
      "which passes as it is." },
  { "smoother",
      { THRESHOLD ("compressor::threshold", 2.0),
          SET ("compressor::ratio", 1.0, 0.4),
          SET ("compressor::attack", 1.0, 0.0) },
      "plr", -1, "compressor", "punchier",
      "A quick compressor rounds the peaks that stick out." },
  { "tighter-bass",
      { SET ("imager::bass-mono", 70.0, 15.0), BAND ("low-cut", 20.0, 0.7, 2.0),
          BAND ("bell", 130.0, 1.0, -0.4) },
      "side-20-148", -1, NULL, NULL,
      "The bass is put in the middle, and what is below and just above it is "
      "taken back." },
  { "more-bass", { BAND ("low-shelf", 110.0, 0.7, 0.7) }, "level-20-148", +1,
      NULL, "less-bass", "More of the bass." },
  { "less-bass", { BAND ("low-shelf", 110.0, 0.7, -0.8) }, "level-20-148", -1,
      NULL, "more-bass", "Less of the bass." },
  { "less-muddy", { BAND ("bell", 270.0, 0.8, -0.8) }, "level-148-392", -1,
      NULL, NULL, "Less of the low mids, where instruments cover each other." },
  { "less-harsh", { BAND ("bell", 3200.0, 0.9, -0.8) }, "level-2550-4349", -1,
      NULL, NULL, "Less of the presence, where the ear is most sensitive." },
  { "less-sibilant",
      { { MST_WISH_ABOVE, .base = 8.0, .by = -1.5, .nick = "bell",
          .frequency = 7000.0, .q = 1.0 } },
      "sibilance", -1, NULL, NULL,
      "A bell that moves takes off what hisses, only while it does." },
  { "louder", { { MST_WISH_LOUDNESS, "limiter::drive", .by = 1.0 } },
      "loudness", +1, NULL, NULL, "Driven further into the limiter." },
  { "more-dynamic",
      { { MST_WISH_BELOW, .base = 6.0, .by = -1.0, .nick = "high-shelf",
          .frequency = 10.0, .q = 0.7 } },
      "block-range", +1, NULL, NULL,
      "What is soft becomes a little softer, so that loud and soft lie further "
      "apart." },
  { "closer",
      { { MST_WISH_BAND, .nick = "bell", .frequency = 2800.0, .q = 0.8,
            .by = 0.6, .channel = "mid" },
          { MST_WISH_BAND, .nick = "bell", .frequency = 400.0, .q = 0.7,
              .by = -0.3, .channel = "side" } },
      "level-2550-4349", +1, NULL, "deeper",
      "The middle steps forward by its presence, and the room behind it "
      "back." },
  { "deeper",
      { SET ("reverb::mix", -34.0, 2.0),
          BAND ("high-shelf", 7000.0, 0.7, -0.2) },
      "tail", +1, NULL, "closer",
      "A breath of a room puts the sound further back." },
};

/* --- reading */

static gint
find_word (const gchar *word)
{
  for (gint i = 0; i < MST_N_WISHES; i++)
    if (g_ascii_strcasecmp (mst_wishes[i].word, word) == 0)
      return i;
  return -1;
}

static gboolean
fail (GError **error, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const gchar *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error)
    *error = g_error_new_valist (MST_PROFILE_ERROR, MST_PROFILE_ERROR_PARSE,
        format, args);
  va_end (args);
  return FALSE;
}

static gboolean
fail_unknown (const gchar *word, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GString) known = g_string_new (NULL);
  const gchar *meant;

  for (gint i = 0; i < MST_N_WISHES; i++) {
    g_ptr_array_add (words, (gpointer) mst_wishes[i].word);
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
        mst_wishes[i].word);
  }
  meant = mst_nearest (word, words);
  return fail (error, "there is no wish %s%s%s; there are %s", word,
      meant ? ", did you mean " : "", meant ? meant : "", known->str);
}

static gboolean
read_steps (gdouble *steps, const gchar *text)
{
  gchar *end;

  *steps = text ? g_ascii_strtod (text, &end) : MST_WISH_USUAL;
  return (!text || (end != text && *end == '\0')) && *steps >= MST_WISH_LEAST &&
      *steps <= MST_WISH_MOST;
}

static gboolean
read_wish (MstWishes *self, gchar *text, GError **error)
{
  gchar *equals = strchr (text, '=');
  gdouble steps;
  gint i;

  if (equals)
    *equals = '\0';
  g_strstrip (text);
  i = find_word (text);
  if (i < 0)
    return fail_unknown (text, error);
  if (!read_steps (&steps, equals ? equals + 1 : NULL))
    return fail (error, "%s must be 1 to 5", mst_wishes[i].word);
  if (self->steps[i] > 0.0)
    return fail (error, "%s is wished for twice", mst_wishes[i].word);
  self->steps[i] = steps;
  return TRUE;
}

static gboolean
agree (const MstWishes *self, GError **error)
{
  for (gint i = 0; i < MST_N_WISHES; i++) {
    const gchar *against = mst_wishes[i].against;
    g_auto (GStrv) words =
        g_strsplit (against && self->steps[i] > 0.0 ? against : "", ",", -1);

    for (gchar **word = words; *word; word++)
      if (self->steps[find_word (*word)] > 0.0)
        return fail (error, "%s and %s contradict each other",
            mst_wishes[i].word, *word);
  }
  return TRUE;
}

gboolean
mst_wishes_parse (MstWishes *self, const gchar *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text ? text : "", ",", -1);

  *self = (MstWishes){ { 0.0 } };
  for (gchar **word = words; *word; word++)
    if (!read_wish (self, *word, error))
      return FALSE;
  return agree (self, error);
}

gchar *
mst_wishes_print (const MstWishes *self)
{
  GString *out = g_string_new (NULL);

  for (gint i = 0; i < MST_N_WISHES; i++) {
    gchar number[G_ASCII_DTOSTR_BUF_SIZE];

    if (self->steps[i] > 0.0)
      g_string_append_printf (out, "%s%s=%s", out->len > 0 ? "," : "",
          mst_wishes[i].word,
          g_ascii_formatd (number, sizeof (number), "%g", self->steps[i]));
  }
  return g_string_free (out, FALSE);
}

gboolean
mst_wishes_are_none (const MstWishes *self)
{
  for (gint i = 0; i < MST_N_WISHES; i++)
    if (self->steps[i] > 0.0)
      return FALSE;
  return TRUE;
}

gboolean
mst_wishes_add (MstWishes *self, const MstWishes *other, GError **error)
{
  for (gint i = 0; i < MST_N_WISHES; i++)
    self->steps[i] = MIN (self->steps[i] + other->steps[i], MST_WISH_MOST);
  return agree (self, error);
}

gdouble
mst_wishes_loudness (const MstWishes *self)
{
  gdouble change = 0.0;

  for (gint i = 0; i < MST_N_WISHES; i++)
    for (gint k = 0; k < MST_WISH_SETTINGS; k++) {
      const MstWishSetting *setting = &mst_wishes[i].settings[k];

      if (setting->kind == MST_WISH_LOUDNESS)
        change += self->steps[i] * setting->by;
    }
  return change;
}
