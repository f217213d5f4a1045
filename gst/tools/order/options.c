/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "options.h"

#include <math.h>
#include <string.h>

#include <gst/gst.h>

#include "tools/base/errors.h"
#include "tools/media/format.h"

static const gchar summary[] =
    "Masters INPUT to a loudness and under a true-peak ceiling: measures it,\n"
    "finds the limiter's drive, renders, measures what is written and "
    "corrects\n"
    "until the loudness is within 0.05 LU and no true peak passes the "
    "ceiling.\n"
    "Where --profile, --reference, --strength or --explain ask for it, the\n"
    "assistant sets all stages before.";

static const gchar examples[] =
    "Examples:\n"
    "  " MASTER_TOOL " mix.wav -o master.flac\n"
    "      to -14 LUFS and -1 dBTP, FLAC with 24 bit\n"
    "  " MASTER_TOOL " -l -9 -c -0.3 --bits 16 mix.flac -o cd.wav\n"
    "      loud, 16 bit with dither\n"
    "  " MASTER_TOOL " --set eq::bands=1 --set eq::band0::frequency=250 \\\n"
    "      --set eq::band0::gain=-3 mix.wav -o master.flac\n"
    "      with 3 dB less at 250 Hz on the way\n"
    "  " MASTER_TOOL " --target spotify --target cd mix.wav -o master.flac\n"
    "      two masters, master.spotify.flac and master.cd.flac\n"
    "  " MASTER_TOOL " --profile auto --explain mix.wav -o master.flac\n"
    "      with the assistant, which says what it does\n"
    "  " MASTER_TOOL " --learn mine.json songs/\n"
    "      a profile of one's own, for --profile mine.json\n"
    "  " MASTER_TOOL " --analyze --json - song.mp3\n"
    "      measures only, as JSON\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 wrong command line. Nothing is ever "
    "left\n"
    "half-written.";

#define NO_NUMBER G_MININT /* a whole number that nobody gave */
#define STRENGTH 70.0
#define MAX_LIMITING 12.0
#define MAX_JOBS 1024

gboolean
master_options_is_given (gdouble level)
{
  return level != MASTER_NOT_GIVEN;
}

static gboolean
check_numbers (MasterOptions *self, GError **error)
{
  self->replay = self->settings && !master_options_is_given (self->loudness) &&
      !master_options_is_given (self->ceiling) && !self->target;
  if (master_options_is_given (self->loudness) &&
      !(self->loudness >= -70.0 && self->loudness <= 0.0))
    return master_usage (error, "--loudness must be -70 to 0 LUFS");
  if (!isfinite (self->ceiling))
    return master_usage (error, "--ceiling must be a level in dBTP");
  if (!master_options_is_given (self->max_limiting))
    self->max_limiting = MAX_LIMITING;
  if (!(self->max_limiting >= 0.0 && self->max_limiting <= 100.0))
    return master_usage (error, "--max-limiting must be 0 to 100 dB");
  if (self->bits == NO_NUMBER)
    self->bits = 0;
  else if (self->bits != 16 && self->bits != 24 && self->bits != 32)
    return master_usage (error, "--bits must be 16, 24 or 32");
  if (self->rate != 0 && (self->rate < 4000 || self->rate > 768000))
    return master_usage (error, "--rate must be 4000 to 768000 Hz");
  return TRUE;
}

gboolean
master_options_is_file (const gchar *profile)
{
  return strchr (profile, G_DIR_SEPARATOR) != NULL ||
      g_str_has_suffix (profile, ".json");
}

/* Options that only the assistant can carry out ask for it. */
static gboolean
has_preset (const MasterOptions *self)
{
  for (gchar **set = self->set; set && *set; set++)
    if (g_str_has_prefix (*set, "preset="))
      return TRUE;
  return FALSE;
}

static gboolean
check_assistant (MasterOptions *self, GError **error)
{
  gboolean has_strength = master_options_is_given (self->strength);

  if (!has_strength)
    self->strength = STRENGTH;
  else if (!(self->strength >= 0.0 && self->strength <= 100.0))
    return master_usage (error, "--strength must be 0 to 100");
  if (self->profile && self->reference)
    return master_usage (error,
        "--profile and --reference cannot be given together");
  if (self->match_text && !self->reference)
    return master_usage (error, "--match needs a --reference");
  self->references = master_references_new (self->reference, error);
  if (!self->references ||
      !master_match_parse (&self->match, self->match_text, error))
    return FALSE;
  self->assist =
      self->profile || self->reference || has_strength || self->explain;
  if (self->analyze && (self->save_settings || self->settings || self->report))
    return master_usage (error,
        "--analyze makes no master, so it has no settings and no --report");
  if (self->settings && self->assist)
    return master_usage (error,
        "--settings says what to do, so the assistant has no say in it");
  if (has_preset (self) && self->assist)
    return master_usage (error,
        "--set preset says what to do, so the assistant has no say in it");
  return TRUE;
}

static gboolean
check_work (const MasterOptions *self, GError **error)
{
  if (self->analyze && self->output)
    return master_usage (error,
        "--analyze makes no master, so it writes no OUTPUT");
  if (self->analyze && self->target)
    return master_usage (error,
        "--analyze makes no master, so it has no --target");
  if (!self->analyze && (!self->output || *self->output == '\0'))
    return master_usage (error,
        "no output is given: say -o OUTPUT, or --analyze");
  return TRUE;
}

/* The table is read where it is needed; a user's own is read always, so that
 * its faults are told. */
static gboolean
load_table (MasterOptions *self, GError **error)
{
  if (!self->target && !self->targets && !self->list_targets)
    return TRUE;
  self->table = master_targets_load (self->targets, error);
  return self->table != NULL;
}

static gboolean
take_inputs (MasterOptions *self, gchar **files, GError **error)
{
  self->inputs = g_strdupv (files);
  return (files && *files && **files) ||
      master_usage (error, "no INPUT is given");
}

/* Options that say how to master do not go with --learn. */
static gboolean
masters_too (const MasterOptions *self)
{
  const gpointer texts[] = { self->output, self->format, self->target,
    self->targets, self->json, self->set, self->settings, self->save_settings,
    self->profile, self->reference, self->match_text, self->report };
  gboolean given = master_options_is_given (self->loudness) ||
      master_options_is_given (self->ceiling) ||
      master_options_is_given (self->strength) || self->bits != NO_NUMBER ||
      self->rate != 0 || self->dual_mono ||
      master_options_is_given (self->max_limiting) || self->analyze ||
      self->explain || self->best_effort;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    given |= texts[i] != NULL;
  return given;
}

static gboolean
check_learning (const MasterOptions *self, GError **error)
{
  if (self->jobs < 0 || self->jobs > MAX_JOBS)
    return master_usage (error, "--jobs must be 1 to %d", MAX_JOBS);
  if (!self->learn)
    return TRUE;
  if (masters_too (self))
    return master_usage (error,
        "--learn makes a profile and no master; the only options that go with "
        "it are --jobs, --force and --quiet");
  /* --profile takes a name that ends so for a file. */
  return g_str_has_suffix (self->learn, ".json") ||
      master_usage (error, "--learn: the name of a profile must end in .json");
}

/* An album's project says what else is wanted. */
static gboolean
check_album (MasterOptions *self, gchar **files, GError **error)
{
  const gboolean makes = self->album && !self->check;

  if (!!self->album + !!self->new_album + !!self->check_ddp > 1)
    return master_usage (error,
        "--album, --new-album and --check-ddp: only one of them");
  if (self->new_album)
    return take_inputs (self, files, error);
  if (files)
    return master_usage (error, "%s: the songs of an album are in its project",
        *files);
  if (makes && (!self->output || !*self->output))
    return master_usage (error, "no folder for the album: give -o DIR/");
  if (!makes && self->output)
    return master_usage (error, "nothing is written, and -o has no use");
  if (self->profile || self->reference || self->target || self->settings ||
      self->json || self->report || self->explain ||
      master_options_is_given (self->loudness) ||
      master_options_is_given (self->ceiling))
    return master_usage (error,
        "an album's project says how it is mastered: of the other options "
        "--album knows -o, --jobs, --targets, --set, --max-limiting, --force "
        "and --quiet");
  if (self->jobs < 0 || self->jobs > MAX_JOBS)
    return master_usage (error, "--jobs must be 1 to %d", MAX_JOBS);
  return check_numbers (self, error) && check_assistant (self, error);
}

gboolean
master_options_parse (MasterOptions *self, int *argc, char ***argv,
    GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("-o OUTPUT");
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
        "Write to OUTPUT: .wav .flac .mp3 .ogg .opus .m4a, or a folder, DIR/, "
        "with a master for each INPUT",
        "OUTPUT" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format,
        "Ending of the masters where OUTPUT is a folder (flac)", "ENDING" },
    { "loudness", 'l', 0, G_OPTION_ARG_DOUBLE, &self->loudness,
        "Integrated loudness to reach [LUFS] (-14, or the target's)", "L" },
    { "ceiling", 'c', 0, G_OPTION_ARG_DOUBLE, &self->ceiling,
        "True peak never to pass [dBTP] (-1, or the target's)", "C" },
    { "target", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->target,
        "Loudness and ceiling as NAME wants them; repeatable, one master each: "
        "%t in OUTPUT is the name",
        "NAME" },
    { "list-targets", 0, 0, G_OPTION_ARG_NONE, &self->list_targets,
        "Print the table of targets", NULL },
    { "targets", 0, 0, G_OPTION_ARG_FILENAME, &self->targets,
        "Take FILE instead of that table", "FILE" },
    { "rate", 0, 0, G_OPTION_ARG_INT, &self->rate,
        "Sample rate of OUTPUT [Hz] (the song's, or the target's)", "HZ" },
    { "dual-mono", 0, 0, G_OPTION_ARG_NONE, &self->dual_mono,
        "Count a song of one channel as it is heard from two loudspeakers",
        NULL },
    { "bits", 0, 0, G_OPTION_ARG_INT, &self->bits,
        "16 or 24 (24), for wav also 32 (float)", "BITS" },
    { "max-limiting", 0, 0, G_OPTION_ARG_DOUBLE, &self->max_limiting,
        "Most peak reduction allowed [dB] (12)", "DB" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->set,
        "Set anything but bypass of masterchain, e.g. compressor::ratio=2 "
        "(repeatable)",
        "CHILD::PROPERTY=VALUE" },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &self->profile,
        "Let the assistant set everything, toward NAME (pop, jazz, classical, "
        "loud-modern, all), the nearest of them (auto), or a profile's FILE",
        "NAME" },
    { "reference", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->reference,
        "Let the assistant go toward the sound of this song instead "
        "(repeatable), of a part of it, or with a weight",
        "FILE[:WEIGHT][@FROM-TO]" },
    { "match", 0, 0, G_OPTION_ARG_STRING, &self->match_text,
        "How far a reference is met: tone, width, dynamics, loudness, each "
        "with =PERCENT (tone,width,dynamics)",
        "WHAT,..." },
    { "strength", 0, 0, G_OPTION_ARG_DOUBLE, &self->strength,
        "How far the assistant goes, 0 to 100 (70)", "PERCENT" },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &self->explain,
        "Say what the assistant does, and why", NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &self->report,
        "Write a page about the master to FILE, for a browser", "FILE.html" },
    { "settings", 0, 0, G_OPTION_ARG_FILENAME, &self->settings,
        "Start from the settings in FILE; without --loudness, --ceiling and "
        "--target, take them just as they are",
        "FILE" },
    { "save-settings", 0, 0, G_OPTION_ARG_FILENAME, &self->save_settings,
        "Write the settings that were found to FILE", "FILE" },
    { "learn", 0, 0, G_OPTION_ARG_FILENAME, &self->learn,
        "Make a profile of all INPUTs, songs and folders of them, for "
        "--profile",
        "FILE.json" },
    { "new-album", 0, 0, G_OPTION_ARG_FILENAME, &self->new_album,
        "Write a project of all INPUTs, songs and folders of them, or a cue "
        "sheet",
        "FILE.json" },
    { "album", 0, 0, G_OPTION_ARG_FILENAME, &self->album,
        "Master the album that the project in FILE describes, to the folder "
        "OUTPUT",
        "FILE.json" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &self->check,
        "Of an album: say all that is wrong with it, and write nothing", NULL },
    { "check-ddp", 0, 0, G_OPTION_ARG_FILENAME, &self->check_ddp,
        "Read the fileset of a disc in DIR, and say what it holds", "DIR" },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &self->jobs,
        "How many songs to work on at once (as many as suit this machine)",
        "N" },
    { "best-effort", 0, 0, G_OPTION_ARG_NONE, &self->best_effort,
        "Where the loudness is out of reach, write what comes nearest", NULL },
    { "analyze", 0, 0, G_OPTION_ARG_NONE, &self->analyze,
        "Measure INPUT and write nothing", NULL },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &self->json,
        "Write all measurements as JSON to FILE, or to the standard output if "
        "FILE is -",
        "FILE" },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &self->force,
        "Replace OUTPUT, or the profile, where it exists", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet,
        "Print no progress and no tables", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version",
        NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL,
        "INPUT" },
    { NULL }
  };

  *self = (MasterOptions){ .loudness = MASTER_NOT_GIVEN,
    .ceiling = MASTER_NOT_GIVEN,
    .max_limiting = MASTER_NOT_GIVEN,
    .strength = MASTER_NOT_GIVEN,
    .bits = NO_NUMBER };
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, examples);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (self->version)
    return TRUE;
  if (self->list_targets)
    return load_table (self, error);
  if (self->album || self->new_album || self->check_ddp)
    return check_album (self, files, error);
  if (self->check)
    return master_usage (error, "--check is for --album");
  if (!take_inputs (self, files, error) || !check_learning (self, error))
    return FALSE;
  if (self->learn)
    return TRUE;
  return check_numbers (self, error) && check_work (self, error) &&
      check_assistant (self, error) && load_table (self, error);
}

void
master_options_clear (MasterOptions *self)
{
  g_free (self->output);
  g_free (self->format);
  g_free (self->json);
  g_strfreev (self->set);
  g_strfreev (self->target);
  g_strfreev (self->reference);
  g_clear_pointer (&self->references, g_ptr_array_unref);
  g_free (self->match_text);
  g_strfreev (self->inputs);
  g_free (self->settings);
  g_free (self->save_settings);
  g_free (self->profile);
  g_free (self->report);
  g_free (self->learn);
  g_free (self->album);
  g_free (self->new_album);
  g_free (self->check_ddp);
  g_free (self->targets);
  g_clear_pointer (&self->table, master_targets_free);
}
