import { alertTools } from './tools/alertTools.ts';
import { checkInTools } from './tools/checkInTools.ts';
import { exportTools } from './tools/exportTools.ts';
import { fleet, metadata, metrics } from './tools/fleetTools.ts';
import { history } from './tools/historyTool.ts';
import { lifecycleTools } from './tools/lifecycleTools.ts';
import { updateMetadata } from './tools/metadataTool.ts';
import { info } from './tools/serverInfoTool.ts';
import { thresholds } from './tools/thresholdsTool.ts';
import type { Tool } from './tools/tool.ts';
import { transact } from './tools/transactTool.ts';

/** All tools, in the order in which they are listed. */
export const tools: readonly Tool[] = [
  ...checkInTools,
  fleet,
  metrics,
  metadata,
  history,
  updateMetadata,
  ...lifecycleTools,
  transact,
  ...exportTools,
  ...alertTools,
  thresholds,
  info,
];
