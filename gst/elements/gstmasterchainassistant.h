/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainassistant.h - the action signals by which an application asks
 * the assistant: `plan` and `correct`, and `learn-begin`, `learn` and
 * `learn-end`.
 */
#ifndef GST_MASTER_CHAIN_ASSISTANT_H
#define GST_MASTER_CHAIN_ASSISTANT_H

#include "gstmasterchain.h"
#include "gstmasterchainlearn.h"
#include "gstmasterchainplan.h"

G_BEGIN_DECLS

/* Zeros where nothing has been asked yet. */
typedef struct {
  GstMasterChainPlan *plan;
  MstLearner *learner;
} GstMasterChainAssistant;

void gst_master_chain_assistant_install (GstMasterChainClass *klass);

void gst_master_chain_assistant_clear (GstMasterChainAssistant *self);

/* The assistant of the chain. */
GstMasterChainAssistant *gst_master_chain_get_assistant (GstMasterChain *self);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_ASSISTANT_H */
