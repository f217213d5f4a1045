/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "nearest.h"

#include <string.h>

#define SLIPS 2      /* more letters than these are another name, */
#define PER_LETTER 3 /* and more than one in so many */

/* One row of Levenshtein's table after the other. */
guint
mst_nearest_distance (const gchar *a, const gchar *b)
{
  const gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);

  for (gsize k = 0; k <= n; k++)
    row[k] = (guint) k;
  for (gsize i = 0; a[i] != '\0'; i++) {
    guint diagonal = row[0];

    row[0] = (guint) i + 1;
    for (gsize k = 1; k <= n; k++) {
      const guint above = row[k];
      const guint change =
          diagonal + (g_ascii_tolower (a[i]) != g_ascii_tolower (b[k - 1]));

      row[k] = MIN (MIN (row[k], row[k - 1]) + 1, change);
      diagonal = above;
    }
  }
  return row[n];
}

const gchar *
mst_nearest (const gchar *name, const GPtrArray *names)
{
  const guint most = MIN (SLIPS, (guint) strlen (name) / PER_LETTER);
  const gchar *nearest = NULL;
  guint least = most + 1;

  for (guint i = 0; i < names->len; i++) {
    const gchar *known = g_ptr_array_index (names, i);
    const guint distance = mst_nearest_distance (name, known);

    if (distance < least) {
      least = distance;
      nearest = known;
    }
  }
  return nearest;
}
