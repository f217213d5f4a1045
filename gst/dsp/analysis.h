/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analysis.h - the measurements of a whole piece of music.
 *
 * The analyser fills it, the assistant decides by it. Doubles only: no
 * pointers, no memory; the single numbers come first, then the series. Levels
 * are -INFINITY for silence, and where there was too little to measure; whoever
 * reads them has to expect it.
 */
#ifndef MST_ANALYSIS_H
#define MST_ANALYSIS_H

/** The bands in which released music was measured: their edges [Hz]. */
#define MST_ANALYSIS_BANDS 9
#define MST_ANALYSIS_EDGES                                                     \
  {                                                                            \
    20, 148, 392, 795, 1458, 2550, 4349, 7314, 12199, 20000                    \
  }

/** Third octaves, base ten: third k is about 1000 * 10^((k - 17) / 10) Hz, that
 * is 20 Hz .. 20 kHz (IEC 61260-1). */
#define MST_ANALYSIS_THIRDS 31

/** The strongest resonances, strongest first; a frequency of 0 ends the list.
 */
#define MST_ANALYSIS_RESONANCES 8

/** The shares of the blocks that lie below the levels of `block_level`. */
#define MST_ANALYSIS_QUANTILES 7
#define MST_ANALYSIS_SHARES                                                    \
  {                                                                            \
    0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95                                   \
  }

/** The distances to the top within which `peak_share` counts peaks [dB]. */
#define MST_ANALYSIS_TOPS 3
#define MST_ANALYSIS_TOP_DB                                                    \
  {                                                                            \
    0.25, 1.0, 3.0                                                             \
  }

/** The fine spectrum: point k is at 40 * 2^(k / 24) Hz, up to 15.8 kHz. */
#define MST_ANALYSIS_DETAIL 208
#define MST_ANALYSIS_DETAIL_HZ 40.0
#define MST_ANALYSIS_DETAIL_PER_OCTAVE 24

/** One band of the nine. */
typedef struct {
  double level; /* LU: K-weighted loudness of the band, the mean over gated
                   blocks of 400 ms, less the integrated */
  double side;  /* LU: loudness of the side less that of the mid, same mean: as
                   the profiles have it */
  double range; /* LU: 95th less 10th percentile over gated blocks of 400 ms */
  double crest; /* dB: peak over RMS, the median over blocks of 400 ms */
  double transients;  /* a second: onsets that rise well above the level */
  double correlation; /* -1 .. 1, of left and right, power-weighted mean */
  double side_power;  /* LU: the same by power, over the whole piece: as it is
                         heard */
} MstAnalysisBand;

/** A narrow top of the long-term spectrum. */
typedef struct {
  double frequency;  /* Hz */
  double prominence; /* dB over the spectrum about it */
  double q;
} MstAnalysisResonance;

/** Stretches of 3 s no more than 20 LU under the mean, by their loudness. An
 * edge is 3 LU wide, so that a piece of one loudness is in all three. */
enum {
  MST_ANALYSIS_LOUD,    /* above the 70th percentile */
  MST_ANALYSIS_TYPICAL, /* between both */
  MST_ANALYSIS_QUIET,   /* below the 30th */
  MST_ANALYSIS_SECTIONS
};

typedef struct {
  double loudness; /* LU: by the mean power, less the integrated */
  /* dB: power in thirds [dBFS], less the loudness of the section [LUFS]. */
  double mid[MST_ANALYSIS_THIRDS];
  double side[MST_ANALYSIS_THIRDS]; /* mono: -inf */
} MstAnalysisSection;

/** The places to listen at, in seconds from the start; each is 15 s long, or as
 * long as the piece. */
typedef struct {
  double loudest;
  double quietest; /* of what passes the gate of the loudness */
  double typical;  /* the nearest to the integrated loudness */
} MstAnalysisExcerpts;

typedef struct {
  double rate; /* Hz */
  double channels;
  double frames;

  /* as mastermeter reads them */
  double loudness;          /* LUFS, integrated */
  double threshold;         /* LUFS, the relative gate of it */
  double range;             /* LU, EBU Tech 3342 */
  double max_momentary;     /* LUFS */
  double max_shortterm;     /* LUFS */
  double true_peak;         /* dBTP */
  double true_peak_4x;      /* dBTP */
  double sample_peak;       /* dBFS */
  double downmix_loudness;  /* LUFS, on two loudspeakers, of more than */
  double downmix_true_peak; /* dBTP two channels; else -inf */
  double plr;               /* dB: true peak less integrated loudness */
  double psr;             /* dB: the least sample peak of 3 s less short-term */
  double dc;              /* dBFS, of the worst channel */
  double balance;         /* dB: RMS of left less that of right */
  double clipped_runs;    /* count: three samples and more at one extreme */
  double overs;           /* count: stretches whose true peak passes 0 dBTP */
  double word_length;     /* bits that are in use: 16, 24 ...; 32 for float */
  double invalid_samples; /* count: NaN, infinite, absurd */

  double block_range; /* LU: as MstAnalysisBand.range, of the whole spectrum */
  double crest;       /* dB: as MstAnalysisBand.crest, of the whole spectrum */
  double correlation; /* -1 .. 1, whole piece */
  double mono_loss;   /* LU: integrated loudness less that of the mono fold,
                         (L + R) / 2 on both channels; 0 for mono */
  double peak_to_loudness; /* dB: the greatest sample over the loudness, both
                              as free of the level as all that follows */
  double transients;       /* a second: onsets of three bands or more at once */
  double bass_side;        /* dB: side less mid below 120 Hz, by power */
  double sibilance;   /* dB: bursts of 4.3 to 12.2 kHz less the voice's 392 to
                         2550 Hz about them; -inf where there are none */
  double sibilants;   /* a second: such bursts */
  double clicks;      /* count: single samples far out of line */
  double noise_floor; /* dBFS: the 1st percentile of RMS over 100 ms;
                         digital silence does not count */
  double bandwidth; /* Hz: above it the spectrum falls off a cliff; half of the
                         rate where it does not */
  double hum;       /* 50, 60 Hz; 0: none found */
  double hum_level; /* dBFS, of the fundamental and its harmonics */

  MstAnalysisExcerpts excerpts;

  double mid[MST_ANALYSIS_THIRDS];  /* dBFS: power in a third, long-term mean */
  double side[MST_ANALYSIS_THIRDS]; /* the same of (L - R) / 2; mono: -inf */
  MstAnalysisBand band[MST_ANALYSIS_BANDS];
  MstAnalysisResonance resonance[MST_ANALYSIS_RESONANCES];
  MstAnalysisSection section[MST_ANALYSIS_SECTIONS];
  /* LU: quantiles of the loudness of blocks of 400 ms, less the integrated. */
  double block_level[MST_ANALYSIS_QUANTILES];
  /* 0 .. 1: of the blocks of 0.1 s within 20 dB of the top, those whose peak is
   * so near to the top, which is the 99th percentile of the peaks. */
  double peak_share[MST_ANALYSIS_TOPS];
  /* dB: density of the mid, less the loudness. */
  double detail[MST_ANALYSIS_DETAIL];
} MstAnalysis;

#endif /* MST_ANALYSIS_H */
