import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

interface Answer {
  readonly id?: number;
  readonly result?: { readonly data?: readonly { readonly hooks: readonly ListedHook[] }[] };
}

interface ListedHook {
  readonly key: string;
  readonly currentHash: string;
}

/** Does what a person does in Codex with `/hooks`: trusts all that are listed for this folder. */
export async function trustHooks(
  [command = '', ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let asked = 0;
  const ask = async (method: string, params: unknown): Promise<Answer> => {
    const id = (asked += 1);
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    for (;;) {
      const line = await lines.next();
      assert.ok(line.done !== true, `Codex ended before it answered ${method}`);
      const answer = JSON.parse(line.value) as Answer;
      if (answer.id === id) return answer;
    }
  };
  const clientInfo = { name: 'test', title: 'test', version: '0' };
  await ask('initialize', { clientInfo, capabilities: { experimentalApi: true } });
  child.stdin.write('{"jsonrpc":"2.0","method":"initialized"}\n');
  const { result } = await ask('hooks/list', { cwds: [cwd] });
  const hooks = result?.data?.flatMap((folder) => folder.hooks) ?? [];
  const value = Object.fromEntries(
    hooks.map(({ key, currentHash }) => [key, { trusted_hash: currentHash }]),
  );
  const edit = { keyPath: 'hooks.state', value, mergeStrategy: 'upsert' };
  await ask('config/batchWrite', { edits: [edit] });
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
