/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * firdesign.h - FIR taps from a magnitude response.
 *
 * It samples the frequencies on a grid finer than the taps are long, and
 * applies a window that touches little but the ends. The phase is 0 about a
 * centre, or that of the minimum-phase filter of the same magnitude (found from
 * the cepstrum), or any share of it.
 *
 * Source: A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal Processing",
 * chapters 7 (windows) and 13 (minimum phase from the real cepstrum).
 */
#ifndef MST_FIRDESIGN_H
#define MST_FIRDESIGN_H

typedef struct MstFirDesign MstFirDesign;

/** For `taps` (a power of two, 64 .. 2^18) taps. NULL when memory runs out. */
MstFirDesign *mst_firdesign_new (int taps);
void mst_firdesign_free (MstFirDesign *self);

/** The number of taps for a curve over octaves (dsp/stage.h): they cover 1/6 s
 * at least, as much as a curve takes that changes within an octave at 20 Hz, or
 * are as many as this. */
#define MST_FIRDESIGN_MAX_CURVE_TAPS 65536
int mst_firdesign_curve_taps (double rate);

/** How many points a magnitude response has: point i is at the frequency
 * i / (points - 1) * rate / 2. */
int mst_firdesign_points (const MstFirDesign *self);

/** Writes the taps of the real response magnitude[] (linear; the sign counts: a
 * negative value is a phase of pi), `minimum` (0 .. 1) times its minimum phase,
 * about taps[centre]. centre is 0 (only sensible for a minimum of 1) .. taps
 * / 2. For a minimum of 0 the taps are symmetric about the centre to the bit.
 * Allocates nothing. */
void mst_firdesign_run (MstFirDesign *self, const double *magnitude,
    double minimum, int centre, float *taps);

#endif /* MST_FIRDESIGN_H */
