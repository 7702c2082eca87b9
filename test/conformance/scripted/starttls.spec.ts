import { beforeAll, describe } from 'vitest';
import { itHolds, type ScriptedCase } from './support/cases.js';
import { prepareCertificates } from './support/certificates.js';
import { fails, oneOf, type Outcome, passes, type ReplyLines } from './support/expected.js';
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
  QUIT_LINE,
  RESET,
  RESET_LATER,
  SETTLED,
  STARTTLS,
  STARTTLS_LINE,
  type Step,
  tls,
} from './support/steps.js';

const GREETING: ReplyLines = [220, 'mx.test'];
const OFFER = '250-mx.test\r\n250 STARTTLS\r\n';
const GO = '220 2.0.0 go\r\n';
const OFFERED: readonly Step[] = [SETTLED, '220 mx.test\r\n', EHLO, OFFER, STARTTLS];
const ASKED = EHLO_LINE + STARTTLS_LINE;
const TO_DEADLINE = { deadlineMs: 500 } as const;

/** What stays the same of every session that gets TLS. */
const SECURED = {
  heard: `${ASKED}<TLS>`,
  heardInTls: EHLO_LINE + QUIT_LINE,
  extensions: [],
  end: 'close_notify FIN',
  tls: 'TLSv1.3 valid',
} as const satisfies Partial<Outcome>;

function session(name: string, server: readonly Step[], told: Outcome, ends?: ScriptedCase['ends']): ScriptedCase {
  return { name, server, target: { security: 'starttls' }, told, ...(ends && { ends }) };
}

/** A server that offers STARTTLS in its own way. */
function offering(name: string, reply: string): ScriptedCase {
  return session(
    name,
    [SETTLED, '220 mx.test\r\n', EHLO, reply, STARTTLS, GO, tls(), EHLO, '250 mx.test\r\n', ...FAREWELL],
    passes(GREETING, SECURED),
  );
}

const offers: ScriptedCase[] = [
  offering('on the only line of keywords', OFFER),
  offering('on the first of them', '250-mx.test\r\n250-STARTTLS\r\n250-SIZE\r\n250 HELP\r\n'),
  offering('amid them', '250-mx.test\r\n250-SIZE\r\n250-STARTTLS\r\n250 HELP\r\n'),
  offering('on the last of them', '250-mx.test\r\n250-SIZE\r\n250-HELP\r\n250 STARTTLS\r\n'),
  offering('in lower case', '250-mx.test\r\n250 starttls\r\n'),
  offering('in mixed case', '250-mx.test\r\n250-StartTLS\r\n250 HELP\r\n'),
  offering('with a parameter', '250-mx.test\r\n250 STARTTLS REQUIRED\r\n'),
  offering('with a space behind it', '250-mx.test\r\n250 STARTTLS \r\n'),
  session(
    'with a bare LF',
    [
      SETTLED,
      '220 mx.test\r\n',
      EHLO,
      '250-mx.test\n250 STARTTLS\n',
      STARTTLS,
      '220 go\n',
      tls(),
      EHLO,
      '250 mx.test\r\n',
      ...FAREWELL,
    ],
    passes(GREETING, { ...SECURED, anomalies: ['ehlo bare-line-feed', 'starttls bare-line-feed'] }),
  ),
];

/** A server without STARTTLS: the session is left in good order. */
function notOffering(name: string, reply: string, extensions: readonly string[]): ScriptedCase {
  return session(
    name,
    ['220 mx.test\r\n', EHLO, reply, ...FAREWELL],
    fails('starttls starttls-not-offered', { reply: GREETING, quit: 221, heard: EHLO_LINE + QUIT_LINE, extensions }),
  );
}

const absences: ScriptedCase[] = [
  notOffering('no keyword', '250 mx.test\r\n', []),
  notOffering('other keywords', '250-mx.test\r\n250-SIZE\r\n250 8BITMIME\r\n', ['SIZE', '8BITMIME']),
  notOffering('a keyword that ends alike', '250-mx.test\r\n250 XSTARTTLS\r\n', ['XSTARTTLS']),
  notOffering('a keyword that begins alike', '250-mx.test\r\n250 STARTTLSX\r\n', ['STARTTLSX']),
  notOffering('the word as a parameter', '250-mx.test\r\n250 X STARTTLS\r\n', ['X STARTTLS']),
  notOffering('the word in the greeting text', '250-mx.test STARTTLS\r\n250 SIZE\r\n', ['SIZE']),
  notOffering('the word blotted out by a firewall', '250-mx.test\r\n250-SIZE\r\n250 XXXXXXXA\r\n', [
    'SIZE',
    'XXXXXXXA',
  ]),
];

/** EHLO is needed here, so that trouble with it fails the probe. */
function ehlo(
  name: string,
  verdict: Parameters<typeof fails>[0],
  steps: readonly Step[],
  outcome: Partial<Outcome>,
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  const told = fails(verdict, { reply: GREETING, heard: EHLO_LINE, ...outcome });
  return session(name, [SETTLED, '220 mx.test\r\n', EHLO, ...steps], told, ends);
}

const LEFT_WELL = { quit: 221, heard: EHLO_LINE + QUIT_LINE } as const;
const ehloTroubles: ScriptedCase[] = [
  ehlo('500', 'ehlo ehlo-refused', ['500 what\r\n', ...FAREWELL], { ...LEFT_WELL, reply: [500, 'what'] }),
  ehlo('502', 'ehlo ehlo-refused', ['502 what\r\n', ...FAREWELL], { ...LEFT_WELL, reply: [502, 'what'] }),
  ehlo('550', 'ehlo ehlo-refused', ['550 5.7.1 no\r\n', ...FAREWELL], { ...LEFT_WELL, reply: [550, '5.7.1 no'] }),
  ehlo('421 and a FIN', 'ehlo ehlo-refused', ['421 busy\r\n', HALF_CLOSE], {
    ...LEFT_WELL,
    quit: null,
    reply: [421, 'busy'],
  }),
  ehlo('a second greeting', 'ehlo ehlo-refused', ['220 mx.test\r\n', ...FAREWELL], {
    ...LEFT_WELL,
    reply: [220, 'mx.test'],
  }),
  ehlo('garbage', 'ehlo protocol-not-smtp', ['hello\r\n', ...FAREWELL], LEFT_WELL),
  ehlo('mixed codes', 'ehlo protocol-mixed-codes', ['250-mx\r\n500 what\r\n', ...FAREWELL], LEFT_WELL),
  ehlo('a close', 'ehlo server-closed', [CLOSE], { end: 'unseen' }),
  ehlo('a FIN', 'ehlo server-closed', [HALF_CLOSE], {}),
  ehlo('a reset', 'ehlo connection-reset', [RESET], { end: 'unseen' }),
  ehlo('a close amid the reply', 'ehlo server-closed-mid-reply', ['250-mx.test\r\n250-STARTTLS\r\n', CLOSE], {
    end: 'unseen',
  }),
  ehlo('a FIN amid the reply', 'ehlo server-closed-mid-reply', ['250-mx.test\r\n250-STARTTLS\r\n', HALF_CLOSE], {}),
  ehlo('a reset amid the reply', 'ehlo connection-reset', ['250-mx.test\r\n', pause(30), RESET], { end: 'unseen' }),
  ehlo('silence', 'ehlo server-silent', [LEFT], { heard: EHLO_LINE + QUIT_LINE }, TO_DEADLINE),
  ehlo(
    'silence amid the reply',
    'ehlo server-dribbling',
    ['250-mx.test\r\n', LEFT],
    { heard: EHLO_LINE + QUIT_LINE },
    TO_DEADLINE,
  ),
];

/** STARTTLS is offered, and then something goes wrong about the command. */
function refused(
  name: string,
  verdict: Parameters<typeof fails>[0],
  steps: readonly Step[],
  outcome: Partial<Outcome>,
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  const told = fails(verdict, { reply: GREETING, heard: ASKED, extensions: ['STARTTLS'], ...outcome });
  return session(name, [...OFFERED, ...steps], told, ends);
}

const QUITS = { quit: 221, heard: ASKED + QUIT_LINE } as const;
const refusals: ScriptedCase[] = [
  refused('454', 'starttls starttls-refused', ['454 4.7.0 TLS not available\r\n', ...FAREWELL], {
    ...QUITS,
    reply: [454, '4.7.0 TLS not available'],
  }),
  refused('501', 'starttls starttls-refused', ['501 syntax\r\n', ...FAREWELL], { ...QUITS, reply: [501, 'syntax'] }),
  refused('502', 'starttls starttls-refused', ['502 what\r\n', ...FAREWELL], { ...QUITS, reply: [502, 'what'] }),
  refused('554', 'starttls starttls-refused', ['554 no\r\n', ...FAREWELL], { ...QUITS, reply: [554, 'no'] }),
  refused('250, which is not 220', 'starttls starttls-refused', ['250 ok\r\n', ...FAREWELL], {
    ...QUITS,
    reply: [250, 'ok'],
  }),
  refused('421 and a FIN', 'starttls starttls-refused', ['421 busy\r\n', HALF_CLOSE], {
    ...QUITS,
    quit: null,
    reply: [421, 'busy'],
  }),
  refused('garbage', 'starttls protocol-not-smtp', ['go on\r\n', ...FAREWELL], QUITS),
  refused('mixed codes', 'starttls protocol-mixed-codes', ['220-go\r\n250 on\r\n', ...FAREWELL], QUITS),
  refused(
    'a handshake without 220',
    'starttls protocol-not-smtp',
    ['\x16\x03\x03\x00\x05abcde\n', LEFT],
    {
      heard: ASKED + QUIT_LINE,
      anomalies: ['starttls bare-line-feed'],
    },
    { afterMs: 2000 },
  ),
  refused('a close', 'starttls server-closed', [CLOSE], { end: 'unseen' }),
  refused('a FIN', 'starttls server-closed', [HALF_CLOSE], {}),
  refused('a reset', 'starttls connection-reset', [RESET], { end: 'unseen' }),
  refused('a close amid the reply', 'starttls server-closed-mid-reply', ['220-go\r\n', CLOSE], { end: 'unseen' }),
  refused('a reset amid the reply', 'starttls connection-reset', ['220-go', pause(30), RESET], { end: 'unseen' }),
  refused('silence', 'starttls server-silent', [LEFT], { heard: ASKED + QUIT_LINE }, TO_DEADLINE),
  refused(
    'silence amid the reply',
    'starttls server-dribbling',
    ['220 go', LEFT],
    { heard: ASKED + QUIT_LINE },
    TO_DEADLINE,
  ),
];

const injected = 'starttls starttls-injection';
const injections: ScriptedCase[] = [
  refused('a reply in the same segment', injected, [`${GO}250 injected\r\n`, LEFT], {}),
  refused('an EHLO reply in the same segment', injected, [`${GO}250-mx.evil\r\n250 AUTH PLAIN\r\n`, LEFT], {}),
  refused('an octet in the same segment', injected, [`${GO}x`, LEFT], {}),
  refused('a bare LF in the same segment', injected, [`${GO}\n`, LEFT], {}),
  refused('a reply in a segment of its own', injected, [GO, '250 injected\r\n', LEFT], {}),
  refused(
    'an injection, and a handshake all the same',
    injected,
    [`${GO}250 injected\r\n`, tls(), EHLO, ...FAREWELL],
    {},
  ),
  refused(
    'a reply in a segment that comes when the handshake has begun',
    'tls tls-not-tls',
    [GO, CLIENT_HELLO, '250 injected\r\n', LEFT],
    { heard: `${ASKED}<TLS>` },
  ),
];

/** The handshake after STARTTLS goes wrong. */
function handshake(
  name: string,
  verdict: Parameters<typeof fails>[0],
  steps: readonly Step[],
  outcome: Partial<Outcome> = {},
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  return refused(name, verdict, [GO, ...steps], { heard: `${ASKED}<TLS>`, ...outcome }, ends);
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
  handshake('answered with a FIN', 'tls server-closed', [CLIENT_HELLO, HALF_CLOSE]),
  handshake('answered with a close', 'tls server-closed', [CLIENT_HELLO, CLOSE], { end: 'unseen' }),
  handshake('answered with a reset', 'tls connection-reset', [CLIENT_HELLO, RESET], { end: 'unseen' }),
  handshake('cut short with a FIN', 'tls server-closed', [tls({ transport: cutAfter(50, CUT) })]),
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
  inside('a second greeting before EHLO', insideFails('ehlo ehlo-refused', { quit: 250, reply: [220, 'mx.test'] }), [
    '220 mx.test\r\n',
    EHLO,
    '250 mx.test\r\n',
    ...FAREWELL,
  ]),
  inside('garbage', insideFails('ehlo protocol-not-smtp', { quit: 221 }), [EHLO, 'what\r\n', ...FAREWELL]),
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

const refusedGreeting: ScriptedCase[] = [
  session(
    '554',
    ['554 no\r\n', ...FAREWELL],
    fails('greeting greeting-no-service', { reply: [554, 'no'], quit: 221, heard: QUIT_LINE }),
  ),
  session('silence', [LEFT], fails('greeting server-silent'), TO_DEADLINE),
  session(
    'a handshake',
    ['\x16\x03\x03\n', LEFT],
    fails('greeting protocol-not-smtp', { anomalies: ['greeting bare-line-feed'] }),
  ),
];

describe.concurrent('STARTTLS', () => {
  beforeAll(() => prepareCertificates('valid'));

  describe('is offered', () => itHolds(offers));
  describe('is not offered with', () => itHolds(absences));
  describe('is not reached where EHLO is met by', () => itHolds(ehloTroubles));
  describe('is met by', () => itHolds(refusals));
  describe('is followed by', () => itHolds(injections));
  describe('leads to a handshake', () => itHolds(handshakes));
  describe('leads to TLS, inside of which there is', () => itHolds(insides));
  describe('is not said where the greeting is', () => itHolds(refusedGreeting));
});
