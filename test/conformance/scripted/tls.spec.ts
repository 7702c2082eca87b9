import { beforeAll, describe } from 'vitest';
import { describeServers, itHolds, type ScriptedCase } from './support/cases.js';
import { prepareCertificates } from './support/certificates.js';
import { fails, oneOf, type Outcome, passes, type ReplyLines } from './support/expected.js';
import { alert, anOctetAtATime, CLIENT_HELLO, cutAfter, serverHello } from './support/handshakes.js';
import {
  type Action,
  CLOSE,
  CUT,
  FAREWELL,
  forever,
  HALF_CLOSE,
  LEFT,
  pause,
  QUIT,
  QUIT_LINE,
  RESET,
  RESET_LATER,
  SETTLED,
  type Step,
  tls,
  type TlsOptions,
} from './support/steps.js';

type FailedVerdict = Parameters<typeof fails>[0];

const GREETING: ReplyLines = [220, 'mx.test'];
const TO_DEADLINE = { deadlineMs: 500 } as const;

const SECURED = {
  heard: '<TLS>',
  heardInTls: QUIT_LINE,
  end: 'close_notify FIN',
  tls: 'TLSv1.3 valid',
} as const satisfies Partial<Outcome>;

function session(name: string, server: readonly Step[], told: Outcome, ends?: ScriptedCase['ends']): ScriptedCase {
  return { name, server: [SETTLED, ...server], target: { security: 'tls' }, told, ...(ends && { ends }) };
}

/** A server that behaves well, but for how it does the handshake. */
function secured(name: string, options: TlsOptions, outcome: Partial<Outcome> = {}): ScriptedCase {
  return session(name, [tls(options), '220 mx.test\r\n', ...FAREWELL], passes(GREETING, { ...SECURED, ...outcome }));
}

const OLD = { anomalies: ['tls tls-old-version'] } as const;
const good: ScriptedCase[] = [
  secured('in one go', {}),
  secured('an octet at a time', { transport: anOctetAtATime }),
  secured('in TLS 1.3 only', { minVersion: 'TLSv1.3' }),
  secured('in TLS 1.2 only', { maxVersion: 'TLSv1.2' }, { tls: 'TLSv1.2 valid' }),
  secured('in TLS 1.1 only', { maxVersion: 'TLSv1.1' }, { tls: 'TLSv1.1 valid', ...OLD }),
  secured('in TLS 1.0 only', { maxVersion: 'TLSv1' }, { tls: 'TLSv1 valid', ...OLD }),
  secured(
    'in TLS 1.2 without forward secrecy',
    { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:@SECLEVEL=0' },
    { tls: 'TLSv1.2 valid' },
  ),
  secured('with a request for a certificate of the probe', { requestCert: true }),
  secured('with a request for one in TLS 1.2', { requestCert: true, maxVersion: 'TLSv1.2' }, { tls: 'TLSv1.2 valid' }),
  session('after a while', [pause(300), tls(), '220 mx.test\r\n', ...FAREWELL], passes(GREETING, SECURED), {
    afterMs: 300,
  }),
];

/** A handshake that comes to nothing: the probe has nothing to say, and closes. */
function failed(
  name: string,
  verdict: FailedVerdict,
  server: readonly Step[],
  outcome: Partial<Outcome> = {},
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  return session(name, server, fails(verdict, { heard: '<TLS>', ...outcome }), ends);
}

const GONE = { end: 'unseen' } as const;
const silences: ScriptedCase[] = [
  failed('from the beginning, as of a server in clear text that waits', 'tls tls-timeout', [LEFT], {}, TO_DEADLINE),
  failed('after an octet', 'tls tls-timeout', [CLIENT_HELLO, '\x16', LEFT], {}, TO_DEADLINE),
  failed('amid the answer', 'tls tls-timeout', [tls({ transport: cutAfter(300, LEFT) })], {}, TO_DEADLINE),
  failed(
    'amid the answer in TLS 1.2',
    'tls tls-timeout',
    [tls({ maxVersion: 'TLSv1.2', transport: cutAfter(300, LEFT) })],
    {},
    TO_DEADLINE,
  ),
  failed('until too late', 'tls tls-timeout', [pause(900), tls()], {}, TO_DEADLINE),
];

const losses: ScriptedCase[] = [
  failed('a FIN at once', 'tls tls-closed', [HALF_CLOSE]),
  failed('a close at the first octets', 'tls tls-closed', [CLIENT_HELLO, CLOSE], GONE),
  failed('a FIN at the first octets', 'tls tls-closed', [CLIENT_HELLO, HALF_CLOSE]),
  failed('a reset at the first octets', 'tls connection-reset', [CLIENT_HELLO, RESET], GONE),
  failed('a FIN amid the answer', 'tls tls-closed', [tls({ transport: cutAfter(300, CUT) })]),
  failed('a reset amid the answer', 'tls connection-reset', [tls({ transport: cutAfter(300, RESET_LATER) })], GONE),
  failed('a FIN amid the answer in TLS 1.2', 'tls tls-closed', [
    tls({ maxVersion: 'TLSv1.2', transport: cutAfter(300, CUT) }),
  ]),
];

/** The server answers with what is no TLS. An alert of ours and a FIN are all that it hears of that. */
function notTls(name: string, ...server: Step[]): ScriptedCase {
  return failed(name, 'tls tls-not-tls', [...server, LEFT]);
}

const clear: ScriptedCase[] = [
  notTls('a greeting, before it is asked', '220 mx.test ESMTP\r\n'),
  notTls('a greeting in answer', CLIENT_HELLO, '220 mx.test ESMTP\r\n'),
  notTls('a refusal', CLIENT_HELLO, '500 5.5.2 what\r\n'),
  notTls('a refusal for now', '421 busy\r\n'),
  notTls('HTTP', CLIENT_HELLO, 'HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n'),
  notTls('SSH', 'SSH-2.0-OpenSSH_9.6\r\n'),
  notTls('zeros', CLIENT_HELLO, '\0'.repeat(100)),
  notTls('octets above 127', CLIENT_HELLO, '\xff'.repeat(100)),
  notTls('a reply and a FIN', CLIENT_HELLO, '500 5.5.2 what\r\n', HALF_CLOSE),
  notTls('endless lines', forever('220-x\r\n'.repeat(50), 1)),
];

const alerts: ScriptedCase[] = [
  failed('handshake_failure', 'tls tls-refused', [CLIENT_HELLO, alert('handshake_failure'), HALF_CLOSE]),
  failed('internal_error', 'tls tls-refused', [CLIENT_HELLO, alert('internal_error'), HALF_CLOSE]),
  failed('insufficient_security', 'tls tls-refused', [CLIENT_HELLO, alert('insufficient_security'), HALF_CLOSE]),
  failed('unrecognized_name', 'tls tls-refused', [CLIENT_HELLO, alert('unrecognized_name'), HALF_CLOSE]),
  failed('no_application_protocol', 'tls tls-refused', [CLIENT_HELLO, alert('no_application_protocol'), HALF_CLOSE]),
  failed('protocol_version', 'tls tls-no-common-version', [CLIENT_HELLO, alert('protocol_version'), HALF_CLOSE]),
  failed('handshake_failure, and no close', 'tls tls-refused', [CLIENT_HELLO, alert('handshake_failure'), LEFT]),
  failed('an answer in SSL 3.0', 'tls tls-no-common-version', [CLIENT_HELLO, serverHello([3, 0]), LEFT]),
  failed('an answer with a cipher that was not offered', 'tls tls-failed', [
    CLIENT_HELLO,
    serverHello([3, 3], [0x00, 0x00]),
    LEFT,
  ]),
];

/** TLS is up, and something goes wrong inside of it. */
function inside(
  name: string,
  verdict: FailedVerdict,
  server: readonly Step[],
  outcome: Partial<Outcome> = {},
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  return session(name, [tls(), ...server], fails(verdict, { ...SECURED, heardInTls: '', ...outcome }), ends);
}

/** Without one of the probe, the server ends the session; in TLS 1.3 after the probe has taken it to be up. */
const demands: ScriptedCase[] = [
  {
    ...failed('in TLS 1.2', 'tls tls-refused', [tls({ demandCert: true, maxVersion: 'TLSv1.2' })]),
    says: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  },
  {
    ...session(
      'in TLS 1.3',
      [tls({ demandCert: true })],
      fails('greeting tls-broken', { ...SECURED, heardInTls: '', end: oneOf('close_notify FIN', 'FIN') }),
    ),
    says: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  },
];

const insides: ScriptedCase[] = [
  inside('a close_notify and FIN', 'greeting server-closed', [HALF_CLOSE]),
  inside('a FIN without close_notify', 'greeting server-closed', [CUT], { end: oneOf('close_notify FIN', 'FIN') }),
  inside('a reset', 'greeting connection-reset', [RESET_LATER], GONE),
  inside('silence', 'greeting server-silent', [LEFT], {}, TO_DEADLINE),
  inside('half a greeting and silence', 'greeting server-dribbling', ['220-mx.test\r\n', LEFT], {}, TO_DEADLINE),
  inside('half a greeting and a close_notify', 'greeting server-closed-mid-reply', ['220 mx', HALF_CLOSE]),
  inside('HTTP', 'greeting protocol-not-smtp', ['HTTP/1.1 400 Bad Request\r\n\r\n', LEFT]),
  inside('IMAP', 'greeting protocol-not-smtp', ['* OK IMAP4rev1 ready\r\n', LEFT]),
  inside('an endless greeting', 'greeting protocol-reply-too-long', [forever('220-x\r\n'.repeat(40))], {
    end: oneOf('close_notify FIN', 'FIN'),
  }),
  inside('clear text', 'greeting tls-broken', [clearText('220 mx.test\r\n'), LEFT], {
    end: oneOf('close_notify FIN', 'FIN'),
  }),
  inside('an alert in clear text', 'greeting tls-broken', [clearText(alert('internal_error')), LEFT], {
    end: oneOf('close_notify FIN', 'FIN'),
  }),
  inside('554', 'greeting greeting-no-service', ['554 no\r\n', ...FAREWELL], {
    reply: [554, 'no'],
    quit: 221,
    heardInTls: QUIT_LINE,
  }),
  inside('421 and a FIN', 'greeting greeting-not-available', ['421 busy\r\n', HALF_CLOSE], {
    reply: [421, 'busy'],
    heardInTls: QUIT_LINE,
  }),
];

/** Sends past TLS. */
function clearText(text: string): Action {
  return (peer) => peer.sendOctets(Buffer.from(text, 'latin1'));
}

function leaving(
  name: string,
  outcome: Partial<Outcome>,
  server: readonly Step[],
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  return session(name, [tls(), '220 mx.test\r\n', ...server], passes(GREETING, { ...SECURED, ...outcome }), ends);
}

const leavings: ScriptedCase[] = [
  leaving('221, close_notify and FIN', {}, FAREWELL),
  leaving('221 and a FIN without close_notify', { end: oneOf('close_notify FIN', 'FIN') }, [QUIT, '221 bye\r\n', CUT]),
  leaving('221 and a reset', GONE, [QUIT, '221 bye\r\n', RESET]),
  leaving('221 and no close', {}, [QUIT, '221 bye\r\n', LEFT, pause(1200)], TO_DEADLINE),
  leaving('silence', { quit: null, anomalies: ['quit server-silent'] }, [LEFT], TO_DEADLINE),
  leaving('a close_notify', { quit: null, anomalies: ['quit server-closed'] }, [QUIT, HALF_CLOSE]),
  leaving('a reset', { quit: null, anomalies: ['quit connection-reset'], ...GONE }, [QUIT, RESET_LATER]),
  leaving('250', { quit: 250, anomalies: ['quit quit-unexpected'] }, [QUIT, '250 ok\r\n', HALF_CLOSE]),
];

/** The same with strictQuit. */
function strictly(name: string, told: Outcome, server: readonly Step[], ends?: ScriptedCase['ends']): ScriptedCase {
  const each = session(name, [tls(), '220 mx.test\r\n', ...server], told, ends);
  return { ...each, target: { ...each.target, strictQuit: true } };
}

const IMPOLITE = { ...SECURED, reply: GREETING } as const satisfies Partial<Outcome>;
const strictLeavings: ScriptedCase[] = [
  strictly('221, close_notify and FIN', passes(GREETING, SECURED), FAREWELL),
  strictly('221 and a reset', passes(GREETING, { ...SECURED, ...GONE }), [QUIT, '221 bye\r\n', RESET]),
  strictly('silence', fails('quit server-silent', IMPOLITE), [LEFT], TO_DEADLINE),
  strictly('a close_notify', fails('quit server-closed', IMPOLITE), [QUIT, HALF_CLOSE]),
  strictly('a reset', fails('quit connection-reset', { ...IMPOLITE, ...GONE }), [QUIT, RESET_LATER]),
  strictly('250', fails('quit quit-unexpected', { ...IMPOLITE, reply: [250, 'ok'], quit: 250 }), [
    QUIT,
    '250 ok\r\n',
    HALF_CLOSE,
  ]),
];

describeServers('TLS from the start', () => {
  beforeAll(() => prepareCertificates('valid'));

  describe('is made', () => itHolds(good));
  describe('is met by silence', () => itHolds(silences));
  describe('is met by', () => itHolds(losses));
  describe('is answered in clear text with', () => itHolds(clear));
  describe('is refused with', () => itHolds(alerts));
  describe('holds, inside of which there is', () => itHolds(insides));
  describe('is refused for want of a certificate of the probe', () => itHolds(demands));
  describe('is left with QUIT, which is met by', () => itHolds(leavings));
  describe('is left with QUIT, which with strictQuit is met by', () => itHolds(strictLeavings));
});
