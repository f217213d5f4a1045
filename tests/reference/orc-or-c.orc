# gst-mastering
# Copyright (C) 2026 the gst-mastering authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Loops of the DSP that are plain C, said in Orc: see orc-or-c.c. No stage uses
# these kernels.

# A band with a gain, added to the sum.
.function candidate_add_times
.dest 4 d float
.source 4 s float
.source 4 g float
.temp 4 t
mulf t, s, g
addf d, d, t

# Two such bands at once.
.function candidate_add_two
.dest 4 d float
.source 4 s float
.source 4 g float
.source 4 u float
.source 4 h float
.temp 4 t
.temp 4 w
mulf t, s, g
addf w, d, t
mulf t, u, h
addf d, w, t

# Left and right to mid and side.
.function candidate_mid_side
.dest 4 m float
.dest 4 s float
.source 4 l float
.source 4 r float
.temp 4 a
.temp 4 b
mulf a, l, 0.5
mulf b, r, 0.5
addf m, a, b
subf s, a, b

# Left and right by the gains of a matrix.
.function candidate_turn
.dest 4 l float
.dest 4 r float
.source 4 m0 float
.source 4 m1 float
.source 4 m2 float
.source 4 m3 float
.temp 4 a
.temp 4 b
.temp 4 t
mulf a, m0, l
mulf t, m1, r
addf a, a, t
mulf b, m2, l
mulf t, m3, r
addf b, b, t
copyl l, a
copyl r, b

# The wet channels of the reverb, added to the dry one.
.function candidate_wet
.dest 4 d float
.source 4 a float
.source 4 g float
.source 4 b float
.source 4 h float
.temp 4 t
.temp 4 u
mulf t, g, a
mulf u, h, b
addf t, t, u
addf d, d, t

# The convolver's product of two spectra, added to the sum.
.function candidate_multiply
.dest 4 re float
.dest 4 im float
.source 4 xr float
.source 4 xi float
.source 4 hr float
.source 4 hi float
.temp 4 t
.temp 4 u
mulf t, xr, hr
mulf u, xi, hi
subf t, t, u
addf re, re, t
mulf t, xr, hi
mulf u, xi, hr
addf t, t, u
addf im, im, t

# 2^x, as mst_exp2 () has it.
.function candidate_exp2
.dest 4 x float
.floatparam 4 c0
.floatparam 4 c1
.floatparam 4 c2
.floatparam 4 c3
.floatparam 4 c4
.floatparam 4 c5
.temp 4 k
.temp 4 f
.temp 4 t
.temp 4 y
.temp 4 w
minf w, x, 126.0
maxf w, w, -126.0
addf t, w, 127.5
convfl k, t
convlf f, k
subf f, f, 127.0
subf t, w, f
mulf y, t, c0
addf y, y, c1
mulf y, y, t
addf y, y, c2
mulf y, y, t
addf y, y, c3
mulf y, y, t
addf y, y, c4
mulf y, y, t
addf y, y, c5
mulf y, y, t
addf y, y, 1.0
shll k, k, 23
mulf x, y, k

# Samples of even and of odd number, in order.
.function candidate_interleave
.dest 8 d
.source 4 a float
.source 4 b float
mergelq d, a, b

# The saturator's curve without further terms.
.function candidate_tanh
.dest 4 x float
.floatparam 4 drive
.floatparam 4 bias
.floatparam 4 offset
.floatparam 4 scale
.floatparam 4 less
.floatparam 4 reach
.temp 4 y
.temp 4 z
.temp 4 p
.temp 4 q
.temp 4 t
mulf y, x, drive
addf y, y, bias
minf y, y, reach
subf t, 0.0, reach
maxf y, y, t
mulf z, y, y
addf p, z, 105.0
mulf p, p, z
addf p, p, 945.0
mulf p, p, y
mulf q, z, 15.0
addf q, q, 420.0
mulf q, q, z
addf q, q, 945.0
mulf t, p, q
addf t, t, t
mulf p, p, p
mulf q, q, q
addf p, p, q
divf t, t, p
subf t, t, offset
mulf t, t, scale
mulf y, x, less
subf x, t, y
