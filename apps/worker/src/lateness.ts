const WINDOW_MS = 60_000;
/** A process that begins more probes in a minute is known by the newest of them. */
const MAX_PROBES = 2000;

interface Begun {
  readonly atMs: number;
  readonly latenessMs: number;
}

/** How late the probes of the last minute began. */
export class Lateness {
  private readonly begun: Begun[] = [];
  private next = 0;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** A probe has begun so long after its monitor was due, milliseconds. */
  add(latenessMs: number): void {
    this.begun[this.next] = { atMs: this.nowMs(), latenessMs };
    this.next = (this.next + 1) % MAX_PROBES;
  }

  /** Milliseconds; null if no probe began. */
  percentiles(): { readonly p50: number; readonly p99: number } | null {
    const fromMs = this.nowMs() - WINDOW_MS;
    const values = this.begun
      .filter(({ atMs }) => atMs >= fromMs)
      .map(({ latenessMs }) => latenessMs)
      .sort((left, right) => left - right);
    if (values.length === 0) return null;
    const at = (share: number): number => values[Math.ceil(values.length * share) - 1] ?? 0;
    return { p50: at(0.5), p99: at(0.99) };
  }
}
