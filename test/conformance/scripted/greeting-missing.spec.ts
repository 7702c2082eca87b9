import { describe } from 'vitest';
import { describeServers, itHolds, type ScriptedCase } from './support/cases.js';
import { fails, WHILE_TALKING } from './support/expected.js';
import { CLOSE, dribble, forever, HALF_CLOSE, LEFT, pause, RESET, SETTLED, type Step } from './support/steps.js';

type Trouble =
  | 'server-silent'
  | 'server-dribbling'
  | 'server-closed'
  | 'server-closed-mid-reply'
  | 'connection-reset'
  | 'protocol-not-smtp';

const DEADLINE_MS = 400;

/** The server ends the session. */
function ending(name: string, code: Trouble, ...server: Step[]): ScriptedCase {
  const isGone = server.includes(CLOSE) || server.includes(RESET);
  return { name, server: [SETTLED, ...server], told: fails(`greeting ${code}`, { end: isGone ? 'unseen' : 'FIN' }) };
}

/** The same for a protocol whose lines end with LF. */
function endingWithLf(name: string, line: string): ScriptedCase {
  const told = fails('greeting protocol-not-smtp', { anomalies: ['greeting bare-line-feed'] });
  return { name, server: [line], told };
}

/** The server never ends the session. */
function stalling(name: string, code: Trouble, ...server: Step[]): ScriptedCase {
  return { name, server: [...server, LEFT], ends: { deadlineMs: DEADLINE_MS }, told: fails(`greeting ${code}`) };
}

/** The server still sends at the deadline. */
function dripping(name: string, ...server: Step[]): ScriptedCase {
  return {
    ...stalling(name, 'server-dribbling', ...server),
    told: fails('greeting server-dribbling', { end: WHILE_TALKING }),
  };
}

const closes: ScriptedCase[] = [
  ending('with a close, at once', 'server-closed', CLOSE),
  ending('with a FIN, at once', 'server-closed', HALF_CLOSE),
  ending('with a FIN, after a while', 'server-closed', pause(300), HALF_CLOSE),
  ending('with a reset, at once', 'connection-reset', RESET),
  ending('with a reset, after a while', 'connection-reset', pause(300), RESET),
  {
    name: 'with a reset before it could be looked at',
    server: [RESET],
    told: fails('greeting connection-reset', { end: 'unseen' }),
  },
  ending('with a close after an octet', 'server-closed-mid-reply', '2', CLOSE),
  ending('with a close after the code', 'server-closed-mid-reply', '220', CLOSE),
  ending('with a close before the line end', 'server-closed-mid-reply', '220 mx.test ESMTP', CLOSE),
  ending('with a FIN before the line end', 'server-closed-mid-reply', '220 mx.test ESMTP', HALF_CLOSE),
  ending('with a close between CR and LF', 'server-closed-mid-reply', '220 mx.test ESMTP\r', CLOSE),
  ending('with a close after a line that is not the last', 'server-closed-mid-reply', '220-mx\r\n', CLOSE),
  ending('with a FIN after a line that is not the last', 'server-closed-mid-reply', '220-mx\r\n', HALF_CLOSE),
  ending('with a close within the second line', 'server-closed-mid-reply', '220-mx\r\n220', CLOSE),
  ending('with a reset after an octet', 'connection-reset', '2', pause(30), RESET),
  ending('with a reset before the line end', 'connection-reset', '220 mx.test ESMTP', pause(30), RESET),
  ending('with a reset after a line that is not the last', 'connection-reset', '220-mx\r\n', pause(30), RESET),
  ending('with a close after garbage', 'protocol-not-smtp', 'what is this', CLOSE),
  ending('with a close after an empty line', 'protocol-not-smtp', '\r\n', CLOSE),
];

const stalls: ScriptedCase[] = [
  stalling('with nothing', 'server-silent'),
  stalling('with an octet', 'server-dribbling', '2'),
  stalling('with the code', 'server-dribbling', '220'),
  stalling('with the code and a space', 'server-dribbling', '220 '),
  stalling('with a line without its end', 'server-dribbling', '220 mx.test ESMTP'),
  stalling('with a line and CR', 'server-dribbling', '220 mx.test ESMTP\r'),
  stalling('with lines that end with a bare CR', 'server-dribbling', '220-mx\r220 mx\r'),
  stalling('with a line that is not the last', 'server-dribbling', '220-mx.test\r\n'),
  stalling('with many lines of which none is the last', 'server-dribbling', '220-mx.test\r\n'.repeat(100)),
  dripping('with a line from time to time', forever('220-please wait\r\n', 30)),
  dripping('with octets one by one', dribble('220-mx'), forever('x', 10)),
  stalling('with a line that cannot become a reply', 'protocol-not-smtp', 'login: '),
];

/** Servers of other protocols that wait for the client to begin. */
const quiet: ScriptedCase[] = ['HTTP', 'Redis', 'TLS from the start', 'RDP', 'SMB'].map((name) =>
  stalling(`of ${name}`, 'server-silent'),
);

/** Servers of other protocols that speak first. */
const talkative: ScriptedCase[] = [
  ending(
    'of HTTP, that answers before it is asked',
    'protocol-not-smtp',
    'HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n',
  ),
  ending('of SSH', 'protocol-not-smtp', 'SSH-2.0-OpenSSH_9.6p1 Debian-3\r\n'),
  ending('of POP3', 'protocol-not-smtp', '+OK Dovecot ready.\r\n'),
  ending('of IMAP', 'protocol-not-smtp', '* OK [CAPABILITY IMAP4rev1] ready.\r\n'),
  endingWithLf('of MySQL', 'J\0\0\0\x0a8.0.36\0\x0b\0\0\0'),
  endingWithLf('of VNC', 'RFB 003.008\n'),
  endingWithLf('of rsync', '@RSYNCD: 31.0\n'),
  ending('of Redis, in protected mode', 'protocol-not-smtp', '-DENIED Redis is running in protected mode\r\n'),
  ending('of TLS, with an alert and a close', 'protocol-not-smtp', '\x15\x03\x01\x00\x02\x02\x46', CLOSE),
  ending('of memcached, with an error', 'protocol-not-smtp', 'ERROR\r\n'),
  stalling('of Telnet', 'protocol-not-smtp', '\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23\xff\xfd\x27'),
  stalling('of SOCKS, in binary', 'protocol-not-smtp', '\x05\x00'),
];

describeServers('a session without a greeting', () => {
  describe('ends by the server', () => itHolds(closes));
  describe('is left at the deadline', () => itHolds(stalls));
  describe('is told from one that waits for the client', () => itHolds(quiet));
  describe('is told to be another protocol', () => itHolds(talkative));
});
