import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';

/** How the other side ended its half of the connection; `unseen` if this side had closed or reset it before. */
export type PeerEnd = 'fin' | 'rst' | 'unseen';

/** How a peer takes part in a TLS handshake. */
export interface PeerTls extends SecureContextOptions {
  /** Asks the client for a certificate, and goes on without one. */
  readonly requestCert?: boolean;
  /** Asks the client for a certificate, and ends the handshake without one. */
  readonly demandCert?: boolean;
  /** Takes the octets of the TLS records in place of `sendOctets`, so as to delay, split or withhold them. */
  readonly transport?: (octets: Buffer, peer: Peer) => Promise<void>;
}

/** The server's end of one connection, driven by a script. Its side stays open when the other side is closed. */
export class Peer {
  /** How the other side ended, as this side's kernel saw it; null while it is open. */
  end: PeerEnd | null = null;
  /** True if a RST came after a FIN. */
  resetAfterFin = false;
  /** True once the other side has ended TLS by its rules (RFC 8446 §6.1). */
  closeNotified = false;
  /** Everything that came inside TLS, one character per octet. */
  receivedInTls = '';
  /** The name that the client asked for (RFC 6066 §3); null for none, or without a handshake. */
  servername: string | null = null;
  /** True when this side's socket is gone. */
  isClosed = false;
  /** Resolves then. */
  readonly closed: Promise<void>;

  private octets = Buffer.alloc(0);
  /** How far `heard` has listened, in clear text and inside TLS. */
  private heardUpTo = 0;
  private heardUpToInTls = 0;
  private tls: TLSSocket | null = null;
  private bridge: Duplex | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.octets = Buffer.concat([this.octets, chunk]);
      this.bridge?.push(chunk);
      this.notify();
    });
    socket.on('end', () => this.ended('fin'));
    socket.on('error', () => this.ended('rst'));
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.isClosed = true;
        this.ended('unseen');
        resolve();
      });
    });
  }

  /** Everything that came on the wire, TLS records included, one character per octet. */
  get received(): string {
    return this.octets.toString('latin1');
  }

  /** Everything that came in clear text; TLS records in a row are shown as `<TLS>`. */
  get receivedInClear(): string {
    return withoutTlsRecords(this.octets);
  }

  /** Sends text, one octet per character, inside TLS once that is up, and waits until the kernel has it. */
  async send(text: string): Promise<void> {
    const { tls } = this;
    if (tls === null) await this.sendOctets(Buffer.from(text, 'latin1'));
    else if (!tls.destroyed) await new Promise<void>((resolve) => tls.write(text, 'latin1', () => resolve()));
  }

  /** Sends octets past any TLS. */
  sendOctets(octets: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.destroyed || this.socket.writableEnded) resolve();
      else this.socket.write(octets, () => resolve());
    });
  }

  /** Sends each octet by itself, in an event-loop turn of its own. */
  async dribble(text: string): Promise<void> {
    for (const octet of text) {
      await this.send(octet);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Waits until the other side has sent `text` after what was heard before; false if it has ended instead. */
  async heard(text: string): Promise<boolean> {
    for (;;) {
      if (this.hears(text)) return true;
      if (this.end !== null) return false;
      await this.change();
    }
  }

  /** Waits until the other side has ended. */
  async left(): Promise<void> {
    while (this.end === null) await this.change();
  }

  /**
   * Does the server's part of a TLS handshake, beginning after what was heard.
   *
   * @returns true once it is complete; false if it failed or the other side ended.
   */
  async startTls({ transport, requestCert = false, demandCert = false, ...context }: PeerTls): Promise<boolean> {
    const bridge = new Duplex({
      allowHalfOpen: true,
      read: () => undefined,
      write: (octets: Buffer, _encoding, done) =>
        void (transport?.(octets, this) ?? this.sendOctets(octets)).then(() => done()),
      final: (done) => {
        this.socket.end();
        done();
      },
    });
    // Old versions and weak keys are among what a server may have.
    const secureContext = createSecureContext({ ciphers: 'DEFAULT:@SECLEVEL=0', minVersion: 'TLSv1', ...context });
    const tls = new TLSSocket(bridge, {
      isServer: true,
      secureContext,
      requestCert: requestCert || demandCert,
      rejectUnauthorized: demandCert,
    });
    this.bridge = bridge;
    const state = { outcome: null as boolean | null };
    const settle = (outcome: boolean): void => {
      state.outcome ??= outcome;
      this.notify();
    };
    tls.on('secure', () => {
      this.servername = tls.servername || null;
      settle(true);
    });
    tls.on('error', () => settle(false));
    tls.on('close', () => settle(false));
    tls.on('data', (chunk: Buffer) => {
      this.receivedInTls += chunk.toString('latin1');
      this.notify();
    });
    // A FIN is not passed on to TLS, so its end is a close_notify.
    tls.on('end', () => {
      this.closeNotified = true;
      this.notify();
    });
    const early = this.octets.subarray(this.heardUpTo);
    if (early.length > 0) bridge.push(early);
    while (state.outcome === null && this.end === null) await this.change();
    if (state.outcome === true) this.tls = tls;
    return state.outcome === true;
  }

  /** Ends this side with a FIN, and TLS by its rules before that; still reads. */
  close(): void {
    if (this.tls === null || this.tls.destroyed) this.socket.end();
    else this.tls.end();
  }

  /** Ends this side with a FIN, without a word to TLS; still reads. */
  cut(): void {
    this.socket.end();
  }

  /** Ends this side with a RST. */
  reset(): void {
    this.end ??= 'unseen';
    this.socket.resetAndDestroy();
  }

  /** Closes the socket at once, for both directions. */
  destroy(): void {
    this.end ??= 'unseen';
    this.socket.destroy();
  }

  private hears(text: string): boolean {
    const inTls = this.tls !== null;
    const at = inTls
      ? this.receivedInTls.indexOf(text, this.heardUpToInTls)
      : this.octets.indexOf(text, this.heardUpTo, 'latin1');
    if (at === -1) return false;
    if (inTls) this.heardUpToInTls = at + text.length;
    else this.heardUpTo = at + text.length;
    return true;
  }

  private ended(how: PeerEnd): void {
    if (how === 'rst' && this.end === 'fin') this.resetAfterFin = true;
    this.end ??= how;
    this.notify();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.listeners.add(resolve));
  }

  private notify(): void {
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const listener of listeners) listener();
  }
}

/** Record types and versions of RFC 8446 §5.1 and its predecessors. */
function isTlsRecord(octets: Buffer, at: number): boolean {
  const [type = 0, major, minor = 0xff] = octets.subarray(at, at + 3);
  return type >= 0x14 && type <= 0x17 && major === 3 && minor <= 4;
}

function withoutTlsRecords(octets: Buffer): string {
  let text = '';
  for (let at = 0; at < octets.length;) {
    if (isTlsRecord(octets, at)) {
      if (!text.endsWith('<TLS>')) text += '<TLS>';
      at += at + 5 <= octets.length ? 5 + octets.readUInt16BE(at + 3) : 5;
    } else {
      text += octets.toString('latin1', at, at + 1);
      at += 1;
    }
  }
  return text;
}
