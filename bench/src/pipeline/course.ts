import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../output.js';
import { assertRunning, type App } from './apps.js';
import type { BenchDatabase } from './database.js';

const CHECK_MS = 1000;
/** How long what is under way may take to get its verdict, once no more tests are begun. */
const DRAIN_LIMIT_MS = 20_000;

/** Waits, and fails as soon as an app ends. */
export async function rest(durationMs: number, what: string, apps: readonly App[], signal: AbortSignal): Promise<void> {
  say(`${what} for ${Math.round(durationMs / 1000)} s`);
  const until = performance.now() + durationMs;
  for (let left = durationMs; left > 0; left = until - performance.now()) {
    await sleep(Math.min(left, CHECK_MS), undefined, { signal });
    await assertRunning(apps);
  }
}

/** Stops the schedule, lets what is under way come to its end, then stops the rest: in the launcher's order otherwise. */
export async function windDown(apps: readonly App[], database: BenchDatabase, signal: AbortSignal): Promise<void> {
  say('winding down');
  await stopAll(apps, 'controller');
  const until = performance.now() + DRAIN_LIMIT_MS;
  while ((await database.countInFlight()) > 0 && performance.now() < until) await sleep(100, undefined, { signal });
  await stopAll(apps, 'worker');
  await stopAll(apps, 'evaluator');
}

async function stopAll(apps: readonly App[], name: App['name']): Promise<void> {
  await Promise.all(apps.filter((app) => app.name === name).map((app) => app.process.stop(10_000)));
}
