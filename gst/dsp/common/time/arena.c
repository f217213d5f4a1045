/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "arena.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_LINE ((size_t) 64) /* bytes */

static size_t
round_up (size_t size)
{
  return (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
}

void *
mst_object_new (size_t size)
{
  size_t whole = round_up (size > 0 ? size : 1);
  void *object = aligned_alloc (CACHE_LINE, whole);

  return object ? memset (object, 0, whole) : NULL;
}

void *
mst_arena_new (void (*lay_out) (void *object, MstArena *arena), void *object)
{
  MstArena arena = { NULL, 0 };

  lay_out (object, &arena);
  arena.memory = mst_object_new (arena.used);
  arena.used = 0;
  if (arena.memory)
    lay_out (object, &arena);
  return arena.memory;
}

void *
mst_arena_take (MstArena *arena, size_t count, size_t size)
{
  char *array = arena->memory ? arena->memory + arena->used : NULL;

  arena->used += round_up (count * size);
  return array;
}

void
mst_arena_planes (MstArena *arena, float *planes[], int channels, int frames)
{
  for (int c = 0; c < channels; c++)
    planes[c] = mst_arena_take (arena, (size_t) frames, sizeof (float));
}
