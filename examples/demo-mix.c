/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * demo-mix.c - plays a small band into a WAV file, and mixes it badly.
 *
 *   demo-mix OUT.wav
 *
 * Thirty seconds at 128 beats a minute, stereo, 48 kHz, 24 bit: four bars of
 * intro, four of verse, six of chorus, two of outro. The music is written out
 * in the tables below and the noise comes from a generator of our own, so each
 * run gives the same song. The mix has four faults that mastering is to mend:
 *
 *   - it is far too quiet (about -24 LUFS);
 *   - it is muddy: everything passes a bell of +7 dB at 250 Hz;
 *   - it is harsh: and another of +6 dB at 3.5 kHz;
 *   - its bass is wide: the left and the right string are 130 degrees apart,
 *     so that little of it is left in mono.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define RATE 48000
#define BEAT 22500 /* 128 bpm: a beat and its quarter are whole frames */
#define STEP (BEAT / 4)
#define BAR (BEAT * 4)
#define BARS 16
#define FRAMES (BAR * BARS)

typedef enum { INTRO, VERSE, CHORUS, OUTRO } Part;

static const Part form[BARS] = { INTRO, INTRO, INTRO, INTRO, VERSE, VERSE,
  VERSE, VERSE, CHORUS, CHORUS, CHORUS, CHORUS, CHORUS, CHORUS, OUTRO, OUTRO };

/* A minor, F, C, G as MIDI notes; each bar takes the next chord. */
static const int chords[4][4] = { { 57, 60, 64, 69 }, { 53, 60, 65, 69 },
  { 55, 60, 64, 67 }, { 55, 59, 62, 67 } };
static const int roots[4] = { 33, 29, 36, 31 };

/* The tune over the four chords, a note each eighth; 0 holds the last one. */
static const int tune[4][8] = { { 76, 0, 0, 72, 0, 74, 76, 0 },
  { 77, 0, 76, 0, 72, 0, 69, 0 }, { 79, 0, 0, 76, 0, 72, 74, 76 },
  { 74, 0, 0, 71, 0, 67, 71, 74 } };

typedef struct {
  double dry[2][FRAMES];
  double room[2][FRAMES]; /* what is sent to the reverberation */
} Mix;

/** Low-pass and band-pass of two poles: the trapezoidal state-variable filter
 * (A. Simper, "Linear Trapezoidal Integrated State Variable Filter", 2011). */
typedef struct {
  double g, k, s1, s2, low, band;
} Filter;

static void
filter_tune (Filter *f, double hz, double q)
{
  f->g = tan (PI * hz / RATE);
  f->k = 1.0 / q;
}

static void
filter_step (Filter *f, double in)
{
  double a = 1.0 / (1.0 + f->g * (f->g + f->k));
  double band = a * (f->s1 + f->g * (in - f->s2));
  double low = f->s2 + f->g * band;
  f->s1 = 2 * band - f->s1;
  f->s2 = 2 * low - f->s2;
  f->low = low;
  f->band = band;
}

/** White noise in [-1, 1): Marsaglia's xorshift, 32 bits (2003). */
static double
noise (void)
{
  static uint32_t state = 2463534242u;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return (double) state * (2.0 / 4294967296.0) - 1.0;
}

static double
hertz (double note)
{
  return 440.0 * pow (2.0, (note - 69.0) / 12.0);
}

/** A band-limited saw: as many harmonics as fit below 16 kHz, up to `most`. */
static double
saw (double phase, double hz, int most)
{
  int n = (int) (16000.0 / hz);
  n = n < most ? n : most;
  /* sin (k x) by Chebyshev's recurrence, one sine for all of them. */
  double two_cos = 2.0 * cos (2.0 * PI * phase), before = 0.0, sum = 0.0;
  double now = sin (2.0 * PI * phase);
  for (int k = 1; k <= n; k++) {
    sum += now / k;
    double next = two_cos * now - before;
    before = now;
    now = next;
  }
  return sum * 2.0 / PI;
}

/** Rises over `attack` seconds, falls by 1/e each `decay`, and is let go
 * `hold` seconds after the start. */
static double
envelope (double t, double attack, double decay, double hold)
{
  double level = t < attack ? t / attack : exp (-(t - attack) / decay);
  return t > hold ? level * exp (-(t - hold) / 0.03) : level;
}

/** Puts one frame into the mix; `pan` from -1 to 1, `send` of it to the room.
 */
static void
put (Mix *mix, int at, double value, double pan, double send)
{
  if (at >= FRAMES)
    return;
  double left = value * sqrt (0.5 - 0.5 * pan);
  double right = value * sqrt (0.5 + 0.5 * pan);
  mix->dry[0][at] += left;
  mix->dry[1][at] += right;
  mix->room[0][at] += left * send;
  mix->room[1][at] += right * send;
}

static void
kick (Mix *mix, int at, double level)
{
  double phase = 0.0;
  for (int i = 0; i < RATE / 2; i++) {
    double t = (double) i / RATE;
    phase += (48.0 + 130.0 * exp (-t / 0.025)) / RATE;
    double click = i < 200 ? 0.25 * noise () * (1.0 - i / 200.0) : 0.0;
    double body = sin (2.0 * PI * phase) * envelope (t, 0.001, 0.16, 0.4);
    put (mix, at + i, level * (body + click), 0.0, 0.0);
  }
}

static void
snare (Mix *mix, int at, double level)
{
  Filter f = { 0 };
  filter_tune (&f, 2600.0, 0.6);
  for (int i = 0; i < RATE / 3; i++) {
    double t = (double) i / RATE;
    filter_step (&f, noise ());
    double wires = 1.1 * f.band * envelope (t, 0.0005, 0.07, 0.3);
    double skin = sin (2.0 * PI * 187.0 * t) * envelope (t, 0.001, 0.05, 0.2);
    put (mix, at + i, level * (wires + 0.7 * skin), 0.05, 0.35);
  }
}

static void
hat (Mix *mix, int at, double level, double decay)
{
  Filter f = { 0 };
  filter_tune (&f, 8500.0, 0.7);
  for (int i = 0; i < RATE / 3; i++) {
    double in = noise ();
    filter_step (&f, in);
    double high = in - f.low - f.k * f.band;
    double level_now =
        level * envelope ((double) i / RATE, 0.0005, decay, 0.25);
    put (mix, at + i, level_now * high, 0.3, 0.05);
  }
}

/** Two strings, the right one 0.36 of a turn ahead: the wide bass. */
static void
bass (Mix *mix, int at, int frames, int note, double level)
{
  Filter f[2] = { 0 };
  double hz = hertz (note), seconds = (double) frames / RATE;
  for (int i = 0; i < frames + RATE / 10; i++) {
    double t = (double) i / RATE;
    double env = level * envelope (t, 0.004, 0.5, seconds);
    for (int side = 0; side < 2; side++) {
      filter_tune (&f[side], 180.0 + 900.0 * exp (-t / 0.1), 0.8);
      filter_step (&f[side], saw (hz * t + 0.36 * side, hz, 24));
      if (at + i < FRAMES)
        mix->dry[side][at + i] += env * f[side].low;
    }
  }
}

/** A chord of detuned saws, spread from left to right, low-passed at `hz`. */
static void
pad (Mix *mix, int at, int frames, const int chord[4], double level, double hz)
{
  double seconds = (double) frames / RATE;
  for (int voice = 0; voice < 8; voice++) {
    Filter f = { 0 };
    filter_tune (&f, hz, 0.7);
    double tone = hertz (chord[voice / 2] + (voice % 2 ? 0.07 : -0.07));
    double pan = (voice % 2 ? 0.75 : -0.75) * (1.0 - 0.15 * (voice / 2));
    for (int i = 0; i < frames + RATE / 5; i++) {
      double t = (double) i / RATE;
      filter_step (&f, saw (tone * t + 0.13 * voice, tone, 40));
      put (mix, at + i, level * envelope (t, 0.06, 6.0, seconds) * f.low, pan,
          0.4);
    }
  }
}

/** The lead: a bright saw with a vibrato that comes late, and an echo. */
static void
lead (Mix *mix, int at, int frames, int note, double level)
{
  double hz = hertz (note), phase = 0.0, seconds = (double) frames / RATE;
  for (int i = 0; i < frames + RATE / 10; i++) {
    double t = (double) i / RATE;
    double bend = 0.006 * sin (2.0 * PI * 5.5 * t) * (1.0 - exp (-t / 0.3));
    phase += hz * (1.0 + bend) / RATE;
    double value =
        level * envelope (t, 0.008, 0.6, seconds) * saw (phase, hz, 12);
    put (mix, at + i, value, -0.1, 0.3);
    put (mix, at + i + 3 * STEP, 0.35 * value, 0.6, 0.3);
    put (mix, at + i + 6 * STEP, 0.15 * value, -0.6, 0.3);
  }
}

static void
play_drums (Mix *mix, int bar, Part part)
{
  static const char *const kicks[] = { "", "x.....x.x.......",
    "x...x...x...x.x.", "" };
  static const char *const hats[] = { "..x...x...x...x.", "x.x.x.x.x.x.x.x.",
    "xxoxxxoxxxoxxxox", "" };
  int fill = bar == 7 || bar == 13;
  for (int step = 0; step < 16 && part != OUTRO; step++) {
    int at = bar * BAR + step * STEP;
    if (part != INTRO && kicks[part][step] == 'x')
      kick (mix, at, 1.15);
    if (part != INTRO && (step % 8 == 4 || (fill && step > 11)))
      snare (mix, at, part == CHORUS ? 0.75 : 0.6);
    if (hats[part][step] != '.' && (part != INTRO || bar > 1))
      hat (mix, at, step % 4 ? 0.16 : 0.24,
          hats[part][step] == 'o' ? 0.12 : 0.03);
  }
}

static void
play_bass (Mix *mix, int bar, Part part)
{
  for (int eighth = 0; eighth < 8; eighth++) {
    int at = bar * BAR + eighth * 2 * STEP, root = roots[bar % 4];
    int octave = part == CHORUS && eighth % 2 ? 12 : 0;
    if (part == CHORUS || (part == VERSE && eighth != 1 && eighth != 5))
      bass (mix, at, 2 * STEP - 1500, root + octave, 0.55);
  }
}

static void
play_tune (Mix *mix, int bar, double level)
{
  for (int eighth = 0; eighth < 8; eighth++) {
    int note = tune[bar % 4][eighth], length = 1;
    while (eighth + length < 8 && tune[bar % 4][eighth + length] == 0)
      length++;
    if (note != 0)
      lead (mix, bar * BAR + eighth * 2 * STEP, length * 2 * STEP - 900, note,
          level);
  }
}

static void
play_song (Mix *mix)
{
  static const double levels[] = { 0.12, 0.085, 0.12, 0.12 };
  static const double brightness[] = { 1000.0, 1600.0, 4200.0, 1300.0 };
  for (int bar = 0; bar < BARS; bar++) {
    Part part = form[bar];
    const int *chord = chords[part == OUTRO ? 0 : bar % 4];
    pad (mix, bar * BAR, BAR, chord, levels[part], brightness[part]);
    play_drums (mix, bar, part);
    play_bass (mix, bar, part);
    if (part == CHORUS)
      play_tune (mix, bar, 0.32);
    else if (bar == 3)
      play_tune (mix, bar, 0.09);
  }
  bass (mix, 14 * BAR, BAR, roots[0], 0.5);
}

/** The room: four combs and two all-passes a side (M. R. Schroeder, "Natural
 * Sounding Artificial Reverberation", JAES 10(3), 1962), the right one larger
 * by 23 frames; its tail stays in the file. */
static void
reverberate (Mix *mix)
{
  static const int lengths[6] = { 1687, 1931, 2053, 2251, 241, 83 };
  static double line[6][2400];
  for (int side = 0; side < 2; side++) {
    memset (line, 0, sizeof (line));
    for (int i = 0; i < FRAMES; i++) {
      double sum = 0.0;
      for (int c = 0; c < 4; c++) {
        double *cell = &line[c][i % (lengths[c] + 23 * side)];
        sum += 0.25 * *cell;
        *cell = mix->room[side][i] + 0.78 * *cell;
      }
      for (int c = 4; c < 6; c++) {
        double *cell = &line[c][i % (lengths[c] + 23 * side)];
        double held = *cell;
        *cell = sum + 0.7 * held;
        sum = held - 0.7 * *cell;
      }
      mix->dry[side][i] += sum;
    }
  }
}

/** A bell as 1 + (gain - 1) times the normalised band-pass. */
static void
bell (Mix *mix, double hz, double q, double db)
{
  for (int side = 0; side < 2; side++) {
    Filter f = { 0 };
    filter_tune (&f, hz, q);
    for (int i = 0; i < FRAMES; i++) {
      filter_step (&f, mix->dry[side][i]);
      mix->dry[side][i] += (pow (10.0, db / 20.0) - 1.0) * f.k * f.band;
    }
  }
}

static void
little_endian (unsigned char *to, uint32_t value, int bytes)
{
  for (int i = 0; i < bytes; i++)
    to[i] = (unsigned char) (value >> (8 * i));
}

static int
write_wav (const Mix *mix, double gain, FILE *file)
{
  unsigned char head[44] = "RIFF....WAVEfmt ....................data....";
  little_endian (head + 4, 36 + FRAMES * 6, 4);
  little_endian (head + 16, 16, 4); /* bytes of fmt */
  little_endian (head + 20, 1, 2);  /* PCM */
  little_endian (head + 22, 2, 2);  /* channels */
  little_endian (head + 24, RATE, 4);
  little_endian (head + 28, RATE * 6, 4); /* bytes a second */
  little_endian (head + 32, 6, 2);        /* bytes a frame */
  little_endian (head + 34, 24, 2);       /* bits */
  little_endian (head + 40, FRAMES * 6, 4);
  size_t done = fwrite (head, sizeof (head), 1, file);
  for (int i = 0; i < FRAMES && done == 1; i++) {
    unsigned char frame[6];
    double fade = i < FRAMES - BAR ? 1.0 : (double) (FRAMES - i) / BAR;
    for (int side = 0; side < 2; side++)
      little_endian (frame + 3 * side,
          (uint32_t) (int32_t) lrint (
              gain * fade * mix->dry[side][i] * 8388607.0),
          3);
    done = fwrite (frame, sizeof (frame), 1, file);
  }
  return done == 1;
}

int
main (int argc, char **argv)
{
  if (argc != 2 || argv[1][0] == '-') {
    fprintf (stderr, "usage: demo-mix OUT.wav\n");
    return 2;
  }
  Mix *mix = calloc (1, sizeof (*mix));
  FILE *file = mix ? fopen (argv[1], "wb") : NULL;
  int good = file != NULL;
  if (good) {
    play_song (mix);
    reverberate (mix);
    bell (mix, 250.0, 0.9, 7.0);
    bell (mix, 3500.0, 1.0, 6.0);
    good = write_wav (mix, 0.12, file);
    good = fclose (file) == 0 && good;
  }
  if (!good)
    perror (argv[1]);
  free (mix);
  return !good;
}
