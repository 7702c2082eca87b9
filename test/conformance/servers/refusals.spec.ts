import type { ProbeTarget } from '@twotwenty/domain/probe';
import { probe, type ProbeOptions } from '@twotwenty/smtp/probe';
import { createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import { startExim } from '@twotwenty/testing/exim';
import { type MailTestServer, withTlsPort } from '@twotwenty/testing/mail-server-options';
import { startNodeSmtpServer } from '@twotwenty/testing/node-smtp-server';
import { startOpenSmtpd } from '@twotwenty/testing/opensmtpd';
import { startPostfix } from '@twotwenty/testing/postfix';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { waitFor } from '@twotwenty/testing/wait-for';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { untilNoSession } from '../support/open-sessions.js';
import {
  EXIM,
  expectPass,
  NODE_SMTP_SERVER,
  OPENSMTPD,
  POSTFIX,
  settled,
  targetOf,
  visit,
} from '../support/real-servers.js';
import { occupy } from '../support/visitors.js';

let certificates: TestCertificates;
beforeAll(async () => void (certificates = await createTestCertificates()));

/** How a probe ends that a server turns away. */
interface Refusal {
  name: string;
  start: () => Promise<MailTestServer>;
  code: number;
  failure: string;
  enhancedCode?: string;
  lines?: readonly string[];
}

const access = (line: string) => ({
  settings: ['acl_smtp_connect = visitors'],
  accessLists: ['visitors:', `  ${line}`],
});
const turnAway = (responseCode: number) =>
  startNodeSmtpServer({
    settings: { onConnect: (_, callback) => callback(Object.assign(new Error('Not you'), { responseCode })) },
  });

const REFUSALS: readonly Refusal[] = [
  {
    name: 'Exim with 554',
    start: () => startExim(access('deny message = 554 5.7.1 Not you')),
    code: 554,
    failure: 'greeting-no-service',
    enhancedCode: '5.7.1',
    lines: ['5.7.1 Not you'],
  },
  {
    name: 'Exim with 421',
    start: () => startExim(access('defer message = 421 4.3.2 Later')),
    code: 421,
    failure: 'greeting-not-available',
    enhancedCode: '4.3.2',
  },
  {
    name: 'Exim with its own 550',
    start: () => startExim(access('drop')),
    code: 550,
    failure: 'greeting-permanent',
  },
  {
    name: 'Postfix with 554',
    start: () => startPostfix({ settings: ['smtpd_client_restrictions = reject', 'smtpd_delay_reject = no'] }),
    code: 554,
    failure: 'greeting-no-service',
    enhancedCode: '5.7.1',
  },
  {
    name: 'Postfix with 450',
    start: () => startPostfix({ settings: ['smtpd_client_restrictions = defer', 'smtpd_delay_reject = no'] }),
    code: 450,
    failure: 'greeting-temporary',
    enhancedCode: '4.3.2',
  },
  {
    name: 'OpenSMTPD with 554',
    start: () =>
      startOpenSmtpd({
        settings: ['filter "none" phase connect match src { 127.0.0.1 } disconnect "554 Not you"'],
        listener: 'filter "none"',
      }),
    code: 554,
    failure: 'greeting-no-service',
  },
  { name: 'smtp-server with 421', start: () => turnAway(421), code: 421, failure: 'greeting-not-available' },
  { name: 'smtp-server with 521', start: () => turnAway(521), code: 521, failure: 'greeting-no-mail' },
  { name: 'smtp-server with 554', start: () => turnAway(554), code: 554, failure: 'greeting-no-service' },
];

/** No server that closes at once tells of a QUIT in its log. */
const unlogged = { quits: /(?!)/g };

async function started(server: Promise<MailTestServer>): Promise<MailTestServer> {
  const it = await server;
  onTestFinished(() => it.stop());
  return it;
}

function see(server: MailTestServer, changes: Partial<ProbeTarget> = {}, options: Partial<ProbeOptions> = {}) {
  return visit(unlogged, server, changes, 0, { trustedCertificates: [certificates.authority], ...options });
}

describe('a server that turns sessions away', () => {
  test.each(REFUSALS)('$name', async ({ start, code, failure, enhancedCode, lines }) => {
    const server = await started(start());
    for (const ehloName of [null, 'probe.test']) {
      const { result } = await see(server, { ehloName });
      expect(result).toMatchObject({ ok: false, failure: { phase: 'greeting', code: failure }, anomalies: [] });
      expect(result).toMatchObject({ reply: { code }, extensions: null });
      if (enhancedCode !== undefined) expect(result.reply?.enhancedCode).toBe(enhancedCode);
      if (lines !== undefined) expect(result.reply?.lines).toEqual(lines);
      const sent = result.transcript.filter(({ direction }) => direction === '>').map(({ text }) => text);
      expect(sent).toEqual(['QUIT']);
    }
  });

  test.each([
    { name: 'Exim, in all', start: () => startExim({ settings: ['smtp_accept_max = 1'] }) },
    { name: 'Exim, of one host', start: () => startExim({ settings: ['smtp_accept_max_per_host = 1'] }) },
    {
      name: 'Postfix, of one client',
      start: () =>
        startPostfix({
          settings: ['smtpd_client_connection_count_limit = 1', 'smtpd_client_event_limit_exceptions ='],
        }),
    },
    { name: 'smtp-server, in all', start: () => startNodeSmtpServer({ settings: { maxClients: 1 } }) },
  ])('for there are too many: $name', async ({ start }) => {
    const server = await started(start());
    const other = await occupy(server);
    const refused = await probe(targetOf(server), { maxTestDurationMs: 10_000 });
    expect(refused).toMatchObject({
      ok: false,
      failure: { phase: 'greeting', code: 'greeting-not-available' },
      reply: { code: 421 },
    });
    other.destroy();
    await untilNoSession(server.port);
    const again = () => probe(targetOf(server), { maxTestDurationMs: 10_000 });
    await waitFor(async () => (await again()).ok, { what: 'the server to let somebody else in' });
  });
});

describe('a server that takes its time', () => {
  const tarpit = (delay: string) => started(startExim(access(`accept delay = ${delay}`)));

  test('passes late, with a note', async () => {
    const server = await tarpit('3s');
    const { result } = await visit(EXIM, server, { ehloName: 'probe.test' }, 1);
    expect(result).toMatchObject({ ok: true, failure: null, quit: { code: 221 } });
    expect(result.anomalies.map((each) => each.code)).toEqual(['greeting-slow']);
    expect(result.timings.greetingMs).toBeGreaterThan(1_900);
    expect(server.logs()).not.toMatch(/synchronization error/);
  });

  test('fails when the time is up', async () => {
    const server = await tarpit('3s');
    const { result } = await see(server, {}, { maxTestDurationMs: 1_000 });
    expect(result).toMatchObject({ ok: false, failure: { phase: 'greeting', code: 'server-silent' }, quit: null });
    expect(result.timings.totalMs).toBeLessThan(1_500);
  });

  test('may be slow before the handshake of STARTTLS is even offered', async () => {
    const certificate = await certificates.get('valid');
    const onConnect = (_: unknown, callback: () => void) => void setTimeout(callback, 3_000);
    const server = await started(startNodeSmtpServer({ certificate, settings: { onConnect } }));
    for (const security of ['starttls', 'tls'] as const) {
      const options = { trustedCertificates: [certificates.authority] };
      const { result, quits } = await visit(NODE_SMTP_SERVER, server, { security }, 1, options);
      expect(result).toMatchObject({ ok: true, tls: { valid: true } });
      expect(result.anomalies.map((each) => each.code)).toEqual(['greeting-slow']);
      expect(quits).toBe(1);
    }
  });
});

describe('a greeting of several lines', () => {
  test('is awaited to its end', async () => {
    const banner = 'smtp_banner = "mta.test ESMTP one\\ntwo\\n220 three"';
    const server = await settled(EXIM, await started(startExim({ settings: [banner] })));
    for (const changes of [{}, { ehloName: 'probe.test' }]) {
      const seen = await visit(EXIM, server, changes, 1);
      expectPass(seen, 'none');
      expect(seen.result.reply?.lines).toEqual(['mta.test ESMTP one', 'two', '220 three']);
    }
    expect(server.logs()).not.toMatch(/synchronization error/);
  });
});

describe('a server without STARTTLS', () => {
  test.each([
    { mta: POSTFIX, start: () => startPostfix() },
    { mta: EXIM, start: () => startExim() },
    { mta: OPENSMTPD, start: () => startOpenSmtpd() },
    { mta: NODE_SMTP_SERVER, start: () => startNodeSmtpServer() },
  ])('is left with QUIT: $mta.name', async ({ mta, start }) => {
    const server = await settled(mta, await started(start()));
    const { result, quits } = await visit(mta, server, { security: 'starttls' }, 1);
    expect(result).toMatchObject({
      ok: false,
      failure: { phase: 'starttls', code: 'starttls-not-offered' },
      tls: null,
    });
    expect(result).toMatchObject({ quit: { code: 221 }, anomalies: [] });
    expect(result.extensions).not.toBeNull();
    expect(quits).toBe(1);
  });

  test('may know it but not offer it', async () => {
    const certificate = await certificates.get('valid');
    const server = await started(startNodeSmtpServer({ certificate, settings: { hideSTARTTLS: true } }));
    const { result } = await visit(NODE_SMTP_SERVER, server, { security: 'starttls' }, 1);
    expect(result).toMatchObject({ failure: { code: 'starttls-not-offered' }, quit: { code: 221 } });
  });

  test('may offer it and have no key for it', async () => {
    const certificate = await certificates.get('valid');
    const server = await started(startPostfix({ certificate, settings: ['smtpd_tls_key_file = /nonexistent'] }));
    const { result, quits } = await visit(POSTFIX, await settled(POSTFIX, server), { security: 'starttls' }, 1);
    expect(result).toMatchObject({ ok: false, quit: { code: 221 }, tls: null });
    expect(['starttls-refused', 'starttls-not-offered']).toContain(result.failure?.code);
    expect(quits).toBe(1);
  });

  test('answers a handshake in clear text on its plain port', async () => {
    const server = await started(startPostfix());
    const { result } = await see(
      { ...server, port: server.port, tlsPort: server.port },
      {
        security: 'tls',
      },
    );
    expect(result).toMatchObject({ ok: false, failure: { phase: 'tls', code: 'tls-not-tls' }, quit: null });
  });
});

describe('a server that demands TLS', () => {
  test('is well all the same for who only wants its greeting', async () => {
    const certificate = await certificates.get('valid');
    const settings = ['smtpd_tls_security_level = encrypt'];
    const server = await settled(POSTFIX, await started(startPostfix({ certificate, settings })));
    expectPass(await visit(POSTFIX, server, {}, 1), 'none');
    expectPass(await visit(POSTFIX, server, { ehloName: 'probe.test' }, 1), 'none');
    const options = { trustedCertificates: [certificates.authority] };
    expectPass(await visit(POSTFIX, server, { security: 'starttls' }, 1, options), 'starttls');
  });
});

describe('EHLO', () => {
  test('gives way to HELO at a server that knows nothing else', async () => {
    const server = withTlsPort(await startSmtpSink({ args: ['-f', 'ehlo'] }), undefined);
    onTestFinished(() => server.stop());
    const { result } = await see(server, { ehloName: 'probe.test' });
    expect(result).toMatchObject({ ok: true, failure: null, quit: { code: 221 }, extensions: null });
    expect(result.anomalies.map((each) => each.code)).toEqual(['ehlo-unsupported']);
    // Without EHLO there is no STARTTLS (RFC 3207 §2).
    const needed = await see(server, { security: 'starttls' });
    expect(needed.result).toMatchObject({ ok: false, failure: { phase: 'ehlo', code: 'ehlo-refused' } });
  });

  test('and HELO refused are noted, and fail only who needs them', async () => {
    const settings = ['acl_smtp_helo = names'];
    const accessLists = ['names:', '  deny message = Not you'];
    const server = await settled(EXIM, await started(startExim({ settings, accessLists })));
    const plain = await visit(EXIM, server, { ehloName: 'probe.test' }, 1);
    expect(plain).toMatchObject({ quits: 1, result: { ok: true, quit: { code: 221 } } });
    expect(plain.result.anomalies.map((each) => each.code)).toEqual(['ehlo-refused']);
    const needed = await visit(EXIM, server, { security: 'starttls' }, 1);
    expect(needed).toMatchObject({ quits: 1, result: { ok: false, reply: { code: 550 }, quit: { code: 221 } } });
    expect(needed.result.failure).toMatchObject({ phase: 'ehlo', code: 'ehlo-refused' });
  });
});

describe('QUIT that is not answered well', () => {
  test.each([
    { args: ['-q', 'quit'], code: 'server-closed' },
    { args: ['-f', 'quit'], code: 'quit-unexpected' },
    { args: ['-r', 'quit'], code: 'quit-unexpected' },
  ])('smtp-sink $args: $code', async ({ args, code }) => {
    const server = withTlsPort(await startSmtpSink({ args }), undefined);
    onTestFinished(() => server.stop());
    const strict = await see(server, { strictQuit: true });
    expect(strict.result).toMatchObject({ ok: false, failure: { phase: 'quit', code }, anomalies: [] });
    const lenient = await see(server, { strictQuit: false });
    expect(lenient.result).toMatchObject({ ok: true, failure: null, anomalies: [{ phase: 'quit', code }] });
  });
});
