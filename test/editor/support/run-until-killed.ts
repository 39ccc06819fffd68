// Entry: a run with an open window that only ends when it is killed; prints the folder that names it.
import { startServer } from '../../support/vscode/server.ts';

const server = await startServer();
await server.openWindow();
process.stdout.write(`${server.root}\n`);
