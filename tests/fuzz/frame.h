/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * frame.h - what a fuzzer of readers is made of.
 *
 * A fuzzer is a list of readers that take the same kind of bytes. Each input
 * goes to all of them, or to the one that FUZZ_READER in the environment names.
 * libFuzzer makes the inputs; the sanitizers, critical messages of GLib and
 * fuzz_check() say what is wrong.
 */
#ifndef FUZZ_FRAME_H
#define FUZZ_FRAME_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <glib.h>

typedef struct {
  const char *name;
  void (*read) (const uint8_t *data, size_t size);
} FuzzReader;

/** The fuzzer's own. */
extern const FuzzReader fuzz_readers[];
extern const size_t fuzz_n_readers;

/** Called once, before all else. */
void fuzz_start (void);

/** The path of a file of these bytes, which is the same each time. */
const char *fuzz_file (const uint8_t *data, size_t size);

/** A folder for files, which is gone in the end. */
const char *fuzz_folder (void);

/** Ends the run with what does not hold. */
#define fuzz_check(condition, ...)                                             \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf (stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition);         \
      fprintf (stderr, __VA_ARGS__);                                           \
      fprintf (stderr, "\n");                                                  \
      abort ();                                                                \
    }                                                                          \
  } while (0)

#endif /* FUZZ_FRAME_H */
