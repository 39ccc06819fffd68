import { Buffer } from 'node:buffer';

/** No event of a program is longer; what is, is taken as none. */
const longestBytes = 64 * 1024 * 1024;

/** All of an input that ends; empty when it is too long or breaks. */
export function readInput(input: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    input.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > longestBytes) resolve('');
      else chunks.push(chunk);
    });
    input.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    input.on('error', () => resolve(''));
  });
}
