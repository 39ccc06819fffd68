import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { systemClock } from '../../shared/clock.ts';
import { DisposableStore } from '../../shared/lifecycle.ts';
import { openConnection } from '../connection/connection.ts';
import { homeFolder } from '../connection/home.ts';
import { choosePaint } from './output/paint.ts';
import { runCommandLine, type Outside } from './run.ts';

/** Entry of dist/cli.js, which lies beside dist/sidecar.js. */
async function main(): Promise<void> {
  // `watchstander history … | head`: the reader has what it wanted.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  const life = new DisposableStore();
  const code = await runCommandLine(process.argv.slice(2), outside(life));
  life.dispose();
  await flush(process.stdout);
  await flush(process.stderr);
  process.exit(code);
}

function outside(life: DisposableStore): Outside {
  const home = (): string => homeFolder(process.env);
  const sidecarFile = join(import.meta.dirname, 'sidecar.js');
  return {
    home,
    sidecarFile,
    clock: systemClock,
    paint: choosePaint(process.stdout.isTTY, process.env),
    print: (text) => void process.stdout.write(text),
    pour: async (pieces) => {
      for await (const piece of pieces) {
        if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
      }
    },
    complain: (text) => void process.stderr.write(text),
    ask,
    connect: (start) =>
      life.add(
        openConnection({
          home: home(),
          kind: 'cli',
          workspace: process.cwd(),
          sidecar: sidecarFile,
          start,
          clock: systemClock,
          log: () => undefined,
        }),
      ),
  };
}

/** The question is no result, so it is told beside them. An end of the input is a no. */
async function ask(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin });
  process.stderr.write(question);
  for await (const line of reader) return /^y(es)?$/i.test(line.trim());
  return false;
}

/** Resolves when what was written has left this process. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

void main();
