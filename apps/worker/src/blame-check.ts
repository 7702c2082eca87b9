import type { ProbeOrder } from '@twotwenty/contracts/jobs';
import type { WorkerBeat } from '@twotwenty/contracts/worker';
import { Blame, networkOutcome, type Sighting } from '@twotwenty/domain/blame';
import { LEASE_GRACE_SECONDS } from '@twotwenty/domain/due';
import type { ProbeResult } from '@twotwenty/domain/probe';
import type { Logger } from '@twotwenty/observability/logger';

/** The longest a failure of the network is held back: the first of a cut would else be told before there is a suspicion. */
export const HOLD_MS = 2000;
/** Within so long the queue must answer this place, whose network else is in trouble by itself. */
export const ANSWER_LIMIT_MS = 1000;
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
  /** Under way: whether the queue answers. */
  private asking: Promise<boolean> | null = null;

  /**
   * @param askQueue resolves once the queue has answered
   * @param nowMs milliseconds since 1970 by a clock that does not jump
   */
  constructor(
    private readonly askQueue: () => Promise<unknown>,
    private readonly logger: Logger,
    private readonly nowMs: () => number = () => performance.timeOrigin + performance.now(),
  ) {}

  /**
   * Whether a session failed because of this place rather than of its target. Resolves at once for a target that
   * answered, and as soon as it is known where the network failed. Once the limit is over the queue is asked: a place that does not
   * hear it is cut off, however few targets it has looked at since.
   */
  isSuspect({ tookMs, ...seen }: SeenSession, limitMs: number): Promise<boolean> {
    const endedAtMs = this.nowMs();
    const startedAtMs = endedAtMs - tookMs;
    this.heed(this.blame.see({ ...seen, startedAtMs, endedAtMs }));
    if (seen.outcome !== 'failed') return Promise.resolve(false);
    return this.decide(this.blame.beganInTrouble(startedAtMs), limitMs);
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

  private decide(suspect: boolean, limitMs: number): Promise<boolean> {
    if (suspect || this.isStopped || limitMs <= 0) return Promise.resolve(suspect);
    return new Promise((resolve) => {
      const settle = (outcome: boolean): void => {
        clearTimeout(timer);
        this.held.delete(settle);
        resolve(outcome);
      };
      const timer = setTimeout(() => void this.hearsQueue().then((hears) => settle(!hears)), limitMs);
      this.held.add(settle);
    });
  }

  /** One question for all that wait. */
  private hearsQueue(): Promise<boolean> {
    this.asking ??= this.ask().finally(() => (this.asking = null));
    return this.asking;
  }

  private async ask(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ANSWER_LIMIT_MS);
    });
    const answer = this.askQueue().then(
      () => true,
      () => false,
    );
    const hears = await Promise.race([answer, silence]);
    clearTimeout(timer);
    if (!hears) this.logger.warn('the queue does not answer: failures of the network are reported as suspect');
    return hears;
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
