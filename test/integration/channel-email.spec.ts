import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { emailSettings } from '@twotwenty/contracts/actions/email';
import { createEmailChannel, type EmailSettings } from '@twotwenty/actions/email/email-channel';
import { openEnded, sampleNotice } from '@twotwenty/actions/sample-notice.fixture';
import { createTestCertificates, type TestCertificates } from '@twotwenty/testing/certificates';
import { type NodeSmtpServerOptions, startNodeSmtpServer } from '@twotwenty/testing/node-smtp-server';
import { startPostfix } from '@twotwenty/testing/postfix';
import { closedPort } from '@twotwenty/testing/scripted-server';
import { startSmtpSink } from '@twotwenty/testing/smtp-sink';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

const channel = createEmailChannel();
const schema = emailSettings(plainSecretSchema);
let certificates: TestCertificates;

beforeAll(async () => {
  certificates = await createTestCertificates();
});

type RelayInput = Record<string, unknown> & { port: number };

function settingsFor(relays: RelayInput[], changes: Record<string, unknown> = {}): EmailSettings {
  return schema.parse({
    from: 'monitor@example.com',
    to: ['ops@example.net'],
    relays: relays.map((relay) => ({ host: '127.0.0.1', security: 'none', ...relay })),
    ...changes,
  });
}

/** A server that keeps what it takes. */
async function startInbox(options: NodeSmtpServerOptions = {}) {
  const messages: string[] = [];
  const server = await startNodeSmtpServer({
    ...options,
    settings: {
      onData(stream, _session, done) {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          messages.push(Buffer.concat(pieces).toString());
          done();
        });
      },
      ...options.settings,
    },
  });
  onTestFinished(() => server.stop());
  return Object.assign(server, { messages });
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** The header section, unfolded, by lower-case names. */
function headersOf(message = ''): Map<string, string> {
  const [head = ''] = message.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
}

describe('a message', () => {
  test('is plain text and HTML, says that nobody shall answer, and stands in the thread of its incident', async () => {
    const inbox = await startInbox();
    const settings = settingsFor([{ port: inbox.port }], { cc: ['boss@example.net'], bcc: ['secret@example.net'] });
    const outcome = await channel.deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toEqual({ ok: true, response: expect.stringMatching(/^127\.0\.0\.1:\d+: 250 /) as string });
    const [message = ''] = inbox.messages;
    const headers = headersOf(message);
    expect(Object.fromEntries(headers)).toMatchObject({
      from: 'TwoTwenty <monitor@example.com>',
      to: 'ops@example.net',
      cc: 'boss@example.net',
      subject: 'Down: MX Frankfurt (mx1.example.com)',
      'message-id': '<0192f0c1-7d4e-7c3a-9b1d-00000000aaaa@twotwenty.example.com>',
      references: '<incident-0192f0c1-7d4e-7c3a-9b1d-2f5a8c6e4b10@twotwenty.example.com>',
      'in-reply-to': '<incident-0192f0c1-7d4e-7c3a-9b1d-2f5a8c6e4b10@twotwenty.example.com>',
      date: 'Mon, 02 Mar 2026 02:14:45 +0000',
      'auto-submitted': 'auto-generated',
      importance: 'high',
    });
    expect(headers.get('content-type')).toMatch(/^multipart\/alternative/);
    expect(message).not.toContain('secret@example.net');
    expect(unquoted(message)).toContain('<a href="https://monitor.example.com/monitors/42">');
    expect(unquoted(message)).not.toMatch(/src=|url\(/);
  });

  test('is the same to the last octet when it is delivered again', async () => {
    const inbox = await startInbox();
    const settings = settingsFor([{ port: inbox.port }]);
    for (let time = 0; time < 2; time += 1) await channel.deliver(sampleNotice(), settings, openEnded());
    expect(inbox.messages[1]).toBe(inbox.messages[0]);
  });

  test('gets no header and no markup out of a name', async () => {
    const inbox = await startInbox();
    const evil = 'x\r\nBcc: victim@example.net\r\n\r\n<script>alert(1)</script>';
    const notice = sampleNotice({ id: `a\r\nX-Evil: 1`, subject: evil, text: evil }, { 'incident-id': evil });
    const outcome = await channel.deliver(notice, settingsFor([{ port: inbox.port }]), openEnded());
    expect(outcome.ok).toBe(true);
    const headers = headersOf(inbox.messages[0]);
    expect(headers.has('bcc')).toBe(false);
    expect(headers.has('x-evil')).toBe(false);
    expect(inbox.messages[0]?.split('text/html')[1]).not.toContain('<script>');
    expect(inbox.logs()).not.toMatch(/RCPT TO:<victim/);
  });

  test('is taken by smtp-sink', async () => {
    const sink = await startSmtpSink();
    onTestFinished(() => sink.stop());
    expect(await channel.deliver(sampleNotice(), settingsFor([{ port: sink.port }]), openEnded())).toMatchObject({
      ok: true,
    });
  });
});

describe('relays', () => {
  test('are tried in their order until one takes the message', async () => {
    const inbox = await startInbox();
    const closed = await closedPort();
    const settings = settingsFor([{ port: closed }, { port: inbox.port }]);
    const outcome = await channel.deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome.response).toMatch(new RegExp(`before that relay 127.0.0.1:${closed}: .*ECONNREFUSED`));
    expect(inbox.messages).toHaveLength(1);
  });

  test.each([
    { what: 'a greeting of 421', settings: { onConnect: fail(421, '4.3.2 busy') } },
    { what: 'a greeting of 554', settings: { onConnect: fail(554, '5.7.1 go away') } },
    { what: 'a sender refused for good', settings: { onMailFrom: fail(550, '5.7.1 sender not allowed') } },
    { what: 'a recipient put off', settings: { onRcptTo: fail(450, '4.2.0 greylisted') } },
    { what: 'a recipient for whom it does not relay', settings: { onRcptTo: fail(554, '5.7.1 relay access denied') } },
    { what: 'a message put off', settings: { onData: failData(451, '4.3.0 later') } },
  ])('are tried further after $what', async ({ settings }) => {
    const first = await startInbox({ settings });
    const second = await startInbox();
    const both = settingsFor([{ port: first.port }, { port: second.port }]);
    expect(await channel.deliver(sampleNotice(), both, openEnded())).toMatchObject({ ok: true });
    expect(second.messages).toHaveLength(1);
  });

  test.each([
    { what: 'every recipient is unknown', settings: { onRcptTo: fail(550, '5.1.1 no such user') } },
    { what: 'the message is refused', settings: { onData: failData(554, '5.6.0 not like this') } },
  ])('are not tried further when $what', async ({ settings }) => {
    const first = await startInbox({ settings });
    const second = await startInbox();
    const both = settingsFor([{ port: first.port }, { port: second.port }]);
    const outcome = await channel.deliver(sampleNotice(), both, openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable: false, response: expect.stringMatching(/^55/) as string });
    expect(second.messages).toHaveLength(0);
  });

  test.each([
    { code: 450, text: '4.7.1 try later', retryable: true },
    { code: 550, text: '5.7.1 not as this sender', retryable: false },
  ])('that all answer $code to the sender: retryable $retryable', async ({ code, text, retryable }) => {
    const relay = await startInbox({ settings: { onMailFrom: fail(code, text) } });
    const outcome = await channel.deliver(sampleNotice(), settingsFor([{ port: relay.port }]), openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable, response: `${code} ${text}` });
    expect(outcome).toHaveProperty('error', `relay 127.0.0.1:${relay.port}: it refused the sender: ${code} ${text}`);
  });

  test('that refuse one recipient of two have delivered, and the refused one is named', async () => {
    const relay = await startInbox({
      settings: {
        onRcptTo: ({ address }, _session, done) =>
          done(address === 'gone@example.net' ? refusal(550, '5.1.1 no such user') : null),
      },
    });
    const settings = settingsFor([{ port: relay.port }], { to: ['ops@example.net', 'gone@example.net'] });
    const outcome = await channel.deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome.response).toContain('refused gone@example.net: 550 5.1.1 no such user');
  });

  test('that hang get their share of the time and no more', async () => {
    const silent = await listen(createServer());
    const inbox = await startInbox();
    const hurried = createEmailChannel({ timeLimitMs: 2_000 });
    const settings = settingsFor([{ port: silent }, { port: inbox.port }]);
    const outcome = await hurried.deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome.response).toMatch(/before that relay 127\.0\.0\.1:\d+: it was not done after 1 s/);
  });

  test('are left at once when the delivery is aborted', async () => {
    const sockets: unknown[] = [];
    const controller = new AbortController();
    const silent = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      controller.abort();
    });
    const settings = settingsFor([{ port: await listen(silent) }, { port: await closedPort() }]);
    const outcome = await channel.deliver(sampleNotice(), settings, openEnded(controller));
    expect(outcome).toMatchObject({ ok: false, retryable: true });
    expect(outcome).toHaveProperty('error', expect.stringMatching(/the time for the delivery was over$/));
  });

  test('that refuse as Postfix does are understood', async () => {
    const postfix = await startPostfix();
    onTestFinished(() => postfix.stop());
    const outcome = await channel.deliver(sampleNotice(), settingsFor([{ port: postfix.port }]), openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable: false });
    expect(outcome.response).toMatch(/^554 5\.7\.1 <ops@example\.net>: Recipient address rejected: Access denied/);
    expect(postfix.logs()).toMatch(/disconnect from .* commands=/);
  });
});

describe('TLS and passwords', () => {
  const password = 'pa55 w0rd ü';

  async function startSubmission() {
    return startInbox({
      certificate: await certificates.get('valid'),
      settings: {
        authOptional: false,
        authMethods: ['PLAIN', 'LOGIN'],
        // It repeats what it was told, as no server should.
        onAuth: ({ username, password: given }, _session, done) =>
          given === password && username === 'monitor'
            ? done(null, { user: username })
            : done(refusal(535, `5.7.8 no: ${given} ${Buffer.from(given ?? '').toString('base64')}`)),
      },
    });
  }

  test.each(['starttls-required', 'tls'] as const)('a login by %s', async (security) => {
    const relay = await startSubmission();
    const port = security === 'tls' ? relay.tlsPort : relay.port;
    const trustedAuthorities = certificates.authority;
    const settings = settingsFor([{ port: port ?? 0, security, user: 'monitor', password, trustedAuthorities }]);
    expect(await channel.deliver(sampleNotice(), settings, openEnded())).toMatchObject({ ok: true });
  });

  test('a wrong password is told without telling it, and is for good', async () => {
    const relay = await startSubmission();
    const settings = settingsFor([
      {
        port: relay.port,
        security: 'starttls-required',
        user: 'monitor',
        password: 'wrong-secret',
        trustedAuthorities: certificates.authority,
      },
    ]);
    const outcome = await channel.deliver(sampleNotice(), settings, openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable: false });
    expect(outcome).toHaveProperty(
      'error',
      expect.stringContaining('the login failed: 535 5.7.8 no: [secret] [secret]'),
    );
    expect(JSON.stringify(outcome)).not.toContain('wrong-secret');
  });

  test.each(['expired', 'untrusted', 'wrong-name'] as const)('a certificate that is %s', async (kind) => {
    const relay = await startInbox({ certificate: await certificates.get(kind) });
    const strict = { port: relay.port, security: 'starttls-required', trustedAuthorities: certificates.authority };
    const outcome = await channel.deliver(sampleNotice(), settingsFor([strict]), openEnded());
    expect(outcome).toMatchObject({ ok: false, retryable: true });
    expect(outcome).toHaveProperty(
      'error',
      expect.stringMatching(/no TLS came about: .*(expired|first certificate|altnames)/),
    );
    const lenient = { ...strict, allowInvalidCertificate: true };
    expect(await channel.deliver(sampleNotice(), settingsFor([lenient]), openEnded())).toMatchObject({ ok: true });
  });

  test('a relay without STARTTLS gets no mail when that is required, and does when it is not', async () => {
    const relay = await startInbox();
    const required = settingsFor([{ port: relay.port, security: 'starttls-required' }]);
    expect(await channel.deliver(sampleNotice(), required, openEnded())).toMatchObject({ ok: false });
    const offered = settingsFor([{ port: relay.port, security: 'starttls-if-offered' }]);
    expect(await channel.deliver(sampleNotice(), offered, openEnded())).toMatchObject({ ok: true });
  });

  test('a password is not accepted where it could be read on the way', () => {
    const relay = { host: 'mx.example.com', security: 'none', user: 'monitor', password };
    const result = schema.safeParse({ from: 'a@example.com', to: ['b@example.com'], relays: [relay] });
    expect(result.error?.issues).toMatchObject([{ path: ['relays', 0, 'security'] }]);
  });
});

/** Undoes quoted-printable as far as ASCII needs it. */
function unquoted(text: string): string {
  return text.replaceAll('=\r\n', '').replaceAll('=3D', '=');
}

function fail(code: number, text: string) {
  return (...given: unknown[]): void => (given.at(-1) as (error: Error) => void)(refusal(code, text));
}

type OnData = NonNullable<NonNullable<NodeSmtpServerOptions['settings']>['onData']>;

function failData(code: number, text: string): OnData {
  return (stream, _session, done) => {
    stream.resume();
    stream.on('end', () => done(refusal(code, text)));
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}
