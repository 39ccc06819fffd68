import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { repositoryRoot } from './asset.ts';

/** An extension that is not ours, as a VSIX in `folder`: test/fixtures/tiny-extension. Returns its path. */
export async function packageTiny(folder: string): Promise<string> {
  const vsix = path.join(folder, 'tiny.vsix');
  const cwd = path.join(repositoryRoot, 'test/fixtures/tiny-extension');
  await createVSIX({ cwd, packagePath: vsix, allowMissingRepository: true });
  return vsix;
}
