import { connect, Socket, type TcpNetConnectOpts } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { SmtpReply } from '@twotwenty/domain/probe';
import type { Visit } from './address-gate.js';
import type { Address } from './address-order.js';
import type { ConversationCode } from '@twotwenty/domain/failure-codes';
import { escapeOctets } from './escape.js';
import { ReplyParser, type ReplySloppiness } from './reply-parser.js';
import type { Transcript } from './transcript.js';
import { type HandshakeTrouble, handshakeTrouble, startHandshake } from './handshake.js';
import { type Loss, LOSS_REMARKS, lossOf } from './loss.js';
import type { Watch } from './watch.js';

/**
 * All connections read into one buffer: the kernel's octets are taken out of it before the next read of any of them,
 * because libuv reads and calls back in one go.
 */
const READ_BUFFER = Buffer.allocUnsafeSlow(16_384);

/**
 * In place of the socket of a dropped wire. A wire that still led to its own would lead the garbage collector from session
 * to session: of sessions long over, whole chains outlived one collection after the other.
 */
const NO_SOCKET = new Socket();

/** What waiting for a reply came to: the reply, or why there is none. */
export type ReplyOutcome = {
  readonly sloppiness: readonly ReplySloppiness[];
} & (
  | { readonly reply: SmtpReply; readonly trouble: null }
  | {
      readonly reply: null;
      readonly trouble: ConversationCode;
      /** The line at which it went wrong, or the error that ended the connection; null if there was neither. */
      readonly lastSign: string | null;
    }
);

/** What the kernel takes, it takes within this time. */
const FAREWELL_MS = 20;

/** A server that has answered QUIT closes at once (RFC 5321 §4.1.1.10): to close after it takes fewer system calls. */
const CLOSE_PATIENCE_MS = 50;

/**
 * A connection attempt that ends so was up before: a RST in answer to our SYN would be ECONNREFUSED, and the kernel
 * reports these when the RST overtook our look at the completed handshake.
 */
const RESET_AFTER_HANDSHAKE = ['ECONNRESET', 'EPIPE'];

/** How an attempt to connect ended; `errno` is null when the connection is up. */
export type OpenedListener = (wire: Wire, errno: string | null) => void;

/** One connection that carries an SMTP dialogue: lines out, replies in; over TCP, and over TLS once it is secured. */
export class Wire {
  private socket: Socket;
  private readonly parser: ReplyParser;
  private onOpened: OpenedListener | null;
  /** Ends the wait for a reply or for the close; null while nobody waits. */
  private wake: (() => void) | null = null;
  private lost: Loss | null = null;
  private isSecured = false;
  private isLeaving = false;
  private surplusOctets = 0;

  /** Begins to connect to an address. @param visit ends when the connection is closed */
  constructor(
    readonly address: Address,
    private readonly port: number,
    private readonly transcript: Transcript,
    onOpened: OpenedListener,
    visit: Visit | null,
  ) {
    this.onOpened = onOpened;
    this.parser = new ReplyParser((line) => transcript.add('<', line));
    const options: TcpNetConnectOpts & { readonly __proto__: null } = {
      // Each socket adds to a copy of its options. V8 (of Node 20) gives every such copy a hidden class of its own, unless what was copied is
      // without a prototype: that was a seventh of a session's CPU.
      __proto__: null,
      host: address.address,
      port,
      family: address.family,
      autoSelectFamily: false,
      // When the server has closed, we do, and not the socket by itself: it would shut its side down before it closes it.
      allowHalfOpen: true,
      // Reading into a buffer of our own spares the machinery of a readable stream.
      onread: { buffer: READ_BUFFER, callback: (length) => this.receive(READ_BUFFER, length) },
    };
    this.socket = connect(options);
    this.socket.on('connect', () => this.opened(null));
    if (visit !== null) this.socket.on('close', () => visit.leave());
    this.listenTo(this.socket);
  }

  /** Our own address on the connection; null if there is none any more. */
  get localAddress(): string | null {
    return this.socket.localAddress ?? null;
  }

  /** True once a reply has exceeded every limit: nothing more is said to such a server. */
  get talksWithoutEnd(): boolean {
    return this.parser.flaw === 'protocol-reply-too-long';
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
   * Puts TLS on the connection, as its client. Everything said until now is forgotten (RFC 3207 §4.2).
   *
   * @param host the name asked for in SNI (RFC 6066 §3), unless it is an address.
   * @param inspect called at the moment when the handshake is complete; afterwards the server may close at any time.
   * @returns what went wrong, after which the connection has no further use; null when the handshake is complete.
   */
  secure(
    host: string,
    context: SecureContext,
    watch: Watch,
    inspect: (socket: TLSSocket) => void,
  ): Promise<HandshakeTrouble | null> {
    this.parser.reset();
    this.surplusOctets = 0;
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        this.wake = null;
        watch.onInterrupt = null;
        resolve(this.lost === null ? { code: 'tls-timeout', detail: null } : handshakeTrouble(this.lost));
      };
      if (this.lost !== null || watch.interrupted) {
        finish();
        return;
      }
      this.wake = finish;
      watch.onInterrupt = finish;
      const secured = startHandshake(this.socket, host, context);
      this.socket = secured;
      this.isSecured = true;
      this.listenTo(secured);
      // Without a buffer of our own: the few replies that follow are not worth it.
      secured.on('data', (chunk: Buffer) => this.receive(chunk, chunk.length));
      secured.once('secureConnect', () => {
        this.wake = null;
        watch.onInterrupt = null;
        try {
          inspect(secured);
          resolve(null);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  /**
   * Closes with a FIN, under TLS after a close_notify, and drains what still comes, so that no RST of ours goes out,
   * until the server has closed too. A server that was told to close first has a moment to do so. Once the watch interrupts,
   * only what goes out at once is still said.
   * @param isToldToClose the server was asked to close first, and has answered
   */
  leave(watch: Watch, isToldToClose: boolean): Promise<void> {
    this.isLeaving = true;
    if (this.socket.closed) return Promise.resolve();
    return new Promise((resolve) => {
      const mayWait = isToldToClose && !this.isSecured && !this.socket.readableEnded && !watch.interrupted;
      const patience = mayWait ? setTimeout(() => this.socket.end(), CLOSE_PATIENCE_MS) : undefined;
      this.wake = () => {
        clearTimeout(patience);
        resolve();
      };
      watch.onInterrupt = () => this.hurry();
      if (watch.interrupted) this.hurry();
      else if (!mayWait) this.close();
    });
  }

  /** The last word of a side whose other one has said it, or is not waited for. */
  private close(): void {
    // Nothing can come any more, so that this sends a FIN.
    if (this.socket.readableEnded && !this.isSecured) this.socket.destroy();
    else this.socket.end();
  }

  /** Closes as soon as the farewell has gone out; a peer that takes nothing more is not waited for. */
  private hurry(): void {
    this.socket.destroySoon();
    setTimeout(() => this.socket.destroy(), FAREWELL_MS).unref();
  }

  /** Gives the connection up at once. */
  drop(): void {
    this.onOpened = null;
    this.wake = null;
    this.isLeaving = true;
    this.socket.destroy();
    this.socket = NO_SOCKET;
  }

  private outcome(): ReplyOutcome {
    const { reply, flaw, sloppiness } = this.parser;
    if (reply !== null) return { reply, trouble: null, sloppiness };
    if (this.lost === null) this.transcribePartialLine();
    const { partialLine, lastLine } = this.parser;
    const brokenBy = this.lost?.how === 'tls-broken' ? this.lost.errno : null;
    const lastSign = partialLine === '' ? (lastLine ?? brokenBy) : partialLine;
    return { reply: null, trouble: flaw ?? this.troubleWithoutReply(), lastSign, sloppiness };
  }

  private troubleWithoutReply(): ConversationCode {
    if (this.lost !== null && this.lost.how !== 'server-closed') return this.lost.how;
    if (this.parser.begun && !this.parser.partialIsPlausible) return 'protocol-not-smtp';
    if (this.lost !== null) return this.parser.begun ? 'server-closed-mid-reply' : 'server-closed';
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
    if (errno !== null) this.isLeaving = true;
    onOpened?.(this, errno);
    // Afterwards: who is told may set the clock right.
    if (errno === null) this.transcript.add('*', `connected to ${this.address.address} port ${this.port}`);
  }

  /** Only the outermost socket tells of the end: under TLS the inner one has been taken over. */
  private listenTo(socket: Socket): void {
    socket.on('end', () => this.socket === socket && this.ended());
    socket.on('error', (error: NodeJS.ErrnoException) => this.socket === socket && this.fail(error));
    socket.on('close', () => this.socket === socket && this.closed());
  }

  private fail(error: NodeJS.ErrnoException): void {
    const errno = error.code ?? error.message;
    const wasOpening = this.onOpened !== null;
    if (wasOpening) this.opened(RESET_AFTER_HANDSHAKE.includes(errno) ? null : errno);
    this.lose(lossOf(error));
  }

  private ended(): void {
    if (this.isLeaving) this.close();
    else this.lose({ how: 'server-closed', errno: null });
  }

  private closed(): void {
    this.lose({ how: 'server-closed', errno: null });
    if (this.isLeaving) this.wake?.();
  }

  private lose(loss: Loss): void {
    if (this.lost !== null || this.isLeaving) return;
    this.lost = loss;
    this.transcribePartialLine();
    this.transcript.add('*', LOSS_REMARKS[loss.how] + (loss.how === 'tls-broken' ? ` (${loss.errno})` : ''));
    this.wake?.();
  }
}
