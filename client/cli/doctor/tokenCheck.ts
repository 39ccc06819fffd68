import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { homeLayout } from '../../../shared/home.ts';
import type { Check } from './check.ts';
import { ifThere } from './ifThere.ts';

const token = /^[0-9a-f]{64}$/;

/** The secret that lets a process of this user connect, and nobody else. */
export const tokenCheck: Check = {
  title: 'token',
  async look({ home }) {
    const path = join(home, homeLayout.token);
    const text = await ifThere(readFile(path, 'utf8'));
    if (text === null) {
      return { verdict: 'ok', found: 'There is none yet; the first sidecar makes one.' };
    }
    if (!token.test(text.trim())) {
      return {
        verdict: 'wrong',
        found: `${path} holds no token.`,
        next_step: 'Run `watchstander stop`, remove that file, and run `watchstander start`.',
      };
    }
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return {
        verdict: 'wrong',
        found: `Others may read ${path} (mode ${(mode & 0o777).toString(8)}), and so connect.`,
        next_step: 'Run `watchstander stop`, remove that file, and run `watchstander start`.',
      };
    }
    return { verdict: 'ok', found: 'Only you can read it.' };
  },
};
