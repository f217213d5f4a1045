/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ebur128.c - what libebur128, the independent library, makes of raw audio.
 *
 *   ffmpeg -i FILE -f f32le - | ebur128 RATE CHANNELS
 *
 * Reads interleaved float32 on stdin and prints "I LRA TP": integrated
 * loudness [LUFS], loudness range [LU] and true peak [dBTP].
 */
#include <ebur128.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define FRAMES 4096

static int
feed (ebur128_state *state, FILE *in)
{
  static float block[FRAMES * 64];
  size_t size = state->channels * sizeof (float);
  size_t frames;
  while ((frames = fread (block, size, FRAMES, in)) > 0)
    if (ebur128_add_frames_float (state, block, frames) != EBUR128_SUCCESS)
      return -1;
  return ferror (in) ? -1 : 0;
}

static int
print (ebur128_state *state)
{
  double loudness = -HUGE_VAL, range = 0.0, peak = 0.0;
  if (ebur128_loudness_global (state, &loudness) != EBUR128_SUCCESS ||
      ebur128_loudness_range (state, &range) != EBUR128_SUCCESS)
    return -1;
  for (unsigned c = 0; c < state->channels; c++) {
    double one = 0.0;
    if (ebur128_true_peak (state, c, &one) != EBUR128_SUCCESS)
      return -1;
    peak = fmax (peak, one);
  }
  printf ("%.3f %.2f %.3f\n", loudness, range, 20.0 * log10 (peak));
  return 0;
}

int
main (int argc, char **argv)
{
  int rate = argc == 3 ? atoi (argv[1]) : 0;
  int channels = argc == 3 ? atoi (argv[2]) : 0;
  if (rate <= 0 || channels <= 0 || channels > 64) {
    fprintf (stderr, "usage: ebur128 RATE CHANNELS < float32\n");
    return 2;
  }
  ebur128_state *state =
      ebur128_init ((unsigned) channels, (unsigned long) rate,
          EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK);
  int failed = !state || feed (state, stdin) || print (state);
  ebur128_destroy (&state);
  return failed;
}
