import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';

/**
 * How often the queue is asked while probes are under way, and how much later than usual its answer may come. A connection whose first
 * packet was lost sends it again after a second (RFC 6298 §2.1): a cut that is so long must not pass between two questions.
 */
export const ASK_EVERY_MS = 500;
export const LATE_MS = 500;
/** The usual time is the median of so many answers: one cut does not change it, and a line that is always slow does. */
const ANSWERS = 9;

/**
 * Knows when the queue has not answered this place. What failed by the network meanwhile may have failed here: a place that is cut off
 * has few orders in hand, too few to tell by its targets alone, and its reports come when the line is back.
 */
export class QueueContact {
  private probes = 0;
  private isSilent = false;
  /** When the last silence was over. */
  private heardAgainMs = -Infinity;
  private lastAskedMs = -Infinity;
  /** Milliseconds that the last answers took, oldest first. */
  private readonly took: number[] = [];
  private asking: Promise<void> | null = null;
  private readonly loop: WakeablePeriodic;

  /**
   * @param askQueue resolves once the queue has answered
   * @param nowMs milliseconds by a clock that does not jump
   */
  constructor(
    private readonly askQueue: () => Promise<unknown>,
    private readonly logger: Logger,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.loop = repeat(logger, 'listening to the queue', () => this.nextRound());
  }

  /** A probe begins. */
  enter(): void {
    this.probes += 1;
    if (this.probes === 1) this.loop.wake();
  }

  /** A probe is over. */
  leave(): void {
    this.probes -= 1;
  }

  /** Whether the queue was silent at some time in the last milliseconds, as far as that is known already. */
  wasSilentFor(lastMs: number): boolean {
    return this.isSilent || this.nowMs() - lastMs < this.heardAgainMs;
  }

  /** Asks the queue, once for all who want to know. Resolves when it has answered, or is late. */
  ask(): Promise<void> {
    this.asking ??= this.listen();
    return this.asking;
  }

  /** Asks no more by itself. */
  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async nextRound(): Promise<number> {
    if (this.probes === 0) return Infinity;
    const leftMs = this.lastAskedMs + ASK_EVERY_MS - this.nowMs();
    if (leftMs > 0) return leftMs;
    await this.ask();
    return ASK_EVERY_MS;
  }

  private listen(): Promise<void> {
    const askedAtMs = (this.lastAskedMs = this.nowMs());
    return new Promise((resolve) => {
      const beLate = (): void => {
        this.fallSilent();
        resolve();
      };
      const timer = setTimeout(() => (late = setImmediate(beLate)), LATE_MS + this.usualMs());
      // Where this process itself stood still the answer may be here, unread: timers come before sockets.
      let late: NodeJS.Immediate | undefined;
      const settle = (then: () => void) => (): void => {
        clearTimeout(timer);
        clearImmediate(late);
        this.asking = null;
        then();
      };
      this.askQueue().then(
        settle(() => {
          this.hear(askedAtMs);
          resolve();
        }),
        settle(beLate),
      );
    });
  }

  private hear(askedAtMs: number): void {
    const nowMs = this.nowMs();
    this.took.push(nowMs - askedAtMs);
    if (this.took.length > ANSWERS) this.took.shift();
    if (!this.isSilent) return;
    this.isSilent = false;
    this.heardAgainMs = nowMs;
    this.logger.info('the queue answers again: failures of the network count as before');
  }

  private fallSilent(): void {
    if (this.isSilent) return;
    this.isSilent = true;
    this.logger.warn('the queue does not answer: failures of the network are reported as suspect');
  }

  private usualMs(): number {
    return this.took.toSorted((left, right) => left - right)[this.took.length >> 1] ?? 0;
  }
}
