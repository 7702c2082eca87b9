/** The process of one engine: does what its first argument says, sends the result to its parent and ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineOrder, MemoryOrder, MemoryResult, SpeedOrder, SpeedResult } from './orders.js';
import { runSessions, SESSIONS } from './sessions.js';

const WARM_UP_SHARE = 0.1;
const WARM_UP_SESSIONS = 200;
const SAMPLE_MS = 10;
const SETTLE_MS = 300;

async function measureSpeed({ engine, port, probes, concurrency }: SpeedOrder): Promise<SpeedResult> {
  const session = SESSIONS[engine];
  await runSessions(session, port, Math.ceil(probes * WARM_UP_SHARE), concurrency);
  const beganAt = performance.now();
  const before = process.cpuUsage();
  const failed = await runSessions(session, port, probes, concurrency);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - beganAt) / 1000;
  return { seconds, userMicroseconds: user, systemMicroseconds: system, failed };
}

async function measureMemory({ engine, port, sessions }: MemoryOrder): Promise<MemoryResult> {
  const session = SESSIONS[engine];
  await runSessions(session, port, WARM_UP_SESSIONS, WARM_UP_SESSIONS);
  globalThis.gc?.();
  await sleep(SETTLE_MS);
  const idleBytes = process.memoryUsage.rss();
  let peakBytes = idleBytes;
  const sampler = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), SAMPLE_MS);
  const failed = await runSessions(session, port, sessions, sessions);
  clearInterval(sampler);
  return { idleBytes, peakBytes, failed };
}

// Whoever started us has gone: nobody wants the figures any more.
process.once('disconnect', () => process.exit(1));
const order = JSON.parse(process.argv[2] ?? '') as EngineOrder;
const result = order.task === 'speed' ? await measureSpeed(order) : await measureMemory(order);
process.send?.(result, () => process.exit(0));
