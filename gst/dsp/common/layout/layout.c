/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "layout.h"

MstPlace
mst_layout_place (const MstFormat *format, int c)
{
  const MstPlace *places = format->places;

  if (format->channels == 2 && places[0].row == MST_ROW_UNKNOWN &&
      places[1].row == MST_ROW_UNKNOWN)
    return (MstPlace){ MST_ROW_FRONT, c ? MST_SIDE_RIGHT : MST_SIDE_LEFT };
  return places[c];
}

MstGroup
mst_layout_group (const MstFormat *format, int c)
{
  static const MstGroup groups[MST_N_ROWS] = {
    [MST_ROW_UNKNOWN] = MST_GROUP_FRONTS,
    [MST_ROW_FRONT] = MST_GROUP_FRONTS,
    [MST_ROW_INNER] = MST_GROUP_FRONTS,
    [MST_ROW_WIDE] = MST_GROUP_FRONTS,
    [MST_ROW_SIDE] = MST_GROUP_SURROUNDS,
    [MST_ROW_SURROUND] = MST_GROUP_SURROUNDS,
    [MST_ROW_REAR] = MST_GROUP_SURROUNDS,
    [MST_ROW_TOP_FRONT] = MST_GROUP_TOPS,
    [MST_ROW_TOP_SIDE] = MST_GROUP_TOPS,
    [MST_ROW_TOP_REAR] = MST_GROUP_TOPS,
    [MST_ROW_BOTTOM] = MST_GROUP_FRONTS,
    [MST_ROW_LFE] = MST_GROUP_LFE,
  };
  const MstPlace place = mst_layout_place (format, c);

  if (place.row == MST_ROW_FRONT && place.side == MST_SIDE_MIDDLE)
    return MST_GROUP_CENTRE;
  return groups[place.row];
}

/* The right channel that belongs to the left channel `left`, or -1. */
static int
find_partner (const MstFormat *format, int left)
{
  const MstRow row = mst_layout_place (format, left).row;

  if (row == MST_ROW_UNKNOWN || row == MST_ROW_LFE)
    return -1;
  for (int c = 0; c < format->channels; c++) {
    const MstPlace place = mst_layout_place (format, c);
    if (place.row == row && place.side == MST_SIDE_RIGHT)
      return c;
  }
  return -1;
}

void
mst_layout_find (MstLayout *self, const MstFormat *format)
{
  bool paired[MST_MAX_CHANNELS] = { false };
  int n = 0;

  *self = (MstLayout){ .channels = format->channels };
  for (int c = 0; c < format->channels; c++) {
    int right = mst_layout_place (format, c).side == MST_SIDE_LEFT
        ? find_partner (format, c)
        : -1;
    if (right < 0 || paired[right])
      continue;
    self->order[n++] = c;
    self->order[n++] = right;
    paired[c] = paired[right] = true;
  }
  self->pairs = n / 2;
  for (int c = 0; c < format->channels; c++)
    if (!paired[c])
      self->order[n++] = c;
}

void
mst_layout_sort (const MstLayout *self, float *const planes[], float *sorted[])
{
  for (int i = 0; i < self->channels; i++)
    sorted[i] = planes[self->order[i]];
}
