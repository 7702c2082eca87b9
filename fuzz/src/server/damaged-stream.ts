import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Damage } from '../input.js';

/** A connection that spoils one octet of what is sent over it. */
export class DamagedStream extends Duplex {
  private sentOctets = 0;
  private isDeaf = false;

  constructor(
    private readonly socket: Socket,
    private readonly damage: Damage | null,
  ) {
    super({ allowHalfOpen: true });
    socket.on('data', (chunk: Buffer) => void this.push(chunk));
    socket.on('end', () => void this.push(null));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const at = (this.damage?.at ?? Infinity) - this.sentOctets;
    this.sentOctets += chunk.length;
    if (this.isDeaf || !this.socket.writable) done();
    else if (this.damage === null || at >= chunk.length) this.socket.write(chunk, () => done());
    else if (this.damage.how === 'flip') {
      if (at >= 0) chunk[at] = (chunk[at] ?? 0) ^ 0x40;
      this.socket.write(chunk, () => done());
    } else {
      this.isDeaf = true;
      this.socket.write(chunk.subarray(0, Math.max(0, at)));
      if (this.damage.how === 'cut') this.socket.end();
      done();
    }
  }

  override _final(done: () => void): void {
    if (!this.isDeaf || this.damage?.how === 'cut') this.socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}
