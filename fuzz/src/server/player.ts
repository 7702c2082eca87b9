import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Action } from '../input.js';
import type { Observation } from '../protocol.js';
import type { Certificates } from './certificates.js';
import { DamagedStream } from './damaged-stream.js';

const MAX_HEARD = 65_536;
/** More in segments of one octet would take long and show nothing new. */
const MAX_DRIBBLE = 64;
/** What of a handshake came before we were ready for it. */
const HANDSHAKE = /\x16\x03[^]*$/;

type TlsAction = Extract<Action, { readonly do: 'tls' }>;

/** Plays the server's part of one session. */
export class Player {
  private connections = 0;
  /** The TCP connection, and what the dialogue is held on: the same until there is TLS on it. */
  private below: Socket | null = null;
  private socket: Socket | null = null;
  private plain = '';
  private secured: string | null = null;
  private sentPlain = '';
  private octetsSentBefore: number | null = null;
  private clientEnd: 'fin' | 'rst' | null = null;
  private wasCutOff = false;
  private hasClosed = false;
  private lingers = false;
  private isCollected = false;
  private cursor = 0;
  private wakers: (() => void)[] = [];

  constructor(
    private readonly address: string,
    private readonly actions: readonly Action[],
    private readonly certificates: Certificates,
  ) {}

  /** Takes the connection of the client. */
  accept(socket: Socket): void {
    this.connections += 1;
    if (this.connections > 1) {
      socket.on('error', () => undefined).destroy();
      return;
    }
    this.below = socket;
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.hear(chunk));
    socket.on('end', () => this.clientLeft('fin'));
    socket.on('error', () => this.clientLeft('rst'));
    socket.on('close', () => this.clientLeft('rst'));
    // A client that has left before it was accepted has nothing more to hear.
    if (!this.isCollected) void this.play();
    this.notify();
  }

  /**
   * Waits until the client has left, at most so long, and ends the session.
   *
   * @param hasConnected true if the client says so: the connection may still be on its way to this process
   */
  async collect(graceMs: number, hasConnected: boolean): Promise<Observation> {
    this.isCollected = true;
    // What was not read holds up the client's FIN.
    this.socket?.resume();
    const isAwaited = (): boolean => (this.below === null ? hasConnected : this.clientEnd === null);
    if (isAwaited()) {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        this.notify();
      }, graceMs);
      while (isAwaited() && !isLate) await this.change();
      clearTimeout(timer);
    }
    this.below?.destroy();
    return {
      address: this.address,
      connections: this.connections,
      plain: this.plain,
      secured: this.secured,
      sentPlain: this.sentPlain,
      octetsSentBefore: this.octetsSentBefore,
      clientEnd: this.clientEnd,
      wasCutOff: this.wasCutOff,
      hasClosed: this.hasClosed,
    };
  }

  private hear(chunk: Buffer): void {
    const text = chunk.toString('latin1');
    this.octetsSentBefore ??= this.sentPlain.length;
    if (this.secured !== null) this.secured = (this.secured + text).slice(0, MAX_HEARD);
    else if (this.plain.length < MAX_HEARD) this.plain += text;
    this.notify();
  }

  private clientLeft(how: 'fin' | 'rst'): void {
    this.clientEnd ??= this.wasCutOff ? 'rst' : how;
    this.notify();
  }

  private notify(): void {
    const { wakers } = this;
    this.wakers = [];
    for (const wake of wakers) wake();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.wakers.push(resolve));
  }

  private async play(): Promise<void> {
    for (const action of this.actions) {
      if (this.wasCutOff || this.below?.destroyed !== false) return;
      await this.act(action);
    }
    while (this.clientEnd === null) await this.change();
    if (!this.lingers) this.halfClose();
  }

  private act(action: Action): Promise<void> | void {
    switch (action.do) {
      case 'send':
        return this.send(action.octets);
      case 'dribble':
        return this.dribble(action.octets);
      case 'send-below':
        return this.sendBelow(action.octets);
      case 'hear':
        return this.listenFor(action.text);
      case 'pause':
        return pause(action.ms);
      case 'tls':
        return this.secure(action);
      case 'half-close':
        return this.halfClose();
      case 'close':
        return this.cutOff();
      case 'reset':
        return this.reset();
      case 'stop-reading':
        return void this.socket?.pause();
      case 'linger':
        this.lingers = true;
    }
  }

  private send(octets: string): void {
    if (octets === '' || this.hasClosed || this.socket?.writable !== true) return;
    if (this.socket === this.below) this.sentPlain += octets;
    this.socket.write(octets, 'latin1');
  }

  private sendBelow(octets: string): void {
    if (this.socket === this.below) this.send(octets);
    else if (!this.hasClosed && this.below?.writable === true) this.below.write(octets, 'latin1');
  }

  private async dribble(octets: string): Promise<void> {
    for (const octet of octets.slice(0, MAX_DRIBBLE)) {
      this.send(octet);
      await pause(0);
    }
    this.send(octets.slice(MAX_DRIBBLE));
  }

  private async listenFor(text: string): Promise<void> {
    for (;;) {
      const at = (this.secured ?? this.plain).indexOf(text, this.cursor);
      if (at !== -1) this.cursor = at + text.length;
      if (at !== -1 || this.clientEnd !== null) return;
      await this.change();
    }
  }

  /** Makes the handshake, and waits until it is complete or has come to nothing. Once in a session. */
  private async secure(action: TlsAction): Promise<void> {
    const { below } = this;
    if (below === null || this.socket !== below || this.hasClosed) return;
    const secured = this.beginHandshake(below, action);
    this.socket = secured;
    let isOver = false;
    const over = (): void => {
      isOver = true;
      this.notify();
    };
    secured.on('data', (chunk: Buffer) => this.hear(chunk));
    secured.on('end', () => this.clientLeft('fin'));
    secured.on('close', () => this.clientLeft('fin'));
    secured.on('error', () => {
      this.cutOff();
      over();
    });
    secured.once('secure', () => {
      this.secured = '';
      this.cursor = 0;
      over();
    });
    while (!isOver && this.clientEnd === null) await this.change();
  }

  private beginHandshake(below: Socket, { certificate, version, damage }: TlsAction): TLSSocket {
    below.pause();
    below.removeAllListeners('data');
    const early = HANDSHAKE.exec(this.plain)?.[0] ?? '';
    if (early !== '') {
      this.plain = this.plain.slice(0, -early.length);
      below.unshift(Buffer.from(early, 'latin1'));
    }
    // Below a TLS socket of Node nobody else can write, but for a stream in between.
    const direct = damage === null && !this.actions.some((each) => each.do === 'send-below');
    const stream = direct ? below : new DamagedStream(below, damage);
    return new TLSSocket(stream, {
      isServer: true,
      secureContext: this.certificates.context(certificate, version),
    });
  }

  private halfClose(): void {
    this.hasClosed = true;
    this.socket?.end();
  }

  /**
   * Sends a RST. Not in the middle of a half-close: libuv refuses that, and Node then gives up the connection without closing
   * it, so that its descriptor is lost for good.
   */
  private async reset(): Promise<void> {
    for (const each of [this.socket, this.below]) {
      if (each !== null) await isNotShuttingDown(each);
    }
    if (this.below?.destroyed !== false) return;
    this.below.resetAndDestroy();
    this.cutOff();
  }

  private cutOff(): void {
    this.wasCutOff = true;
    this.hasClosed = true;
    this.below?.destroy();
  }
}

/** While octets are left to be sent, the shutdown of a socket has not begun, and may never begin. */
async function isNotShuttingDown(socket: Socket): Promise<void> {
  if (!socket.writableEnded || socket.writableFinished || socket.writableLength > 0 || socket.destroyed) return;
  await new Promise<void>((resolve) => {
    socket.once('finish', resolve);
    socket.once('close', resolve);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms === 0) setImmediate(resolve);
    else setTimeout(resolve, ms);
  });
}
