/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * lv2host.c - runs an LV2 plugin over a file, for `compare`.
 *
 *   lv2host [-o OUT] FILE URI [SYMBOL=VALUE ...]
 *
 * FILE is a WAV file of float32, stereo, 48 kHz, with the plain header of 44
 * bytes; OUT gets raw samples. The plugin gets blocks of 1024 frames, its
 * controls the values given or else their defaults. The URI `-` runs no plugin:
 * what is left is the cost of the host. Prints the latency that the plugin
 * reports. Exit status 3: there is no such plugin. As in other hosts denormals
 * are off. What a plugin asks of a worker thread is done between two blocks, so
 * that all is counted.
 */
#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/options/options.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE__
#include <xmmintrin.h>
#endif

#define RATE 48000.0
#define WAV_HEADER 44
#define BLOCK 1024
#define CHANNELS 2
#define PORTS_MAX 1024
#define URIS_MAX 1024
#define ATOM_SPACE 65536
#define WORK_MAX 4096

/* Channels of the stream, then one that is silent, then one for the bin. */
static float inputs[CHANNELS + 1][BLOCK];
static float outputs[CHANNELS + 1][BLOCK];
static float controls[PORTS_MAX];
static union {
  LV2_Atom_Sequence sequence;
  unsigned char space[ATOM_SPACE];
} atoms_in, atoms_out;

static char *uris[URIS_MAX];
static unsigned n_uris;

static const LV2_Worker_Interface *worker;
static LV2_Handle handle;
static unsigned char work[WORK_MAX];
static uint32_t work_size;
static int work_waits;

static LV2_URID
map (LV2_URID_Map_Handle unused, const char *uri)
{
  for (unsigned i = 0; i < n_uris; i++)
    if (!strcmp (uris[i], uri))
      return i + 1;
  if (n_uris < URIS_MAX)
    uris[n_uris++] = strdup (uri);
  return n_uris;
}

static LV2_Worker_Status
respond (LV2_Worker_Respond_Handle unused, uint32_t size, const void *data)
{
  return worker->work_response (handle, size, data);
}

static LV2_Worker_Status
schedule (LV2_Worker_Schedule_Handle unused, uint32_t size, const void *data)
{
  if (work_waits || size > WORK_MAX)
    return LV2_WORKER_ERR_NO_SPACE;
  if (size)
    memcpy (work, data, size);
  work_size = size;
  work_waits = 1;
  return LV2_WORKER_SUCCESS;
}

static void
do_work (void)
{
  if (worker && work_waits)
    worker->work (handle, respond, NULL, work_size, work);
  work_waits = 0;
  if (worker && worker->end_run)
    worker->end_run (handle);
}

static LilvInstance *
instantiate (const LilvPlugin *plugin)
{
  static LV2_URID_Map mapper = { NULL, map };
  static LV2_Worker_Schedule scheduler = { NULL, schedule };
  static int32_t block = BLOCK, space = ATOM_SPACE;
  LV2_URID integer = map (NULL, LV2_ATOM__Int);
#define INT_OPTION(uri, value)                                                 \
  { LV2_OPTIONS_INSTANCE, 0, map (NULL, uri), sizeof (value), integer, &value }
  LV2_Options_Option options[] = {
    INT_OPTION (LV2_BUF_SIZE__minBlockLength, block),
    INT_OPTION (LV2_BUF_SIZE__maxBlockLength, block),
    INT_OPTION (LV2_BUF_SIZE__nominalBlockLength, block),
    INT_OPTION (LV2_BUF_SIZE__sequenceSize, space),
    { LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL },
  };
  LV2_Feature features[] = {
    { LV2_URID__map, &mapper },
    { LV2_WORKER__schedule, &scheduler },
    { LV2_OPTIONS__options, options },
    { LV2_BUF_SIZE__boundedBlockLength, NULL },
  };
  const LV2_Feature *list[] = { &features[0], &features[1], &features[2],
    &features[3], NULL };
  return lilv_plugin_instantiate (plugin, RATE, list);
}

/* Audio ports beyond the stream's channels get silence, or the bin. */
static void
connect_ports (LilvInstance *instance, const LilvPlugin *plugin,
    LilvWorld *world)
{
  LilvNode *input = lilv_new_uri (world, LILV_URI_INPUT_PORT);
  LilvNode *control = lilv_new_uri (world, LILV_URI_CONTROL_PORT);
  LilvNode *atom = lilv_new_uri (world, LILV_URI_ATOM_PORT);
  unsigned taken[2] = { 0, 0 };
  for (uint32_t i = 0; i < lilv_plugin_get_num_ports (plugin); i++) {
    const LilvPort *port = lilv_plugin_get_port_by_index (plugin, i);
    int in = lilv_port_is_a (plugin, port, input);
    if (lilv_port_is_a (plugin, port, control)) {
      lilv_instance_connect_port (instance, i, &controls[i]);
    } else if (lilv_port_is_a (plugin, port, atom)) {
      lilv_instance_connect_port (instance, i, in ? &atoms_in : &atoms_out);
    } else {
      unsigned channel = taken[in] < CHANNELS ? taken[in]++ : CHANNELS;
      lilv_instance_connect_port (instance, i,
          in ? inputs[channel] : outputs[channel]);
    }
  }
}

static int
set_controls (const LilvPlugin *plugin, LilvWorld *world, char **pairs)
{
  uint32_t n_ports = lilv_plugin_get_num_ports (plugin);
  if (n_ports > PORTS_MAX)
    return -1;
  lilv_plugin_get_port_ranges_float (plugin, NULL, NULL, controls);
  for (uint32_t i = 0; i < n_ports; i++)
    if (controls[i] != controls[i]) /* NaN: no default */
      controls[i] = 0.0f;
  for (; *pairs; pairs++) {
    char *value = strchr (*pairs, '=');
    if (!value)
      return -1;
    *value++ = '\0';
    LilvNode *symbol = lilv_new_string (world, *pairs);
    const LilvPort *port = lilv_plugin_get_port_by_symbol (plugin, symbol);
    if (!port) {
      fprintf (stderr, "lv2host: no control '%s'\n", *pairs);
      return -1;
    }
    controls[lilv_port_get_index (plugin, port)] = strtof (value, NULL);
  }
  return 0;
}

static void
stream (LilvInstance *instance, FILE *in, FILE *out)
{
  static float frames[BLOCK * CHANNELS];
  size_t size = CHANNELS * sizeof (float), n;
  while ((n = fread (frames, size, BLOCK, in)) > 0) {
    for (size_t i = 0; i < n; i++)
      for (unsigned c = 0; c < CHANNELS; c++)
        inputs[c][i] = frames[i * CHANNELS + c];
    atoms_in.sequence.atom.size = sizeof (LV2_Atom_Sequence_Body);
    atoms_in.sequence.atom.type = map (NULL, LV2_ATOM__Sequence);
    atoms_out.sequence.atom.size = ATOM_SPACE - sizeof (LV2_Atom);
    atoms_out.sequence.atom.type = map (NULL, LV2_ATOM__Chunk);
    if (instance) {
      lilv_instance_run (instance, (uint32_t) n);
      do_work ();
    }
    float (*from)[BLOCK] = instance ? outputs : inputs;
    for (size_t i = 0; i < n; i++)
      for (unsigned c = 0; c < CHANNELS; c++)
        frames[i * CHANNELS + c] = from[c][i];
    if (out)
      fwrite (frames, size, n, out);
  }
}

static int
run (const char *uri, char **pairs, FILE *in, FILE *out)
{
  LilvWorld *world = lilv_world_new ();
  lilv_world_load_all (world);
  if (!strcmp (uri, "-")) {
    stream (NULL, in, out);
    return 0;
  }
  const LilvPlugin *plugin = lilv_plugins_get_by_uri (
      lilv_world_get_all_plugins (world), lilv_new_uri (world, uri));
  if (!plugin)
    return 3;
  if (set_controls (plugin, world, pairs) < 0)
    return 2;
  LilvInstance *instance = instantiate (plugin);
  if (!instance)
    return 1;
  handle = lilv_instance_get_handle (instance);
  worker = lilv_instance_get_extension_data (instance, LV2_WORKER__interface);
  connect_ports (instance, plugin, world);
  lilv_instance_activate (instance);
  stream (instance, in, out);
  if (lilv_plugin_has_latency (plugin))
    printf ("latency %g\n",
        controls[lilv_plugin_get_latency_port_index (plugin)]);
  lilv_instance_deactivate (instance);
  lilv_instance_free (instance);
  return 0;
}

int
main (int argc, char **argv)
{
  FILE *out = NULL, *in = NULL;
#ifdef __SSE__
  _mm_setcsr (_mm_getcsr () | 0x8040);
#endif
  if (argc > 2 && !strcmp (argv[1], "-o")) {
    out = fopen (argv[2], "wb");
    argc -= 2;
    argv += 2;
  }
  if (argc < 3 || !(in = fopen (argv[1], "rb"))) {
    fprintf (stderr, "usage: lv2host [-o OUT] FILE URI [SYMBOL=VALUE ...]\n");
    return 2;
  }
  fseek (in, WAV_HEADER, SEEK_SET);
  int status = run (argv[2], argv + 3, in, out);
  return out && fclose (out) ? 1 : status;
}
