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
    "The assistant sets all stages before, unless --plain leaves it out.";

static const gchar examples[] =
    "Examples:\n"
    "  " MASTER_TOOL " mix.wav\n"
    "      to mix-master.flac, with a page beside it, mix-master.html\n"
    "  " MASTER_TOOL " mix.wav -o master.flac\n"
    "      to -14 LUFS and -1 dBTP, FLAC with 24 bit\n"
    "  " MASTER_TOOL " -l -9 -c -0.3 --bits 16 mix.flac -o cd.wav\n"
    "      loud, 16 bit with dither\n"
    "  " MASTER_TOOL " --set eq::bands=1 --set eq::band0::frequency=250 \\\n"
    "      --set eq::band0::gain=-3 mix.wav -o master.flac\n"
    "      with 3 dB less at 250 Hz on the way\n"
    "  " MASTER_TOOL " --make \"warmer=3,wider\" mix.wav\n"
    "      as a musician would say it\n"
    "  " MASTER_TOOL " --again mix-master.flac --make brighter=1\n"
    "      once more, a little brighter; --undo mix-master.flac takes it back\n"
    "  " MASTER_TOOL " --target spotify --target cd mix.wav -o master.flac\n"
    "      two masters, master.spotify.flac and master.cd.flac\n"
    "  " MASTER_TOOL " --profile auto --explain mix.wav -o master.flac\n"
    "      with the assistant, which says what it does\n"
    "  " MASTER_TOOL " --learn mine.json songs/\n"
    "      a profile of one's own, for --profile mine.json\n"
    "  " MASTER_TOOL " --analyze --json - song.mp3\n"
    "      measures only, as JSON\n"
    "\n"
    "Exit status: 0 done, 1 failed, 2 wrong command line, 3 the output exists,"
    "\n"
    "4 the input cannot be used, 5 loudness or ceiling out of reach, 75 try "
    "again.\n"
    "Nothing is ever left half-written.";

gboolean
master_options_is_given (gdouble level)
{
  return level != MASTER_NOT_GIVEN;
}

gboolean
master_options_is_file (const gchar *profile)
{
  return strchr (profile, G_DIR_SEPARATOR) ||
      g_str_has_suffix (profile, ".json");
}

/* Options that say where the masters go, and what is told of them. */
static void
add_outputs (GOptionContext *context, MasterOptions *self)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
        "Write to OUTPUT: .wav .flac .mp3 .ogg .opus .m4a, or a folder, DIR/, "
        "with a master for each INPUT",
        "OUTPUT" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format,
        "Ending of the masters where OUTPUT is a folder (flac)", "ENDING" },
    { "bits", 0, 0, G_OPTION_ARG_INT, &self->bits,
        "16 or 24 (24), for wav also 32 (float)", "BITS" },
    { "tag", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->tag,
        "Set a tag of a single song, e.g. TITLE=..., ISRC=..., COVER=FILE "
        "(repeatable)",
        "NAME=VALUE" },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &self->report,
        "Write a page about the master to FILE, for a browser", "FILE.html" },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &self->json,
        "Write all measurements as JSON to FILE, or to the standard output if "
        "FILE is -",
        "FILE" },
    { "save-settings", 0, 0, G_OPTION_ARG_FILENAME, &self->save_settings,
        "Write the settings that were found to FILE", "FILE" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &self->dry_run,
        "Say what would be done, with the page, and write no master", NULL },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &self->force,
        "Replace OUTPUT, or the profile, where it exists", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &self->quiet,
        "Print no progress and no tables", NULL },
    { "no-config", 0, 0, G_OPTION_ARG_NONE, &self->no_config,
        "Ignore the file of defaults, gst-mastering/config in the user's "
        "folder of settings",
        NULL },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &self->jobs,
        "How many songs to work on at once (as many as suit this machine)",
        "N" },
    { "max-memory", 0, 0, G_OPTION_ARG_INT, &self->max_memory,
        "Keep no more sound in memory than goes with so much in all (half of "
        "the machine's)",
        "MB" },
    { "skip-done", 0, 0, G_OPTION_ARG_NONE, &self->skip_done,
        "Leave a master as it is where it was made by this option of the same "
        "song and settings",
        NULL },
    { "analyze", 0, 0, G_OPTION_ARG_NONE, &self->analyze,
        "Measure INPUT and write nothing", NULL },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

/* Options that say how loud they become. */
static void
add_levels (GOptionContext *context, MasterOptions *self)
{
  const GOptionEntry entries[] = {
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
    { "codec-ceiling", 0, 0, G_OPTION_ARG_STRING, &self->codec_ceiling,
        "Keep a lossless OUTPUT under the ceiling behind each of these codecs "
        "too: mp3, aac, opus, vorbis, each with its kbit/s",
        "mp3-128,..." },
    { "dual-mono", 0, 0, G_OPTION_ARG_NONE, &self->dual_mono,
        "Count a song of one channel as it is heard from two loudspeakers",
        NULL },
    { "max-limiting", 0, 0, G_OPTION_ARG_DOUBLE, &self->max_limiting,
        "Most peak reduction allowed [dB] (12, or any for a loudness that is "
        "asked for)",
        "DB" },
    { "best-effort", 0, 0, G_OPTION_ARG_NONE, &self->best_effort,
        "Where the loudness is out of reach, write what comes nearest", NULL },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

/* Options that say how they sound. */
static void
add_sound (GOptionContext *context, MasterOptions *self)
{
  const GOptionEntry entries[] = {
    { "plain", 0, 0, G_OPTION_ARG_NONE, &self->plain,
        "Change loudness and peaks alone, without the assistant", NULL },
    { "restore", 0, 0, G_OPTION_ARG_STRING, &self->restore,
        "Repair INPUT before all else: auto, or a list of declick and dehum",
        "WHAT,..." },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &self->profile,
        "Let the assistant work toward NAME (pop, jazz, classical, "
        "loud-modern, all), all music at once (auto), or a profile's FILE",
        "NAME" },
    { "genre", 0, 0, G_OPTION_ARG_FILENAME, &self->profile,
        "The same as --profile", "NAME" },
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
    { "make", 0, 0, G_OPTION_ARG_STRING, &self->make,
        "Make it so, each by 1 to 5 (2): warmer, brighter, darker, wider, "
        "narrower, punchier, smoother, tighter-bass, more-bass, less-bass, "
        "less-muddy, less-harsh, less-sibilant, louder, more-dynamic, closer, "
        "deeper",
        "WISH[=N],..." },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &self->explain,
        "Say what the assistant does, and why", NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &self->verbose,
        "The same, with rules, settings and evidence", NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->set,
        "Set anything but bypass of masterchain, e.g. compressor::ratio=2 "
        "(repeatable)",
        "CHILD::PROPERTY=VALUE" },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &self->preset,
        "Begin with a preset of the whole chain, or of a stage, eq:air; "
        "several with commas",
        "NAME,..." },
    { "list-presets", 0, 0, G_OPTION_ARG_NONE, &self->list_presets,
        "Print the presets", NULL },
    { "again", 0, 0, G_OPTION_ARG_FILENAME, &self->again,
        "Make MASTER, or the master of a page, anew from the settings in it, "
        "with what --make, --strength and others change",
        "MASTER" },
    { "undo", 0, 0, G_OPTION_ARG_FILENAME, &self->undo,
        "Make the version of MASTER before this one", "MASTER" },
    { "mix", 0, 0, G_OPTION_ARG_FILENAME, &self->mix,
        "The mix of --again and --undo, where it has moved", "FILE" },
    { "settings", 0, 0, G_OPTION_ARG_FILENAME, &self->settings,
        "Start from the settings in FILE; without --loudness, --ceiling and "
        "--target, take them just as they are",
        "FILE" },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

/* Options for other work. */
static void
add_others (GOptionContext *context, MasterOptions *self)
{
  const GOptionEntry entries[] = {
    { "stems", 0, 0, G_OPTION_ARG_FILENAME, &self->stems,
        "Master the song whose stems (drums, bass, voices, ...) are in DIR, in "
        "place of an INPUT",
        "DIR" },
    { "manifest", 0, 0, G_OPTION_ARG_FILENAME, &self->manifest,
        "Do all jobs that FILE lists, each with an input, an output and "
        "options of its own",
        "FILE.jsonl" },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &self->shard,
        "Do every N-th of these, from the I-th on", "I/N" },
    { "results", 0, 0, G_OPTION_ARG_FILENAME, &self->results,
        "Add a line to FILE for each job that has been done", "FILE.jsonl" },
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
        "Say all that is wrong with the album, and write nothing", NULL },
    { "check-ddp", 0, 0, G_OPTION_ARG_FILENAME, &self->check_ddp,
        "Read the fileset of a disc in DIR, and say what it holds", "DIR" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version",
        NULL },
    { NULL }
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

gboolean
master_options_parse (MasterOptions *self, int *argc, char ***argv,
    GError **error)
{
  g_autoptr (GOptionContext) context =
      g_option_context_new ("[OUTPUT | -o OUTPUT]");
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = { { G_OPTION_REMAINING, 0, 0,
                                       G_OPTION_ARG_FILENAME_ARRAY, &files,
                                       NULL, "INPUT" },
    { NULL } };

  *self = (MasterOptions){ .loudness = MASTER_NOT_GIVEN,
    .ceiling = MASTER_NOT_GIVEN,
    .max_limiting = MASTER_NOT_GIVEN,
    .strength = MASTER_NOT_GIVEN,
    .version_number = 1,
    .start_loudness = MASTER_NOT_GIVEN,
    .start_ceiling = MASTER_NOT_GIVEN,
    .bits = MASTER_NO_NUMBER,
    .words = g_strdupv (*argv + 1) };
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, examples);
  add_outputs (context, self);
  add_levels (context, self);
  add_sound (context, self);
  add_others (context, self);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  self->names = g_steal_pointer (&files);
  return TRUE;
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
  g_strfreev (self->names);
  g_strfreev (self->words);
  g_free (self->manifest);
  g_free (self->shard);
  g_free (self->results);
  g_free (self->preset);
  g_free (self->restore);
  g_free (self->make);
  g_free (self->again);
  g_free (self->undo);
  g_free (self->mix);
  g_free (self->wished);
  g_free (self->last);
  g_strfreev (self->met);
  g_free (self->met_how);
  g_free (self->config_path);
  g_clear_pointer (&self->config, json_object_unref);
  g_clear_pointer (&self->base, gst_structure_free);
  g_free (self->settings);
  g_free (self->save_settings);
  g_free (self->profile);
  g_free (self->report);
  g_free (self->stems);
  g_free (self->learn);
  g_free (self->album);
  g_free (self->new_album);
  g_free (self->check_ddp);
  g_free (self->targets);
  g_clear_pointer (&self->table, master_targets_free);
  g_free (self->codec_ceiling);
  g_strfreev (self->tag);
  gst_clear_tag_list (&self->tags);
  g_clear_pointer (&self->codings, g_ptr_array_unref);
}
