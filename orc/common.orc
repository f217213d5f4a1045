# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# These are the kernels that more than one stage needs. Audio is planar float32.
# A name is mst_orc_<op>_f32; an op that works in place reads d as well.

# d stays where |d| < 2^24, else it becomes 0: NaN, infinity and absurdly large
# samples count as silence.
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
# do, and no NaN can spoil an integer maximum.
.function mst_orc_maxabs_f32
.dest 4 d float
.source 4 s float
.temp 4 a
andl a, s, 0x7fffffff
maxsl d, d, a

# d becomes the static curve of a compressor with a soft knee: dB of reduction,
# 0 or more, from dB of level. start = threshold - knee / 2 and width = knee > 0
# are in dB; half = 1 / (2 knee); slope = 1 - 1 / ratio.
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

# d[i] += s[i]
.function mst_orc_add_f32
.dest 4 d float
.source 4 s float
addf d, d, s

# d[i] = s[i] + t[i]
.function mst_orc_sum_f32
.dest 4 d float
.source 4 s float
.source 4 t float
addf d, s, t
