import type { SidecarConnection } from '../../../client/connection/types.ts';
import type { TestHome } from '../../support/testHome.ts';
import { until } from '../../support/until.ts';
import { startServer, type ServerOptions, type VscodeServer } from '../../support/vscode/server.ts';
import { watchstanderVsix } from '../../support/vscode/suite.ts';
import type { WindowOptions } from '../../support/vscode/openWindow.ts';
import type { VscodeWindow } from '../../support/vscode/window.ts';

export const statusItem = 'watchstander.watchstander.health';
export const small: WindowOptions = { width: 900, height: 600, reducedMotion: 'reduce' };
/** An id that would be an icon, a link and bold, if anything but text were made of it. */
export const hostile = '$(trash) [x](command:workbench.action.quit) **b**';

/** Without alerts, so that “no toast” means none at all and agents are in one view only. */
export const quiet = { alerts: { kinds: [] } };

/** A server without the smoke-test driver, which hides toasts: “no toast” means something here. */
export function start(home: TestHome, options: ServerOptions = {}): Promise<VscodeServer> {
  return startServer({ ...options, home: home.path, vsix: [watchstanderVsix] });
}

export async function openView(
  server: VscodeServer,
  options: WindowOptions = {},
): Promise<VscodeWindow> {
  const window = await server.openWindow({ ...small, ...options });
  await window.viewContainer(/Watchstander/).click();
  return window;
}

/** Waits until the status bar says this. */
export async function statusSays(window: VscodeWindow, label: RegExp): Promise<void> {
  await window.statusBarItem(statusItem).getByRole('button', { name: label }).waitFor();
}

/** As many check-ins as it takes; `drift` 0 is healthy, more is worse. */
export async function report(
  agent: SidecarConnection,
  agentId: string,
  drift: number,
): Promise<void> {
  const wanted = drift === 0 ? 'healthy' : drift < 0.5 ? 'degraded' : 'critical';
  await until(`${agentId} is ${wanted}`, async () => {
    const { status } = await agent.request('watchstander/checkIn', {
      agent_id: agentId,
      parameters: Array.from({ length: 128 }, (_, index) => Math.sin(index)),
      ethical_drift: [drift, drift, drift],
      text: { code_points: 200, keyword_hits: drift === 0 ? 0 : 1 },
      complexity: 0.3,
    });
    return status === wanted;
  });
}
