import type { ChangeRepository, Changes } from '@twotwenty/database/repositories/change.repository';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type Periodic } from '@twotwenty/observability/periodic';

const PAUSE_MS = 1000;

export interface FeedListener {
  /** Once a second. @param changes since the last time; null: too much to tell @param position from which it goes on */
  onRound(changes: Changes | null, position: string): Promise<void> | void;
  /** The database did not answer: nothing is told any more. */
  onTrouble(): void;
}

/** Looks for changes once a second for all readers of this process together, while there are any. */
export class ChangeFeed {
  private at: string | null = null;
  private loop: Periodic | null = null;
  /** How often it was begun: a round of an earlier time finds that it is no longer wanted. */
  private time = 0;
  private starting: Promise<void> | null = null;

  constructor(
    private readonly changes: Pick<ChangeRepository, 'position' | 'between'>,
    private readonly listener: FeedListener,
    private readonly logger: Logger,
    private readonly pauseMs = PAUSE_MS,
  ) {}

  /** Up to where all was told, or null while nobody listens. */
  get position(): string | null {
    return this.at;
  }

  /** Begins to look for changes, if it does not yet. @throws when the database does not answer */
  async start(): Promise<void> {
    if (this.loop !== null) return;
    this.starting ??= this.begin().finally(() => (this.starting = null));
    await this.starting;
  }

  stop(): void {
    void this.loop?.stop();
    this.time += 1;
    this.loop = null;
    this.at = null;
  }

  private async begin(): Promise<void> {
    this.at = await this.changes.position();
    const { time } = this;
    this.loop = repeat(this.logger, 'looking for changes', async () => {
      if (this.time === time) await this.round(time);
      return this.pauseMs;
    });
  }

  private async round(time: number): Promise<void> {
    try {
      const changes = this.at === null ? null : await this.changes.between(this.at);
      const position = changes?.position ?? (await this.changes.position());
      if (this.time !== time) return;
      this.at = position;
      await this.listener.onRound(changes, position);
    } catch (error) {
      if (this.time !== time) return;
      this.logger.error({ err: error }, 'changes can not be looked for: live pages are cut off');
      this.stop();
      this.listener.onTrouble();
    }
  }
}
