import { say } from '../output.js';
import { median, sum } from '../statistics.js';
import type { CertificatePair } from './certificate.js';
import { answer, runEngine, startOwnServer, stopChild, type Run } from './children.js';
import { ENGINES, type EngineName, type MemoryResult } from './orders.js';
import type { SlowServerOrder } from './slow-server.js';

export interface MemoryFigures {
  readonly idleBytes: number;
  readonly peakBytes: number;
  readonly bytesPerSession: number;
  /** Over all runs. */
  readonly failed: number;
}

/** The medians of all runs. */
export interface MemoryComparison extends Readonly<Record<EngineName, MemoryFigures>> {
  readonly sessions: number;
  /** The most sessions that the server had at once, in the run with the fewest. */
  readonly heldAtOnce: number;
}

const MEMORY_RUNS = 3;
const QUIET_MS = 2000;

/** Holds many sessions at once in one process. @param tls with TLS from the start; null for clear text */
export async function compareMemory(
  sessions: number,
  tls: CertificatePair | null,
  run: Run,
): Promise<MemoryComparison> {
  const server = await startOwnServer('slow-server.js', { quietMs: QUIET_MS, tls } satisfies SlowServerOrder, run);
  const results: Record<EngineName, MemoryResult[]> = { bare: [], probe: [] };
  let heldAtOnce = sessions;
  const dialogue = tls === null ? 'plain' : 'tls';
  const order = { task: 'memory', dialogue, certificate: tls?.certificate ?? '', port: server.port, sessions } as const;
  for (let round = 1; round <= MEMORY_RUNS; round += 1) {
    for (const engine of ENGINES) {
      results[engine].push(await runEngine<MemoryResult>({ ...order, engine }, run));
      server.child.send('most');
      heldAtOnce = Math.min(heldAtOnce, await answer<number>(server.child, run));
      say(`memory (${dialogue}), round ${round} of ${MEMORY_RUNS}, ${engine}`);
    }
  }
  await stopChild(server.child);
  const bare = summarizeMemory(results.bare, sessions);
  return { bare, probe: summarizeMemory(results.probe, sessions), sessions, heldAtOnce };
}

/** The medians of some runs. */
export function summarizeMemory(results: readonly MemoryResult[], sessions: number): MemoryFigures {
  return {
    idleBytes: median(results.map((result) => result.idleBytes)),
    peakBytes: median(results.map((result) => result.peakBytes)),
    bytesPerSession: median(results.map((result) => (result.peakBytes - result.idleBytes) / sessions)),
    failed: sum(results.map((result) => result.failed)),
  };
}
