import type { TurnedAway } from './turned-away.js';

/**
 * The pause with which a back-off begins, and the longest. It stays below the time for which an order may wait, or
 * a server that turns us away would hardly ever be seen to fail.
 */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5000;
/** For a server that serves nobody: it is not we who burden it. */
const UNAVAILABLE_PAUSE_MS = 250;
/** One that was reached so recently is there, whatever an attempt at another port came to. */
const REACHED_FOR_MS = 600_000;
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
  private backOffMs: number | null = null;
  private backedOffAtMs = -Infinity;
  private isAbsent = false;
  private reachedAtMs = -Infinity;

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

  /** An attempt to connect got no answer. @param nowMs by the clock of this process */
  noteSilence(nowMs: number): void {
    this.isAbsent = nowMs - this.reachedAtMs > REACHED_FOR_MS;
  }

  /** A session came about. */
  noteReached(nowMs: number): void {
    this.isAbsent = false;
    this.reachedAtMs = nowMs;
  }

  /**
   * The server has turned a session away: one at a time, and a longer pause. Of several sessions that it turned away at
   * once only the first counts: the others had begun before we knew.
   */
  growCareful(reason: TurnedAway, nowMs: number): void {
    if (this.backOffMs !== null && nowMs < this.backedOffAtMs + this.backOffMs) return;
    const { pauseMs } = this.limits;
    const [firstMs, longestMs] =
      reason === 'limit' ? [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] : [UNAVAILABLE_PAUSE_MS, UNAVAILABLE_PAUSE_MS];
    const currentMs = this.backOffMs ?? pauseMs;
    this.backOffMs = Math.max(currentMs, Math.min(Math.max(firstMs, currentMs * 2), longestMs));
    this.backedOffAtMs = nowMs;
  }

  /** The server has served a session: a pause half as long, until all is as by default. */
  relax(): void {
    if (this.backOffMs === null) return;
    this.backOffMs /= 2;
    if (this.backOffMs <= Math.max(SHORTEST_PAUSE_MS, this.limits.pauseMs)) this.backOffMs = null;
  }
}
