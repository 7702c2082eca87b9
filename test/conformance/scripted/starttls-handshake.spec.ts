import { beforeAll, describe } from 'vitest';
import { describeServers, itHolds, type ScriptedCase } from './support/cases.js';
import { prepareCertificates } from './support/certificates.js';
import { fails, oneOf, type Outcome, passes } from './support/expected.js';
import { alert, anOctetAtATime, CLIENT_HELLO, cutAfter } from './support/handshakes.js';
import {
  CLOSE,
  CUT,
  EHLO,
  EHLO_LINE,
  FAREWELL,
  HALF_CLOSE,
  LEFT,
  pause,
  QUIT,
  RESET,
  RESET_LATER,
  type Step,
  tls,
} from './support/steps.js';
import { ASKED, GO, GREETING, OFFER, OFFERED, SECURED, session, TO_DEADLINE } from './support/starttls.js';

/** The handshake after STARTTLS goes wrong. */
function handshake(
  name: string,
  verdict: Parameters<typeof fails>[0],
  steps: readonly Step[],
  outcome: Partial<Outcome> = {},
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  const told = fails(verdict, { reply: GREETING, heard: `${ASKED}<TLS>`, extensions: ['STARTTLS'], ...outcome });
  return session(name, [...OFFERED, GO, ...steps], told, ends);
}

const handshakes: ScriptedCase[] = [
  session(
    'an octet at a time',
    [...OFFERED, GO, tls({ transport: anOctetAtATime }), EHLO, '250 mx.test\r\n', ...FAREWELL],
    passes(GREETING, SECURED),
  ),
  handshake('never answered', 'tls tls-timeout', [LEFT], {}, TO_DEADLINE),
  handshake(
    'never answered, after the first octets',
    'tls tls-timeout',
    [tls({ transport: cutAfter(50, (peer) => peer.left()) })],
    {},
    TO_DEADLINE,
  ),
  handshake('answered with a FIN', 'tls tls-closed', [CLIENT_HELLO, HALF_CLOSE]),
  handshake('answered with a close', 'tls tls-closed', [CLIENT_HELLO, CLOSE], { end: 'unseen' }),
  handshake('answered with a reset', 'tls connection-reset', [CLIENT_HELLO, RESET], { end: 'unseen' }),
  handshake('cut short with a FIN', 'tls tls-closed', [tls({ transport: cutAfter(50, CUT) })]),
  handshake('cut short with a reset', 'tls connection-reset', [tls({ transport: cutAfter(50, RESET_LATER) })], {
    end: 'unseen',
  }),
  handshake('answered with a reply', 'tls tls-not-tls', [CLIENT_HELLO, '500 5.5.2 what\r\n', LEFT]),
  handshake('answered with an alert', 'tls tls-refused', [CLIENT_HELLO, alert('handshake_failure'), HALF_CLOSE]),
];

/** TLS is up, and something happens inside it. */
function inside(name: string, told: Outcome, steps: readonly Step[], ends?: ScriptedCase['ends']): ScriptedCase {
  return session(name, [...OFFERED, GO, tls(), ...steps], told, ends);
}

function insideFails(verdict: Parameters<typeof fails>[0], outcome: Partial<Outcome>): Outcome {
  return fails(verdict, { ...SECURED, reply: GREETING, extensions: null, ...outcome });
}

const HELLO_ONLY = { heardInTls: EHLO_LINE } as const;
const insides: ScriptedCase[] = [
  inside('other keywords than before', passes(GREETING, { ...SECURED, extensions: ['AUTH PLAIN', 'SIZE'] }), [
    EHLO,
    '250-mx.test\r\n250-AUTH PLAIN\r\n250 SIZE\r\n',
    ...FAREWELL,
  ]),
  inside('STARTTLS once more', passes(GREETING, { ...SECURED, extensions: ['STARTTLS'] }), [EHLO, OFFER, ...FAREWELL]),
  inside('EHLO refused', insideFails('ehlo ehlo-refused', { quit: 221, reply: [503, 'what'] }), [
    EHLO,
    '503 what\r\n',
    ...FAREWELL,
  ]),
  inside('a second greeting before EHLO', insideFails('ehlo ehlo-unexpected', { quit: 250, reply: [220, 'mx.test'] }), [
    '220 mx.test\r\n',
    EHLO,
    '250 mx.test\r\n',
    ...FAREWELL,
  ]),
  inside('garbage', insideFails('ehlo protocol-not-smtp', { quit: 221 }), [EHLO, 'what\r\n', ...FAREWELL]),
  inside('an endless reply', insideFails('ehlo protocol-reply-too-long', HELLO_ONLY), [
    EHLO,
    '250-X\r\n'.repeat(600),
    LEFT,
  ]),
  inside('silence', insideFails('ehlo server-silent', {}), [LEFT], TO_DEADLINE),
  inside('a close_notify and FIN', insideFails('ehlo server-closed', HELLO_ONLY), [EHLO, HALF_CLOSE]),
  inside(
    'a FIN without close_notify',
    insideFails('ehlo server-closed', { ...HELLO_ONLY, end: oneOf('close_notify FIN', 'FIN') }),
    [EHLO, CUT],
  ),
  inside('a reset', insideFails('ehlo connection-reset', { ...HELLO_ONLY, end: 'unseen' }), [EHLO, RESET_LATER]),
  inside('a close amid the reply', insideFails('ehlo server-closed-mid-reply', HELLO_ONLY), [
    EHLO,
    '250-mx.test\r\n',
    HALF_CLOSE,
  ]),
  inside('a reset before EHLO', insideFails('ehlo connection-reset', { heardInTls: EHLO_LINE, end: 'unseen' }), [
    RESET_LATER,
  ]),
  inside('a close at QUIT', passes(GREETING, { ...SECURED, quit: null, anomalies: ['quit server-closed'] }), [
    EHLO,
    '250 mx.test\r\n',
    ...FAREWELL.slice(0, 1),
    HALF_CLOSE,
  ]),
  inside(
    'a reset at QUIT',
    passes(GREETING, { ...SECURED, quit: null, end: 'unseen', anomalies: ['quit connection-reset'] }),
    [EHLO, '250 mx.test\r\n', ...FAREWELL.slice(0, 1), RESET],
  ),
  inside(
    'silence at QUIT',
    passes(GREETING, { ...SECURED, quit: null, anomalies: ['quit server-silent'] }),
    [EHLO, '250 mx.test\r\n', LEFT],
    TO_DEADLINE,
  ),
  inside(
    '221 without a close',
    passes(GREETING, SECURED),
    [EHLO, '250 mx.test\r\n', ...FAREWELL.slice(0, 2), LEFT, pause(1200)],
    TO_DEADLINE,
  ),
  inside(
    'clear text in the middle of TLS',
    insideFails('ehlo tls-broken', { ...HELLO_ONLY, end: oneOf('close_notify FIN', 'FIN') }),
    [EHLO, (peer) => peer.sendOctets(Buffer.from('250 mx.test\r\n')), LEFT],
  ),
];

const SHAKEN = { ...SECURED, reply: GREETING, extensions: null } as const satisfies Partial<Outcome>;
/** The server wants a certificate of the probe, which has none. In TLS 1.3 EHLO may be on its way when it says so. */
const demands: ScriptedCase[] = [
  {
    ...handshake('in TLS 1.2', 'tls tls-refused', [tls({ demandCert: true, maxVersion: 'TLSv1.2' })]),
    says: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  },
  {
    ...session(
      'in TLS 1.3',
      [...OFFERED, GO, tls({ demandCert: true })],
      fails('ehlo tls-broken', { ...SHAKEN, heardInTls: '', end: oneOf('close_notify FIN', 'FIN') }),
    ),
    says: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  },
];

/** QUIT inside TLS, with strictQuit. */
function strictly(name: string, told: Outcome, steps: readonly Step[]): ScriptedCase {
  const each = inside(name, told, [EHLO, '250 mx.test\r\n', QUIT, ...steps]);
  return { ...each, target: { ...each.target, strictQuit: true } };
}

const strictLeavings: ScriptedCase[] = [
  strictly('221', passes(GREETING, SECURED), ['221 bye\r\n', HALF_CLOSE]),
  strictly('a close_notify', fails('quit server-closed', { ...SECURED, reply: GREETING }), [HALF_CLOSE]),
  strictly('250', fails('quit quit-unexpected', { ...SECURED, reply: [250, 'ok'], quit: 250 }), [
    '250 ok\r\n',
    HALF_CLOSE,
  ]),
];

describeServers('STARTTLS', () => {
  beforeAll(() => prepareCertificates('valid'));

  describe('leads to a handshake', () => itHolds(handshakes));
  describe('leads to a handshake in which a certificate of the probe is demanded', () => itHolds(demands));
  describe('leads to TLS, inside of which QUIT is met with strictQuit by', () => itHolds(strictLeavings));
  describe('leads to TLS, inside of which there is', () => itHolds(insides));
});
