import { writeFile } from 'node:fs/promises';
import type { Logger } from './logger.js';
import { repeat, type Periodic } from './periodic.js';

const PAUSE_MS = 5000;

/**
 * Writes a file again and again while the app can work, so that its age tells a container's health check how the process is:
 * one that hangs, or has lost what it needs, lets it grow old.
 * @param file where; without one nothing is done
 * @param check rejects when the app can not work, as while the database is away
 */
export function startHealthFile(file: string | undefined, check: () => Promise<unknown>, logger: Logger): Periodic {
  if (file === undefined) return { stop: () => Promise.resolve() };
  return repeat(logger, 'telling by the health file that all is well', async () => {
    await check();
    await writeFile(file, `${new Date().toISOString()}\n`);
    return PAUSE_MS;
  });
}
