import { constants, type Stats } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import process from 'node:process';
import { formatBytes } from '../output/figures.ts';
import { gather, type Check, type Finding } from './check.ts';
import { ifThere } from './ifThere.ts';

/** Below it, a rotation of a large store may find no room. */
const scarceBytes = 200 * 1024 * 1024;
const nothingBytes = 16 * 1024 * 1024;

/** The folder that everything is in: its owner's alone, writable, with room. */
export const homeCheck: Check = {
  title: 'home',
  async look({ home }) {
    const facts = await ifThere(stat(home));
    if (facts === null) {
      return { verdict: 'ok', found: `${home} is not there yet; the first sidecar makes it.` };
    }
    if (!facts.isDirectory()) return notAFolder(home);
    const { bavail, bsize } = await statfs(home);
    const findings = [judgeOwner(home, facts), await judgeAccess(home), judgeSpace(bavail * bsize)];
    return gather(findings, `${home}, ${formatBytes(bavail * bsize)} free.`);
  },
};

function notAFolder(home: string): Finding {
  return {
    verdict: 'wrong',
    found: `${home} is no folder.`,
    next_step: 'Move it away, or set WATCHSTANDER_HOME to a folder.',
  };
}

function judgeOwner(home: string, { uid, mode }: Stats): Finding {
  // Windows has neither owners nor modes of this kind.
  const own = process.getuid?.();
  if (own === undefined) return { verdict: 'ok', found: '' };
  if (uid !== own) {
    return {
      verdict: 'wrong',
      found: `${home} belongs to user ${uid}, and you are ${own}.`,
      next_step: 'Give it back to yourself (chown -R), or set WATCHSTANDER_HOME to another folder.',
    };
  }
  if ((mode & 0o077) === 0) return { verdict: 'ok', found: '' };
  return {
    verdict: 'warning',
    found: `Others may look into ${home} (mode ${(mode & 0o777).toString(8)}).`,
    next_step: `Run chmod 700 ${JSON.stringify(home)}; the next start of the sidecar does it, too.`,
  };
}

async function judgeAccess(home: string): Promise<Finding> {
  try {
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK);
    return { verdict: 'ok', found: '' };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return {
      verdict: 'wrong',
      found: `${home} cannot be written: ${code}.`,
      next_step: 'Make it writable for you, or set WATCHSTANDER_HOME to a folder that is.',
    };
  }
}

function judgeSpace(bytes: number): Finding {
  if (bytes >= scarceBytes) return { verdict: 'ok', found: '' };
  return {
    verdict: bytes < nothingBytes ? 'wrong' : 'warning',
    found: `Only ${formatBytes(bytes)} are free on the disk of the home.`,
    next_step: 'Make room: without it no update can be stored.',
  };
}
