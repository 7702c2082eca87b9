import type { ProbeOrder } from '@twotwenty/contracts/jobs';
import type { WorkerBeat } from '@twotwenty/contracts/worker';
import { Blame, networkOutcome, type Sighting } from '@twotwenty/domain/blame';
import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { ProbeResult } from '@twotwenty/domain/probe';
import type { Logger } from '@twotwenty/observability/logger';
import type { QueueContact } from './queue-contact.js';

/** The longest a failure of the network is held back: the first of a cut would else be told before there is a suspicion. */
export const HOLD_MS = 2000;
/** Queue and evaluator need as much of what is left of the lease. */
const REPORT_MARGIN_MS = 3000;

/** What of a probe tells about the network. */
export type SeenSession = Pick<Sighting, 'host' | 'address' | 'well' | 'outcome'> & { readonly tookMs: number };

/**
 * What a probe tells about the network.
 * @param visited the addresses it has tried, in their order
 */
export function toSeenSession(order: ProbeOrder, result: ProbeResult, visited: readonly string[]): SeenSession {
  return {
    host: order.target.host.toLowerCase(),
    address: result.target.address ?? visited[0] ?? null,
    well: order.well,
    outcome: networkOutcome(result.failure),
    tookMs: result.timings.totalMs,
  };
}

/** Milliseconds for which the report on an order may be held back. @param nowMs by the clock of the queue */
export function holdLimitMs({ expiresAtMs, maxTestDurationMs }: ProbeOrder, nowMs: number): number {
  // An order expires when half of the grace is over.
  const leaseEndsAtMs = expiresAtMs + (LEASE_GRACE_SECONDS * 1000) / 2 + maxTestDurationMs;
  return Math.max(0, Math.min(HOLD_MS, leaseEndsAtMs - REPORT_MARGIN_MS - nowMs));
}

/** Watches whether nearly everything fails that this process looks at, and holds failures of the network back until that is known. */
export class BlameCheck {
  private readonly blame = new Blame();
  private readonly held = new Set<(suspect: boolean) => void>();
  private isStopped = false;
  private wasSuspect = false;

  /** @param nowMs milliseconds since 1970 by a clock that does not jump */
  constructor(
    private readonly contact: Pick<QueueContact, 'ask' | 'explains' | 'enter' | 'leave'>,
    private readonly logger: Logger,
    private readonly nowMs: () => number = () => performance.timeOrigin + performance.now(),
  ) {}

  /**
   * Whether a session failed because of this place rather than of its target. Resolves at once for a target that
   * answered, and as soon as it is known where the network failed. Once the limit is over the queue is asked: a place that was not
   * heard by it is cut off, however few targets it has looked at since.
   */
  async isSuspect({ tookMs, ...seen }: SeenSession, limitMs: number): Promise<boolean> {
    const endedAtMs = this.nowMs();
    const startedAtMs = endedAtMs - tookMs;
    this.heed(this.blame.see({ startedAtMs, endedAtMs, ...seen }));
    if (seen.outcome === 'answered') return false;
    if (this.blame.beganInTrouble(startedAtMs)) return true;
    const isExplained = (): boolean => this.contact.explains(startedAtMs, endedAtMs);
    if (limitMs <= 0 || this.isStopped) return isExplained();
    return isExplained() || (await this.hold(limitMs)) || isExplained();
  }

  /** As the beat tells it; null while this place is not suspect. */
  get suspicion(): WorkerBeat['suspect'] {
    const suspicion = this.blame.suspicionAt(this.nowMs());
    this.heed(suspicion !== null);
    if (suspicion === null) return null;
    const { sinceMs, failing, targets } = suspicion;
    return { since: new Date(sinceMs).toISOString(), failing, targets };
  }

  /** Holds nothing back any more. */
  stop(): void {
    this.isStopped = true;
    this.release(false);
  }

  /** Resolves when the limit is over and the queue was asked, or as soon as others tell. @returns whether those made this place suspect */
  private hold(limitMs: number): Promise<boolean> {
    this.contact.enter();
    return new Promise((resolve) => {
      const settle = (suspect: boolean): void => {
        clearTimeout(timer);
        if (this.held.delete(settle)) this.contact.leave();
        resolve(suspect);
      };
      const timer = setTimeout(() => void this.contact.ask().then(() => settle(false)), limitMs);
      this.held.add(settle);
    });
  }

  private heed(suspect: boolean): void {
    if (suspect === this.wasSuspect) return;
    this.wasSuspect = suspect;
    if (suspect) {
      this.release(true);
      this.logger.warn('nearly everything fails here: failures of the network are reported as suspect');
    } else this.logger.info('targets answer again: failures of the network count as before');
  }

  private release(suspect: boolean): void {
    for (const settle of [...this.held]) settle(suspect);
  }
}
