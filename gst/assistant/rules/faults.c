/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Faults of the mix itself, and what they keep the assistant from. */
#include "rules.h"

#define CLIPS_A_MINUTE 6.0
#define DEAD_DB 40.0
#define LOPSIDED_DB 3.0
#define OUT_OF_PHASE -0.2
#define LOOSE 0.2 /* correlation under which nothing is widened */
#define LOOSE_LOSS_LU 2.0
#define MONO_LOSS_LU 6.0
#define DC_LU 30.0 /* under the loudness */
#define DC_CUT_HZ 10.0
#define HUM_LU 50.0   /* under the loudness */
#define NOISE_LU 40.0 /* under the loudness */
#define MUSIC_LU 35.0 /* a floor that is nearer is music */
#define LOSSY_HZ 20500.0
#define LOSSY_OF_RATE 0.47
#define HEARD_HZ 19000.0 /* a cliff above is told, and scarcely heard */

/* A limiter leaves many peaks near the top: within 3 dB of it where the peaks
 * are no more than 12 dB over the loudness, or right at it. Indices are those
 * of MST_ANALYSIS_TOP_DB. */
#define MASTERED_PLR_DB 12.0
#define NEAR_TOP 2
#define NEAR_SHARE 0.4
#define LIMITED_PLR_DB 14.5
#define AT_TOP 0
#define AT_SHARE 0.06
#define CRUSHED_PLR_DB 6.0

static void
check_length (MstCase *c)
{
  const MstAnalysis *in = c->in;
  gdouble seconds = in->rate > 0.0 ? in->frames / in->rate : 0.0;

  if (!(in->loudness > MST_FEATURES_SILENT_DB) ||
      !(in->true_peak > MST_FEATURES_SILENT_DB)) {
    c->plan->usable = FALSE;
    mst_plan_finding (c->plan, MST_FINDING_FAULT, "silence",
        "it is silent: there is nothing to master");
    return;
  }
  c->can_judge = seconds >= MST_FEATURES_MIN_S;
  if (!c->can_judge)
    mst_plan_finding (c->plan, MST_FINDING_FAULT, "too-short",
        "it is %.1f s long; under %.0f s nothing can be said of its sound",
        seconds, MST_FEATURES_MIN_S);
}

static void
check_samples (MstCase *c)
{
  const MstAnalysis *in = c->in;
  gdouble minutes = fmax (in->frames / in->rate / 60.0, 1.0);

  if (in->invalid_samples > 0.0)
    mst_plan_finding (c->plan, MST_FINDING_FAULT, "invalid",
        "%.0f samples are not numbers; they become silence",
        in->invalid_samples);
  if (in->clipped_runs > 0.0)
    mst_plan_finding (c->plan,
        in->clipped_runs / minutes >= CLIPS_A_MINUTE ? MST_FINDING_FAULT
                                                     : MST_FINDING_NOTICE,
        "clipped",
        "it clips %.0f times, %.1f a minute; the cut peaks stay lost%s",
        in->clipped_runs, in->clipped_runs / minutes,
        c->plan->mastered ? "" : ": render the mix again, with headroom");
  if (in->word_length > 0.0 && in->word_length < 16.0)
    mst_plan_finding (c->plan, MST_FINDING_NOTICE, "word-length",
        "only %.0f bits of its samples are in use", in->word_length);
}

static void
check_band (MstCase *c)
{
  const MstAnalysis *in = c->in;

  if (in->bandwidth > 0.0 && in->bandwidth < LOSSY_HZ &&
      in->bandwidth < LOSSY_OF_RATE * in->rate)
    mst_plan_finding (c->plan,
        in->bandwidth < HEARD_HZ ? MST_FINDING_FAULT : MST_FINDING_NOTICE,
        "lossy",
        "its spectrum falls off a cliff at %.1f kHz, as that of a lossy codec "
        "or of a lower sample rate does; nothing above can be brought back, "
        "and nothing there is raised",
        in->bandwidth / 1000.0);
  if (in->hum > 0.0 && in->hum_level > in->loudness - HUM_LU)
    mst_plan_finding (c->plan, MST_FINDING_FAULT, "hum",
        "mains hum of %.0f Hz at %.1f dBFS; limiting will raise it", in->hum,
        in->hum_level);
  c->noisy = in->noise_floor > in->loudness - NOISE_LU &&
      in->noise_floor <= in->loudness - MUSIC_LU;
  if (c->noisy)
    mst_plan_finding (c->plan, MST_FINDING_NOTICE, "noise",
        "its quietest moments are at %.1f dBFS, %.1f LU under its loudness: "
        "noise there would be raised with the rest",
        in->noise_floor, in->loudness - in->noise_floor);
}

static gboolean
has_offset (const MstCase *c)
{
  return c->in->dc > c->in->loudness - DC_LU;
}

static void
check_dc (MstCase *c)
{
  if (has_offset (c))
    mst_plan_finding (c->plan, MST_FINDING_NOTICE, "dc",
        "a DC offset of %.1f dBFS takes headroom", c->in->dc);
}

/* DC is the one fault that a stage mends on the way. */
void
mst_rule_dc (MstCase *c)
{
  if (!has_offset (c))
    return;
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "eq",
          .rule = "dc",
          .amount = DC_CUT_HZ,
          .unit = "Hz",
          .feature = "dc",
          .before = c->in->dc,
          .expected = -INFINITY },
      "eq::band0::frequency",
      "An offset cannot be heard and costs headroom: a low cut below hearing "
      "takes it away.",
      "DC is at %.1f dBFS, less than %.0f LU under the loudness", c->in->dc,
      DC_LU);
  mst_case_add_eq (c, "dc", MST_SHAPE_LOW_CUT, DC_CUT_HZ, 0.0, M_SQRT1_2);
}

static gboolean
has_side (const MstAnalysis *in)
{
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    if (in->band[b].side > MST_SCARCELY_SIDE_LU)
      return TRUE;
  return FALSE;
}

static void
check_phase (MstCase *c)
{
  const MstAnalysis *in = c->in;

  c->can_widen = in->correlation >= LOOSE && in->mono_loss < LOOSE_LOSS_LU;
  if (in->correlation < OUT_OF_PHASE || in->mono_loss > MONO_LOSS_LU)
    mst_plan_finding (c->plan, MST_FINDING_FAULT, "out-of-phase",
        "left and right work against each other (correlation %.2f; in mono "
        "%.1f LU are lost): look for a channel of reversed polarity",
        in->correlation, in->mono_loss);
}

static void
check_image (MstCase *c)
{
  const MstAnalysis *in = c->in;
  gboolean dead = in->channels == 2.0 && !(fabs (in->balance) < DEAD_DB);

  if (dead)
    mst_plan_finding (c->plan, MST_FINDING_FAULT, "dead-channel",
        "the %s channel is %s", in->balance > 0.0 ? "right" : "left",
        isfinite (in->balance) ? "all but silent" : "silent");
  else if (in->channels == 2.0 && fabs (in->balance) > LOPSIDED_DB)
    mst_plan_finding (c->plan, MST_FINDING_NOTICE, "lopsided",
        "the %s channel is louder by %.1f dB",
        in->balance > 0.0 ? "left" : "right", fabs (in->balance));
  c->stereo = in->channels == 2.0 && !dead && has_side (in);
  if (c->stereo)
    check_phase (c);
  else if (!dead)
    mst_plan_note (c->plan, "width",
        in->channels > 2.0
            ? "width and ambience: there are no rules for more than two "
              "channels"
            : "width and ambience: it is mono, and that is a choice");
}

/* --- finished masters */

static gboolean
is_mastered (const MstCase *c)
{
  gdouble plr = c->plan->features[MST_FEATURE_PLR];
  const double *share = c->in->peak_share;

  return (plr < MASTERED_PLR_DB && share[NEAR_TOP] > NEAR_SHARE) ||
      (plr < LIMITED_PLR_DB && share[AT_TOP] > AT_SHARE);
}

/* Tells one of the two, since a crushed piece is not a master to keep. */
static void
check_peaks (MstCase *c)
{
  const double *share = c->in->peak_share;

  if (c->in->plr < CRUSHED_PLR_DB)
    mst_plan_finding (c->plan, MST_FINDING_FAULT, "crushed",
        "its peaks are only %.1f dB over its loudness; a limiter or clipper "
        "took the others, and they stay lost: master from the mix before it",
        c->in->plr);
  else if (c->plan->mastered)
    mst_plan_finding (c->plan, MST_FINDING_NOTICE, "mastered",
        "it is a finished master: its peaks are %.1f dB over its loudness, "
        "%.0f %% of them within 3 dB of the top, and %.0f %% at it",
        c->plan->features[MST_FEATURE_PLR], 100.0 * share[NEAR_TOP],
        100.0 * share[AT_TOP]);
}

void
mst_rule_faults (MstCase *c)
{
  check_length (c);
  if (!c->plan->usable)
    return;
  c->plan->mastered = is_mastered (c);
  check_samples (c);
  check_band (c);
  check_dc (c);
  check_image (c);
  check_peaks (c);
}
