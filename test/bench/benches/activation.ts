import { statusItem } from '../../editor/suites/screen.ts';
import { startServer, type VscodeServer } from '../../support/vscode/server.ts';
import { watchstanderVsix } from '../../support/vscode/suite.ts';
import { atMost, type Bench, type Figure, type Setting } from '../bench.ts';
import { build } from '../build.ts';

/** What each window pays for the extension at its start, as VS Code itself accounts for it. */
export const activation: Bench = { name: 'activation', run };

async function run({ place, extent, say }: Setting): Promise<readonly Figure[]> {
  await build('--package');
  const server = await startServer({
    home: place.home().path,
    vsix: [watchstanderVsix],
    builtIn: 'all',
  });
  try {
    const values: number[] = [];
    for (let turn = 0; turn < (extent === 'full' ? 5 : 1); turn += 1) {
      values.push(await activationMs(server));
      say(`activated in ${values.at(-1) ?? ''} ms`);
    }
    return [
      { name: 'load and activation of extension.js', unit: 'ms', values, targets: atMost(50) },
    ];
  } finally {
    await server.stop();
  }
}

/** Of a new window, in the list of running extensions. */
async function activationMs(server: VscodeServer): Promise<number> {
  // The list draws what fits, and sorts us behind whatever takes longer.
  const window = await server.openWindow({ height: 4_000 });
  await window.statusBarItem(statusItem).waitFor();
  await window.runCommand('Developer: Show Running Extensions');
  const row = window.page.locator('.runtime-extensions-editor .extension');
  const own = row.filter({ hasText: 'Watchstander' }).locator('.activation-time');
  const [, ms] = /: (\d+)ms/.exec(await own.innerText()) ?? [];
  await window.close();
  return Number(ms);
}
