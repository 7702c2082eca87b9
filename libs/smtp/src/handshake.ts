import { constants, X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { FailureCode } from '@twotwenty/domain/failure-codes';
import type { Loss } from './loss.js';

/** Why a handshake was not completed. */
export interface HandshakeTrouble {
  readonly code: FailureCode;
  readonly detail: string | null;
}

let publicContext: SecureContext | null = null;
const contextsByTrust = new WeakMap<readonly string[], SecureContext>();

/**
 * The settings of all handshakes with the same trusted authorities; made once, for it takes milliseconds.
 *
 * Old versions and weak algorithms are let through, because the probe is there to tell of them. It sends no secrets.
 *
 * @param trustedCertificates in PEM; null for the public authorities that Node brings, with NODE_EXTRA_CA_CERTS.
 * @throws RangeError for a text that is no certificate.
 */
export function secureContextFor(trustedCertificates: readonly string[] | null): SecureContext {
  if (trustedCertificates === null) return (publicContext ??= createContext(null));
  const known = contextsByTrust.get(trustedCertificates);
  if (known !== undefined) return known;
  const created = createContext(trustedCertificates);
  contextsByTrust.set(trustedCertificates, created);
  return created;
}

function createContext(trustedCertificates: readonly string[] | null): SecureContext {
  for (const pem of trustedCertificates ?? []) checkCertificate(pem);
  return createSecureContext({
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.3',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    // Servers that do not know RFC 5746 are let through as well.
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    ...(trustedCertificates === null ? {} : { ca: [...trustedCertificates] }),
  });
}

/** OpenSSL would leave out what it can't read, and the servers be blamed. */
function checkCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch (error) {
    throw new RangeError('A trusted certificate is not a certificate in PEM.', { cause: error });
  }
}

/** Begins a handshake on a connection. The certificate is judged later: a bad one does not end it. */
export function startHandshake(socket: Socket, host: string, secureContext: SecureContext): TLSSocket {
  return connect({
    socket,
    secureContext,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    // An address is no name (RFC 6066 §3), nor is the root's dot part of one.
    ...(isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {}),
  });
}

/** Errors of OpenSSL, by the beginning of their code. */
const TROUBLES: readonly (readonly [RegExp, FailureCode])[] = [
  [/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|BAD_RECORD_TYPE|HTTP_REQUEST)$/, 'tls-not-tls'],
  [/^ERR_SSL_(UNSUPPORTED_PROTOCOL|TLSV1_ALERT_PROTOCOL_VERSION)$/, 'tls-no-common-version'],
  [/^ERR_SSL_EXCESSIVE_MESSAGE_SIZE$/, 'tls-certificate-too-large'],
  [/_ALERT_|^ERR_SSL_TLSV1_UNRECOGNIZED_NAME$/, 'tls-refused'],
];

/** What the loss of the connection during a handshake means. */
export function handshakeTrouble({ how, errno }: Loss): HandshakeTrouble {
  if (how === 'server-closed') return { code: 'tls-closed', detail: null };
  if (how === 'connection-reset') return { code: how, detail: null };
  const code = TROUBLES.find(([pattern]) => pattern.test(errno ?? ''))?.[1] ?? 'tls-failed';
  return { code, detail: errno };
}
