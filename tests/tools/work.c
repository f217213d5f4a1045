/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The oracle is the definition: work that is done over all there is. */
#include "mst-test.h"
#include "tools/base/progress.h"
#include "tools/base/work.h"

/* Kinds of work with costs of 1 and 0.5. */
#define ONE MASTER_WORK_LISTEN
#define HALF MASTER_WORK_CHECK

static void
test_all_of_it_is_one_bar (void)
{
  MasterEstimate estimate = { .at_work = FALSE };

  master_estimate_expect (&estimate, ONE, 2);
  master_estimate_expect (&estimate, HALF, 2);
  mst_check_near (master_estimate_get (&estimate, 0.0), 0.0, 1e-9);
  master_estimate_begin (&estimate, ONE);
  mst_check_near (master_estimate_get (&estimate, 0.5), 0.5 / 3.0, 1e-9);
  master_estimate_end (&estimate);
  master_estimate_begin (&estimate, HALF);
  mst_check_near (master_estimate_get (&estimate, 1.0), 1.5 / 3.0, 1e-9);
  mst_check_near (master_estimate_get (&estimate, -1.0), 1.5 / 3.0, 1e-9);
  master_estimate_end (&estimate);
  master_estimate_expect (&estimate, ONE, 0); /* it is not needed after all */
  mst_check_near (master_estimate_get (&estimate, -1.0), 1.5 / 2.0, 1e-9);
  master_estimate_begin (&estimate, HALF);
  master_estimate_end (&estimate);
  mst_check_near (master_estimate_get (&estimate, -1.0), 1.0, 1e-9);
}

static void
test_it_never_goes_back (void)
{
  MasterEstimate estimate = { .at_work = FALSE };
  gdouble before = 0.0;

  master_estimate_expect (&estimate, MASTER_WORK_TRY, 2);
  master_estimate_expect (&estimate, HALF, 1);
  for (guint round = 0; round < 8; round++) {
    master_estimate_begin (&estimate, MASTER_WORK_TRY);
    for (int i = 0; i <= 4; i++) {
      const gdouble now = master_estimate_get (&estimate, i / 4.0);

      mst_check (now >= before && now <= 1.0, "it goes back, or over");
      before = now;
    }
    master_estimate_end (&estimate);
  }
  mst_check (before < 0.95, "a search that goes on is all but at its end");
}

static void
test_without_expectations_it_is_the_pass (void)
{
  MasterEstimate estimate = { .at_work = FALSE };

  master_estimate_begin (&estimate, ONE);
  mst_check_near (master_estimate_get (&estimate, 0.25), 0.25, 1e-9);
  mst_check (master_estimate_get (&estimate, -1.0) < 0.0, "nobody knows");
  master_estimate_end (&estimate);
  master_estimate_begin (&estimate, ONE);
  mst_check_near (master_estimate_get (&estimate, 0.0), 0.0, 1e-9);
}

/* elapsed (1 - f) / f, rounded up to fives and tens of seconds. */
static void
test_time_left (void)
{
  static const struct {
    gdouble elapsed, fraction;
    const gchar *text;
  } rows[] = {
    { 10.0, 0.5, "  0:10 left" },
    { 11.0, 0.5, "  0:15 left" },
    { 30.0, 0.25, "  1:30 left" },
    { 31.0, 0.25, "  1:40 left" },
    { 1.0, 0.5, "" },
    { 60.0, 0.01, "" },
    { 60.0, 1.0, "" },
    { 60.0, -1.0, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree gchar *text =
        master_progress_tell_left (rows[i].elapsed, rows[i].fraction);

    mst_check (g_strcmp0 (text, rows[i].text) == 0, "%s", text);
  }
}

int
main (void)
{
  MST_RUN (test_all_of_it_is_one_bar);
  MST_RUN (test_it_never_goes_back);
  MST_RUN (test_without_expectations_it_is_the_pass);
  MST_RUN (test_time_left);
  return mst_done ();
}
