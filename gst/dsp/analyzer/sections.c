/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"

#define STRETCH 4   /* fine frames: 2.7 to 3 s */
#define GATE_LU 20  /* under the mean: quieter stretches are in no section */
#define SOFT_LU 1.5 /* on each side of an edge of a section */
/* The shares of the time that are quieter than the loud sections, and quiet. */
#define LOUD_SHARE 0.7
#define QUIET_SHARE 0.3

#define DB MST_POWER_DOUBLING_DB
#define PER_DOUBLING 8
#define BINS_PER_SHELF (MST_POWER_PER_DOUBLING / PER_DOUBLING)
#define SHELVES ((MST_POWER_HIGHEST - MST_POWER_LOWEST) * PER_DOUBLING + 1)

static void
lay_out (void *object, MstArena *arena)
{
  MstAnalyzerSections *self = object;
  int n = mst_power_bins (MST_POWER_LOWEST, MST_POWER_HIGHEST);

  self->shelves = mst_arena_take (arena, SHELVES, sizeof (*self->shelves));
  self->levels = (MstPowerHistogram){ .lowest = MST_POWER_LOWEST,
    .n = n,
    .bins = mst_arena_take (arena, (size_t) n, sizeof (MstPowerBin)) };
}

bool
mst_analyzer_sections_init (MstAnalyzerSections *self)
{
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory)
    return false;
  mst_analyzer_sections_reset (self);
  return true;
}

void
mst_analyzer_sections_clear (MstAnalyzerSections *self)
{
  free (self->memory);
}

void
mst_analyzer_sections_reset (MstAnalyzerSections *self)
{
  MstAnalyzerShelf *shelves = self->shelves;
  MstPowerHistogram levels = self->levels;
  void *memory = self->memory;

  mst_power_reset (&levels);
  *self = (MstAnalyzerSections){ .shelves = shelves,
    .levels = levels,
    .memory = memory };
  memset (shelves, 0, (size_t) SHELVES * sizeof (MstAnalyzerShelf));
}

/* Sums the thirds that are read from the fine frames, or the others. */
static void
sum_thirds (const MstAnalyzerSpectrum *spectrum, bool fine, double *part)
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    double from, to;

    mst_analyzer_third_edges (k, &from, &to);
    if (mst_analyzer_spectrum_is_fine (spectrum, to) == fine)
      mst_analyzer_spectrum_energy (spectrum, from, to, &part[k],
          &part[MST_ANALYSIS_THIRDS + k]);
  }
}

static void
sum_loudness (const MstAnalyzerSpectrum *spectrum, double *part)
{
  const MstAnalyzerFrame *frame = spectrum->frame;

  part[MST_ANALYZER_LOUDNESS] = frame->hop *
      (mst_analyzer_blocks_weigh (spectrum->bands, frame->sum_mid, 0,
           frame->bins) +
          mst_analyzer_blocks_weigh (spectrum->bands, frame->sum_side, 0,
              frame->bins));
}

static void
add (MstAnalyzerShelf *sum, const MstAnalyzerShelf *shelf, double share)
{
  sum->frames += share * shelf->frames;
  for (int i = 0; i < MST_ANALYZER_PARTS; i++)
    sum->part[i] += share * shelf->part[i];
}

/* Shelf i is at the lower edge of the doubling's part i. */
static void
shelve (MstAnalyzerSections *self, const MstAnalyzerShelf *stretch)
{
  double power = stretch->part[MST_ANALYZER_LOUDNESS] / stretch->frames;
  double within;
  int bin = mst_power_bin (&self->levels, power, &within);
  int below = bin / BINS_PER_SHELF;
  double share =
      within * PER_DOUBLING + (double) (bin % BINS_PER_SHELF) / BINS_PER_SHELF;

  mst_power_add (&self->levels, power, 0.0);
  add (&self->shelves[below], stretch, 1.0 - share);
  add (&self->shelves[below + 1], stretch, share);
}

/* Puts the sums between start and now on their shelves. */
static void
end_stretch (MstAnalyzerSections *self)
{
  MstAnalyzerShelf stretch = { .frames =
                                   self->now.frames - self->start.frames };

  for (int i = 0; i < MST_ANALYZER_PARTS; i++)
    stretch.part[i] = fmax (0.0, self->now.part[i] - self->start.part[i]);
  if (stretch.frames > 0.0 && stretch.part[MST_ANALYZER_LOUDNESS] > 0.0)
    shelve (self, &stretch);
  self->start = self->now;
}

bool
mst_analyzer_sections_are_due (const MstAnalyzerSections *self)
{
  return self->count == STRETCH - 1;
}

void
mst_analyzer_sections_halfway (MstAnalyzerSections *self,
    const MstAnalyzerSpectrum *spectrum)
{
  sum_thirds (spectrum, false, self->next.part);
  sum_loudness (spectrum, self->next.part);
}

void
mst_analyzer_sections_push (MstAnalyzerSections *self,
    const MstAnalyzerSpectrum *spectrum, double frames)
{
  self->heard += frames;
  if (!spectrum) {
    self->count++;
    return;
  }
  self->count = 0;
  sum_thirds (spectrum, true, self->next.part);
  if (self->now.frames > self->start.frames)
    end_stretch (self);
  self->now = self->next;
  self->now.frames = self->heard;
}

void
mst_analyzer_sections_finish (MstAnalyzerSections *self,
    const MstAnalyzerSpectrum *spectrum, double frames)
{
  sum_thirds (spectrum, false, self->now.part);
  sum_thirds (spectrum, true, self->now.part);
  sum_loudness (spectrum, self->now.part);
  self->now.frames = frames;
  end_stretch (self);
}

/* --- at the end */

/* Levels in doublings over the origin. */
typedef struct {
  int origin;
  double gate, loud, quiet;
} Edges;

static bool
find_edges (const MstAnalyzerSections *self, double power, Edges *edges)
{
  int origin = power > 0.0 ? mst_power_origin (power) : 0;
  const MstPowerHistogram *all = &self->levels;

  if (!(all->count > 0.0))
    return false;
  edges->origin = origin;
  edges->gate =
      mst_power_level (all->power / all->count, origin) - GATE_LU / DB;
  edges->loud =
      mst_power_quantile (&self->levels, origin, edges->gate, LOUD_SHARE);
  edges->quiet =
      mst_power_quantile (&self->levels, origin, edges->gate, QUIET_SHARE);
  return true;
}

/* From 0 well below an edge to 1 well above it. */
static double
above (double level, double edge)
{
  double x = (level - edge) * DB / SOFT_LU;

  return x <= -1.0 ? 0.0 : x >= 1.0 ? 1.0 : 0.5 + 0.5 * sin (0.5 * M_PI * x);
}

static void
weigh (const MstAnalyzerSections *self, const Edges *edges,
    MstAnalyzerShelf sections[MST_ANALYSIS_SECTIONS])
{
  for (int i = 0; i < SHELVES; i++) {
    const MstAnalyzerShelf *shelf = &self->shelves[i];
    double level =
        (double) (MST_POWER_LOWEST - edges->origin) + (double) i / PER_DOUBLING;
    double passes = above (level, edges->gate);
    double loud = above (level, edges->loud);
    double not_quiet = above (level, edges->quiet);

    if (!(shelf->frames > 0.0))
      continue;
    add (&sections[MST_ANALYSIS_LOUD], shelf, passes * loud);
    add (&sections[MST_ANALYSIS_TYPICAL], shelf,
        passes * not_quiet * (1.0 - loud));
    add (&sections[MST_ANALYSIS_QUIET], shelf, passes * (1.0 - not_quiet));
  }
}

static void
describe (const MstAnalyzerShelf *section, double power, bool stereo,
    MstAnalysisSection *out)
{
  double all = section->part[MST_ANALYZER_LOUDNESS];
  bool any = section->frames > 0.0 && power > 0.0;

  out->loudness =
      any ? 10.0 * log10 (all / section->frames / power) : -INFINITY;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    const double *part = &section->part[k];

    out->mid[k] = any ? mst_loudness_over (part[0], all) : -INFINITY;
    out->side[k] = any && stereo
        ? mst_loudness_over (part[MST_ANALYSIS_THIRDS], all)
        : -INFINITY;
  }
}

void
mst_analyzer_sections_read (const MstAnalyzerSections *self, double power,
    MstAnalysis *out)
{
  MstAnalyzerShelf sections[MST_ANALYSIS_SECTIONS] = { 0 };
  Edges edges;

  if (find_edges (self, power, &edges))
    weigh (self, &edges, sections);
  for (int k = 0; k < MST_ANALYSIS_SECTIONS; k++)
    describe (&sections[k], power, out->channels > 1.0, &out->section[k]);
}
