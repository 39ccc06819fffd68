import assert from 'node:assert/strict';
import type { ConnectionState, SidecarConnection } from '../../../client/connection/types.ts';
import { ReopeningSidecar } from '../../../client/mcp/reopeningSidecar.ts';
import { aStatus } from './samples.ts';

suite('mcp/reopeningSidecar', () => {
  test('a connection that gave up is opened anew by the next request, and only then', async () => {
    const log: string[] = [];
    const states: ConnectionState[] = [{ kind: 'failed', message: 'x' }, { kind: 'connecting' }];
    const open = (): SidecarConnection => {
      const number = log.filter((line) => line.startsWith('open')).length;
      log.push(`open ${number}`);
      return {
        state: states[number] ?? { kind: 'connecting' },
        onStateChanged: () => ({ dispose: () => undefined }),
        request: () => {
          log.push(`request ${number}`);
          return Promise.resolve(aStatus() as never);
        },
        leave: () => Promise.resolve(void log.push(`leave ${number}`)),
        dispose: () => log.push(`dispose ${number}`),
      };
    };
    const sidecar = new ReopeningSidecar(open);
    await sidecar.request('watchstander/status', {});
    await sidecar.request('watchstander/status', {});
    await sidecar.leave();
    sidecar.dispose();
    const [opened, used] = [
      ['open 0', 'dispose 0', 'open 1'],
      ['request 1', 'request 1'],
    ];
    assert.deepEqual(log, [...opened, ...used, 'leave 1', 'dispose 1']);
  });
});
