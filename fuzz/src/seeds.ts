import { type Action, CERTIFICATES, type FuzzInput, TLS_VERSIONS } from './input.js';

/** Pieces of SMTP that are worth putting in. */
export const TOKENS: readonly string[] = [
  '220 ',
  '220-',
  '221 ',
  '250 ',
  '250-',
  '354 ',
  '421 ',
  '450 ',
  '454 ',
  '500 ',
  '502 ',
  '521 ',
  '554 ',
  '000 ',
  '999 ',
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '-',
  '220',
  '220 mx.example.com ESMTP\r\n',
  '220-mx.example.com\r\n',
  '221 2.0.0 Bye\r\n',
  '250 ok\r\n',
  '250-STARTTLS\r\n',
  '250 STARTTLS\r\n',
  '250-SIZE 10240000\r\n',
  '250 starttls\r\n',
  '220 2.0.0 Ready to start TLS\r\n',
  '454 4.7.0 TLS not available\r\n',
  '502 5.5.2 not known\r\n',
  '5.7.1 ',
  '4.7.0 ',
  '2.0.0',
  'SSH-2.0-OpenSSH_9.6\r\n',
  'HTTP/1.1 400 Bad Request\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  '\x15\x03\x03\x00\x02\x02\x28',
  '\x1b[2J',
  '\xff\xfb\x01',
  '\xc3\xa9',
  'x'.repeat(507),
  'x'.repeat(1024),
];

/** What the server may wait for. */
export const HEARABLE: readonly string[] = ['QUIT\r\n', 'EHLO ', 'HELO ', 'STARTTLS\r\n', '\r\n', '\n'];

const send = (octets: string): Action => ({ do: 'send', octets });
const dribble = (octets: string): Action => ({ do: 'dribble', octets });
const hear = (text: string): Action => ({ do: 'hear', text });

const PLAIN: FuzzInput = {
  actions: [send('220 mx.example.com ESMTP\r\n'), hear('QUIT\r\n'), send('221 2.0.0 Bye\r\n'), { do: 'half-close' }],
  host: 'address',
  target: {
    addressFamily: 'any',
    ehloName: null,
    security: 'none',
    strictQuit: false,
    tls: { certificate: 'require', warnDays: null, failDays: null },
  },
  maxTestDurationMs: 250,
  abortAfterMs: null,
  gateMs: null,
};
const EHLO: FuzzInput['target'] = { ...PLAIN.target, ehloName: 'probe.example.com' };

/** A session without EHLO. */
function plain(...actions: readonly Action[]): FuzzInput {
  return { ...PLAIN, actions };
}

/** A session with EHLO, which is answered so. */
function ehlo(answer: string, ...rest: readonly Action[]): FuzzInput {
  const actions = [
    send('220 mx ESMTP\r\n'),
    hear('EHLO '),
    send(answer),
    ...rest,
    hear('QUIT\r\n'),
    send('221 bye\r\n'),
  ];
  return { ...PLAIN, actions, target: EHLO };
}

/** Known dialogues to begin with. */
export const PLAIN_SEEDS: readonly FuzzInput[] = [
  PLAIN,
  { ...PLAIN, target: { ...PLAIN.target, strictQuit: true } },
  { ...PLAIN, host: 'name' },
  { ...PLAIN, host: 'name-after-refused' },
  { ...PLAIN, host: 'refused' },
  { ...PLAIN, gateMs: 0 },
  { ...PLAIN, gateMs: 10, host: 'name-after-refused' },
  { ...PLAIN, target: { ...PLAIN.target, addressFamily: 'ipv6' } },
  { ...PLAIN, host: 'name-unknown' },
  { ...PLAIN, host: 'name-slow', maxTestDurationMs: 40 },
  { ...PLAIN, abortAfterMs: 5, actions: [] },
  plain(send('220-mx.example.com\r\n220-no spam\r\n220 ready\r\n'), hear('QUIT\r\n'), send('221-so\r\n221 long\r\n')),
  plain(dribble('220 mx\r\n'), hear('QUIT\r\n'), dribble('221 bye\r\n'), { do: 'close' }),
  plain(send('554 5.7.1 No service\r\n'), hear('QUIT\r\n'), send('221 bye\r\n')),
  plain(send('421 4.3.2 shutting down\r\n'), { do: 'half-close' }),
  plain(send('521 no mail here\r\n'), { do: 'reset' }),
  plain(send('450 4.7.1 later\r\n'), hear('QUIT\r\n'), send('221 bye\r\n')),
  plain(send('220 one\r\n220 two\r\n'), hear('QUIT\r\n'), send('250 ok\r\n')),
  plain(send('220-one\r\n250 two\r\n')),
  plain(send('220 mx\n'), hear('QUIT\r\n'), send('221 bye\n')),
  plain(send('SSH-2.0-OpenSSH_9.6\r\n'), { do: 'half-close' }),
  plain(send(`220 ${'x'.repeat(600)}\r\n`), hear('QUIT\r\n'), send('221 bye\r\n')),
  plain(send('220-x\r\n'.repeat(520))),
  plain(send(`220 ${'x'.repeat(66_000)}`)),
  plain({ do: 'half-close' }),
  plain({ do: 'reset' }),
  plain(send('220-mx\r\n'), { do: 'close' }),
  { ...plain(), maxTestDurationMs: 40 },
  { ...plain(send('220-mx\r\n220'), { do: 'linger' }), maxTestDurationMs: 40 },
  { ...plain(send('220 mx\r\n'), { do: 'stop-reading' }, { do: 'linger' }), maxTestDurationMs: 60 },
  plain(send('220 mx\r\n'), { do: 'pause', ms: 3 }, send('250 what\r\n'), hear('QUIT\r\n'), { do: 'reset' }),
  ehlo('250-mx\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250 8BITMIME\r\n'),
  ehlo('502 5.5.2 not known\r\n', hear('HELO '), send('250 mx\r\n')),
  ehlo('502 5.5.2 not known\r\n', hear('HELO '), send('550 go away\r\n')),
  ehlo('450 later\r\n'),
  ehlo('250-mx\r\n', { do: 'half-close' }),
];

const TLS: Action = { do: 'tls', certificate: 'trusted', version: 'TLSv1.3', damage: null };
const FAREWELL: readonly Action[] = [hear('QUIT\r\n'), send('221 bye\r\n'), { do: 'half-close' }];
const TLS_BASE: FuzzInput = { ...PLAIN, host: 'name', maxTestDurationMs: 400 };
const UP_TO_STARTTLS: readonly Action[] = [
  send('220 mx ESMTP\r\n'),
  hear('EHLO '),
  send('250-mx\r\n250-STARTTLS\r\n250 SIZE 1\r\n'),
  hear('STARTTLS\r\n'),
];

function implicit(...actions: readonly Action[]): FuzzInput {
  return { ...TLS_BASE, target: { ...PLAIN.target, security: 'tls' }, actions };
}

function startTls(...actions: readonly Action[]): FuzzInput {
  return { ...TLS_BASE, target: { ...EHLO, security: 'starttls' }, actions };
}

const READY = send('220 Ready\r\n');
const AFTER: readonly Action[] = [hear('EHLO '), send('250-mx\r\n250 SIZE 1\r\n'), ...FAREWELL];

/** Dialogues with TLS. They are dear, so they make a share of their own. */
export const TLS_SEEDS: readonly FuzzInput[] = [
  ...CERTIFICATES.map((certificate) => implicit({ ...TLS, certificate }, send('220 mx\r\n'), ...FAREWELL)),
  ...TLS_VERSIONS.map((version) => startTls(...UP_TO_STARTTLS, READY, { ...TLS, version }, ...AFTER)),
  reporting(implicit({ ...TLS, certificate: 'odd-names' }, send('220 mx\r\n'), ...FAREWELL)),
  reporting(implicit({ ...TLS, certificate: 'soon' }, send('554 no\r\n'), ...FAREWELL)),
  { ...startTls(...UP_TO_STARTTLS, READY, TLS, ...AFTER), target: { ...PLAIN.target, security: 'starttls' } },
  startTls(...UP_TO_STARTTLS, send('454 not now\r\n'), ...FAREWELL),
  startTls(...UP_TO_STARTTLS, send('220 Ready\r\n250 injected\r\n'), TLS, ...AFTER),
  startTls(send('220 mx ESMTP\r\n'), hear('EHLO '), send('250 mx\r\n'), ...FAREWELL),
  startTls(send('220 mx ESMTP\r\n'), hear('EHLO '), send('502 no\r\n'), ...FAREWELL),
  startTls(...UP_TO_STARTTLS, READY, TLS, hear('EHLO '), send('502 no\r\n'), ...FAREWELL),
  startTls(...UP_TO_STARTTLS, READY, send('this is no TLS at all\r\n'), { do: 'half-close' }),
  implicit(send('220 mx\r\n'), ...FAREWELL),
  implicit({ do: 'half-close' }),
  implicit({ do: 'reset' }),
  implicit(send('\x15\x03\x03\x00\x02\x02\x28'), { do: 'half-close' }),
  implicit(TLS, send('220 mx\r\n'), { do: 'send-below', octets: 'garbage below' }, ...FAREWELL),
  implicit({ ...TLS, damage: { at: 300, how: 'flip' } }, send('220 mx\r\n'), ...FAREWELL),
  implicit({ ...TLS, version: 'TLSv1.2', damage: { at: 150, how: 'flip' } }, send('220 mx\r\n'), ...FAREWELL),
  implicit({ ...TLS, damage: { at: 200, how: 'cut' } }),
  { ...implicit({ ...TLS, damage: { at: 200, how: 'drop' } }), maxTestDurationMs: 60 },
  { ...implicit(), maxTestDurationMs: 60 },
];

/** Certificates are looked at, but do not fail it, unless they end within a week. */
function reporting(input: FuzzInput): FuzzInput {
  return { ...input, target: { ...input.target, tls: { certificate: 'report', warnDays: 30, failDays: 7 } } };
}
