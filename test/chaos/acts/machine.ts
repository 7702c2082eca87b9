import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FarNetwork } from '../system/own-machine.js';
import type { ActKind } from './act.js';

const CHUNK = Buffer.alloc(1024 * 1024);

/** Nothing can be written any more where Postgres keeps its data. @param folder on its disk */
export function fullDisk(folder: string): ActKind {
  const ballast = join(folder, 'ballast');
  return {
    name: 'full disk of Postgres',
    parts: ['postgres'],
    maxSeconds: 10,
    losesTests: true,
    make: ({ postgres }) => ({
      begin: () => Promise.resolve(`${fill(ballast)} MiB more`),
      async end() {
        rmSync(ballast);
        await postgres.untilBack();
      },
    }),
  };
}

/** @returns MiB written until there was no room */
function fill(path: string): number {
  const file = openSync(path, 'w');
  let bytes = 0;
  try {
    for (let size = CHUNK.length; size >= 4096;) {
      try {
        bytes += writeSync(file, CHUNK, 0, size);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size /= 2;
      }
    }
  } finally {
    closeSync(file);
  }
  return Math.round(bytes / CHUNK.length);
}

/** The far site is cut off from everything: from the queue, and from the targets. */
export function cutOff(network: FarNetwork): ActKind {
  return {
    name: 'cut of a site',
    parts: ['far worker', 'proxies'],
    maxSeconds: 30,
    losesTests: true,
    make: () => ({
      async begin() {
        await network.cut();
        return 'site far';
      },
      end: () => network.join(),
    }),
  };
}
