import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { readFleet } from '../../client/connection/pages.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';

const sidecar = join(import.meta.dirname, '../../dist/sidecar.js');

suite('a sidecar that runs out of memory', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome();
  });

  teardown(() => home.dispose());

  test('is replaced, and nothing that was acknowledged is lost', async () => {
    // Some MB more than it needs for nobody: a thousand agents are too much for it.
    const little = ['--max-old-space-size=16', '--max-semi-space-size=1'];
    const child = spawn(process.execPath, [...little, sidecar, '--home', home.path], {
      stdio: 'ignore',
    });
    const died = once(child, 'exit');
    await until('a published endpoint', () => home.endpoint());
    const connection = home.connect('mcp');
    const acknowledged: string[] = [];
    let isDead = false;
    const fill = async (lane: number): Promise<void> => {
      for (let at = 0; !isDead; at += 1) {
        const agent_id = `agent ${lane}-${at}`;
        const { version } = await connection.request('watchstander/checkIn', {
          agent_id,
          parameters: Array.from({ length: 128 }, (_, n) => Math.sin(n + at)),
          ethical_drift: [0, 0, 0],
          text: { code_points: 200, keyword_hits: 0 },
          complexity: 0.3,
        });
        assert.equal(version, 1, 'one update each, also where it had to be sent again');
        acknowledged.push(agent_id);
      }
    };
    const filled = Promise.all(Array.from({ length: 32 }, (_, lane) => fill(lane)));
    // A lane that fails ends the test at once, with what it failed by.
    await Promise.race([died, filled]);
    isDead = true;
    await filled;
    const [code] = (await died) as [number | null];
    assert.notEqual(code, 0, 'it did not leave by itself');
    const { agents } = await readFleet(connection);
    const stored = new Map(agents.map((row) => [row.agent_id, row]));
    assert.deepEqual(
      acknowledged.filter((id) => stored.get(id)?.version !== 1),
      [],
    );
    assert.notEqual(home.endpoint()?.pid, child.pid);
  });
});
