import { resultsQueue } from '@twotwenty/contracts/queues';
import type { QueueSystem } from '@twotwenty/queue/queue-system';

/** The longest that leases wait for a backlog. An evaluator that never gets through it must still see tests end. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Whether results wait to be decided. After an outage of the evaluators or the database they go before the leases that ran
 * out meanwhile: a test that was answered is not a gap.
 */
export class Backlog {
  private waitingSinceMs: number | null = null;

  constructor(
    private readonly queues: Pick<QueueSystem, 'counts'>,
    private readonly sites: () => readonly string[],
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Whether results waited when it was asked last: then it is to be asked on, until it has seen their end. */
  get isKnown(): boolean {
    return this.waitingSinceMs !== null;
  }

  /** True while results of any site wait, for at most a minute. False when the queue is away: then none can come. */
  async goesFirst(): Promise<boolean> {
    if (!(await this.isWaiting())) {
      this.waitingSinceMs = null;
      return false;
    }
    this.waitingSinceMs ??= this.nowMs();
    return this.nowMs() - this.waitingSinceMs < LONGEST_WAIT_MS;
  }

  private async isWaiting(): Promise<boolean> {
    const waiting = await Promise.all(this.sites().map((site) => this.isWaitingOf(site)));
    return waiting.includes(true);
  }

  private async isWaitingOf(site: string): Promise<boolean> {
    try {
      const { waiting = 0, delayed = 0 } = await this.queues.counts(resultsQueue(site));
      return waiting + delayed > 0;
    } catch {
      return false;
    }
  }
}
