import { probe } from '@twotwenty/smtp/probe';
import { connect } from 'node:net';
import type { EngineName } from './orders.js';

/** One session with a server; tells whether it greeted with 220. */
export type Session = (host: string, port: number) => Promise<boolean>;

const MAX_TEST_DURATION_MS = 30_000;

/** The probe as the worker uses it. */
async function probeSession(host: string, port: number): Promise<boolean> {
  const target = {
    host,
    port,
    security: 'none',
    tls: { certificate: 'require', warnDays: null, failDays: null },
    addressFamily: 'any',
    ehloName: null,
    strictQuit: false,
  } as const;
  return (await probe(target, { maxTestDurationMs: MAX_TEST_DURATION_MS })).ok;
}

/** The same dialogue with nothing but it: no deadline, no limits, no record of what was said, no reasons. */
function bareSession(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    let received = '';
    let greeted = false;
    const socket = connect({ host, port });
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (!received.endsWith('\r\n')) return;
      if (received.startsWith('220 ')) {
        greeted = true;
        received = '';
        socket.write('QUIT\r\n');
      } else {
        socket.end();
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(greeted));
  });
}

export const SESSIONS: Readonly<Record<EngineName, Session>> = { bare: bareSession, probe: probeSession };

/** Many addresses of this machine, as the monitors of a site have many servers. */
function addressOf(index: number): string {
  return `127.1.${(index >> 6) & 3}.${(index & 63) + 1}`;
}

/**
 * Makes sessions, always so many at once until the last have begun.
 * @returns how many failed
 */
export async function runSessions(session: Session, port: number, count: number, concurrency: number): Promise<number> {
  let next = 0;
  let failed = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      if (!(await session(addressOf(index), port))) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, lane));
  return failed;
}
