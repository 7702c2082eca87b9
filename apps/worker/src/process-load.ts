import type { WorkerHealth } from '@twotwenty/contracts/worker';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The timers by which delays are measured: each wakes a process that has else nothing to do. */
const RESOLUTION_MS = 100;
/** Over a shorter time a share says nothing: the last measure is told again. */
const SHORTEST_MS = 1000;

type Load = Pick<WorkerHealth, 'cpuShare' | 'eventLoopDelayMs'>;

/** How much this process has to do. */
export class ProcessLoad {
  private readonly delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private cpu = process.cpuUsage();
  private sinceMs = performance.now();
  private last: Load = { cpuShare: 0, eventLoopDelayMs: 0 };

  constructor() {
    this.delays.enable();
  }

  /** The load since the last measure. */
  measure(): Load {
    const nowMs = performance.now();
    const lengthMs = nowMs - this.sinceMs;
    if (lengthMs < SHORTEST_MS) return this.last;
    const { user, system } = process.cpuUsage(this.cpu);
    // What is measured is the time from timer to timer.
    const delayMs = this.delays.percentile(99) / 1e6 - RESOLUTION_MS;
    this.last = {
      cpuShare: rounded((user + system) / 1000 / lengthMs, 3),
      eventLoopDelayMs: rounded(Math.max(0, delayMs), 1),
    };
    this.cpu = process.cpuUsage();
    this.sinceMs = nowMs;
    this.delays.reset();
    return this.last;
  }

  stop(): void {
    this.delays.disable();
  }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
