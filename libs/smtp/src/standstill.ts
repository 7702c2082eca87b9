/** How often this process is seen to be alive while probes are under way. */
const PULSE_MS = 250;
/** A pulse that comes so much too late was missed by this process, which was halted or starved. */
const HELD_UP_MS = 500;

/**
 * Counts the time for which a process stood still. A deadline alone can't tell: one that passes right after a halt is in time by
 * its own timer, and what the server said meanwhile has not been read yet, as timers come before sockets.
 */
export class Standstill {
  /** Milliseconds in all for which it stood still while probes were under way. */
  private missedMs = 0;
  private probes = 0;
  private lastMs = 0;
  private timer: NodeJS.Timeout | undefined;

  /** A probe begins. */
  enter(): void {
    this.probes += 1;
    if (this.probes > 1) return;
    this.lastMs = performance.now();
    this.timer = setInterval(() => this.look(), PULSE_MS).unref();
  }

  /** A probe is over. */
  leave(): void {
    this.probes -= 1;
    if (this.probes === 0) clearInterval(this.timer);
  }

  /** @returns the milliseconds for which this process has stood still up to now; only differences mean something */
  look(): number {
    const nowMs = performance.now();
    const lateMs = nowMs - this.lastMs - PULSE_MS;
    if (lateMs >= HELD_UP_MS) this.missedMs += lateMs;
    this.lastMs = nowMs;
    return this.missedMs;
  }
}
