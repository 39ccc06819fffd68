import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import process from 'node:process';
import { plainCheckIn } from '../support/records.ts';
import { dial, frame, hello } from '../support/rawPeer.ts';
import { TestHome } from '../support/testHome.ts';
import { until } from '../support/until.ts';

function request(id: number, method: string, params: unknown): string {
  return frame({ jsonrpc: '2.0', id, method, params });
}

/** A session that ends while its last request is on the way to the disk. */
suite('a shim that is killed in the middle of a check-in', function () {
  let home: TestHome;

  setup(() => {
    home = new TestHome({ liveness: { silent_after: '1h' } });
  });

  teardown(() => home.dispose());

  test('its agent died, and the check-in is stored', async () => {
    const connection = home.connect('cli');
    await connection.request('watchstander/checkIn', { ...plainCheckIn, agent_id: 'works' });
    const shim = spawn('sleep', ['600'], { stdio: 'ignore' });
    const socket = dial(home);
    const pid = shim.pid ?? 0;
    socket.write(hello(home, { kind: 'mcp', process: { pid, started: null } }));
    await once(socket, 'data');
    const about = { namespace: readlinkSync('/proc/self/ns/pid'), parent_pid: process.pid };
    socket.write(request(2, 'watchstander/register', about));
    await once(socket, 'data');
    shim.kill('SIGKILL');
    await once(shim, 'exit');
    socket.end(request(3, 'watchstander/checkIn', { ...plainCheckIn, agent_id: 'works' }));
    const death = await until('the death', async () => {
      const { alerts } = await connection.request('watchstander/alerts', {});
      return alerts[0];
    });
    assert.deepEqual([death.agent_id, death.kind], ['works', 'death']);
    const { record } = await connection.request('watchstander/agent', { agent_id: 'works' });
    assert.equal(record.version, 2);
  });
});
