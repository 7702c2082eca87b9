import type { CheckReport, ProbeReport } from '@twotwenty/contracts/jobs';
import { MAX_RESULTS_PER_MESSAGE } from '@twotwenty/contracts/limits';
import { resultsQueue } from '@twotwenty/contracts/queues';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';
import type { QueueSystem } from '@twotwenty/queue/queue-system';

/** What somebody waits for leaves with what else there is so soon after. */
const NEWS_WAIT_MS = 50;
/** A message costs nearly the same whatever it holds, here, in the queue and in the database: so many leave at once. */
const MANY_REPORTS = 800;
/** Reports kept while the queue is away. More would be older than the lease of their tests anyway. */
const MAX_UNSENT = 50_000;

const MAX_PER_SEND = 4 * MAX_RESULTS_PER_MESSAGE;

type Report = ProbeReport | CheckReport;

interface Unsent {
  readonly report: Report;
  readonly sent: () => void;
}

/** Sends reports to the evaluators in batches, a few times a second, and keeps them while the queue is away. */
export class ReportSender {
  private readonly unsent: Unsent[] = [];
  /** By the clock of the process: when what waits is to leave. */
  private leaveAtMs = Infinity;
  private readonly loop: WakeablePeriodic;

  constructor(
    private readonly queues: Pick<QueueSystem, 'send'>,
    private readonly site: string,
    private readonly logger: Logger,
  ) {
    this.loop = repeat(logger, 'sending results', async () => {
      if (performance.now() >= this.leaveAtMs) await this.flush();
      return this.leaveAtMs - performance.now();
    });
  }

  /**
   * Takes a report to be sent.
   * @param patienceMs for how long it may wait for others; 0 where it says more than that all is well as before
   * @returns resolves when the queue has it, or when it was given up
   */
  add(report: Report, patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.unsent.push({ report, sent: resolve });
      if (this.unsent.length > MAX_UNSENT) this.giveUpOldest();
      this.leaveWithin(this.unsent.length < MANY_REPORTS ? Math.max(patienceMs, NEWS_WAIT_MS) : 0);
    });
  }

  /** Sends what is left and ends; nothing must be added any more. @throws when the queue is away */
  async stop(): Promise<void> {
    await this.loop.stop();
    await this.flush();
  }

  private leaveWithin(waitMs: number): void {
    const leaveAtMs = performance.now() + waitMs;
    if (leaveAtMs >= this.leaveAtMs) return;
    this.leaveAtMs = leaveAtMs;
    this.loop.wake();
  }

  /** Sends what waits now. What comes meanwhile waits for others in its turn, or each flush would end in messages of a few. */
  private async flush(): Promise<void> {
    this.leaveAtMs = Infinity;
    // A few messages at a time: over a slow link a large backlog would miss its time limit again and again as a whole.
    for (let left = this.unsent.length; left > 0; left -= MAX_PER_SEND) {
      const batch = this.unsent.splice(0, Math.min(left, MAX_PER_SEND));
      try {
        await this.queues.send(resultsQueue(this.site), toMessages(batch));
      } catch (error) {
        this.unsent.unshift(...batch);
        this.leaveAtMs = 0;
        throw error;
      }
      for (const { sent } of batch) sent();
    }
  }

  private giveUpOldest(): void {
    const given = this.unsent.splice(0, MAX_UNSENT / 10);
    this.logger.error({ reports: given.length }, 'the queue is away for too long: the oldest results are given up');
    for (const { sent } of given) sent();
  }
}

/** As few messages as may be, of nearly equal size: one with the few that are left over costs as much as a full one. */
function toMessages(batch: readonly Unsent[]) {
  const size = Math.ceil(batch.length / Math.ceil(batch.length / MAX_RESULTS_PER_MESSAGE));
  const messages = [];
  for (let start = 0; start < batch.length; start += size) {
    messages.push({ reports: batch.slice(start, start + size).map(({ report }) => report) });
  }
  return messages;
}
