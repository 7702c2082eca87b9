import type { TlsPolicy } from '@twotwenty/domain/probe';
import type { CertificateCode } from '@twotwenty/domain/failure-codes';
import { type CertificateKind } from '@twotwenty/testing/certificates';
import { beforeAll, describe } from 'vitest';
import { describeServers, itHolds, resolvesTo, type ScriptedCase } from './support/cases.js';
import { prepareCertificates } from './support/certificates.js';
import { fails, type Outcome, passes, type ReplyLines } from './support/expected.js';
import {
  EHLO,
  EHLO_LINE,
  FAREWELL,
  HALF_CLOSE,
  LEFT,
  QUIT_LINE,
  STARTTLS,
  STARTTLS_LINE,
  type Step,
  tls,
} from './support/steps.js';

const GREETING: ReplyLines = [220, 'mx.test'];
const SECURED = {
  heard: '<TLS>',
  heardInTls: QUIT_LINE,
  end: 'close_notify FIN',
  tls: 'TLSv1.3 valid',
} as const satisfies Partial<Outcome>;
/** The session goes on to QUIT all the same, so that the server sees a visit in good order. */
const DOUBTED = { ...SECURED, quit: 221, reply: GREETING, tls: 'TLSv1.3 invalid' } as const satisfies Partial<Outcome>;

const REQUIRE: TlsPolicy = { certificate: 'require', warnDays: null, failDays: null };
const REPORT: TlsPolicy = { certificate: 'report', warnDays: null, failDays: null };

function session(name: string, certificate: CertificateKind, policy: TlsPolicy, told: Outcome): ScriptedCase {
  const server: readonly Step[] = [tls({ certificate }), '220 mx.test\r\n', ...FAREWELL];
  return { name, server, target: { security: 'tls', tls: policy }, told };
}

const sound: readonly CertificateKind[] = [
  'valid',
  'elliptic',
  'with-intermediate',
  'expires-soon',
  'large',
  'with-stranger',
  'odd-subject',
];
const accepted = [REQUIRE, REPORT].flatMap((policy) =>
  sound.map((kind) => session(`${kind}, by the policy ${policy.certificate}`, kind, policy, passes(GREETING, SECURED))),
);

const doubtful: readonly (readonly [CertificateKind, CertificateCode])[] = [
  ['expired', 'certificate-expired'],
  ['not-yet-valid', 'certificate-not-yet-valid'],
  ['wrong-name', 'certificate-wrong-name'],
  ['self-signed', 'certificate-self-signed'],
  ['expired-self-signed', 'certificate-expired'],
  ['expired-intermediate', 'certificate-chain-invalid'],
  ['for-clients', 'certificate-wrong-purpose'],
  ['odd-name', 'certificate-wrong-name'],
  ['without-intermediate', 'certificate-untrusted'],
  ['untrusted', 'certificate-untrusted'],
  ['weak-key', 'certificate-weak'],
  ['weak-signature', 'certificate-weak'],
];
const refused = doubtful.map(([kind, code]) => session(kind, kind, REQUIRE, fails(`tls ${code}`, DOUBTED)));
const reported = doubtful.map(([kind, code]) =>
  session(kind, kind, REPORT, passes(GREETING, { ...DOUBTED, anomalies: [`tls ${code}`] })),
);

const SOON = ['tls certificate-expires-soon'] as const;
const WITHIN_LIMIT = fails('tls certificate-expires-within-limit', { ...DOUBTED, tls: 'TLSv1.3 valid' });

/** The certificate has ten days left, and some minutes. */
function expiring(name: string, warnDays: number | null, failDays: number | null, told: Outcome): ScriptedCase[] {
  return (['require', 'report'] as const).map((certificate) =>
    session(`${name}, by the policy ${certificate}`, 'expires-soon', { certificate, warnDays, failDays }, told),
  );
}

const limits: ScriptedCase[] = [
  ...expiring('not within 10', 10, 10, passes(GREETING, SECURED)),
  ...expiring('a warning within 11', 11, null, passes(GREETING, { ...SECURED, anomalies: SOON })),
  ...expiring('a warning within 30, no failure within 7', 30, 7, passes(GREETING, { ...SECURED, anomalies: SOON })),
  ...expiring('a failure within 11', null, 11, WITHIN_LIMIT),
  ...expiring('a failure within 14, not a warning within 30 too', 30, 14, WITHIN_LIMIT),
  session(
    'a failure once expired, also by the policy report',
    'expired',
    { certificate: 'report', warnDays: 30, failDays: 7 },
    fails('tls certificate-expired', DOUBTED),
  ),
  session(
    'no warning once expired',
    'expired',
    { certificate: 'report', warnDays: 30, failDays: null },
    passes(GREETING, { ...DOUBTED, anomalies: ['tls certificate-expired'] }),
  ),
];

function named(host: string, kind: CertificateKind, told: Outcome): ScriptedCase {
  const each = session(host, kind, REQUIRE, told);
  return { ...each, target: { ...each.target, host }, options: { lookup: resolvesTo('127.0.0.1') } };
}

const WRONG_NAME = fails('tls certificate-wrong-name', DOUBTED);
const names: ScriptedCase[] = [
  named('mta.test', 'valid', passes(GREETING, SECURED)),
  named('MTA.Test', 'valid', passes(GREETING, SECURED)),
  named('mta.test.', 'valid', passes(GREETING, SECURED)),
  named('localhost', 'valid', passes(GREETING, SECURED)),
  named('sub.mta.test', 'valid', WRONG_NAME),
  named('test', 'valid', WRONG_NAME),
  named('elsewhere.test', 'wrong-name', passes(GREETING, SECURED)),
  named('mx.wild.test', 'wildcard', passes(GREETING, SECURED)),
  named('MX.WILD.test', 'wildcard', passes(GREETING, SECURED)),
  named('wild.test', 'wildcard', WRONG_NAME),
  named('a.mx.wild.test', 'wildcard', WRONG_NAME),
  named('mx.wild.test', 'partial-wildcard', WRONG_NAME),
  named('m.wild.test', 'partial-wildcard', WRONG_NAME),
  named(
    'other.test',
    'expired',
    fails('tls certificate-expired', { ...DOUBTED, anomalies: ['tls certificate-wrong-name'] }),
  ),
];

/** What the administrator is told besides the meaning of the code. */
const sayings: readonly (readonly [CertificateKind, CertificateCode, says: string])[] = [
  ['expired', 'certificate-expired', 'has expired: on 20'],
  ['expired-self-signed', 'certificate-expired', '; it is also signed by itself.'],
  ['expired-intermediate', 'certificate-chain-invalid', "an issuer's is not valid now (CERT_HAS_EXPIRED)."],
  ['without-intermediate', 'certificate-untrusted', 'UNABLE_TO_'],
  ['wrong-name', 'certificate-wrong-name', 'not 127.0.0.1 but elsewhere.test.'],
  ['odd-name', 'certificate-wrong-name', `not 127.0.0.1 but ${'x'.repeat(196)}...`],
  ['weak-key', 'certificate-weak', 'its key is of RSA with 1024 bits.'],
];
const explained = sayings.map(([kind, code, says]) => ({
  ...session(kind, kind, REQUIRE, fails(`tls ${code}`, DOUBTED)),
  says,
}));

const addresses: ScriptedCase[] = [
  { ...session('127.0.0.1, which it names', 'valid', REQUIRE, passes(GREETING, SECURED)), listensOn: '127.0.0.1' },
  {
    ...session('127.0.0.2, which it does not name', 'valid', REQUIRE, WRONG_NAME),
    listensOn: '127.0.0.2',
    says: 'not 127.0.0.2 but localhost, mta.test, 127.0.0.1, ::1.',
  },
  { ...session('::1, which it names', 'valid', REQUIRE, passes(GREETING, SECURED)), listensOn: '::1' },
];

/** One failure per session: the certificate's gives way to that of the session, which is the greater trouble. */
function turnedAway(name: string, policy: TlsPolicy, told: Outcome, ...after: readonly Step[]): ScriptedCase {
  const server: readonly Step[] = [tls({ certificate: 'expired' }), ...after];
  return { name, server, target: { security: 'tls', tls: policy }, told };
}

const EXPIRED = { ...DOUBTED, anomalies: ['tls certificate-expired'] } as const satisfies Partial<Outcome>;
const UNHEARD = { ...EXPIRED, reply: null, quit: null, heardInTls: '' } as const satisfies Partial<Outcome>;
const precedence: ScriptedCase[] = [REQUIRE, REPORT].flatMap((policy) => [
  turnedAway(
    `421, by the policy ${policy.certificate}`,
    policy,
    fails('greeting greeting-not-available', { ...EXPIRED, reply: [421, 'busy'] }),
    '421 busy\r\n',
    ...FAREWELL,
  ),
  turnedAway(
    `554, by the policy ${policy.certificate}`,
    policy,
    fails('greeting greeting-no-service', { ...EXPIRED, reply: [554, 'no'] }),
    '554 no\r\n',
    ...FAREWELL,
  ),
  turnedAway(
    `a close, by the policy ${policy.certificate}`,
    policy,
    fails('greeting server-closed', UNHEARD),
    HALF_CLOSE,
  ),
  {
    ...turnedAway(
      `silence, by the policy ${policy.certificate}`,
      policy,
      fails('greeting server-silent', UNHEARD),
      LEFT,
    ),
    ends: { deadlineMs: 500 },
  },
]);

/** One that is valid, but for the limit of days. */
const limitGivesWay: ScriptedCase = {
  name: '421, where it expires within the limit',
  server: [tls({ certificate: 'expires-soon' }), '421 busy\r\n', ...FAREWELL],
  target: { security: 'tls', tls: { certificate: 'require', warnDays: null, failDays: 14 } },
  told: fails('greeting greeting-not-available', {
    ...SECURED,
    quit: 221,
    reply: [421, 'busy'],
    anomalies: ['tls certificate-expires-within-limit'],
  }),
};

/** A certificate that fails, and has ten days left. */
const failsAndExpiresSoon: ScriptedCase[] = [
  [30, null],
  [null, 30],
  [30, 14],
].map(([warnDays = null, failDays = null]) => ({
  ...named(
    'other.test',
    'expires-soon',
    fails('tls certificate-wrong-name', { ...DOUBTED, anomalies: ['tls certificate-expires-soon'] }),
  ),
  name: `a warning within ${warnDays}, a failure within ${failDays}`,
  target: { host: 'other.test', security: 'tls', tls: { certificate: 'require', warnDays, failDays } },
}));

const tooLarge = [REQUIRE, REPORT].map((policy) =>
  session(
    `by the policy ${policy.certificate}`,
    'huge',
    policy,
    fails('tls tls-certificate-too-large', { heard: '<TLS>' }),
  ),
);

/** The same after STARTTLS: no second EHLO for a certificate that is refused, but QUIT. */
function afterStartTls(name: string, certificate: CertificateKind, policy: TlsPolicy, told: Outcome): ScriptedCase {
  const before: readonly Step[] = [
    '220 mx.test\r\n',
    EHLO,
    '250-mx.test\r\n250 STARTTLS\r\n',
    STARTTLS,
    '220 go\r\n',
    tls({ certificate }),
  ];
  const hello: readonly Step[] = told.verdict === 'pass' ? [EHLO, '250-mx.test\r\n250 HELP\r\n'] : [];
  return { name, server: [...before, ...hello, ...FAREWELL], target: { security: 'starttls', tls: policy }, told };
}

const ASKED = { heard: `${EHLO_LINE}${STARTTLS_LINE}<TLS>` } as const;
const WENT_ON = { ...ASKED, heardInTls: EHLO_LINE + QUIT_LINE, extensions: ['HELP'] } as const;
const startTls: ScriptedCase[] = [
  afterStartTls('valid', 'valid', REQUIRE, passes(GREETING, { ...SECURED, ...WENT_ON })),
  afterStartTls('large', 'large', REQUIRE, passes(GREETING, { ...SECURED, ...WENT_ON })),
  afterStartTls(
    'expired',
    'expired',
    REQUIRE,
    fails('tls certificate-expired', { ...DOUBTED, ...ASKED, extensions: ['STARTTLS'] }),
  ),
  afterStartTls(
    'wrong-name',
    'wrong-name',
    REQUIRE,
    fails('tls certificate-wrong-name', { ...DOUBTED, ...ASKED, extensions: ['STARTTLS'] }),
  ),
  afterStartTls(
    'self-signed, by the policy report',
    'self-signed',
    REPORT,
    passes(GREETING, { ...DOUBTED, ...WENT_ON, anomalies: ['tls certificate-self-signed'] }),
  ),
  afterStartTls(
    'expiring within the limit',
    'expires-soon',
    { ...REPORT, failDays: 30 },
    fails('tls certificate-expires-within-limit', {
      ...SECURED,
      ...ASKED,
      quit: 221,
      reply: GREETING,
      extensions: ['STARTTLS'],
    }),
  ),
  afterStartTls(
    'huge',
    'huge',
    REPORT,
    fails('tls tls-certificate-too-large', { ...ASKED, reply: GREETING, extensions: ['STARTTLS'] }),
  ),
];

describeServers('a certificate', () => {
  const kinds = [...sound, ...doubtful.map(([kind]) => kind), 'huge', 'wildcard', 'partial-wildcard'] as const;
  beforeAll(() => prepareCertificates(...kinds));

  describe('is accepted:', () => itHolds(accepted));
  describe('is refused by the policy require:', () => itHolds(refused));
  describe('is reported by the policy report:', () => itHolds(reported));
  describe('with ten days left is', () => itHolds(limits));
  describe('is held against the name', () => itHolds(names));
  describe('fails, and expires soon: with', () => itHolds(failsAndExpiresSoon));
  describe('is explained:', () => itHolds(explained));
  describe('that is expired is not all that is wrong:', () => itHolds([...precedence, limitGivesWay]));
  describe('is held against the address', () => itHolds(addresses));
  describe('over 100 KiB fails the handshake', () => itHolds(tooLarge));
  describe('after STARTTLS is', () => itHolds(startTls));
});
