import { beforeAll, describe } from 'vitest';
import { describeServers, itHolds, type ScriptedCase } from './support/cases.js';
import { prepareCertificates } from './support/certificates.js';
import { fails, type Outcome, passes } from './support/expected.js';
import { CLIENT_HELLO } from './support/handshakes.js';
import {
  CLOSE,
  EHLO,
  EHLO_LINE,
  FAREWELL,
  HALF_CLOSE,
  LEFT,
  pause,
  QUIT,
  QUIT_LINE,
  RESET,
  SETTLED,
  STARTTLS,
  type Step,
  tls,
} from './support/steps.js';
import { ASKED, GO, GREETING, OFFER, OFFERED, SECURED, session, TO_DEADLINE } from './support/starttls.js';

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
  offering('by itself, where the name of the server belongs', '250 STARTTLS\r\n'),
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
  ehlo('a second greeting', 'ehlo ehlo-unexpected', ['220 mx.test\r\n', ...FAREWELL], {
    ...LEFT_WELL,
    reply: [220, 'mx.test'],
  }),
  ehlo('a second greeting, and the answer with it', 'ehlo ehlo-unexpected', [`220 mx.test\r\n${OFFER}`, ...FAREWELL], {
    ...LEFT_WELL,
    reply: [220, 'mx.test'],
    anomalies: ['ehlo talks-out-of-turn'],
  }),
  ehlo('a second greeting, and the answer late', 'ehlo ehlo-unexpected', ['220 mx.test\r\n', QUIT, OFFER, HALF_CLOSE], {
    ...LEFT_WELL,
    quit: 250,
    reply: [220, 'mx.test'],
  }),
  ehlo('garbage', 'ehlo protocol-not-smtp', ['hello\r\n', ...FAREWELL], LEFT_WELL),
  ehlo('mixed codes', 'ehlo protocol-mixed-codes', ['250-mx\r\n500 what\r\n', ...FAREWELL], LEFT_WELL),
  ehlo('an endless reply', 'ehlo protocol-reply-too-long', ['250-X\r\n'.repeat(600), LEFT], {}),
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
  refused('an endless reply', 'starttls protocol-reply-too-long', ['220-X\r\n'.repeat(600), LEFT], {}),
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

describeServers('STARTTLS', () => {
  beforeAll(() => prepareCertificates('valid'));

  describe('is offered', () => itHolds(offers));
  describe('is not offered with', () => itHolds(absences));
  describe('is not reached where EHLO is met by', () => itHolds(ehloTroubles));
  describe('is met by', () => itHolds(refusals));
  describe('is followed by', () => itHolds(injections));
  describe('is not said where the greeting is', () => itHolds(refusedGreeting));
});
