/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mst-test.h"

#include <string.h>

#include "dsp/common/filter/cascade.h"

#define MAX_SECTIONS 40
#define MAX_N 512

static MstBiquad biquads[MAX_SECTIONS];
static MstBiquadState states[MAX_SECTIONS];
static MstPair signal[MAX_N];

static double
between (double low, double high, uint64_t *seed)
{
  return low + (high - low) * (0.5 + 0.5 * mst_noise (seed));
}

/* Makes stable sections that differ between the lanes, their states and some
 * noise. */
static void
make_up (uint64_t seed)
{
  seed = seed * 2654435761u + 88172645463325252u;
  for (int s = 0; s < MAX_SECTIONS; s++)
    for (int lane = 0; lane < 2; lane++) {
      double radius = between (0.0, 0.99, &seed);

      biquads[s].a1[lane] = -2 * radius * cos (between (0, M_PI, &seed));
      biquads[s].a2[lane] = radius * radius;
      biquads[s].b0[lane] = between (-1, 1, &seed);
      biquads[s].b1[lane] = between (-1, 1, &seed);
      biquads[s].b2[lane] = between (-1, 1, &seed);
      states[s].s1[lane] = between (-1, 1, &seed);
      states[s].s2[lane] = between (-1, 1, &seed);
    }
  for (int i = 0; i < MAX_N; i++)
    signal[i] = (MstPair){ mst_noise (&seed), mst_noise (&seed) };
}

/* Oracle: mst_biquad_run (), section by section. */
static void
check_wave (int lanes, int n_sections, int n)
{
  static MstPair one[MAX_N + 1], wave[MAX_N + 1];
  MstBiquadState mine[MAX_SECTIONS], theirs[MAX_SECTIONS];
  const MstBiquad *filters[MAX_SECTIONS];
  MstBiquadState *memories[MAX_SECTIONS];

  memcpy (one, signal, sizeof (signal));
  memcpy (wave, signal, sizeof (signal));
  memcpy (theirs, states, sizeof (states));
  memcpy (mine, states, sizeof (states));
  for (int s = 0; s < n_sections; s++) {
    filters[s] = &biquads[s];
    memories[s] = &mine[s];
    mst_biquad_run (&biquads[s], &theirs[s], one, n);
  }
  if (lanes == 0)
    mst_cascade_run (filters, memories, n_sections, wave, n);
  else if (!mst_cascade_run_by (lanes, filters, memories, n_sections, wave, n))
    return; /* this machine does not have such vectors */
  mst_check (memcmp (one, wave, sizeof (one)) == 0, "%d sections, %d frames",
      n_sections, n);
  mst_check (memcmp (theirs, mine, sizeof (mine)) == 0,
      "states of %d sections, %d frames", n_sections, n);
}

static void
check_waves (int lanes)
{
  for (int sections = 0; sections <= 20; sections++) {
    make_up (sections + 1);
    for (int n = 0; n <= 80; n++)
      check_wave (lanes, sections, n);
    check_wave (lanes, sections, MAX_N);
  }
  for (int sections = 21; sections <= MAX_SECTIONS; sections++) {
    check_wave (lanes, sections, sections - 3);
    check_wave (lanes, sections, MAX_N);
  }
}

static void
test_wave_of_ones (void)
{
  check_waves (1);
}

static void
test_wave_of_twos (void)
{
  check_waves (2);
}

static void
test_wave_of_fours (void)
{
  check_waves (4);
}

static void
test_wave_of_choice (void)
{
  check_waves (0);
}

/* Oracle: the difference equation in direct form I, in long double. */
static void
test_section_is_its_transfer_function (void)
{
  MstPair x[MAX_N];
  long double in[2] = { 0 }, out[2] = { 0 };

  make_up (77);
  memset (states, 0, sizeof (states));
  memcpy (x, signal, sizeof (x));
  mst_biquad_run (&biquads[0], &states[0], x, MAX_N);
  for (int i = 0; i < MAX_N; i++) {
    const MstBiquad *q = &biquads[0];
    long double y = q->b0[1] * signal[i][1] + q->b1[1] * in[0] +
        q->b2[1] * in[1] - q->a1[1] * out[0] - q->a2[1] * out[1];

    mst_check_near (x[i][1], (double) y, 1e-12);
    in[1] = in[0];
    in[0] = signal[i][1];
    out[1] = out[0];
    out[0] = y;
  }
}

/* --- pairs; oracle: the rule in pairs.h, sample by sample */

static float
finite_or_zero (float x)
{
  return isfinite (x) && fabsf (x) < 0x1p24f ? x : 0.0f;
}

static bool
same_bits (double a, double b)
{
  return memcmp (&a, &b, sizeof (a)) == 0;
}

static float
odd_sample (int i, uint64_t *seed)
{
  static const float odd[] = { NAN, -NAN, INFINITY, -INFINITY, 0x1p24f,
    -0x1p24f, 0x1.fffffep23f, -0x1.fffffep23f, 0x1p-149f, -0x1p-130f, -0.0f,
    3.4e38f };

  return i % 3 ? (float) mst_noise (seed)
               : odd[i / 3 % (sizeof (odd) / sizeof (odd[0]))];
}

static void
check_load (int n, int shift, bool mono)
{
  static float left[700], right[700];
  static MstPair x[701];
  uint64_t seed = 5 + n;

  for (int i = 0; i < 700; i++) {
    left[i] = odd_sample (i, &seed);
    right[i] = odd_sample (i + 7, &seed);
    x[i] = (MstPair){ 9, 9 };
  }
  mst_pairs_load (x, left + shift, mono ? NULL : right + shift, n);
  for (int i = 0; i < n; i++)
    mst_check (same_bits (x[i][0], finite_or_zero (left[i + shift])) &&
            same_bits (x[i][1], mono ? 0.0 : finite_or_zero (right[i + shift])),
        "%d of %d", i, n);
  mst_check (x[n][0] == 9 && x[n][1] == 9, "wrote past %d", n);
}

static void
check_store (int n, int shift, bool mono)
{
  static const double odd[] = { NAN, INFINITY, -INFINITY, 1e300, 0x1p24,
    16777215.4, 16777215.6, -16777215.6, 1e-310, 1e-40, -0.0, 0.1 };
  static MstPair x[700];
  static float left[710], right[710];
  uint64_t seed = 5 + n;

  for (int i = 0; i < 700; i++)
    x[i] = (MstPair){ i % 3 ? mst_noise (&seed) : odd[i / 3 % 12],
      i % 4 ? mst_noise (&seed) : odd[i / 4 % 12] };
  for (int i = 0; i < 710; i++)
    left[i] = right[i] = 9.0f;
  mst_pairs_store (x, left + shift, mono ? NULL : right + shift, n);
  for (int i = 0; i < n; i++)
    mst_check (same_bits (left[i + shift], finite_or_zero ((float) x[i][0])) &&
            same_bits (right[i + shift],
                mono ? 9.0f : finite_or_zero ((float) x[i][1])),
        "%d of %d", i, n);
  mst_check (left[n + shift] == 9.0f && right[n + shift] == 9.0f,
      "wrote past %d", n);
  mst_check (shift == 0 || left[shift - 1] == 9.0f, "wrote before");
}

static void
test_pairs (void)
{
  for (int n = 0; n <= 600; n += n < 70 ? 1 : 53)
    for (int shift = 0; shift < 5; shift++)
      for (int mono = 0; mono < 2; mono++) {
        check_load (n, shift, mono);
        check_store (n, shift, mono);
      }
}

int
main (void)
{
  MST_RUN (test_section_is_its_transfer_function);
  MST_RUN (test_wave_of_ones);
  MST_RUN (test_wave_of_twos);
  MST_RUN (test_wave_of_fours);
  MST_RUN (test_wave_of_choice);
  MST_RUN (test_pairs);
  return mst_done ();
}
