/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * project.h - an album as its owner describes it: a file of JSON.
 *
 *   {
 *     "version": 1,
 *     "title": "Example", "artist": "The Band", "upc": "4006381333931",
 *     "level": "album", "target": "spotify",
 *     "tracks": [
 *       { "file": "01 mix.wav", "title": "One" },
 *       { "file": "02 mix.wav", "title": "Two", "join": true }
 *     ],
 *     "masters": [ { "kind": "files", "format": "flac" }, { "kind": "cd" } ]
 *   }
 *
 * Only the files of the tracks must be there. docs/album.md has all members.
 * Paths are relative to the folder of the project. Nothing here opens a song.
 */
#ifndef MST_PROJECT_H
#define MST_PROJECT_H

#include "code.h"
#include "members.h"

/** How loud the songs become beside one another. */
typedef enum {
  MST_LEVEL_ALBUM,   /* the loudest on the target, the others as far under it */
  MST_LEVEL_EVEN,    /* each song on the target */
  MST_LEVEL_NATURAL, /* half of the distances, at most 3 LU */
} MstLevel;

typedef enum {
  MST_MASTER_FILES,
  MST_MASTER_CD,
  MST_MASTER_VINYL,
  MST_MASTER_CASSETTE,
  MST_MASTER_ARCHIVE,
} MstMasterKind;

/** The medium of an album: records by inches and turns a minute, cassettes by
 * the minutes of both sides. */
typedef enum {
  MST_RECORD_12_33,
  MST_RECORD_12_45,
  MST_RECORD_10_33,
  MST_RECORD_10_45,
  MST_RECORD_7_33,
  MST_RECORD_7_45,
  MST_RECORD_C46,
  MST_RECORD_C60,
  MST_RECORD_C90,
} MstRecord;

typedef struct {
  gchar *file; /* as the project says it */
  gchar *path; /* that can be opened */
  gchar *title;
  gchar *artist;
  gchar *composer;
  gchar *songwriter;
  gchar *arranger;
  gchar *message;
  gchar *isrc_text;
  gchar isrc[MST_ISRC_LENGTH + 1]; /* empty: none */
  gchar *cd_title;                 /* in place of the others in CD-Text */
  gchar *cd_artist;
  gchar *side;          /* of a record: A, B ... */
  gchar *settings;      /* a file of settings */
  gchar *settings_path; /* that can be opened */
  gchar *lyricist;
  gchar *producer;
  gchar *publisher;
  gchar *language;   /* of the words: a code of ISO 639 */
  gboolean explicit; /* words that not all may hear */
  gchar *preset;
  gchar *make;
  gchar *restore;
  gdouble gap;       /* silence before the song [s] */
  gdouble crossfade; /* with the song before [s] */
  gdouble fade_in;   /* [s] */
  gdouble fade_out;
  gdouble level; /* added to what the album gives it [LU] */
  gboolean join; /* flows out of the song before */
  MstSpan trim;  /* [s] */
  GArray
      *index; /* of gdouble: further marks, from the song's start [s]; NULL */
  gchar **flags; /* NULL */
} MstSong;

typedef struct {
  gint kind;    /* MstMasterKind */
  gint format;  /* of files: one of mst_master_formats */
  gdouble bits; /* of files; 0: the most that the format holds */
  gchar *target;
  gboolean cd_text;
  gboolean cd_text_codes;
  gint record; /* of vinyl and cassettes: MstRecord */
} MstMaster;

extern const gchar *const mst_master_formats[];
extern const gchar *const mst_record_names[];

#define MST_PROJECT_COHESION 50.0 /* where the assistant is asked */

typedef struct {
  gdouble version;
  gchar *title;
  gchar *artist;
  gchar *upc_text;
  gchar ean[MST_EAN_LENGTH + 1]; /* empty: none */
  gchar *catalog;
  gchar *date;
  gchar *genre;
  gchar *label;
  gchar *copyright;
  gchar *phonogram;
  gchar *language;
  gchar *cover;
  gchar *cover_path; /* that can be opened */
  gchar *target;
  gchar *profile;
  gchar *preset;
  gchar *make;
  gchar *restore;
  gint level;       /* MstLevel */
  gdouble strength; /* of the assistant, 0 to 100 */
  gdouble cohesion; /* 0 to 100; NAN: the project does not say */
  GPtrArray *songs; /* of MstSong */
  GArray *masters;  /* of MstMaster */
} MstProject;

/** A project without songs and with one master, of files; whoever fills it
 * gives away the strings. */
MstProject *mst_project_new (void);

/** A song at the end, which is the project's. */
MstSong *mst_project_add_song (MstProject *self);

void mst_project_free (MstProject *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MstProject, mst_project_free)

/** Reads the project at `path` and checks all that can be checked without its
 * songs. Every fault becomes a line in `problems`, every thing worth a look one
 * in `notices` (arrays of strings). NULL only where there is nothing to read,
 * with `error`; what has problems is not to be mastered. */
MstProject *mst_project_load (const gchar *path, GPtrArray *problems,
    GPtrArray *notices, GError **error);

/** The project as a file of JSON, without what is as it is by default. */
gchar *mst_project_write (const MstProject *self);

static inline MstSong *
mst_project_song (const MstProject *self, guint i)
{
  return g_ptr_array_index (self->songs, i);
}

/** Returns whether the song after song i - 1 belongs to one stream with it. */
gboolean mst_project_flows (const MstProject *self, guint i);

/** How near the songs are brought to one another, 0 to 100: as the project
 * says, else MST_PROJECT_COHESION with a profile and 0 without. */
gdouble mst_project_cohesion (const MstProject *self);

/** The master of that kind, or NULL. */
const MstMaster *
mst_project_find_master (const MstProject *self, MstMasterKind kind);

/** "song 3 (03 mix.wav)", to begin a line about it. */
gchar *mst_project_place (const MstProject *self, guint i);

#endif /* MST_PROJECT_H */
