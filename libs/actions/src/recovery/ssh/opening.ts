import type { Socket } from 'node:net';
import { oneLine } from '../../outcomes.js';
import { SshFailure } from './ssh-failure.js';

/** How much is kept of what a machine says first, octets. */
const MAX_GREETING = 1024;

/** First lines of SMTP and FTP, POP3, IMAP, and HTTP. An SSH server may say other things before its own line (RFC 4253 §4.2). */
const OTHER_PROTOCOL = /^(\d{3}[ -]|\+OK|\* (OK|PREAUTH|BYE)|HTTP\/)/;

/** Watches a connection until both sides have agreed on keys: how far it came, and whether it takes too long. */
export class Opening {
  #stage: 'connecting' | 'greeting' | 'agreed' = 'connecting';
  #greeting = '';
  #timer: NodeJS.Timeout;

  constructor(
    private readonly socket: Socket,
    readonly where: string,
    private readonly limitMs: number,
    private readonly fail: (error: SshFailure) => void,
  ) {
    this.#timer = this.#startTimer();
    socket.once('connect', () => {
      this.#stage = 'greeting';
      this.stop();
      this.#timer = this.#startTimer();
    });
  }

  get stage() {
    return this.#stage;
  }

  /** What the machine said that is not SSH, on one line; empty when it said nothing, or speaks SSH. */
  get foreignGreeting(): string {
    return /^SSH-/m.test(this.#greeting) ? '' : oneLine(this.#greeting, 80);
  }

  /** Begins to look at what the machine says. To be called when ssh2 has taken the socket: a listener alone would start it. */
  listen(): void {
    const look = (piece: Buffer): void => {
      this.#greeting += piece.toString('latin1', 0, MAX_GREETING - this.#greeting.length);
      if (this.#greeting.length >= MAX_GREETING) this.socket.off('data', look);
      if (OTHER_PROTOCOL.test(this.#greeting)) this.fail(failureOfOpening(this, null));
    };
    this.socket.on('data', look);
    this.socket.once('close', () => this.stop());
  }

  agreed(): void {
    this.#stage = 'agreed';
    this.stop();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #startTimer(): NodeJS.Timeout {
    return setTimeout(() => this.fail(this.#tooLong()), this.limitMs);
  }

  #tooLong(): SshFailure {
    const limit = `for ${this.limitMs / 1000} s`;
    if (this.#stage === 'connecting') return new SshFailure('unreachable', `${this.where} did not answer ${limit}.`);
    if (this.foreignGreeting !== '') return failureOfOpening(this, null);
    return new SshFailure('unreachable', `${this.where} took the connection, but no SSH server answered ${limit}.`);
  }
}

/** What the end of a connection means that was not logged in yet. @param error what ssh2 reported; null: it was closed */
export function failureOfOpening({ stage, where, foreignGreeting }: Opening, error: Error | null): SshFailure {
  const why = error === null ? 'closed the connection' : oneLine(error.message, 200);
  if (stage === 'connecting') return new SshFailure('unreachable', `${where}: ${describeSocketError(error) ?? why}.`);
  if (foreignGreeting !== '') {
    return new SshFailure('wrong-protocol', `${where} is no SSH server, it said "${foreignGreeting}".`);
  }
  const level = (error as { level?: unknown } | null)?.level;
  if (level === 'handshake') return new SshFailure('wrong-protocol', `${where}: ${why}.`);
  // RFC 4253 §11.1: the machine said why before it closed.
  if (stage === 'agreed' && error !== null && level === undefined) {
    return new SshFailure('login-refused', `${where} ended the log-in: ${why}.`);
  }
  return new SshFailure('connection-lost', `${where}, before the log-in was complete: ${why}.`);
}

const SOCKET_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refused the connection; nothing listens on this port',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to this network',
  ETIMEDOUT: 'it did not answer',
  ECONNRESET: 'it reset the connection',
};

function describeSocketError(error: Error | null): string | undefined {
  const { code = '' }: NodeJS.ErrnoException = error ?? new Error();
  return SOCKET_ERRORS[code];
}
