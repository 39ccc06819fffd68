// Entry: fetches and unpacks what the tests of later layers begin with, in the order in which they need
// it, while the first layers run. What fails here is tried again, and told, by the test that needs it.
import { install, wanted } from '../agents/support/programs.ts';
import { browserAssets } from '../support/vscode/chromium.ts';
import { serverMain } from '../support/vscode/codeServer.ts';
import { inspectorCommand } from '../support/vscode/inspector.ts';

await inspectorCommand();
for (const program of wanted) await install(program);
await serverMain();
await browserAssets();
