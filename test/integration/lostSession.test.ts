import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { plainCheckIn } from '../support/records.ts';
import { dial, frame, hello } from '../support/rawPeer.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';

/** A session that ends while its last request is on the way to the disk. */
suite('a shim that is killed in the middle of a check-in', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome({ liveness: { silent_after: '1h' } });
  });

  teardown(() => home.dispose());

  async function pidOfOneThatEnded(): Promise<number> {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    assert.ok(child.pid !== undefined);
    return child.pid;
  }

  test('its agent died, and the check-in is stored', async () => {
    const connection = home.connect('cli');
    await connection.request('watchstander/checkIn', { ...plainCheckIn, agent_id: 'works' });
    const socket = dial(home);
    socket.write(
      hello(home, { kind: 'mcp', process: { pid: await pidOfOneThatEnded(), started: null } }),
    );
    await once(socket, 'data');
    const params = { ...plainCheckIn, agent_id: 'works' };
    socket.end(frame({ jsonrpc: '2.0', id: 2, method: 'watchstander/checkIn', params }));
    const death = await until('the death', async () => {
      const { alerts } = await connection.request('watchstander/alerts', {});
      return alerts[0];
    });
    assert.deepEqual([death.agent_id, death.kind], ['works', 'death']);
    const { record } = await connection.request('watchstander/agent', { agent_id: 'works' });
    assert.equal(record.version, 2);
  });
});
