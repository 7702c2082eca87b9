import { offAbort, onAbort } from './abort.js';
import { Standstill } from './standstill.js';

/** setTimeout cannot wait longer; Node would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

const ofThisProcess = new Standstill();

/**
 * The clock of one probe: the time since it began, its one deadline, and its abort signal. A step that waits sets
 * `onInterrupt`; it is called once the deadline has passed or the signal aborts, and must end the wait.
 */
export class Watch {
  onInterrupt: (() => void) | null = null;
  /** True once the deadline has passed or the signal has aborted: nothing may be waited for any more. */
  interrupted = false;

  private startedAt = performance.now();
  private pausedAt: number | null = null;
  private endsAtMs: number;
  private timer: NodeJS.Timeout;
  /** What this process had missed up to then was before the test, or was given back. */
  private missedMs: number;

  /** @param maxMs milliseconds from now to the deadline. */
  constructor(
    maxMs: number,
    private readonly signal: AbortSignal | null,
    private readonly standstill: Pick<Standstill, 'enter' | 'leave' | 'look'> = ofThisProcess,
  ) {
    this.endsAtMs = maxMs;
    standstill.enter();
    this.missedMs = standstill.look();
    this.timer = setTimeout(this.onTimer, Math.min(maxMs, MAX_TIMER_MS));
    if (signal !== null) onAbort(signal, this.interrupt);
  }

  /** Milliseconds since the probe began, to the microsecond. */
  nowMs(): number {
    return inMicroseconds((this.pausedAt ?? performance.now()) - this.startedAt);
  }

  /** Milliseconds from now to the deadline; not above 0 once it has passed. */
  get remainingMs(): number {
    return this.endsAtMs - this.nowMs();
  }

  /** Stops the clock: what follows is no part of the test. An abort still interrupts. */
  pause(): void {
    if (this.pausedAt !== null) return;
    this.pausedAt = performance.now();
    clearTimeout(this.timer);
  }

  /** Lets the clock go on. */
  resume(): void {
    if (this.pausedAt === null) return;
    this.startedAt += performance.now() - this.pausedAt;
    this.pausedAt = null;
    this.missedMs = this.standstill.look();
    if (!this.interrupted) this.waitOrInterrupt();
  }

  /** Lets the clock go on as if it had not stood still. */
  catchUp(): void {
    if (this.pausedAt === null) return;
    this.pausedAt = null;
    if (!this.interrupted) this.waitOrInterrupt();
  }

  /** Brings the deadline forward to `ms` after `sinceMs`, which is about now; never puts it off. */
  limitTo(ms: number, sinceMs: number): void {
    if (this.interrupted || sinceMs + ms >= this.endsAtMs) return;
    this.endsAtMs = sinceMs + ms;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onTimer, ms);
  }

  get aborted(): boolean {
    return this.signal?.aborted ?? false;
  }

  /** @throws the signal's reason if it has aborted. */
  throwIfAborted(): void {
    this.signal?.throwIfAborted();
  }

  /** Frees the timer and the signal. To be called once, when the probe is over. */
  stop(): void {
    this.standstill.leave();
    clearTimeout(this.timer);
    if (this.signal !== null) offAbort(this.signal, this.interrupt);
    this.onInterrupt = null;
  }

  private readonly onTimer = (): void => {
    this.giveBack();
    this.waitOrInterrupt();
  };

  /**
   * What a server said while this process stood still has not been read yet: the time that was missed is given back, or a halt of
   * the worker would be taken for a silence of the server.
   */
  private giveBack(): void {
    const missedMs = this.standstill.look();
    this.endsAtMs += missedMs - this.missedMs;
    this.missedMs = missedMs;
  }

  /** Timers count from the start of the event loop's turn, so that one can fire a little early: wait for the rest. */
  private waitOrInterrupt(): void {
    const { remainingMs } = this;
    if (remainingMs > 0) this.timer = setTimeout(this.onTimer, Math.min(Math.ceil(remainingMs), MAX_TIMER_MS));
    else this.interrupt();
  }

  private readonly interrupt = (): void => {
    this.interrupted = true;
    const onInterrupt = this.onInterrupt;
    this.onInterrupt = null;
    onInterrupt?.();
  };
}

/** Milliseconds rounded to the microsecond: more digits would only be noise. */
export function inMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
