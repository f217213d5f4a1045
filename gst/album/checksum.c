/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "checksum.h"

#include <stdio.h>
#include <string.h>

#include <gio/gio.h>
#include <zlib.h>

#include "error.h"

#define CRC_TITLE "[CRC32 Checksum]"
#define BLOCK (1 << 16)
/* A list of a few files is shorter. */
#define LONGEST_LIST (1 << 16)

typedef struct {
  gchar *md5;
  guint32 crc;
} Sums;

typedef struct {
  const gchar *folder;
  GHashTable *sums; /* of Sums, by the names of files */
} Checker;

static void
sums_free (gpointer data)
{
  Sums *self = data;

  g_free (self->md5);
  g_free (self);
}

static gboolean
add_up (GInputStream *stream, Sums *sums, GError **error)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  g_autofree guint8 *block = g_malloc (BLOCK);
  gssize n;

  sums->crc = 0;
  while ((n = g_input_stream_read (stream, block, BLOCK, NULL, error)) > 0) {
    g_checksum_update (md5, block, n);
    sums->crc = (guint32) crc32 (sums->crc, block, (uInt) n);
  }
  if (n < 0)
    return FALSE;
  sums->md5 = g_strdup (g_checksum_get_string (md5));
  return TRUE;
}

static gboolean
sums_of (const gchar *folder, const gchar *name, Sums *sums, GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);

  return stream && add_up (G_INPUT_STREAM (stream), sums, error);
}

static gboolean
write_list (const gchar *folder, const gchar *name, const GString *list,
    GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  return g_file_set_contents (path, list->str, (gssize) list->len, error);
}

gboolean
mst_checksum_write (const gchar *folder, const gchar *const *names,
    GError **error)
{
  g_autoptr (GString) md5 = g_string_new (NULL);
  g_autoptr (GString) crc = g_string_new (CRC_TITLE "\n");

  for (; *names; names++) {
    Sums sums = { 0 };
    if (!sums_of (folder, *names, &sums, error))
      return FALSE;
    g_string_append_printf (md5, "%s *%s\n", sums.md5, *names);
    g_string_append_printf (crc, "%s=%08X\n", *names, sums.crc);
    g_free (sums.md5);
  }
  return write_list (folder, MST_CHECKSUM_MD5, md5, error) &&
      write_list (folder, MST_CHECKSUM_CRC, crc, error);
}

/* The sum and the name on a line of either list; FALSE where it has neither. */
static gboolean
read_md5_line (const gchar *line, gchar **sum, gchar **name)
{
  gsize length = strspn (line, "0123456789abcdefABCDEF");

  if (length != 32 || line[length] != ' ' ||
      (line[length + 1] != ' ' && line[length + 1] != '*'))
    return FALSE;
  *sum = g_ascii_strdown (line, (gssize) length);
  *name = g_strdup (line + length + 2);
  return TRUE;
}

static gboolean
read_crc_line (const gchar *line, gchar **sum, gchar **name)
{
  const gchar *equals = strrchr (line, '=');

  if (!equals || strspn (equals + 1, "0123456789abcdefABCDEF") != 8 ||
      equals[9] != '\0')
    return FALSE;
  *sum = g_ascii_strup (equals + 1, 8);
  *name = g_strndup (line, (gsize) (equals - line));
  return TRUE;
}

/* The sums of a file, which are made once however many lists name it. They are
 * the table's. */
static const Sums *
look_up (const Checker *self, const gchar *name, GError **error)
{
  Sums *sums = g_hash_table_lookup (self->sums, name);

  if (sums)
    return sums;
  sums = g_new0 (Sums, 1);
  if (!sums_of (self->folder, name, sums, error)) {
    sums_free (sums);
    return NULL;
  }
  g_hash_table_insert (self->sums, g_strdup (name), sums);
  return sums;
}

static gboolean
check_line (const Checker *self, const gchar *list, const gchar *line,
    GError **error)
{
  gboolean is_md5 = strcmp (list, MST_CHECKSUM_MD5) == 0;
  g_autofree gchar *wanted = NULL, *name = NULL, *crc = NULL;
  g_autoptr (GError) why = NULL;
  const Sums *sums;

  if (!(is_md5 ? read_md5_line : read_crc_line) (line, &wanted, &name))
    return mst_album_refuse (error, "a line of %s is not a sum: \"%s\"", list,
        line);
  if (strchr (name, G_DIR_SEPARATOR))
    return mst_album_refuse (error, "%s names a file of another folder: %s",
        list, name);
  sums = look_up (self, name, &why);
  if (!sums)
    return mst_album_refuse (error, "%s names a file that cannot be read: %s",
        list, why->message);
  crc = g_strdup_printf ("%08X", sums->crc);
  if (strcmp (is_md5 ? sums->md5 : crc, wanted) != 0)
    return mst_album_refuse (error, "%s is not the file that %s was made of",
        name, list);
  return TRUE;
}

static gboolean
check_list (const Checker *self, const gchar *list, guint *lists,
    GError **error)
{
  g_autofree gchar *path = g_build_filename (self->folder, list, NULL);
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  if (length > LONGEST_LIST || strlen (text) != length)
    return mst_album_refuse (error, "%s is not a list of sums", list);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    g_strchomp (lines[i]);
    if (*lines[i] && strcmp (lines[i], CRC_TITLE) != 0 &&
        !check_line (self, list, lines[i], error))
      return FALSE;
  }
  ++*lists;
  return TRUE;
}

gboolean
mst_checksum_check (const gchar *folder, guint *lists, GError **error)
{
  g_autoptr (GHashTable) sums =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sums_free);
  Checker checker = { .folder = folder, .sums = sums };
  guint unused;

  if (!lists)
    lists = &unused;
  *lists = 0;
  return check_list (&checker, MST_CHECKSUM_MD5, lists, error) &&
      check_list (&checker, MST_CHECKSUM_CRC, lists, error);
}
