# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The kernels of the imager turn left and right into their sum and difference,
# and back so that the sum is kept to the bit. gst/dsp/imager/imager.c says why
# it is.

# (a, b) = (a + b, a - b), from left and right
.function mst_orc_fold_f32
.dest 4 a float
.dest 4 b float
.temp 4 sum
.temp 4 difference
addf sum, a, b
subf difference, a, b
copyl a, sum
copyl b, difference

# The way back. The greater result is (|a| + |b|) / 2 with the sign of a,
# rounded; the smaller is a less the greater. Left is the greater one where the
# signs of a and b agree.
.function mst_orc_unfold_f32
.dest 4 a float
.dest 4 b float
.temp 4 greater
.temp 4 smaller
.temp 4 sign
.temp 4 t
andl greater, a, 0x7fffffff
andl t, b, 0x7fffffff
addf greater, greater, t
mulf greater, greater, 0.5
andl sign, a, 0x80000000
orl greater, greater, sign
subf smaller, a, greater
xorl sign, a, b
shrsl sign, sign, 31
xorl t, greater, smaller
andl t, t, sign
xorl greater, greater, t
xorl smaller, smaller, t
copyl a, greater
copyl b, smaller

# Both in one; in between, the difference is multiplied by g.
.function mst_orc_widen_f32
.dest 4 a float
.dest 4 b float
.source 4 g float
.temp 4 sum
.temp 4 side
.temp 4 greater
.temp 4 smaller
.temp 4 t
addf sum, a, b
subf side, a, b
mulf side, side, g
andl greater, sum, 0x7fffffff
andl t, side, 0x7fffffff
addf greater, greater, t
mulf greater, greater, 0.5
andl t, sum, 0x80000000
orl greater, greater, t
subf smaller, sum, greater
xorl side, sum, side
shrsl side, side, 31
xorl t, greater, smaller
andl t, t, side
xorl greater, greater, t
xorl smaller, smaller, t
copyl a, greater
copyl b, smaller
