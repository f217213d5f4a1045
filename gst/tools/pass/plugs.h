/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * plugs.h - the elements that may read a stranger's file.
 *
 * Everything on the list takes bytes and gives sound, or a container's parts,
 * and opens nothing by itself. A playlist or a manifest (HLS, DASH) leads to
 * other files and to the network, so that no element that follows one is on it.
 */
#ifndef MASTER_PLUGS_H
#define MASTER_PLUGS_H

#include <gst/gst.h>

/** The installed elements of the list that take `caps`, best first: demuxers
 * and parsers before decoders, and of decoders those that give float. Owned by
 * the caller, of GstElementFactory. */
GList *master_plugs_find (GstCaps *caps);

/** Returns whether the element is a parser, which gives the type that it takes.
 */
gboolean master_plugs_is_parser (GstElementFactory *factory);

/** Returns whether the element is a decoder. */
gboolean master_plugs_is_decoder (GstElementFactory *factory);

/** Returns whether the element decodes to float only if it is asked to. */
gboolean master_plugs_must_be_asked (GstElementFactory *factory);

/** Returns TRUE where the decoder leaves out the gain in the header of Opus. */
gboolean master_plugs_forgets_gain (GstElementFactory *factory);

/** Returns whether the codec of these caps is made of integers, so that a
 * decoder that gives integers gives all there is. */
gboolean master_plugs_is_integer (const GstCaps *caps);

/** Returns whether the element takes a container apart; tags around a file are
 * none. */
gboolean master_plugs_is_container (GstElementFactory *factory);

/** Returns whether the type is a list of other files or of places in a network.
 */
gboolean master_plugs_is_playlist (const GstCaps *caps);

/** FALSE for video, pictures, text and programs. */
gboolean master_plugs_may_hold_audio (const GstCaps *caps);

#endif /* MASTER_PLUGS_H */
