import type { WorkerHealth } from '@twotwenty/contracts/worker';
import type { ProbeResult } from '@twotwenty/domain/probe';
import { readConnectionTable } from '@twotwenty/smtp/self-check/connection-table';
import { Lateness } from './lateness.js';
import { Port25Record } from './port-25-record.js';
import { ProcessLoad } from './process-load.js';

/** How this worker is doing: what its beats tell besides that it is alive. */
export class Vitals {
  private readonly load = new ProcessLoad();
  private readonly lateness = new Lateness();
  private readonly port25 = new Port25Record();

  /**
   * Takes notice of a probe that was made.
   * @param latenessMs from the moment its monitor was due to its beginning
   * @param tried the addresses that it asked for
   */
  note(port: number, result: ProbeResult, latenessMs: number, tried: readonly string[]): void {
    this.lateness.add(latenessMs);
    this.port25.note(port, result, tried);
  }

  /** @param waiting probes that wait in the process */
  measure(waiting: number): WorkerHealth {
    return {
      ...this.load.measure(),
      latenessMs: this.lateness.percentiles(),
      waiting,
      port25: this.port25.judge(),
      connectionTable: readConnectionTable(),
    };
  }

  stop(): void {
    this.load.stop();
  }
}
