/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * arena.h - the memory of a stage: the object, and one piece for all its
 * arrays.
 *
 * A stage has one function that takes each of its arrays from an arena. It is
 * called twice: the first time the arena only counts, the second time it hands
 * out. So an array's size stands in one place, and one free() returns them all.
 *
 *   static void
 *   lay_out (void *object, MstArena *arena)
 *   {
 *     Exciter *self = object;
 *
 *     mst_arena_planes (arena, self->wet, self->channels, SPAN);
 *   }
 *   ...
 *   self->memory = mst_arena_new (lay_out, self);
 *
 * Everything is zeroed, and begins where a cache line does, as the longest
 * vectors want it. Nothing else under gst/dsp/ asks the system for memory;
 * tests/checks/text.py holds us to it.
 */
#ifndef MST_ARENA_H
#define MST_ARENA_H

#include <stddef.h>

typedef struct {
  char *memory; /* NULL while the arena counts */
  size_t used;  /* bytes */
} MstArena;

/** Memory for an object, or for an array that is alone. NULL when memory runs
 * out; free() it. */
void *mst_object_new (size_t size);

/** Calls `lay_out` twice, and returns what it has taken the arrays from. NULL
 * when memory runs out; free() it. */
void *
mst_arena_new (void (*lay_out) (void *object, MstArena *arena), void *object);

/** An array of `count` elements. NULL while the arena counts. */
void *mst_arena_take (MstArena *arena, size_t count, size_t size);

/** A plane of `frames` floats for each of `channels`. */
void
mst_arena_planes (MstArena *arena, float *planes[], int channels, int frames);

#endif /* MST_ARENA_H */
