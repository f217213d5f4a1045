/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * checkmedia.h - whether the songs of an album fit on what is made of them:
 * crossfades, rates and channels, the disc, the sides.
 */
#ifndef MASTER_CHECK_MEDIA_H
#define MASTER_CHECK_MEDIA_H

#include "prepare.h"

/** Adds what is wrong to the problems, and what is worth a look to the notices
 * of an album whose songs are known. */
void master_check_media (MasterPrepared *self);

#endif /* MASTER_CHECK_MEDIA_H */
