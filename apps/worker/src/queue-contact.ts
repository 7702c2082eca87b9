import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';
import { Silences } from './silences.js';

/**
 * How often the queue is asked while probes are under way, and how much later than usual its answer may come. A connection whose first
 * packet was lost sends it again after a second (RFC 6298 §2.1): a cut that lasts longer must not pass between two questions.
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
  private readonly silences = new Silences();
  private lastAskedMs = -Infinity;
  /** Of the last answers, oldest first. */
  private readonly tookMs: number[] = [];
  private asking: Promise<void> | null = null;
  private readonly loop: WakeablePeriodic;

  /**
   * @param askQueue resolves once the queue has answered
   * @param nowMs milliseconds since 1970 by a clock that does not jump
   */
  constructor(
    private readonly askQueue: () => Promise<unknown>,
    private readonly logger: Logger,
    private readonly nowMs: () => number = () => performance.timeOrigin + performance.now(),
  ) {
    this.loop = repeat(logger, 'listening to the queue', () => this.nextRound());
  }

  /** A probe begins, or is to be judged. */
  enter(): void {
    this.probes += 1;
    if (this.probes === 1) this.loop.wake();
  }

  /** It is over, and judged. */
  leave(): void {
    this.probes -= 1;
  }

  /**
   * Whether a silence of the queue, as far as that is known already, may be why a session failed.
   * @param startedAtMs by the clock of this object, as `endedAtMs`
   */
  explains(startedAtMs: number, endedAtMs: number): boolean {
    return this.silences.explain(startedAtMs, endedAtMs);
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
    // The end of a silence is found without probes, too, or it would reach into the next one.
    if (this.probes === 0 && !this.silences.lasts) return Infinity;
    const leftMs = this.lastAskedMs + ASK_EVERY_MS - this.nowMs();
    if (leftMs > 0) return leftMs;
    await this.ask();
    return ASK_EVERY_MS;
  }

  private listen(): Promise<void> {
    const askedAtMs = (this.lastAskedMs = this.nowMs());
    return new Promise((resolve) => {
      const beLate = (): void => {
        this.fallSilent(askedAtMs);
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
    this.tookMs.push(nowMs - askedAtMs);
    if (this.tookMs.length > ANSWERS) this.tookMs.shift();
    if (!this.silences.lasts) return;
    this.silences.end(nowMs);
    this.logger.info('the queue answers again: failures of the network count as before');
  }

  private fallSilent(askedAtMs: number): void {
    if (this.silences.lasts) return;
    // It may have begun right after the answer before.
    this.silences.begin(askedAtMs - ASK_EVERY_MS);
    this.logger.warn('the queue does not answer: failures of the network are reported as suspect');
  }

  private usualMs(): number {
    return this.tookMs.toSorted((left, right) => left - right)[(this.tookMs.length - 1) >> 1] ?? 0;
  }
}
