# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Kernels that more than one stage needs. Audio is planar float32.
# Naming: mst_orc_<op>_f32; an op that works in place has d1 as a source too.

# d = s where |s| < 2^24, else 0: NaN, Inf and the absurd count as silence.
.function mst_orc_finite_f32
.dest 4 d float
.temp 4 a
.temp 4 bad
andl a, d, 0x7fffffff
cmpgtsl bad, a, 0x4b7fffff
andnl d, bad, d

# d *= g
.function mst_orc_scale_f32
.dest 4 d float
.floatparam 4 g
mulf d, d, g

# d[i] *= g[i]
.function mst_orc_mul_f32
.dest 4 d float
.source 4 g float
mulf d, d, g

# d[i] += g * (s[i] - d[i])
.function mst_orc_mix_f32
.dest 4 d float
.source 4 s float
.floatparam 4 g
.temp 4 t
subf t, s, d
mulf t, t, g
addf d, d, t

# d[i] += g[i] * (s[i] - d[i])
.function mst_orc_crossfade_f32
.dest 4 d float
.source 4 s float
.source 4 g float
.temp 4 t
subf t, s, d
mulf t, t, g
addf d, d, t

# d[i] = |s[i]|
.function mst_orc_abs_f32
.dest 4 d float
.source 4 s float
andl d, s, 0x7fffffff

# d[i] = max (d[i], |s[i]|). The bits of non-negative floats order as integers
# do, and an integer maximum cannot be poisoned by NaN.
.function mst_orc_maxabs_f32
.dest 4 d float
.source 4 s float
.temp 4 a
andl a, s, 0x7fffffff
maxsl d, d, a

# d = log2 (max (d, 1e-10)) for d >= 0: the exponent that leaves a mantissa in
# sqrt (1/2) .. sqrt (2), and t P(t) of t = mantissa - 1. P's coefficients are
# parameters, for Orc has room for eight constants only: mst_log2().
.function mst_orc_log2_f32
.dest 4 d float
.floatparam 4 c0
.floatparam 4 c1
.floatparam 4 c2
.floatparam 4 c3
.floatparam 4 c4
.floatparam 4 c5
.floatparam 4 c6
.floatparam 4 c7
.temp 4 x
.temp 4 e
.temp 4 t
.temp 4 y
maxsl x, d, 0x2edbe6ff
subl e, x, 0x3f3504f3
shrsl e, e, 23
shll t, e, 23
subl t, x, t
subf t, t, 1.0
mulf y, t, c7
addf y, y, c6
mulf y, y, t
addf y, y, c5
mulf y, y, t
addf y, y, c4
mulf y, y, t
addf y, y, c3
mulf y, y, t
addf y, y, c2
mulf y, y, t
addf y, y, c1
mulf y, y, t
addf y, y, c0
mulf y, y, t
convlf e, e
addf d, e, y

# d = 2^d, d held inside -126 .. 126: the nearest integer goes to the exponent,
# the rest t through 1 + t P(t): mst_exp2(). 2^0 is 1 exactly.
.function mst_orc_exp2_f32
.dest 4 d float
.floatparam 4 c0
.floatparam 4 c1
.floatparam 4 c2
.floatparam 4 c3
.floatparam 4 c4
.floatparam 4 c5
.temp 4 x
.temp 4 k
.temp 4 t
.temp 4 y
minf x, d, 126.0
maxf x, x, -126.0
addf t, x, 127.5
convfl k, t
convlf t, k
subf t, t, 127.0
subf t, x, t
mulf y, t, c5
addf y, y, c4
mulf y, y, t
addf y, y, c3
mulf y, y, t
addf y, y, c2
mulf y, y, t
addf y, y, c1
mulf y, y, t
addf y, y, c0
mulf y, y, t
addf y, y, 1.0
shll k, k, 23
mulf d, y, k

# The static curve of a compressor with a soft knee, as dB of reduction >= 0.
# d [dB] level; start [dB] = threshold - knee / 2; width [dB] > 0 = knee; half =
# 1 / (2 knee); slope = 1 - 1 / ratio.
.function mst_orc_knee_f32
.dest 4 d float
.floatparam 4 start
.floatparam 4 width
.floatparam 4 half
.floatparam 4 slope
.temp 4 over
.temp 4 bend
subf over, d, start
maxf over, over, 0.0
minf bend, over, width
subf over, over, bend
mulf bend, bend, bend
mulf bend, bend, half
addf over, over, bend
mulf d, over, slope

# d[i] = max (d[i], s[i]), both non-negative
.function mst_orc_max_f32
.dest 4 d float
.source 4 s float
maxsl d, d, s
