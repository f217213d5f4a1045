/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The search's steps, against a limiter that is a formula and an assistant that
 * is a list of what it says. The oracle of the steps is the drawing at the top
 * of search.h; of the figures, the formula. */
#include "mst-test.h"

#include "formula.h"
#include "tools/make/search.h"

#define MOST_STEPS 40

/* The steps that were taken, as letters: e(xcerpts), r(ender), t(ry), and at
 * the end D(one) or R(efused). */
typedef struct {
  MasterSearch search;
  char steps[MOST_STEPS + 2];
  int n;
} Run;

/* The assistant's next words; it says nothing more at the end of the list. */
typedef struct {
  const MasterAdvice *words;
  int n, said;
} Assistant;

static MasterAdvice
ask (Assistant *self, const MasterSearch *search)
{
  MasterAdvice advice = { .loudness = search->goal.loudness };

  if (self->said < self->n)
    advice = self->words[self->said++];
  advice.changed = advice.changed &&
      (search->step == MASTER_STEP_REHEARSE ||
          master_search_may_change (search));
  return advice;
}

static void
go_on (Run *self, const Sound *sound, Assistant *assistant)
{
  static const char letters[] = "ertDR";
  MasterSearch *search = &self->search;

  while (search->step < MASTER_STEP_DONE && self->n < MOST_STEPS) {
    MasterTrial trial = search->next;
    MasterAdvice advice;

    self->steps[self->n++] = letters[search->step];
    render (sound, &trial);
    if (search->step == MASTER_STEP_TRY || !assistant) {
      master_search_next (search, &trial, NULL);
    } else {
      advice = ask (assistant, search);
      master_search_next (search, &trial, &advice);
    }
  }
  self->steps[self->n++] = letters[search->step];
  self->steps[self->n] = '\0';
}

static Run
run (const Sound *sound, Assistant *assistant, gboolean best_effort)
{
  Run self = { .search = { .goal = common_goal,
                   .best_effort = best_effort,
                   .rehearses = !!assistant,
                   .tries = !!assistant } };

  master_search_start (&self.search, sound->loudness,
      assistant ? NAN : sound->peak);
  go_on (&self, sound, assistant);
  return self;
}

static void
check_steps (const Run *self, const char *expected)
{
  mst_check (strcmp (self->steps, expected) == 0, "%s, expected %s",
      self->steps, expected);
}

static void
check_reached (const Run *self, const Sound *sound, double loudness)
{
  MasterTrial trial = self->search.next;

  render (sound, &trial);
  mst_check_near (trial.loudness, loudness, MASTER_TOLERANCE);
  mst_check (trial.true_peak <= -1.0, "%g dBTP", trial.true_peak);
}

static const Sound easy = { -30.0, -20.0, 0.5 };
static const Sound dense = { -20.0, -3.0, 0.5 };
static const Sound thin = { -30.0, -3.0, 0.5 };

static void
test_a_gain_is_one_render (void)
{
  const Run self = run (&easy, NULL, FALSE);

  check_steps (&self, "rD");
  mst_check_near (self.search.next.drive, 16.0, 0.0);
}

static void
test_without_an_assistant_the_whole_is_rendered (void)
{
  const Run self = run (&dense, NULL, FALSE);

  mst_check (strspn (self.steps, "r") == strlen (self.steps) - 1, "%s",
      self.steps);
  check_reached (&self, &dense, -14.0);
}

/* -14 LUFS takes 16 dB of drive, which brings the peaks to +13 dBTP: 14 dB over
 * the ceiling, where 12 dB of limiting and a margin of 1 dB are allowed. */
static void
test_too_much_limiting_is_refused_unheard (void)
{
  Run self = run (&thin, NULL, FALSE);

  check_steps (&self, "R");
  mst_check (self.search.verdict == MASTER_VERDICT_LIMITING, "%d",
      self.search.verdict);
  self = run (&thin, NULL, TRUE);
  mst_check (self.search.step == MASTER_STEP_DONE, "%s", self.steps);
  render (&thin, &self.search.next);
  mst_check (self.search.next.limiting <= 12.0 &&
          self.search.next.limiting > 11.5,
      "%g dB", self.search.next.limiting);
}

/* An assistant that is content hears the excerpts once and the whole once. From
 * far off, the figures are tried before the whole is rendered again. */
static void
test_the_assistant_is_content (void)
{
  Assistant quiet = { NULL, 0, 0 };
  Run self = run (&easy, &quiet, FALSE);

  check_steps (&self, "erD");
  self = run (&dense, &quiet, FALSE);
  mst_check (strncmp (self.steps, "er", 2) == 0, "%s", self.steps);
  mst_check (strcmp (self.steps + self.n - 2, "rD") == 0,
      "%s: the last is not a render", self.steps);
  check_reached (&self, &dense, -14.0);
}

static void
test_a_far_start_is_tried (void)
{
  Assistant quiet = { NULL, 0, 0 };
  Run self = { .search = { .goal = common_goal, .tries = TRUE } };

  master_search_start (&self.search, dense.loudness, NAN);
  self.search.next.drive = 0.0;
  go_on (&self, &dense, &quiet);
  mst_check (strncmp (self.steps, "rt", 2) == 0, "%s", self.steps);
  check_reached (&self, &dense, -14.0);
}

/* Excerpts are heard for as long as they change, three times at most. */
static void
test_rehearsals (void)
{
  const MasterAdvice change = { .changed = TRUE, .loudness = -14.0 };
  const MasterAdvice lower = { .loudness = -15.0 };
  MasterAdvice words[20];
  Assistant twice = { words, 2, 0 }, once = { &lower, 1, 0 };
  Assistant never_content = { words, 20, 0 };
  Run self;

  for (int i = 0; i < 20; i++)
    words[i] = change;
  self = run (&easy, &twice, FALSE);
  check_steps (&self, "eeerD");
  /* Two corrections of the whole come after the three of excerpts. */
  self = run (&easy, &never_content, FALSE);
  check_steps (&self, "eeerrrD");
  self = run (&easy, &once, FALSE);
  check_steps (&self, "eerD");
  check_reached (&self, &easy, -15.0);
}

/* The goal that the assistant lowers on the whole is the one that is reached.
 */
static void
test_a_goal_is_lowered (void)
{
  const MasterAdvice words[] = { { .loudness = -14.0 }, { .loudness = -16.5 } };
  Assistant assistant = { words, 2, 0 };
  const Run self = run (&dense, &assistant, FALSE);

  mst_check_near (self.search.goal.loudness, -16.5, 0.0);
  check_reached (&self, &dense, -16.5);
}

/* The assistant gives no goal to a sound that has no loudness. */
static void
test_silence_has_no_goal (void)
{
  const MasterAdvice words[] = { { .loudness = -14.0 }, { .loudness = -14.0 } };
  Assistant assistant = { words, 2, 0 };
  Run self = { .search = { .goal = common_goal, .best_effort = TRUE } };

  self.search.goal.loudness = NAN;
  master_search_start (&self.search, -INFINITY, NAN);
  go_on (&self, &easy, &assistant);
  check_steps (&self, "rD");
  mst_check (isnan (self.search.goal.loudness), "%g",
      self.search.goal.loudness);
  mst_check_near (self.search.next.drive, 0.0, 0.0);
}

static void
test_a_replay_is_one_render (void)
{
  Run self = { .search = { .goal = common_goal,
                   .replays = TRUE,
                   .next = { .drive = 33.0, .ceiling = -3.0 } } };

  master_search_start (&self.search, -20.0, NAN);
  go_on (&self, &dense, NULL);
  check_steps (&self, "rD");
  mst_check_near (self.search.next.drive, 33.0, 0.0);
  mst_check_near (self.search.next.ceiling, -3.0, 0.0);
}

/* With the least drive, -24 dB, the peaks are still 17 dB over the ceiling. */
static void
test_nothing_is_within_the_limits (void)
{
  const Sound loud = { 12.0, 40.0, 0.5 };
  const Run self = run (&loud, NULL, TRUE);

  mst_check (self.search.step == MASTER_STEP_REFUSED, "%s", self.steps);
  mst_check (self.search.verdict == MASTER_VERDICT_NOTHING, "%d",
      self.search.verdict);
}

static void
hear (Run *self, double loudness, double true_peak)
{
  const MasterHeard heard = { loudness, true_peak };

  master_search_hear (&self->search, &heard);
}

/* A codec that lets peaks grow by 0.5 dB and takes 0.2 LU: the search goes on
 * for that much, and ends where the ceiling's range does. */
static void
test_it_goes_on_for_a_lower_ceiling (void)
{
  const MasterAdvice words[] = { { .loudness = -14.0 }, { .loudness = -14.0 },
    { .loudness = -14.0 }, { .loudness = -14.0 } };
  Assistant content = { words, 4, 0 };
  Run self = run (&dense, NULL, FALSE);

  hear (&self, -14.2, -0.5);
  mst_check (self.search.step == MASTER_STEP_RENDER, "%d", self.search.step);
  go_on (&self, &dense, NULL);
  mst_check_near (self.search.next.ceiling, -1.52, 1e-9);
  check_reached (&self, &dense, -13.8);
  /* An assistant that wants what was asked for does not take the lift back. */
  hear (&self, -14.12, -1.1);
  go_on (&self, &dense, &content);
  check_reached (&self, &dense, -13.68);
  hear (&self, -14.0, 23.0);
  mst_check (self.search.step == MASTER_STEP_REFUSED &&
          self.search.verdict == MASTER_VERDICT_NOTHING,
      "%d, %d", self.search.step, self.search.verdict);
}

/* A lossless master behind a codec is held to its peaks alone. */
static void
test_a_codec_behind_a_lossless_master (void)
{
  Run self = run (&dense, NULL, FALSE);

  hear (&self, NAN, -1.0);
  mst_check (self.search.step == MASTER_STEP_DONE, "%d", self.search.step);
  hear (&self, NAN, -0.3);
  go_on (&self, &dense, NULL);
  mst_check_near (self.search.next.ceiling, -1.72, 1e-9);
  check_reached (&self, &dense, -14.0);
}

/* A codec that stays 0.1 dB over is given up after seven times; a replay is
 * followed, whatever comes of it. */
static void
test_a_codec_that_does_not_settle (void)
{
  Run self = run (&easy, NULL, FALSE);
  int n = 0;

  for (; self.search.step == MASTER_STEP_DONE && n < 20; n++) {
    hear (&self, NAN, -0.9);
    if (self.search.step == MASTER_STEP_RENDER)
      go_on (&self, &easy, NULL);
    self.n = 0;
  }
  mst_check (n == 8 && self.search.verdict == MASTER_VERDICT_UNSETTLED,
      "%d times, %d", n, self.search.verdict);
  self.search.step = MASTER_STEP_DONE;
  self.search.replays = TRUE;
  hear (&self, -20.0, 3.0);
  mst_check (self.search.step == MASTER_STEP_DONE, "%d", self.search.step);
}

/* A loudness that nobody insists on yields to max_limiting: 12 dB. */
static void
test_a_loudness_yields (void)
{
  Run self = { .search = { .goal = common_goal, .yields = TRUE } };

  master_search_start (&self.search, thin.loudness, thin.peak);
  go_on (&self, &thin, NULL);
  mst_check (self.search.step == MASTER_STEP_DONE, "%s", self.steps);
  mst_check (self.search.next.limiting <= 12.0 &&
          self.search.next.limiting > 11.5,
      "%g dB", self.search.next.limiting);
}

int
main (void)
{
  MST_RUN (test_a_gain_is_one_render);
  MST_RUN (test_without_an_assistant_the_whole_is_rendered);
  MST_RUN (test_too_much_limiting_is_refused_unheard);
  MST_RUN (test_the_assistant_is_content);
  MST_RUN (test_a_far_start_is_tried);
  MST_RUN (test_rehearsals);
  MST_RUN (test_a_goal_is_lowered);
  MST_RUN (test_silence_has_no_goal);
  MST_RUN (test_a_replay_is_one_render);
  MST_RUN (test_nothing_is_within_the_limits);
  MST_RUN (test_it_goes_on_for_a_lower_ceiling);
  MST_RUN (test_a_codec_behind_a_lossless_master);
  MST_RUN (test_a_codec_that_does_not_settle);
  MST_RUN (test_a_loudness_yields);
  return mst_done ();
}
