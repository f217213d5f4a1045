/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainproperties.h"

#include "base/gstmasterfilter.h"
#include "gstmasterchainfile.h"
#include "gstmasterchainstages.h"

static void
install_bypass (GObjectClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING;

  g_object_class_install_property (klass, GST_MASTER_CHAIN_PROP_BYPASS,
      g_param_spec_boolean ("bypass", "Bypass",
          "Let the input be heard, at the same latency; switching fades", FALSE,
          flags | GST_PARAM_CONTROLLABLE));
  g_object_class_install_property (klass, GST_MASTER_CHAIN_PROP_BYPASS_MATCH,
      g_param_spec_boolean ("bypass-match", "Bypass Match",
          "While bypassed, bring the input to the loudness of the output, by a "
          "gain of at most 24 dB that raises no peak over full scale; else "
          "every bit is passed on",
          TRUE, flags | GST_PARAM_CONTROLLABLE));
}

static void
install_stages (GObjectClass *klass)
{
  g_autofree gchar *all = gst_master_chain_stages_all ();

  g_object_class_install_property (klass, GST_MASTER_CHAIN_PROP_STAGES,
      g_param_spec_string ("stages", "Stages",
          "Names of the stages in the chain, in their order, with commas "
          "between them",
          all,
          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
              GST_PARAM_MUTABLE_READY));
}

static void
install_settings (GObjectClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING;
  g_auto (GStrv) names = gst_master_chain_presets ();
  g_autofree gchar *list = g_strjoinv (", ", names);
  g_autofree gchar *blurb = g_strconcat ("Settings for a purpose: ", list,
      ", or STAGE:NAME for the preset NAME of a stage (eq:air), several with "
      "commas; what is set afterwards differs from it",
      NULL);

  g_object_class_install_property (klass, GST_MASTER_CHAIN_PROP_PRESET,
      g_param_spec_string ("preset", "Preset", blurb, NULL,
          flags & ~(GParamFlags) G_PARAM_STATIC_BLURB));
  g_object_class_install_property (klass, GST_MASTER_CHAIN_PROP_SETTINGS,
      g_param_spec_boxed ("settings", "Settings",
          "All parameters of all stages that are not at their defaults, "
          "eq::band0::gain and so on, and `stages`",
          GST_TYPE_STRUCTURE, flags));
  g_object_class_install_property (klass,
      GST_MASTER_CHAIN_PROP_SETTINGS_LOCATION,
      g_param_spec_string ("settings-location", "Settings Location",
          "JSON file of settings, read at once; action signal save-settings "
          "writes one",
          NULL, flags));
  g_object_class_install_property (klass, GST_MASTER_CHAIN_PROP_AMOUNT,
      g_param_spec_double ("amount", "Amount",
          "How much of the preset is applied, where it has settings that "
          "follow this [%]",
          0.0, 100.0, 100.0, flags));
  g_object_class_install_property (klass, GST_MASTER_CHAIN_PROP_WISHES,
      g_param_spec_string ("wishes", "Wishes",
          "Sound that is wished for, on top of the settings: words with 1 to 5 "
          "steps, as warmer=3,wider; docs/wishes.md lists them",
          NULL, flags));
  g_object_class_install_property (klass, GST_MASTER_CHAIN_PROP_GAP_HOLD,
      g_param_spec_double ("gap-hold", "Gap Hold",
          "Longest hole in the stream over which all stages go on; after a "
          "longer one they start afresh [ms]",
          0.0, 3600e3, GST_MASTER_FILTER_GAP_HOLD, flags));
}

void
gst_master_chain_properties_install (GObjectClass *klass)
{
  install_bypass (klass);
  install_stages (klass);
  install_settings (klass);
}
