import type { ProbeResult, ProbeTarget, Security } from '@twotwenty/domain/probe';
import { probe, type ProbeOptions } from '@twotwenty/smtp/probe';
import { startExim } from '@twotwenty/testing/exim';
import type { MailServerOptions, MailTestServer } from '@twotwenty/testing/mail-server-options';
import { startNodeSmtpServer } from '@twotwenty/testing/node-smtp-server';
import { startOpenSmtpd } from '@twotwenty/testing/opensmtpd';
import { startPostfix } from '@twotwenty/testing/postfix';
import { waitFor } from '@twotwenty/testing/wait-for';
import { expect } from 'vitest';
import { untilNoSession } from './open-sessions.js';

/** A mail server as people run it, and how its log tells of QUIT. */
export interface RealServer {
  readonly name: string;
  readonly start: (options: MailServerOptions) => Promise<MailTestServer>;
  /** What its log holds once for each QUIT. */
  readonly quits: RegExp;
}

export const POSTFIX: RealServer = { name: 'Postfix', start: startPostfix, quits: /quit=1/g };
export const EXIM: RealServer = { name: 'Exim', start: startExim, quits: /\bC=\S*QUIT/g };
export const OPENSMTPD: RealServer = { name: 'OpenSMTPD', start: startOpenSmtpd, quits: /disconnected reason=quit/g };
export const NODE_SMTP_SERVER: RealServer = { name: 'smtp-server', start: startNodeSmtpServer, quits: /C: QUIT/g };

/** A probe that has to pass in every respect, unless changed. */
export function targetOf(server: MailTestServer, changes: Partial<ProbeTarget> = {}): ProbeTarget {
  const implicit = changes.security === 'tls';
  if (implicit && server.tlsPort === undefined) throw new Error('The server has no port for TLS.');
  return {
    host: server.host,
    port: implicit ? (server.tlsPort ?? 0) : server.port,
    security: 'none',
    addressFamily: 'any',
    tls: { certificate: 'require', warnDays: null, failDays: null },
    ehloName: null,
    strictQuit: true,
    ...changes,
  };
}

/** What a probe showed, and how often the server heard QUIT meanwhile. */
export interface Visit {
  readonly result: ProbeResult;
  readonly quits: number;
}

/**
 * Probes a server, waits until it has no session left and has logged as many QUITs as expected, and gives what was seen.
 * Nobody else may talk to the server meanwhile.
 */
export async function visit(
  { quits }: Pick<RealServer, 'quits'>,
  server: MailTestServer,
  changes: Partial<ProbeTarget>,
  expectedQuits: number,
  options: Partial<ProbeOptions> = {},
): Promise<Visit> {
  const target = targetOf(server, changes);
  const count = (): number => server.logs().match(quits)?.length ?? 0;
  const before = count();
  const result = await probe(target, { maxTestDurationMs: 10_000, ...options });
  await untilNoSession(target.port);
  await waitFor(() => count() - before >= expectedQuits, {
    what: `${expectedQuits} QUIT in the log:\n${server.logs()}\n${JSON.stringify(result.transcript)}\n`,
  });
  return { result, quits: count() - before };
}

/** Waits until the server has logged the end of the session in which it was found ready. */
export async function settled(kind: RealServer, server: MailTestServer): Promise<MailTestServer> {
  // That of Node is in this process and needs no asking.
  if (kind !== NODE_SMTP_SERVER) {
    await waitFor(() => server.logs().search(kind.quits) >= 0, { what: `the first QUIT in the log of ${kind.name}` });
  }
  await untilNoSession(server.port);
  return server;
}

/** The whole of what a good session shows. */
export function expectPass({ result, quits }: Visit, security: Security): void {
  expect(result).toMatchObject({
    ok: true,
    failure: null,
    anomalies: [],
    reply: { code: 220 },
    quit: { code: 221 },
    target: { security },
  });
  expect(quits).toBe(1);
}
