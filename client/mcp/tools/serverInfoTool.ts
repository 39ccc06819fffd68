import { object } from './jsonSchema.ts';
import { serverInfoResult } from './results.ts';
import { serverInfo } from './serverInfo.ts';
import { reads, type Tool } from './tool.ts';

export const info: Tool = {
  name: 'get_server_info',
  title: 'State of Watchstander itself',
  description:
    'Version, process, uptime and health of the sidecar that all agents and editor windows share.',
  input: object({}),
  output: serverInfoResult,
  annotations: reads,
  async run(_given, { sidecar }) {
    return serverInfo(await sidecar.request('watchstander/status', {}));
  },
};
