/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * layouts.h - the usual layouts, in the order of GStreamer's channel positions:
 * 3.0, 5.1, 7.1 and 7.1.4. Channels of other numbers have no known places.
 */
#ifndef LAYOUTS_H
#define LAYOUTS_H

#include <string.h>

#include "dsp/stage.h"

enum { LAYOUT_CENTRE = 2, LAYOUT_LFE = 3 };

static inline void
layout_place (MstFormat *format)
{
  static const MstPlace all[] = {
    { MST_ROW_FRONT, MST_SIDE_LEFT },
    { MST_ROW_FRONT, MST_SIDE_RIGHT },
    { MST_ROW_FRONT, MST_SIDE_MIDDLE },
    { MST_ROW_LFE, MST_SIDE_MIDDLE },
    { MST_ROW_REAR, MST_SIDE_LEFT },
    { MST_ROW_REAR, MST_SIDE_RIGHT },
    { MST_ROW_SIDE, MST_SIDE_LEFT },
    { MST_ROW_SIDE, MST_SIDE_RIGHT },
    { MST_ROW_TOP_FRONT, MST_SIDE_LEFT },
    { MST_ROW_TOP_FRONT, MST_SIDE_RIGHT },
    { MST_ROW_TOP_REAR, MST_SIDE_LEFT },
    { MST_ROW_TOP_REAR, MST_SIDE_RIGHT },
  };
  const int n = format->channels;

  if (n != 3 && n != 6 && n != 8 && n != 12)
    return;
  memcpy (format->places, all, (size_t) n * sizeof (MstPlace));
  if (n == 6)
    format->places[4].row = format->places[5].row = MST_ROW_SIDE;
}

#endif /* LAYOUTS_H */
