/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Resonances: a top of the long-term spectrum stands out all the time, so that
 * a bell at rest serves, and its effect can be foreseen. */
#include "rules.h"

#define DEADBAND_DB 6.0
#define BASS_DEADBAND_DB 9.0 /* notes of a bass stand out, as they should */
#define BASS_HZ 200.0
#define LOWEST_HZ 60.0
#define HIGHEST_HZ 12000.0
#define LEAST_Q 2.0 /* broader ones are tone */
/* A top that is narrower than a semitone, 1 / (2^(1/24) - 2^(-1/24)), is a
 * note: one pitch stands out of the spectrum by 10 to 25 dB, and should. */
#define NOTE_Q 17.3
#define MOST_Q 12.0 /* of the bell */
#define SHARE 0.5   /* of the prominence */
#define MOST_DB 3.0
#define BASS_MOST_DB 1.5
#define MOST_BANDS 4

static gboolean
is_resonance (const MstAnalysisResonance *r)
{
  gdouble least = r->frequency < BASS_HZ ? BASS_DEADBAND_DB : DEADBAND_DB;

  return r->prominence > least && r->q >= LEAST_Q && r->q <= NOTE_Q &&
      r->frequency >= LOWEST_HZ && r->frequency <= HIGHEST_HZ;
}

static void
cut (MstCase *c, const MstAnalysisResonance *r)
{
  gdouble most = r->frequency < BASS_HZ ? BASS_MOST_DB : MOST_DB;
  gdouble gain = -c->strength * fmin (SHARE * r->prominence, most);
  g_autofree gchar *path = g_strdup_printf ("eq::band%d::gain", c->eq_bands);

  mst_plan_move (c->plan,
      &(MstMove){ .stage = "eq",
          .rule = "resonance",
          .amount = gain,
          .unit = "dB",
          .feature = "resonance",
          .before = r->prominence,
          .expected = r->prominence + gain },
      path,
      "A narrow tone that sounds through the whole piece tires the ear: it is "
      "lowered, by half of its height at most.",
      "%.0f Hz stands %.1f dB out of the spectrum about it, over %.0f (Q %.1f)",
      r->frequency, r->prominence,
      r->frequency < BASS_HZ ? BASS_DEADBAND_DB : DEADBAND_DB, r->q);
  mst_case_add_eq (c, "resonance", MST_SHAPE_BELL, r->frequency, gain,
      CLAMP (r->q, LEAST_Q, MOST_Q));
}

void
mst_rule_resonances (MstCase *c)
{
  int n = 0;

  for (int i = 0; i < MST_ANALYSIS_RESONANCES; i++) {
    const MstAnalysisResonance *r = &c->in->resonance[i];

    if (!(r->frequency > 0.0))
      break;
    if (n < MOST_BANDS && is_resonance (r)) {
      cut (c, r);
      n++;
    }
  }
  if (n == 0)
    mst_plan_note (c->plan, "resonance",
        "resonances: none that is wider than a note stands out by more than "
        "%.0f dB",
        DEADBAND_DB);
}
