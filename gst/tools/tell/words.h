/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * words.h - what the assistant did, in a musician's words: "bass", "presence",
 * and dB more or less than three of four records have. explain.h has the same
 * with rules, settings and evidence, for --verbose.
 */
#ifndef MASTER_WORDS_H
#define MASTER_WORDS_H

#include "result.h"

/** Prints it to the standard output, behind the tables. */
void master_words_print (const MasterResult *self);

/** Prints what was done to each stem of a song (order/request.h). */
void master_words_print_stems (const GstStructure *stems);

#endif /* MASTER_WORDS_H */
