import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { homeLayout, parseEndpoint, type Endpoint } from '../../shared/home.ts';

/** Longer socket paths are silently cut by the system, and two cut names may be one. */
const addressBytes = 100;

/** A listening socket of this epoch, published so that clients find it. */
export interface Listening {
  readonly address: string;
  /** Stops accepting and takes the publication back if it is still ours. */
  close(): void;
}

export interface Lead {
  readonly home: string;
  readonly epoch: number;
  readonly pid: number;
}

export interface Door {
  readonly accept: (socket: Socket) => void;
  readonly log: (line: string) => void;
}

/** Listens on a name that only this epoch has: closing it can never remove a successor's. */
export async function listen(lead: Lead, { accept, log }: Door): Promise<Listening> {
  const address = addressOf(lead.home, lead.epoch);
  const server = createServer(accept);
  if (process.platform !== 'win32') rmSync(address, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      // What cannot be accepted (no descriptor is left, say) is that client's trouble, who tries again.
      server.on('error', (error) => log(`socket: ${error.message}`));
      resolve();
    });
  });
  if (process.platform !== 'win32') chmodSync(address, 0o600);
  const endpoint: Endpoint = { address, epoch: lead.epoch, pid: lead.pid };
  const path = join(lead.home, homeLayout.endpoint);
  writeFileAtomic.sync(path, `${JSON.stringify(endpoint)}\n`, { mode: 0o600, fsync: false });
  for (const mark of [homeLayout.starting, homeLayout.startFailure])
    rmSync(join(lead.home, mark), { force: true });
  return { address, close: () => withdraw(server, path, endpoint) };
}

function withdraw(server: Server, path: string, endpoint: Endpoint): void {
  server.close();
  if (readEndpoint(path)?.epoch === endpoint.epoch) rmSync(path, { force: true });
}

/** What is published in a home; null when nothing (sensible) is. */
export function readEndpoint(path: string): Endpoint | null {
  try {
    return parseEndpoint(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Where the sidecar of an epoch listens. */
export function addressOf(home: string, epoch: number): string {
  const key = createHash('sha256').update(`${userInfo().username}\0${home}`).digest('hex');
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\watchstander-${key.slice(0, 16)}-e${epoch}`;
  const inHome = join(home, homeLayout.run, `e${epoch}.sock`);
  if (Buffer.byteLength(inHome) <= addressBytes) return inHome;
  return join(privateFolder(key), `e${epoch}.sock`);
}

/** For homes with long paths: a folder of our own under the temporary directory. */
function privateFolder(key: string): string {
  const folder = join(tmpdir(), `watchstander-${key.slice(0, 16)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}
