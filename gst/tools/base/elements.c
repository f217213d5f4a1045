/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "elements.h"

#include "errors.h"

#define QUEUE_BYTES (2u << 20)

GstElement *
master_element (const gchar *factory, GError **error)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (element)
    return element;
  if (g_str_has_prefix (factory, "master"))
    master_fail (error, NULL,
        "the GStreamer element %s is missing: the "
        "`mastering` plugin is not installed, or GST_PLUGIN_PATH does not "
        "lead to it",
        factory);
  else
    master_fail (error, NULL,
        "the GStreamer element %s is missing: install "
        "GStreamer's base and good plugins",
        factory);
  return NULL;
}

gboolean
master_elements_chain (GstBin *bin, const gchar *const *factories,
    GstElement **out, GError **error)
{
  for (gsize i = 0; factories[i]; i++) {
    out[i] = master_element (factories[i], error);
    if (!out[i])
      return FALSE;
    gst_bin_add (bin, out[i]);
    if (i > 0 && !gst_element_link (out[i - 1], out[i]))
      return master_fail (error, NULL, "GStreamer's %s cannot be linked to %s",
          factories[i - 1], factories[i]);
  }
  return TRUE;
}

gboolean
master_elements_append (GstBin *bin, GstElement *from,
    const gchar *const *factories, GstElement **out, GError **error)
{
  return master_elements_chain (bin, factories, out, error) &&
      (gst_element_link (from, out[0]) ||
          master_fail (error, NULL, "GStreamer's %s cannot be linked",
              factories[0]));
}

void
master_elements_ghost (GstBin *bin, GstElement *element, const gchar *pad_name)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, pad_name);

  gst_element_add_pad (GST_ELEMENT (bin), gst_ghost_pad_new (pad_name, pad));
}

void
master_elements_set_caps (GstElement *capsfilter, const gchar *caps)
{
  g_autoptr (GstCaps) parsed = gst_caps_from_string (caps);

  g_object_set (capsfilter, "caps", parsed, NULL);
}

void
master_elements_set_queue (GstElement *queue)
{
  g_object_set (queue, "max-size-bytes", QUEUE_BYTES, "max-size-buffers", 0u,
      "max-size-time", G_GUINT64_CONSTANT (0), NULL);
}

void
master_elements_set_free_running (GstElement *sink)
{
  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
}
