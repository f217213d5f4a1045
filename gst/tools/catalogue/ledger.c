/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tools/base/errors.h"

/* Text that is written in one piece, where the file ends by then. */
static gboolean
append (MasterLedger *self, const gchar *text, GError **error)
{
  const gsize length = strlen (text);
  const gssize written = write (self->file, text, length);

  if (written >= 0 && (gsize) written != length)
    errno = ENOSPC;
  return (written == (gssize) length && fdatasync (self->file) == 0) ||
      master_fail_number (error, MASTER_ERROR_FAILED, self->name,
          "cannot write", errno);
}

static gboolean
end_last_line (MasterLedger *self, GError **error)
{
  gchar last;

  if (lseek (self->file, -1, SEEK_END) < 0 ||
      read (self->file, &last, 1) != 1 || last == '\n')
    return TRUE;
  return append (self, "\n", error);
}

gboolean
master_ledger_open (MasterLedger *self, const gchar *name, GError **error)
{
  self->name = g_strdup (name);
  g_mutex_init (&self->mutex);
  self->file = open (name, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (self->file < 0)
    return master_fail_number (error, MASTER_ERROR_FAILED, name, "cannot write",
        errno);
  return end_last_line (self, error);
}

gboolean
master_ledger_add (MasterLedger *self, JsonObject *line, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree gchar *json = NULL;
  g_autofree gchar *text = NULL;
  gboolean good;

  json_node_set_object (node, line);
  json = json_to_string (node, FALSE);
  text = g_strconcat (json, "\n", NULL);
  g_mutex_lock (&self->mutex);
  good = append (self, text, error);
  g_mutex_unlock (&self->mutex);
  return good;
}

void
master_ledger_clear (MasterLedger *self)
{
  if (!self->name)
    return;
  if (self->file >= 0)
    close (self->file);
  g_mutex_clear (&self->mutex);
  g_clear_pointer (&self->name, g_free);
}
