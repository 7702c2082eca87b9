import { connect, type Socket } from 'node:net';
import type { SmtpReply } from '@twotwenty/domain/probe';
import type { Address } from './address-order.js';
import type { ConversationCode } from './failure-codes.js';
import { escapeOctets } from './escape.js';
import { ReplyParser, type ReplySloppiness } from './reply-parser.js';
import type { Transcript } from './transcript.js';
import type { Watch } from './watch.js';

/** Replies are short, and each of thousands of sessions has its own buffer. */
const READ_BUFFER_OCTETS = 1024;

/** What waiting for a reply came to. */
export interface ReplyOutcome {
  readonly reply: SmtpReply | null;
  /** Why there is no reply; null if there is one. */
  readonly trouble: ConversationCode | null;
  /** The line at which it went wrong, if any line had come. */
  readonly lastLine: string | null;
  readonly sloppiness: readonly ReplySloppiness[];
}

/**
 * A connection attempt that ends so was up before: a RST in answer to our SYN would be ECONNREFUSED, and the kernel
 * reports these when the RST overtook our look at the completed handshake.
 */
const RESET_AFTER_HANDSHAKE = ['ECONNRESET', 'EPIPE'];

/** How an attempt to connect ended; `errno` is null when the connection is up. */
export type OpenedListener = (wire: Wire, errno: string | null) => void;

/** One TCP connection that carries an SMTP dialogue: lines out, replies in. */
export class Wire {
  private readonly socket: Socket;
  private readonly parser: ReplyParser;
  private onOpened: OpenedListener | null;
  /** Ends the wait for a reply or for the close; null while nobody waits. */
  private wake: (() => void) | null = null;
  private lost: 'server-closed' | 'connection-reset' | null = null;
  private isLeaving = false;
  private surplusOctets = 0;

  /** Begins to connect to an address. */
  constructor(
    readonly address: Address,
    private readonly port: number,
    private readonly transcript: Transcript,
    onOpened: OpenedListener,
  ) {
    this.onOpened = onOpened;
    this.parser = new ReplyParser((line) => transcript.add('<', line));
    const buffer = Buffer.allocUnsafe(READ_BUFFER_OCTETS);
    this.socket = connect({
      host: address.address,
      port,
      family: address.family,
      autoSelectFamily: false,
      // Reading into a buffer of our own spares the machinery of a readable stream.
      onread: { buffer, callback: (length) => this.receive(buffer, length) },
    });
    this.socket.on('connect', () => this.opened(null));
    this.socket.on('end', () => this.lose('server-closed'));
    this.socket.on('error', (error: NodeJS.ErrnoException) => this.fail(error.code ?? error.message));
    this.socket.on('close', () => this.closed());
  }

  /** Octets that came after the last reply and before the next command, where the server had to wait for us. */
  get octetsOutOfTurn(): number {
    return this.surplusOctets;
  }

  /** Waits for a complete reply, for the end of the connection, or for the watch to interrupt. */
  readReply(watch: Watch): Promise<ReplyOutcome> {
    return new Promise((resolve) => {
      const finish = (): void => {
        this.wake = null;
        watch.onInterrupt = null;
        resolve(this.outcome());
      };
      if (this.parser.done || this.lost !== null || watch.interrupted) finish();
      else {
        this.wake = finish;
        watch.onInterrupt = finish;
      }
    });
  }

  /** Sends a command. What was received until now is forgotten: it cannot be an answer to it. */
  send(command: string): void {
    this.parser.reset();
    this.surplusOctets = 0;
    if (this.lost !== null) return;
    this.transcript.add('>', command);
    this.socket.write(`${command}\r\n`, 'latin1');
  }

  /**
   * Closes with a FIN and drains what still comes, so that no RST of ours goes out, until the server has closed too
   * or the watch interrupts.
   */
  leave(watch: Watch): Promise<void> {
    this.isLeaving = true;
    if (this.socket.closed) return Promise.resolve();
    if (watch.interrupted) {
      this.drop();
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      watch.onInterrupt = () => this.socket.destroy();
      this.wake = resolve;
      this.socket.end();
    });
  }

  /** Gives the connection up at once. */
  drop(): void {
    this.onOpened = null;
    this.wake = null;
    this.isLeaving = true;
    this.socket.destroy();
  }

  private outcome(): ReplyOutcome {
    const { reply, flaw, sloppiness } = this.parser;
    if (reply !== null) return { reply, trouble: null, lastLine: null, sloppiness };
    if (this.lost === null) this.transcribePartialLine();
    const { partialLine } = this.parser;
    const lastLine = partialLine === '' ? this.parser.lastLine : partialLine;
    return { reply: null, trouble: flaw ?? this.troubleWithoutReply(), lastLine, sloppiness };
  }

  private troubleWithoutReply(): ConversationCode {
    if (this.lost === 'connection-reset') return 'connection-reset';
    if (this.parser.begun && !this.parser.partialIsPlausible) return 'protocol-not-smtp';
    if (this.lost === 'server-closed') return this.parser.begun ? 'server-closed-mid-reply' : 'server-closed';
    return this.parser.begun ? 'server-dribbling' : 'server-silent';
  }

  private transcribePartialLine(): void {
    const { partialLine } = this.parser;
    if (partialLine !== '') this.transcript.add('<', partialLine);
  }

  /** @returns true, which tells the socket to keep reading. */
  private receive(buffer: Buffer, length: number): boolean {
    if (this.isLeaving) return true;
    const taken = this.parser.done ? 0 : this.parser.push(buffer.subarray(0, length));
    if (taken < length && this.parser.flaw === null) {
      this.surplusOctets += length - taken;
      this.transcript.add('<', escapeOctets(buffer.toString('latin1', taken, length)));
    }
    if (this.parser.done) this.wake?.();
    return true;
  }

  private opened(errno: string | null): void {
    const onOpened = this.onOpened;
    this.onOpened = null;
    if (errno === null) this.transcript.add('*', `connected to ${this.address.address} port ${this.port}`);
    else this.isLeaving = true;
    onOpened?.(this, errno);
  }

  private fail(errno: string): void {
    const wasOpening = this.onOpened !== null;
    if (wasOpening) this.opened(RESET_AFTER_HANDSHAKE.includes(errno) ? null : errno);
    this.lose('connection-reset');
  }

  private closed(): void {
    this.lose('server-closed');
    if (this.isLeaving) this.wake?.();
  }

  private lose(how: 'server-closed' | 'connection-reset'): void {
    if (this.lost !== null || this.isLeaving) return;
    this.lost = how;
    this.transcribePartialLine();
    this.transcript.add('*', how === 'server-closed' ? 'the server closed the connection' : 'the connection was reset');
    this.wake?.();
  }
}
