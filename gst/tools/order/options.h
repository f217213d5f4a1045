/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * options.h - the command line.
 */
#ifndef MASTER_OPTIONS_H
#define MASTER_OPTIONS_H

#include <gst/gst.h>
#include <json-glib/json-glib.h>

#include "assistant/wishes.h"
#include "references.h"
#include "targets.h"

/** Peak reduction that needs no asking [dB]. */
#define MASTER_LIMITING 12.0

/** Stands for a level that nobody gave. */
#define MASTER_NOT_GIVEN ((gdouble) G_MININT)

/** Stands for a whole number that nobody gave. */
#define MASTER_NO_NUMBER G_MININT

typedef struct {
  gchar **words;  /* of the command line, as they came, but for the program */
  gchar **names;  /* all that are not options */
  gchar **inputs; /* of these, songs and folders of them */
  gchar *output;  /* NULL with analyze */
  gchar *format;  /* ending of the masters in a folder; NULL: flac */
  gchar **target;
  gchar *targets;       /* the user's own table, or NULL */
  MasterTargets *table; /* NULL where it is not needed */
  gdouble loudness;     /* for all masters [LUFS], or not given */
  gdouble ceiling;      /* for all masters [dBTP], or not given */
  gdouble max_limiting; /* peak reduction allowed [dB], or not given */
  gint bits;            /* 16, 24, 32; 0: the best of the format */
  gint rate;            /* of the masters [Hz]; 0: the song's or the target's */
  gchar *codec_ceiling; /* codecs that the ceiling holds behind, or NULL */
  GPtrArray *codings;   /* the same, MasterCoding; or NULL */
  gboolean dual_mono;   /* a single channel counts as it is heard from two */
  gchar *json;          /* a path, "-" or NULL */
  gchar **set;          /* CHILD::PROPERTY=VALUE, or NULL */
  gchar **tag;          /* NAME=VALUE, or NULL */
  GstTagList *tags;     /* the same; or NULL */
  gchar *preset;        /* of masterchain, or NULL */
  gchar *make;          /* wishes, or NULL */
  MstWishes wishes;     /* the same, read */
  gchar *again;         /* a master to be made anew, or NULL */
  gchar *undo;          /* one to be as it was before, or NULL */
  gchar *mix;           /* of these, or NULL */
  GstStructure *base;   /* the settings of these, or NULL */
  gchar *wished;        /* all that they were wished, or NULL */
  gchar **met;          /* references that their records know of, or NULL */
  gchar *met_how;       /* the --match of these, or NULL */
  gchar *last;          /* the master before, which they replace, or NULL */
  gint64 version_number;  /* of the master */
  gdouble start_loudness; /* where nobody says otherwise [LUFS], */
  gdouble start_ceiling;  /* [dBTP] */
  gboolean insists;       /* and that loudness was asked for */
  gboolean keeps;         /* the master holds its record */
  gchar *settings;        /* a file of settings to start from, or NULL */
  gchar *save_settings;   /* a file for the settings that were found, or NULL */
  gchar *profile;    /* for the assistant: a name, "auto" or a file, or NULL */
  gchar **reference; /* songs to be met instead, or NULL */
  GPtrArray *references; /* the same, MasterReference; empty: there are none */
  gchar *match_text;     /* how far they are met, or NULL */
  MasterMatch match;
  gdouble strength; /* how far the assistant goes, 0 to 100 */
  gboolean assist;  /* the assistant is wanted */
  gboolean replay;  /* the settings say all: nothing is to be found */
  gboolean explain;
  gboolean verbose; /* with inner names */
  gchar *report;    /* a page, or NULL */
  gchar *stems;     /* a folder of stems in place of an input, or NULL */
  gchar *learn;     /* a profile to be made of the inputs, or NULL */
  gint jobs;        /* songs at once; 0: as many as are sensible */
  gchar *album;     /* a project to be mastered, or NULL */
  gchar *new_album; /* a project to be made of the inputs, or NULL */
  gchar *check_ddp; /* a fileset to be read, or NULL */
  gboolean check;   /* the project is only checked */
  gchar *manifest;  /* a list of jobs to be done, or NULL */
  gchar *shard;     /* which of them, "I/N", or NULL for all */
  gchar *results;   /* what came of them */
  gint max_memory;  /* that all jobs may take [MB]; 0: half of the machine's */
  gboolean skip_done; /* a master that stands is not made again */
  gchar *restore;     /* "auto", repairs before all else, or NULL */
  gboolean plain;     /* loudness and ceiling alone */
  gboolean analyze;
  gboolean dry_run; /* all but the masters */
  gboolean force;
  gboolean quiet;
  gboolean no_config;
  gchar *config_path; /* of the file of defaults, where it is read, or NULL */
  JsonObject *config; /* its values that are in force, by their names */
  gboolean best_effort;
  gboolean list_targets;
  gboolean list_presets;
  gboolean version;
} MasterOptions;

/** Reads the command line as it stands; --help prints and exits. Returns FALSE
 * where it is wrong. command.h finds out what it means. */
gboolean master_options_parse (MasterOptions *self, int *argc, char ***argv,
    GError **error);

/** Returns TRUE where a profile is named by its file. */
gboolean master_options_is_file (const gchar *profile);

gboolean master_options_is_given (gdouble level);

void master_options_clear (MasterOptions *self);

#endif /* MASTER_OPTIONS_H */
