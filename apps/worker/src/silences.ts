/** A server that has been tried for so long without a silence had its chance, whatever came after that. */
const ENOUGH_MS = 10_000;
/** What an answer may take once what was lost has been sent again. */
const ANSWER_MS = 2000;

/** A time in which the queue was not heard. Milliseconds by one clock that does not jump. */
interface Silence {
  readonly fromMs: number;
  /** Infinity while it lasts. */
  readonly untilMs: number;
  /** When the silence before it was over. */
  readonly heardSinceMs: number;
}

/** The silences of a queue, and which failures they explain. No clock of its own. */
export class Silences {
  private last: Silence | null = null;

  /** Whether the queue is silent, as far as is known. */
  get lasts(): boolean {
    return this.last?.untilMs === Infinity;
  }

  /** @param fromMs from which on nothing was heard */
  begin(fromMs: number): void {
    this.last ??= { fromMs: 0, untilMs: -Infinity, heardSinceMs: -Infinity };
    if (!this.lasts) this.last = { fromMs, untilMs: Infinity, heardSinceMs: this.last.untilMs };
  }

  end(untilMs: number): void {
    if (this.last !== null && this.lasts) this.last = { ...this.last, untilMs };
  }

  /**
   * Whether a session may have failed because of a silence. It has not where it went on for long before it, or for so long after it that what
   * was lost was sent again and could be answered: a sender waits twice as long each time (RFC 6298 §5.5), so its next try comes before
   * as much time has passed again as from its first try to the end of the silence.
   */
  explain(startedAtMs: number, endedAtMs: number): boolean {
    if (this.last === null) return false;
    const { fromMs, untilMs, heardSinceMs } = this.last;
    if (untilMs <= startedAtMs || fromMs >= endedAtMs) return false;
    if (fromMs - Math.max(startedAtMs, heardSinceMs) >= ENOUGH_MS) return false;
    return endedAtMs - untilMs < untilMs - startedAtMs + ANSWER_MS;
  }
}
