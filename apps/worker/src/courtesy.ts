/** The pause with which a back-off begins, and the longest. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A pause that is halved again and again ends here, also where there is none by default. */
const SHORTEST_PAUSE_MS = 20;
/** So many times as many attempts at once where nobody answers. */
const ATTEMPTS_PER_SESSION = 5;

/** What one process may do to one address by itself. */
export interface CourtesyLimits {
  /** Connections at once, at least 1. */
  readonly maxSessions: number;
  /** Milliseconds from the beginning of a session to that of the next one. */
  readonly pauseMs: number;
}

/**
 * How one address is treated: as it is by default, more carefully after it has turned us away, and less so while nobody
 * is there: an attempt to connect burdens no server, and lasts as long as a test may. Two of them would keep all other
 * monitors of a host that is down from seeing it.
 */
export class Courtesy {
  /** True if the last attempt to connect came to nothing. */
  isAbsent = false;
  private backOffMs: number | null = null;

  constructor(private readonly limits: CourtesyLimits) {}

  get isBackingOff(): boolean {
    return this.backOffMs !== null;
  }

  get maxSessions(): number {
    if (this.isBackingOff) return 1;
    return this.limits.maxSessions * (this.isAbsent ? ATTEMPTS_PER_SESSION : 1);
  }

  get pauseMs(): number {
    return this.backOffMs ?? this.limits.pauseMs;
  }

  /** The server has turned a session away: one at a time, and a longer pause. */
  growCareful(): void {
    const { pauseMs } = this.limits;
    const nextMs = this.backOffMs === null ? Math.max(FIRST_PAUSE_MS, pauseMs * 2) : this.backOffMs * 2;
    this.backOffMs = Math.min(nextMs, Math.max(LONGEST_PAUSE_MS, pauseMs));
  }

  /** The server has served a session: a pause half as long, until all is as by default. */
  relax(): void {
    if (this.backOffMs === null) return;
    this.backOffMs /= 2;
    if (this.backOffMs <= Math.max(SHORTEST_PAUSE_MS, this.limits.pauseMs)) this.backOffMs = null;
  }
}
