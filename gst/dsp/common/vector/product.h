/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** product.h - a plane times a curve of gains. */
#ifndef MST_PRODUCT_H
#define MST_PRODUCT_H

/** d[i] = s[i] * gain[i], where d is neither of them. In place, see
 * mst_orc_mul_f32(). */
void mst_product (float *d, const float *s, const float *gain, int n);

#endif /* MST_PRODUCT_H */
