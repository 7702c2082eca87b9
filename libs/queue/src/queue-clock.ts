/** What can tell the queue's time. */
export interface TimeSource {
  nowMs(): Promise<number>;
}

/**
 * The clock that controllers and workers share, wherever they are: the queue's. Times in jobs are by this clock, so that a
 * machine whose own clock is wrong probes neither late nor not at all.
 */
export class QueueClock {
  private offsetMs = 0;

  constructor(private readonly source: TimeSource) {}

  /** Asks the queue for its time. To be done at the start, and again now and then because clocks drift. */
  async synchronize(): Promise<void> {
    const askedAt = Date.now();
    const queueMs = await this.source.nowMs();
    // The answer was given about half-way through the round trip.
    this.offsetMs = Math.round(queueMs - (askedAt + Date.now()) / 2);
  }

  /** Milliseconds since 1970 by the queue's clock, without asking. */
  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  /** How far this machine's clock is behind the queue's; negative when it is ahead. */
  get behindMs(): number {
    return this.offsetMs;
  }
}
