/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Headers of plain samples, in files of gigabytes that hold nothing. */
#define _GNU_SOURCE /* mkstemp */
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "mst-test.h"
#include "tools/media/wav.h"
#include "tools/pass/pcm.h"

#define FMT_BYTES 16
#define GIB (G_GUINT64_CONSTANT (1) << 30)

static gchar *path;
static GByteArray *head;

static void
put (const void *bytes, guint n)
{
  g_byte_array_append (head, bytes, n);
}

static void
put_le (guint64 value, guint n)
{
  const guint64 bytes = GUINT64_TO_LE (value);

  put (&bytes, n);
}

static void
put_chunk (const gchar *name, guint64 size)
{
  put (name, 4);
  put_le (size, 4);
}

/* Two channels of 16 bits at 48 kHz. */
static void
put_format (void)
{
  put_chunk ("fmt ", FMT_BYTES);
  put_le (1, 2);
  put_le (2, 2);
  put_le (48000, 4);
  put_le (48000 * 4, 4);
  put_le (4, 2);
  put_le (16, 2);
}

static void
begin (const gchar *kind, guint64 size)
{
  g_byte_array_set_size (head, 0);
  put_chunk (kind, size);
  put ("WAVE", 4);
}

/* Reads a file of that header and `bytes` behind it. */
static MasterPcm
read_file (guint64 bytes)
{
  MasterPcm pcm;
  FILE *file = fopen (path, "wb");

  mst_check (file && fwrite (head->data, 1, head->len, file) == head->len,
      "%s is not written", path);
  fclose (file);
  mst_check (truncate (path, (off_t) (head->len + bytes)) == 0, "no room");
  mst_check (master_pcm_read (&pcm, path), "is not read");
  return pcm;
}

static void
test_rf64_tells_its_size (void)
{
  MasterPcm pcm;

  begin ("RF64", G_MAXUINT32);
  put_chunk ("ds64", 28);
  put_le (5 * GIB + 72, 8);
  put_le (5 * GIB, 8);
  put_le (5 * GIB / 4, 8);
  put_le (0, 4);
  put_format ();
  put_chunk ("data", G_MAXUINT32);
  pcm = read_file (5 * GIB + 10);
  mst_check (pcm.bytes == 5 * GIB, "%" G_GUINT64_FORMAT, pcm.bytes);
  mst_check (pcm.claimed == 5 * GIB, "%" G_GUINT64_FORMAT, pcm.claimed);
  master_pcm_clear (&pcm);
}

static void
test_a_size_that_has_run_over (void)
{
  MasterPcm pcm;

  begin ("RIFF", GIB + 36);
  put_format ();
  put_chunk ("data", GIB);
  pcm = read_file (5 * GIB);
  mst_check (pcm.bytes == 5 * GIB, "%" G_GUINT64_FORMAT, pcm.bytes);
  master_pcm_clear (&pcm);
}

static void
test_what_follows_the_samples_is_no_sound (void)
{
  MasterPcm pcm;

  begin ("RIFF", 4036);
  put_format ();
  put_chunk ("data", 4000);
  pcm = read_file (10000);
  mst_check (pcm.bytes == 4000 && pcm.frame_bytes == 4, "%" G_GUINT64_FORMAT,
      pcm.bytes);
  mst_check (pcm.at == 44, "%" G_GUINT64_FORMAT, pcm.at);
  master_pcm_clear (&pcm);
}

static void
test_sizes_of_programs_that_do_not_know_them (void)
{
  static const guint32 sizes[] = { G_MAXUINT32, 0x7fffffff, 0xfffffff7 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    MasterPcm pcm;

    begin ("RIFF", G_MAXUINT32);
    put_format ();
    put_chunk ("data", sizes[i]);
    pcm = read_file (8000);
    mst_check (pcm.bytes == 8000 && pcm.claimed == 0, "%" G_GUINT64_FORMAT,
        pcm.bytes);
    master_pcm_clear (&pcm);
  }
}

static void
test_a_file_that_was_cut_off (void)
{
  MasterPcm pcm;

  begin ("RIFF", 8036);
  put_format ();
  put_chunk ("data", 8000);
  pcm = read_file (5000);
  mst_check (pcm.bytes == 5000 && pcm.claimed == 8000, "%" G_GUINT64_FORMAT,
      pcm.bytes);
  master_pcm_clear (&pcm);
}

static void
put_be (guint64 value, guint n)
{
  const guint64 bytes = GUINT64_TO_BE (value) >> (64 - 8 * n);

  put (&bytes, n);
}

/* A CAF whose words are too long for any number. libFuzzer found it. */
static void
test_words_of_any_length (void)
{
  static const guint32 bits[] = { 0, 65, 534784128, G_MAXUINT32 };

  for (gsize i = 0; i < G_N_ELEMENTS (bits); i++) {
    MasterPcm pcm;

    g_byte_array_set_size (head, 0);
    put ("caff\0\1\0\0desc", 12);
    put_be (32, 8);
    put_be (0x40e7700000000000, 8); /* 48000 as a double */
    put ("lpcm", 4);
    put_be (0, 4);
    put_be (4, 4);
    put_be (1, 4);
    put_be (G_MAXUINT32, 4); /* channels */
    put_be (bits[i], 4);
    put ("data", 4);
    put_be (100, 8);
    mst_check (g_file_set_contents (path, (const gchar *) head->data,
                   (gssize) head->len, NULL),
        "no room");
    mst_check (!master_pcm_read (&pcm, path), "%u bits are read", bits[i]);
    master_pcm_clear (&pcm);
  }
}

/* By the writer: a header, samples that are a hole, and the sizes. */
static void
test_a_wav_becomes_rf64 (void)
{
  static const guint64 frames[] = { 1000, 5 * GIB / 4 };
  const MasterEncoding encoding = { .channels = 2,
    .rate = 48000,
    .bits = 16,
    .layout = 3 };
  const MasterExtras extras = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++) {
    const MasterMeasurement output = { .frames = frames[i] };
    gchar name[5] = { 0 };
    MasterPcm pcm;
    FILE *file;
    off_t size;

    mst_check (master_wav_begin (path, path, &encoding, &extras, NULL),
        "begin");
    file = fopen (path, "r+b");
    fseeko (file, 0, SEEK_END);
    size = ftello (file) + (off_t) (4 * frames[i]);
    mst_check (ftruncate (fileno (file), size) == 0, "no room");
    fclose (file);
    mst_check (master_wav_finish (path, path, &encoding, &output, NULL), "end");
    mst_check (master_pcm_read (&pcm, path), "is not read");
    mst_check (pcm.claimed == 4 * frames[i] && pcm.bytes == pcm.claimed,
        "%" G_GUINT64_FORMAT, pcm.claimed);
    master_pcm_clear (&pcm);
    file = fopen (path, "rb");
    mst_check (fread (name, 1, 4, file) == 4 &&
            strcmp (name, i == 0 ? "RIFF" : "RF64") == 0,
        "%s", name);
    fclose (file);
  }
}

int
main (int argc, char **argv)
{
  int fd;

  gst_init (&argc, &argv);
  fd = g_file_open_tmp ("mst-pcm-XXXXXX", &path, NULL);
  close (fd);
  head = g_byte_array_new ();
  MST_RUN (test_rf64_tells_its_size);
  MST_RUN (test_a_size_that_has_run_over);
  MST_RUN (test_what_follows_the_samples_is_no_sound);
  MST_RUN (test_sizes_of_programs_that_do_not_know_them);
  MST_RUN (test_a_file_that_was_cut_off);
  MST_RUN (test_words_of_any_length);
  MST_RUN (test_a_wav_becomes_rf64);
  g_byte_array_unref (head);
  g_unlink (path);
  g_free (path);
  return mst_done ();
}
