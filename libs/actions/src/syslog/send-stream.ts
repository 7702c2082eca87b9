import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Where a stream goes, and what protects it. */
export interface StreamTarget {
  readonly host: string;
  readonly port: number;
  /** Null: plain TCP. */
  readonly tls: { readonly trustedAuthorities: string | null; readonly allowInvalidCertificate: boolean } | null;
}

/**
 * Writes all data on a new connection, ends it, and waits until the other side has ended it as well: only then all was
 * taken. A reset instead is an error.
 * @throws what the network or TLS reported, or the reason of the signal
 */
export async function sendStream(data: Buffer, target: StreamTarget, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const socket = openSocket(target);
  const abort = (): void => void socket.destroy(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    // Collectors say nothing; what they say anyway must be read, or their end is never seen.
    socket.resume();
    await once(socket, target.tls === null ? 'connect' : 'secureConnect');
    const closed = untilClosed(socket);
    socket.end(data);
    await closed;
  } finally {
    signal.removeEventListener('abort', abort);
    socket.on('error', () => undefined).destroy();
  }
}

function openSocket({ host, port, tls }: StreamTarget): Socket {
  if (tls === null) return connectTcp({ host, port });
  return connectTls({
    host,
    port,
    // A name only (RFC 6066 §3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(tls.trustedAuthorities === null ? {} : { ca: tls.trustedAuthorities }),
    rejectUnauthorized: !tls.allowInvalidCertificate,
  });
}

async function untilClosed(socket: Socket): Promise<void> {
  let hasEnded = false;
  socket.once('end', () => (hasEnded = true));
  await once(socket, 'close');
  if (!hasEnded) throw new Error('the connection was cut before the collector had ended it');
}
