/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer/sections.h - thirds of mid and side of the loud, the typical and the
 * quiet sections apart.
 *
 * The piece is cut into stretches of four fine frames (3 s). A stretch adds its
 * thirds to the sums of all frames; they are put on the two
 * shelves next to its loudness, of which there are eight to a doubling of
 * power, each the more the nearer it is. A section weighs the shelves by their
 * loudness, so that nothing grows with the piece. Weights change over 3 LU: a
 * little more or less gain takes no stretch from one section to the next.
 */
#ifndef MST_ANALYZER_SECTIONS_H
#define MST_ANALYZER_SECTIONS_H

#include "spectrum.h"

/** Thirds of mid, thirds of side, the K-weighted power: energies. */
#define MST_ANALYZER_PARTS (2 * MST_ANALYSIS_THIRDS + 1)
#define MST_ANALYZER_LOUDNESS (2 * MST_ANALYSIS_THIRDS)

typedef struct {
  double frames; /* of audio */
  double part[MST_ANALYZER_PARTS];
} MstAnalyzerShelf;

typedef struct {
  int count;    /* fine frames since the last whole stretch */
  double heard; /* frames of audio */
  /* Sums over all frames: at the start of the stretch that is not on a shelf
   * yet, at its end, and of the next. The low thirds are summed up to the
   * middle of the last fine frame, half of one behind the stretch's end, and so
   * are the others. */
  MstAnalyzerShelf start, now, next;
  MstPowerHistogram levels; /* of the stretches */
  MstAnalyzerShelf *shelves;
  void *memory; /* holds these and the bins */
} MstAnalyzerSections;

bool mst_analyzer_sections_init (MstAnalyzerSections *self);
void mst_analyzer_sections_clear (MstAnalyzerSections *self);
void mst_analyzer_sections_reset (MstAnalyzerSections *self);

/** True if the next fine frame is the last of a stretch: then halfway() and
 * push() want the sums, which are settled. */
bool mst_analyzer_sections_are_due (const MstAnalyzerSections *self);

/** Notes that half of the audio of the last fine frame has come. */
void mst_analyzer_sections_halfway (MstAnalyzerSections *self,
    const MstAnalyzerSpectrum *spectrum);

/** Notes that a fine frame, which brought `frames` of audio, has been added to
 * the sums; `spectrum` is NULL except for the last of a stretch. */
void mst_analyzer_sections_push (MstAnalyzerSections *self,
    const MstAnalyzerSpectrum *spectrum, double frames);

/** Ends the piece of `frames`. The rest joins the last stretch. */
void mst_analyzer_sections_finish (MstAnalyzerSections *self,
    const MstAnalyzerSpectrum *spectrum, double frames);

/** Writes the sections; `power` is that of the integrated loudness. */
void mst_analyzer_sections_read (const MstAnalyzerSections *self, double power,
    MstAnalysis *out);

#endif /* MST_ANALYZER_SECTIONS_H */
