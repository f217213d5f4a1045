/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "report.h"

#include <math.h>
#include <stdio.h>

#include "explain.h"
#include "verdict.h"
#include "words.h"
#include "tools/base/errors.h"

#define NOTHING "-"
#define WIDTH 11 /* of a column */
#define MOST_ADVICE 3u
#define MOST_TRIED 8u /* columns of the table */

/* One row of the table: where the value is, how it is shown. */
typedef struct {
  const gchar *title;
  gsize offset;
  const gchar *format;
  const gchar *unit;
  gboolean surround; /* of more than two channels alone */
} Row;

#define ROW(title, field, format, ...)                                         \
  {                                                                            \
    title, G_STRUCT_OFFSET (MasterMeasurement, field), format, __VA_ARGS__     \
  }

static const Row rows[] = {
  ROW ("Integrated loudness", integrated_loudness, "%.2f", "LUFS"),
  ROW ("Loudness range", loudness_range, "%.1f", "LU"),
  ROW ("Max momentary", max_momentary_loudness, "%.1f", "LUFS"),
  ROW ("Max short-term", max_shortterm_loudness, "%.1f", "LUFS"),
  ROW ("True peak", true_peak, "%.2f", "dBTP"),
  ROW ("  by 4x meters", true_peak_4x, "%.2f", "dBTP"),
  ROW ("Sample peak", sample_peak, "%.2f", "dBFS"),
  ROW ("Stereo downmix", downmix_loudness, "%.2f", "LUFS", TRUE),
  ROW ("  true peak", downmix_true_peak, "%.2f", "dBTP", TRUE),
  ROW ("Correlation", correlation, "%.2f", ""),
};

typedef struct {
  const gchar *title;
  const MasterMeasurement *sound;
  const MasterLikeness *likeness; /* to what went in; or NULL */
} Column;

static void
print_cell (const gchar *format, gdouble value)
{
  g_autofree gchar *text =
      isfinite (value) ? g_strdup_printf (format, value) : g_strdup (NOTHING);

  printf ("%*s", WIDTH, text);
}

static gdouble
get_noise (const Column *column)
{
  return column->likeness && column->likeness->known ? column->likeness->noise
                                                     : (gdouble) NAN;
}

/* Only lossy files have noise. */
static void
print_noise (const Column *columns, gint n)
{
  gboolean known = FALSE;

  for (gint i = 0; i < n; i++)
    known |= isfinite (get_noise (&columns[i]));
  if (!known)
    return;
  printf ("%-20s", "Signal to noise");
  for (gint i = 0; i < n; i++)
    print_cell ("%.1f", get_noise (&columns[i]));
  printf (" dB\n");
}

static void
print_table (const Column *columns, gint n)
{
  printf ("%-20s", "");
  for (gint i = 0; i < n; i++)
    printf ("%*s", WIDTH, columns[i].title);
  putchar ('\n');
  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++) {
    if (rows[r].surround && columns[0].sound->channels <= 2)
      continue;
    printf ("%-20s", rows[r].title);
    for (gint i = 0; i < n; i++)
      print_cell (rows[r].format,
          G_STRUCT_MEMBER (gdouble, columns[i].sound, rows[r].offset));
    printf ("%s%s\n", *rows[r].unit ? " " : "", rows[r].unit);
  }
  print_noise (columns, n);
}

static void
print_sound (const gchar *name, const gchar *what,
    const MasterMeasurement *measurement)
{
  gdouble seconds =
      round (master_measurement_duration (measurement) * 100.0) / 100.0;
  gint minutes = (gint) (seconds / 60.0);
  g_autofree gchar *shown = master_printable (name);

  printf ("%s: %s%d Hz, %d channel%s, %d:%05.2f\n", shown, what,
      measurement->sample_rate, measurement->channels,
      measurement->channels == 1 ? "" : "s", minutes, seconds - 60.0 * minutes);
}

static void
print_settings (const MasterRequest *request, const MasterResult *result)
{
  printf ("\nDrive %+.2f dB, limiter at %.2f dBTP, at most %.2f dB of limiting;"
          " %u round%s.\n",
      result->drive, result->ceiling, result->limiting, result->rounds,
      result->rounds == 1 ? "" : "s");
  if (!result->reached && !request->options->replay)
    printf ("The goal of %.2f LUFS is not reached: this is the nearest that the"
            " limits allow.\n",
        request->delivery->loudness);
}

static void
print_output (const MasterRequest *request, const MasterResult *result)
{
  const MasterEncoding *encoding = &result->encoding;
  g_autofree gchar *what = encoding->format->lossless
      ? g_strdup_printf ("%s, %d bit%s, ", encoding->format->name,
            encoding->bits > 0 ? encoding->bits : 32,
            encoding->bits > 0 ? "" : " float")
      : g_strdup_printf ("%s, ", encoding->format->name);

  print_sound (request->delivery->output, what, &result->output);
}

static void
print_groove (const GPtrArray *findings)
{
  printf ("\nFor the cut:\n");
  for (guint i = 0; i < findings->len; i++)
    printf ("  %s\n", (const gchar *) g_ptr_array_index (findings, i));
  if (findings->len == 0)
    printf ("  Nothing in it should trouble the lathe.\n");
}

/* The reason why one failed is on the standard error already. The mix is the
 * same for all, and told once. */
static void
print_master (const MasterRequest *request, const MasterResult *result,
    gboolean *told)
{
  const MasterDelivery *delivery = request->delivery;
  Column columns[3 + MOST_TRIED] = { { "before", &result->input, NULL },
    { "after", &result->output, NULL } };
  gint n = 2;

  if (delivery->target)
    printf ("\n%s: %.1f LUFS under %.1f dBTP%s\n", delivery->target,
        delivery->loudness, delivery->ceiling, result->error ? ": failed" : "");
  if (result->error)
    return;
  master_verdict_print (request, result);
  if (!*told)
    print_sound (master_request_name (request), "", &result->input);
  *told = TRUE;
  print_output (request, result);
  putchar ('\n');
  if (result->has_decoded)
    columns[n++] = (Column){ "decoded", &result->decoded, &result->likeness };
  for (guint i = 0; result->tried && i < MIN (result->tried->len, MOST_TRIED);
       i++) {
    const MasterTried *tried = &g_array_index (result->tried, MasterTried, i);

    columns[n++] = (Column){ tried->name, &tried->decoded, &tried->likeness };
  }
  print_table (columns, n);
  print_settings (request, result);
  if (result->groove)
    print_groove (result->groove);
  if (request->options->explain && request->stems)
    master_words_print_stems (request->stems);
  if (request->options->verbose)
    master_explain_print (result);
  else if (request->options->explain)
    master_words_print (result);
}

/* Faults of the mix come first in a plan's findings. */
static void
print_advice (const MasterResult *result)
{
  const GValue *findings =
      result->plan ? gst_structure_get_value (result->plan, "findings") : NULL;
  const guint n = findings ? gst_value_array_get_size (findings) : 0;

  if (n > 0)
    printf ("\nBetter mended in the mix:\n");
  for (guint i = 0; i < MIN (n, MOST_ADVICE); i++) {
    const GstStructure *finding =
        gst_value_get_structure (gst_value_array_get_value (findings, i));

    printf ("  %s\n", gst_structure_get_string (finding, "text"));
  }
}

void
master_report_print (const MasterRequest *requests, const MasterResult *results,
    guint n)
{
  const Column input = { "", &results->input, NULL };
  gboolean told = FALSE;

  if (requests->options->analyze) {
    print_sound (master_request_name (requests), "", &results->input);
    print_table (&input, 1);
    return;
  }
  for (guint i = 0; i < n; i++)
    print_master (&requests[i], &results[i], &told);
  if (!requests->options->dry_run)
    return;
  print_advice (results);
  printf ("\nThis was a dry run: no master is written.\n");
}
