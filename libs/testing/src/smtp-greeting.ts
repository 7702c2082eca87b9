import { connect } from 'node:net';

/**
 * Connects, reads the server's greeting to its end and leaves with QUIT. Gives the greeting's first line
 * (`220 mta.test ESMTP …`); rejects with the socket's error (`ECONNREFUSED`), when the server closes first, or when nothing
 * came for `timeoutMs` (2,000 by default).
 */
export function smtpGreeting(port: number, host = '127.0.0.1', timeoutMs = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host });
    let received = '';
    let complete = false;
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(new Error(`no greeting from ${host}:${port} in ${timeoutMs} ms`)),
    );
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      // A line without a hyphen after the code is the last one (RFC 5321 §4.2.1).
      if (complete || !/^\d{3}(?!-)[^\n]*\n/m.test(received)) return;
      complete = true;
      resolve(received.slice(0, received.indexOf('\n')).trimEnd());
      socket.end('QUIT\r\n');
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${host}:${port} closed before a greeting`)));
  });
}
