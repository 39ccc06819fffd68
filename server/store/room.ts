import { appendAll, isFull } from './disk/fs.ts';
import type { Ground } from './ground.ts';
import { roomName } from './log/segment.ts';

const stepBytes = 1024 * 1024;

/**
 * Whether the disk takes so many bytes: written for real and removed again, since quotas and
 * reserved blocks do not show otherwise. Asked before a claim, so that a full disk does not fill up
 * with claims that came to nothing.
 */
export async function hasRoom(ground: Ground, epoch: number, bytes: number): Promise<boolean> {
  const path = `${ground.folder}/${roomName(epoch)}`;
  if ((await ground.fs.facts(path)) !== null) await ground.fs.unlink(path);
  try {
    await fill(ground, path, bytes);
    return true;
  } catch (error) {
    if (isFull(error)) return false;
    throw error;
  } finally {
    if ((await ground.fs.facts(path)) !== null) await ground.fs.unlink(path);
  }
}

async function fill(ground: Ground, path: string, bytes: number): Promise<void> {
  const descriptor = await ground.fs.create(path);
  try {
    for (let left = bytes; left > 0; left -= stepBytes) {
      await appendAll(ground.fs, descriptor, Buffer.alloc(Math.min(left, stepBytes)));
    }
    await ground.fs.sync(descriptor);
  } finally {
    await ground.fs.close(descriptor);
  }
}
