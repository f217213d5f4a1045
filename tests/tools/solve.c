/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The search for the drive, against limiters that are formulas: the oracle is
 * the formula itself, evaluated at the drive that the search ends with. */
#include "mst-test.h"

#include "formula.h"

static MasterVerdict
search (const MasterGoal *goal, const Sound *sound, gboolean best_effort,
    MasterTrial *result, guint *rounds)
{
  MasterTrial trials[MASTER_MAX_ROUNDS + 1];
  MasterVerdict verdict = MASTER_VERDICT_AGAIN;
  guint n = 0;

  master_solve_start (goal, sound->loudness, &trials[0]);
  while (verdict == MASTER_VERDICT_AGAIN) {
    render (sound, &trials[n]);
    n++;
    verdict = master_solve_next (goal, trials, n, best_effort, &trials[n]);
  }
  *result = trials[n - 1];
  *rounds = n;
  if (best_effort && verdict != MASTER_VERDICT_DONE &&
      master_solve_best (goal, trials, n) >= 0)
    *result = trials[master_solve_best (goal, trials, n)];
  return verdict;
}

static void
test_a_gain_is_found_at_once (void)
{
  const Sound sound = { -30.0, -20.0, 0.5, 0.0, 0.0 };
  MasterTrial result;
  guint rounds;

  mst_check (search (&common_goal, &sound, FALSE, &result, &rounds) ==
          MASTER_VERDICT_DONE,
      "not done");
  mst_check (rounds == 1, "%u rounds", rounds);
  mst_check (result.drive == 16.0, "drive %g", result.drive);
}

static void
test_every_limiter_settles (void)
{
  const double slopes[] = { 0.95, 0.8, 0.5, 0.3 };
  const double bends[] = { 0.0, 0.01, 0.02 };
  const double overshoots[] = { -0.2, 0.0, 0.03, 0.4 };
  MasterTrial result;
  guint rounds;

  for (int i = 0; i < 4 * 3 * 4; i++) {
    const Sound sound = { -20.0, -3.5, slopes[i % 4], bends[i / 4 % 3],
      overshoots[i / 12] };
    MasterGoal goal = common_goal;

    goal.max_limiting = 40.0;
    goal.loudness = -17.2;
    mst_check (search (&goal, &sound, FALSE, &result, &rounds) ==
            MASTER_VERDICT_DONE,
        "sound %d not done after %u", i, rounds);
    mst_check (fabs (result.loudness - goal.loudness) <= MASTER_TOLERANCE,
        "sound %d: %g", i, result.loudness);
    mst_check (result.true_peak <= goal.ceiling, "sound %d: peak %g", i,
        result.true_peak);
    mst_check (rounds <= 8, "sound %d: %u rounds", i, rounds);
  }
}

static void
test_too_much_limiting_is_refused (void)
{
  const Sound sound = { -30.0, -3.0, 0.5, 0.0, 0.0 };
  MasterTrial result;
  guint rounds;

  mst_check (search (&common_goal, &sound, FALSE, &result, &rounds) ==
          MASTER_VERDICT_LIMITING,
      "not refused");
}

static void
test_best_effort_goes_to_the_limit (void)
{
  const Sound sound = { -30.0, -3.0, 0.5, 0.0, 0.02 };
  MasterTrial result;
  guint rounds;

  mst_check (search (&common_goal, &sound, TRUE, &result, &rounds) ==
          MASTER_VERDICT_LIMITING,
      "not told");
  mst_check (result.limiting <= 12.0 && result.limiting > 11.9, "limiting %g",
      result.limiting);
  mst_check (result.true_peak <= -1.0, "peak %g", result.true_peak);
}

static void
test_the_range_of_the_drive_ends_it (void)
{
  const Sound quiet = { -68.0, -60.0, 0.5, 0.0, 0.0 };
  const Sound loud = { 12.0, 20.0, 0.5, 0.0, 0.0 };
  MasterTrial result;
  guint rounds;

  mst_check (search (&common_goal, &quiet, FALSE, &result, &rounds) ==
          MASTER_VERDICT_DRIVE,
      "quiet");
  mst_check (result.drive == 48.0, "drive %g", result.drive);
  mst_check (search (&common_goal, &loud, FALSE, &result, &rounds) !=
          MASTER_VERDICT_DONE,
      "loud");
}

static void
test_what_has_no_loudness_only_keeps_the_ceiling (void)
{
  const Sound click = { -INFINITY, 3.0, 0.5, 0.0, 0.1 };
  MasterGoal goal = common_goal;
  MasterTrial result;
  guint rounds;

  goal.loudness = NAN;
  mst_check (search (&goal, &click, TRUE, &result, &rounds) ==
          MASTER_VERDICT_DONE,
      "not done");
  mst_check (result.drive == 0.0, "drive %g", result.drive);
  mst_check (result.true_peak <= -1.0, "peak %g", result.true_peak);
  mst_check (!master_solve_reached (&goal, &result), "reached what?");
}

int
main (void)
{
  MST_RUN (test_a_gain_is_found_at_once);
  MST_RUN (test_every_limiter_settles);
  MST_RUN (test_too_much_limiting_is_refused);
  MST_RUN (test_best_effort_goes_to_the_limit);
  MST_RUN (test_the_range_of_the_drive_ends_it);
  MST_RUN (test_what_has_no_loudness_only_keeps_the_ceiling);
  return mst_done ();
}
