import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './at-exit.js';

const live = new Set<string>();
const prefix = 'twotwenty-';
const staleAfterMs = 60 * 60 * 1000;
let swept = false;

/** Makes an empty directory outside the repository; it is deleted when this process exits, or by `removeTemporaryDirectory`. */
export function temporaryDirectory(purpose: string): string {
  if (!swept) sweep();
  swept = true;
  const path = mkdtempSync(join(tmpdir(), `${prefix}${purpose}-${process.pid}-`));
  live.add(path);
  atExit(removeAll);
  return path;
}

/** Deletes what processes that were killed with SIGKILL had to leave behind. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const path = join(tmpdir(), name);
    const pid = Number(/-(\d+)-\w+$/.exec(name)?.[1]);
    try {
      if (pid > 0 && !isAlive(pid) && Date.now() - statSync(path).mtimeMs > staleAfterMs)
        removeTemporaryDirectory(path);
    } catch {
      // Another user's, or another process is deleting it too.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Deletes a directory made by `temporaryDirectory`; nothing happens if it is already gone. */
export function removeTemporaryDirectory(path: string): void {
  live.delete(path);
  // Processes that were killed a moment ago may still be writing.
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function removeAll(): void {
  for (const path of live) removeTemporaryDirectory(path);
}
