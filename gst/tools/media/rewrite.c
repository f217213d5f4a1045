/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "rewrite.h"

#include <errno.h>

#include "tools/base/errors.h"

gboolean
master_rewrite_file (const gchar *path, const gchar *name,
    MasterRewrite rewrite, gpointer data, GError **error)
{
  FILE *file = fopen (path, "r+b");
  gboolean ok = file && rewrite (file, data);

  if (file)
    ok = fclose (file) == 0 && ok;
  return ok ||
      master_fail_number (error, MASTER_ERROR_FAILED, name, "cannot write",
          errno);
}

gboolean
master_write_at (FILE *file, guint64 at, gconstpointer bytes, gsize n)
{
  return fseeko (file, (off_t) at, SEEK_SET) == 0 &&
      fwrite (bytes, 1, n, file) == n;
}

gboolean
master_write_be (FILE *file, guint64 at, guint32 value)
{
  const guint32 bytes = GUINT32_TO_BE (value);

  return master_write_at (file, at, &bytes, sizeof (bytes));
}
