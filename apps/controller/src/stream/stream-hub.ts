import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { VERSION } from '@twotwenty/config/version';
import { STREAM_HEARTBEAT_SECONDS, type StreamFrame } from '@twotwenty/contracts/stream';
import { AccountRepository } from '@twotwenty/database/repositories/account.repository';
import { ChangeRepository, type Changes } from '@twotwenty/database/repositories/change.repository';
import type { Logger } from '@twotwenty/observability/logger';
import type { Readable } from 'node:stream';
import type { Caller } from '../auth/caller.js';
import { hashToken } from '../auth/tokens.js';
import { LOGGER, SETTINGS, type Settings } from '../dependencies.js';
import { ProblemError } from '../http/problem.js';
import { ChangeFeed } from './change-feed.js';
import { encodeFrame, encodeRetry, toMessages } from './frames.js';
import { StreamReader } from './stream-reader.js';
import { readWebEntry } from './web-entry.js';

const RETRY_MS = 2000;
const RESET: StreamFrame = [{ type: 'reset' }];

/** All open streams of this process. What they are told is looked up once for all. */
@Injectable()
export class StreamHub implements OnModuleDestroy {
  private readonly readers = new Set<StreamReader>();
  private readonly feed: ChangeFeed;
  private stopped = false;
  private toldAtMs = 0;

  constructor(
    private readonly changes: ChangeRepository,
    private readonly accounts: AccountRepository,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.feed = new ChangeFeed(
      changes,
      { onRound: (found, position) => this.tell(found, position), onTrouble: () => this.endAll() },
      logger,
    );
  }

  /**
   * Opens a stream.
   * @param lastEventId the id of the last frame that the reader has; undefined: it begins now
   * @returns the body of the answer; it ends when the session does, at the stop of the controller, or when nothing can be told
   * @throws ProblemError 503 when there are too many
   */
  async open(caller: Caller, lastEventId: string | undefined): Promise<Readable> {
    this.checkRoom();
    const reader = new StreamReader(caller.sessionToken === null ? null : hash(caller.sessionToken));
    this.readers.add(reader);
    reader.body.once('close', () => this.forget(reader));
    try {
      const frames = await this.beginning(reader, lastEventId);
      // The controller may have been stopped meanwhile, or the session ended.
      if (reader.body.destroyed) throw unavailable('The stream ended before it began.', 2);
      reader.begin(frames);
    } catch (error) {
      reader.end();
      this.forget(reader);
      throw error;
    }
    return reader.body;
  }

  /** At once, so that a stop waits for nobody who listens. */
  onModuleDestroy(): void {
    this.stopped = true;
    this.endAll();
  }

  private checkRoom(): void {
    if (this.stopped) throw unavailable('The controller is stopping.', 2);
    if (this.readers.size < this.settings.maxStreams) return;
    this.logger.warn({ streams: this.readers.size }, 'a live stream was refused: too many are open (MAX_STREAMS)');
    throw unavailable(
      `${this.settings.maxStreams} live streams are open already, as many as this controller allows (MAX_STREAMS).`,
      30,
    );
  }

  /** What a reader is sent before all that happens from now on. */
  private async beginning(reader: StreamReader, lastEventId: string | undefined): Promise<Buffer[]> {
    const webEntry = await readWebEntry(this.settings.webRoot);
    await this.feed.start();
    const { position } = this.feed;
    if (position === null) throw unavailable('The database can not be reached just now.', 5);
    // In the same turn as its position was read: it misses no frame and gets none twice.
    reader.listen();
    const missed = lastEventId === undefined ? [] : await this.missed(lastEventId, position);
    const hello: StreamFrame = [{ type: 'hello', version: VERSION, webEntry }, ...missed];
    return [encodeRetry(RETRY_MS), encodeFrame(hello, position)];
  }

  private async missed(lastEventId: string, position: string): Promise<StreamFrame> {
    const changes = await this.changes.between(lastEventId, position);
    return changes === null ? RESET : toMessages(changes);
  }

  private async tell(changes: Changes | null, position: string): Promise<void> {
    const messages = changes === null ? RESET : toMessages(changes);
    const isQuiet = performance.now() - this.toldAtMs < STREAM_HEARTBEAT_SECONDS * 1000;
    if (messages.length > 0 || !isQuiet) {
      this.toldAtMs = performance.now();
      const frame = encodeFrame(messages, position);
      for (const reader of this.readers) {
        if (!reader.send(frame)) this.logger.warn('a live stream was cut off: its reader is too slow');
      }
    }
    await this.endForeign();
  }

  /** Ends the streams of sessions that are over. */
  private async endForeign(): Promise<void> {
    const hashes = new Set([...this.readers].flatMap(({ sessionHash }) => sessionHash ?? []));
    if (hashes.size === 0) return;
    const live = new Set(await this.accounts.liveSessions([...hashes]));
    for (const reader of this.readers) {
      // One that came meanwhile was not asked about.
      const { sessionHash } = reader;
      if (sessionHash !== null && hashes.has(sessionHash) && !live.has(sessionHash)) reader.end();
    }
  }

  private forget(reader: StreamReader): void {
    this.readers.delete(reader);
    if (this.readers.size === 0) this.feed.stop();
  }

  private endAll(): void {
    for (const reader of this.readers) reader.end();
  }
}

function hash(sessionToken: string): string {
  return hashToken(sessionToken).toString('hex');
}

function unavailable(detail: string, retryAfterSeconds: number): ProblemError {
  return new ProblemError(503, detail, [], { 'retry-after': String(retryAfterSeconds) });
}
