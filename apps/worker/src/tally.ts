const PAUSE_MS = 10_000;

/** Counts what may happen thousands of times, and tells of it every ten seconds at most. */
export class Tally {
  private count = 0;
  private timer: NodeJS.Timeout | null = null;

  /** @param tell given how often it has happened since it told the last time, at least once */
  constructor(
    private readonly tell: (count: number) => void,
    private readonly pauseMs = PAUSE_MS,
  ) {}

  /** It has happened once more. */
  add(): void {
    this.count += 1;
    this.timer ??= setTimeout(() => this.stop(), this.pauseMs);
  }

  /** Tells of what was not told yet. */
  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.count === 0) return;
    const { count } = this;
    this.count = 0;
    this.tell(count);
  }
}
