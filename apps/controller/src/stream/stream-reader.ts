import { Readable } from 'node:stream';

/** What may wait for a reader before the next frame; one that has this much to read yet is too slow. */
const MAX_WAITING_BYTES = 256 * 1024;

/** One open stream. What is sent while it catches up with what it missed waits behind that. */
export class StreamReader {
  /** The body of the answer. */
  readonly body = new Readable({ read: () => undefined });
  private waiting: Buffer[] | null = null;
  private state: 'joining' | 'catching-up' | 'live' = 'joining';

  /** @param sessionHash of the session that it was opened with, in hex; null: with an API token */
  constructor(readonly sessionHash: string | null) {}

  /** From now on frames are kept for it. */
  listen(): void {
    this.state = 'catching-up';
    this.waiting = [];
  }

  /** Begins the answer. @param frames what comes before all that was sent since `listen` */
  begin(frames: readonly Buffer[]): void {
    const kept = this.waiting ?? [];
    this.waiting = null;
    this.state = 'live';
    for (const frame of [...frames, ...kept]) this.body.push(frame);
  }

  /**
   * Sends a frame; cuts the reader off if it is too slow.
   * @returns false if it was cut off
   */
  send(frame: Buffer): boolean {
    if (this.state === 'joining') return true;
    if (this.waitingBytes() > MAX_WAITING_BYTES) {
      this.body.destroy();
      return false;
    }
    if (this.waiting === null) this.body.push(frame);
    else this.waiting.push(frame);
    return true;
  }

  /** Ends the stream; the reader may come again. */
  end(): void {
    if (this.state === 'live') this.body.push(null);
    else this.body.destroy();
  }

  private waitingBytes(): number {
    const kept = this.waiting?.reduce((sum, { length }) => sum + length, 0) ?? 0;
    return kept + this.body.readableLength;
  }
}
