const BEAT_MS = 5;
/** What timers differ by anyhow. */
const TOLERANCE_MS = 1;
const MEMORY_MS = 20_000;

interface Stall {
  readonly from: number;
  readonly to: number;
}

/** Tells when the event loop of this process was held up, by its own work or by a busy machine. */
export class Heartbeat {
  private lastAt = performance.now();
  private readonly stalls: Stall[] = [];
  private readonly timer = setInterval(() => this.beat(), BEAT_MS);

  /**
   * For how long it was held up within a time of the last twenty seconds, in milliseconds.
   *
   * @param from and `to` are times as of `performance.now()`
   */
  stalledBetween(from: number, to: number): { readonly totalMs: number; readonly worstMs: number } {
    this.beat();
    let totalMs = 0;
    let worstMs = 0;
    for (let i = this.stalls.length - 1; i >= 0; i -= 1) {
      const stall = this.stalls[i] as Stall;
      if (stall.to <= from) break;
      const overlap = Math.min(to, stall.to) - Math.max(from, stall.from);
      if (overlap <= 0) continue;
      totalMs += overlap;
      worstMs = Math.max(worstMs, stall.to - stall.from);
    }
    return { totalMs, worstMs };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    const now = performance.now();
    const dueAt = this.lastAt + BEAT_MS;
    if (now > dueAt + TOLERANCE_MS) this.stalls.push({ from: dueAt, to: now });
    this.lastAt = now;
    while (this.stalls[0] !== undefined && this.stalls[0].to < now - MEMORY_MS) this.stalls.shift();
  }
}
