import { checkIn } from './checkInTools.ts';
import { fleet, metrics } from './fleetTools.ts';
import type { Tool } from './tool.ts';

/** What models in an editor are offered without any MCP entry: report, look around, look closer. */
export const everydayTools: readonly Tool[] = [checkIn, fleet, metrics];
