/** A server that has been tried for so long without a silence had its chance, whatever came after that. */
const ENOUGH_MS = 10_000;
/** What an answer may take once what was lost has been sent again. */
const ANSWER_MS = 2000;
/** More than one overlap a session only where a line comes and goes. */
const MAX_KNOWN = 8;

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
  /** The last ones, oldest first. */
  private readonly known: Silence[] = [];

  /** Whether the queue is silent, as far as is known. */
  get lasts(): boolean {
    return this.known.at(-1)?.untilMs === Infinity;
  }

  /** @param fromMs from which on nothing was heard */
  begin(fromMs: number): void {
    if (this.lasts) return;
    const heardSinceMs = this.known.at(-1)?.untilMs ?? -Infinity;
    this.known.push({ fromMs: Math.max(fromMs, heardSinceMs), untilMs: Infinity, heardSinceMs });
    if (this.known.length > MAX_KNOWN) this.known.shift();
  }

  end(untilMs: number): void {
    const last = this.known.at(-1);
    if (last?.untilMs === Infinity) this.known.splice(-1, 1, { ...last, untilMs });
  }

  /**
   * Whether a session may have failed because of a silence. It has not where it went on for long before it, or for so long after it that what
   * was lost was sent again and could be answered: a sender waits twice as long each time (RFC 6298 §5.5), so its next try comes before
   * as much time has passed again as from its first try to the end of the silence.
   */
  explain(startedAtMs: number, endedAtMs: number): boolean {
    return this.known.some(({ fromMs, untilMs, heardSinceMs }, index) => {
      if (untilMs <= startedAtMs || fromMs >= endedAtMs) return false;
      if (fromMs - Math.max(startedAtMs, heardSinceMs) >= ENOUGH_MS) return false;
      const heardUntilMs = Math.min(endedAtMs, this.known[index + 1]?.fromMs ?? Infinity);
      return heardUntilMs - untilMs < untilMs - startedAtMs + ANSWER_MS;
    });
  }
}
