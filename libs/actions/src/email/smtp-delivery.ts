import { once } from 'node:events';
import { hostname } from 'node:os';
import { isIP } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { RelaySettings } from './email-settings.js';

/** Who sends what to whom. */
export interface Mail {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly message: Buffer;
  /** For EHLO; null: the name of this machine. */
  readonly ehloName: string | null;
}

/** What the relay answered when it had taken the message. */
export interface Accepted {
  readonly response: string;
  readonly refused: readonly Refusal[];
}

/** A recipient that the relay did not take. */
export interface Refusal {
  readonly recipient: string;
  readonly reply: string;
}

/** Nobody needs longer answers; bytes. */
const MAX_REPLY_BYTES = 64 * 1024;
/** How long a relay may take to close after QUIT, milliseconds. */
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * Hands a mail to one relay.
 * @throws an error of nodemailer, with `code`, `command` and, when the relay answered, `response` and `responseCode`; or the
 *   reason of the signal. Nothing is open after either.
 */
export async function sendThrough(relay: RelaySettings, mail: Mail, signal: AbortSignal): Promise<Accepted> {
  signal.throwIfAborted();
  const connection = new SMTPConnection(connectionOptions(relay, mail));
  const failure = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    // By hand: an emitter's `once` would leave later errors without a listener.
    connection.on('error', reject);
  });
  failure.catch(() => undefined);
  try {
    const accepted = await Promise.race([failure, converse(connection, relay, mail)]);
    await quit(connection);
    return accepted;
  } catch (error) {
    cut(connection);
    throw error;
  }
}

/** Takes leave. The message is taken: however that goes, it fails nothing. */
async function quit(connection: SMTPConnection): Promise<void> {
  const signal = AbortSignal.timeout(CLOSE_TIMEOUT_MS);
  const ended = once(connection, 'end', { signal });
  connection.quit();
  await ended.catch(() => cut(connection));
}

function cut(connection: SMTPConnection): void {
  connection.close();
  if (connection._socket) connection._socket.destroy();
}

function connectionOptions(relay: RelaySettings, { ehloName }: Mail): SMTPConnection.Options {
  const { host, port, security } = relay;
  const isOpportunistic = security === 'starttls-if-offered';
  return {
    host,
    port,
    name: ehloName ?? hostname(),
    secure: security === 'tls',
    requireTLS: security === 'starttls-required',
    ignoreTLS: security === 'none',
    opportunisticTLS: isOpportunistic,
    tls: {
      // Node checks no name without one; and an address is no server name (RFC 6066 §3).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(relay.trustedAuthorities === null ? {} : { ca: relay.trustedAuthorities }),
      rejectUnauthorized: !relay.allowInvalidCertificate && !isOpportunistic,
    },
    maxResponseSize: MAX_REPLY_BYTES,
    socketCloseTimeout: CLOSE_TIMEOUT_MS,
  };
}

async function converse(connection: SMTPConnection, relay: RelaySettings, mail: Mail): Promise<Accepted> {
  await settled((done) => connection.connect(done));
  const { user, password } = relay;
  if (user !== null && password !== null) {
    await settled((done) => connection.login({ credentials: { user, pass: password } }, done));
  }
  const envelope = { from: mail.from, to: [...mail.recipients], size: mail.message.length };
  return new Promise((resolve, reject) => {
    connection.send(envelope, mail.message, (error, info) => {
      if (error !== null) return reject(error);
      const refusals = info.rejectedErrors ?? [];
      resolve({
        response: info.response,
        refused: refusals.map(({ recipient = '', response = '' }) => ({ recipient, reply: response })),
      });
    });
  });
}

/** The end of a step that calls back with an error or with nothing. */
function settled(step: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    step((error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
}
