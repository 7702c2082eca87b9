/** The process of one engine: does what its first argument says, sends the result to its parent and ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readStat } from '../proc.js';
import { exporterSession } from './exporter-session.js';
import { runSessions } from './lanes.js';
import type { EngineOrder, ExporterOrder, MemoryOrder, MemoryResult, SpeedOrder, SpeedResult } from './orders.js';
import { sessionOf } from './sessions.js';

const WARM_UP_SHARE = 0.1;
const WARM_UP_SESSIONS = 200;
const SAMPLE_MS = 10;
const SETTLE_MS = 300;

async function measureSpeed({ engine, dialogue, certificate, ...order }: SpeedOrder): Promise<SpeedResult> {
  const { port, probes, concurrency } = order;
  const session = sessionOf(engine, dialogue, certificate);
  await runSessions(session, port, Math.ceil(probes * WARM_UP_SHARE), concurrency);
  const beganAt = performance.now();
  const before = process.cpuUsage();
  const failed = await runSessions(session, port, probes, concurrency);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - beganAt) / 1000;
  return {
    probes,
    seconds,
    cpuMicroseconds: user + system,
    userMicroseconds: user,
    systemMicroseconds: system,
    failed,
  };
}

/** Here this process is only the client of the exporter, and its own CPU does not count. */
async function measureExporter({ exporter, port, probes, concurrency }: ExporterOrder): Promise<SpeedResult> {
  const session = exporterSession(exporter.port, concurrency);
  await runSessions(session, port, Math.ceil(probes * WARM_UP_SHARE), concurrency);
  const beganAt = performance.now();
  const before = readStat(exporter.pid)?.cpuMs ?? NaN;
  const failed = await runSessions(session, port, probes, concurrency);
  const cpuMicroseconds = ((readStat(exporter.pid)?.cpuMs ?? NaN) - before) * 1000;
  const seconds = (performance.now() - beganAt) / 1000;
  return { probes, seconds, cpuMicroseconds, userMicroseconds: null, systemMicroseconds: null, failed };
}

async function measureMemory({ engine, dialogue, certificate, port, sessions }: MemoryOrder): Promise<MemoryResult> {
  const session = sessionOf(engine, dialogue, certificate);
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

function measure(order: EngineOrder): Promise<SpeedResult | MemoryResult> {
  switch (order.task) {
    case 'speed':
      return measureSpeed(order);
    case 'exporter':
      return measureExporter(order);
    case 'memory':
      return measureMemory(order);
  }
}

// Whoever started us has gone: nobody wants the figures any more.
process.once('disconnect', () => process.exit(1));
const result = await measure(JSON.parse(process.argv[2] ?? '') as EngineOrder);
process.send?.(result, () => process.exit(0));
