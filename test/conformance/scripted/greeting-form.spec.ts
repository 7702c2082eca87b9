import { describe } from 'vitest';
import { describeServers, itHolds, type ScriptedCase } from './support/cases.js';
import { fails, passes } from './support/expected.js';
import { CLOSE, dribble, FAREWELL, forever, greets, HALF_CLOSE, pause, QUIT } from './support/steps.js';

/** A greeting line of so many octets, CRLF included, and its text. */
function lineOf(octets: number): { readonly line: string; readonly text: string } {
  const text = 'x'.repeat(octets - '220 \r\n'.length);
  return { line: `220 ${text}\r\n`, text };
}

/** A greeting of so many octets, in lines of 512 and a last one of what is left. */
function greetingOf(octets: number): { readonly greeting: string; readonly texts: string[] } {
  const full = Math.ceil(octets / 512) - 1;
  const text = 'x'.repeat(506);
  const last = lineOf(octets - full * 512);
  return {
    greeting: `220-${text}\r\n`.repeat(full) + last.line,
    texts: [...Array<string>(full).fill(text), last.text],
  };
}

/** A greeting of so many short lines. */
function linesOf(count: number): string {
  return '220-x\r\n'.repeat(count - 1) + '220 x\r\n';
}

const wellFormed: ScriptedCase[] = [
  { name: 'one line', server: greets('220 mx.test ESMTP\r\n'), told: passes([220, 'mx.test ESMTP']) },
  {
    name: 'several lines',
    server: greets('220-one\r\n220-two\r\n220 three\r\n'),
    told: passes([220, 'one', 'two', 'three']),
  },
  { name: '220 without text', server: greets('220\r\n'), told: passes([220, '']) },
  { name: '220 and a space', server: greets('220 \r\n'), told: passes([220, '']) },
  { name: '220- and 220 without text', server: greets('220-\r\n220\r\n'), told: passes([220, '', '']) },
  { name: 'two spaces after the code', server: greets('220  mx\r\n'), told: passes([220, ' mx']) },
  { name: 'a tab in the text', server: greets('220 \tmx\r\n'), told: passes([220, '\\x09mx']) },
  {
    name: 'a refusal in the text',
    server: greets('220 554 no service, closing\r\n'),
    told: passes([220, '554 no service, closing']),
  },
  { name: 'an enhanced status code', server: greets('220 2.0.0 mx\r\n'), told: passes([220, '2.0.0 mx']) },
  {
    name: 'an octet at a time',
    server: [dribble('220-mx\r\n220 ready\r\n'), QUIT, dribble('221 bye\r\n'), HALF_CLOSE],
    told: passes([220, 'mx', 'ready']),
  },
  {
    name: 'CR and LF in segments of their own',
    server: greets('220-a\r', pause(20), '\n220 b\r', pause(20), '\n'),
    told: passes([220, 'a', 'b']),
  },
  {
    name: 'a code split between segments',
    server: greets('2', pause(20), '20', pause(20), ' mx\r\n'),
    told: passes([220, 'mx']),
  },
  {
    name: 'a teaser line before the rest',
    server: greets('220-mx.test\r\n', pause(300), '220 mx.test ESMTP\r\n'),
    told: passes([220, 'mx.test', 'mx.test ESMTP']),
  },
  {
    name: 'FTP, whose codes are the same',
    server: greets('220 (vsFTPd 3.0.5)\r\n'),
    told: passes([220, '(vsFTPd 3.0.5)']),
  },
];

const sloppy: ScriptedCase[] = [
  {
    name: 'a bare LF',
    server: greets('220 mx\n'),
    told: passes([220, 'mx'], { anomalies: ['greeting bare-line-feed'] }),
  },
  {
    name: 'one bare LF among CRLF',
    server: greets('220-a\r\n220-b\n220 c\r\n'),
    told: passes([220, 'a', 'b', 'c'], { anomalies: ['greeting bare-line-feed'] }),
  },
  {
    name: 'LF CR',
    server: greets('220 mx\n\r'),
    told: passes([220, 'mx'], { anomalies: ['greeting bare-line-feed', 'greeting talks-out-of-turn'] }),
  },
  { name: 'CR CR LF', server: greets('220 mx\r\r\n'), told: passes([220, 'mx\\x0d']) },
  { name: 'a bare CR in the text', server: greets('220 a\rb\r\n'), told: passes([220, 'a\\x0db']) },
  { name: 'NUL in the text', server: greets('220 a\0b\r\n'), told: passes([220, 'a\\x00b']) },
  { name: 'UTF-8 in the text', server: greets('220 caf\xc3\xa9\r\n'), told: passes([220, 'caf\\xc3\\xa9']) },
  { name: 'every octet but LF', server: greets(`220 ${everyOctet()}\r\n`), told: passes([220, everyOctetEscaped()]) },
  {
    name: 'terminal escapes in the text',
    server: greets('220 \x1b[2J\x1b]0;x\x07\r\n'),
    told: passes([220, '\\x1b[2J\\x1b]0;x\\x07']),
  },
  { name: 'a line of 511 octets', server: greets(lineOf(511).line), told: passes([220, lineOf(511).text]) },
  { name: 'a line of 512 octets', server: greets(lineOf(512).line), told: passes([220, lineOf(512).text]) },
  {
    name: 'a line of 513 octets',
    server: greets(lineOf(513).line),
    told: passes([220, lineOf(513).text], { anomalies: ['greeting line-too-long'] }),
  },
  {
    name: 'a long line with a bare LF',
    server: greets(`220 ${'x'.repeat(600)}\n`),
    told: passes([220, 'x'.repeat(600)], { anomalies: ['greeting line-too-long', 'greeting bare-line-feed'] }),
  },
  { name: '511 lines', server: greets(linesOf(511)), told: passes([220, ...Array<string>(511).fill('x')]) },
  {
    name: '65,535 octets',
    server: greets(greetingOf(65_535).greeting),
    told: passes([220, ...greetingOf(65_535).texts]),
  },
];

function everyOctet(): string {
  return String.fromCharCode(...Array.from({ length: 256 }, (_, octet) => octet).filter((octet) => octet !== 0x0a));
}

function everyOctetEscaped(): string {
  return everyOctet().replace(/[^\x20-\x7e]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

const malformed: ScriptedCase[] = [
  {
    name: 'different codes in one reply',
    server: ['220-a\r\n250 b\r\n'],
    told: fails('greeting protocol-mixed-codes'),
  },
  {
    name: 'a refusal as the last line of a 220',
    server: ['220-a\r\n554 no\r\n'],
    told: fails('greeting protocol-mixed-codes'),
  },
  {
    name: 'a line without code inside a reply',
    server: ['220-a\r\nwelcome\r\n220 b\r\n'],
    told: fails('greeting protocol-not-smtp'),
  },
  {
    name: 'an empty line first',
    server: ['\r\n220 mx\r\n'],
    told: fails('greeting protocol-not-smtp'),
    says: ': an empty line.',
  },
  {
    name: 'an empty line inside a reply',
    server: ['220-a\r\n\r\n220 b\r\n'],
    told: fails('greeting protocol-not-smtp'),
  },
  { name: 'a code with a letter', server: ['22O mx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: 'a code of two digits', server: ['22 mx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: 'a code of four digits', server: ['2200 mx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: 'a space before the code', server: [' 220 mx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: 'NUL before the code', server: ['\x00220 mx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: 'a byte order mark', server: ['\xef\xbb\xbf220 mx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: 'a tab after the code', server: ['220\tmx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: 'text right after the code', server: ['220mx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: 'a full stop after the code', server: ['220.mx\r\n'], told: fails('greeting protocol-not-smtp') },
  { name: '512 lines', server: [linesOf(512)], told: fails('greeting protocol-reply-too-long') },
  { name: '65,536 octets', server: [greetingOf(65_536).greeting], told: fails('greeting protocol-reply-too-long') },
  {
    name: 'a line of 64 KiB',
    server: [`220 ${'x'.repeat(65_536)}\r\n`],
    told: fails('greeting protocol-reply-too-long'),
  },
  {
    name: 'a line that never ends',
    server: ['220 ', forever('x'.repeat(4096))],
    told: fails('greeting protocol-reply-too-long'),
  },
  {
    name: 'lines that never end',
    server: [forever('220-x\r\n'.repeat(40))],
    told: fails('greeting protocol-reply-too-long'),
  },
  {
    name: 'chargen: octets that never end',
    server: [forever('!"#$%&'.repeat(1000))],
    told: fails('greeting protocol-reply-too-long'),
  },
];

const outOfTurn: ScriptedCase[] = [
  {
    name: 'two greetings at once',
    server: greets('220 a\r\n220 b\r\n'),
    told: passes([220, 'a'], { anomalies: ['greeting talks-out-of-turn'] }),
  },
  {
    name: 'a second greeting in answer to QUIT',
    server: ['220 a\r\n', QUIT, '220 b\r\n', '221 bye\r\n', CLOSE],
    told: passes([220, 'a'], { quit: 220, anomalies: ['quit quit-unexpected'], end: 'unseen' }),
  },
  {
    name: 'a refusal right after 220',
    server: greets('220 a\r\n', '554 no\r\n'),
    told: passes([220, 'a'], { anomalies: ['greeting talks-out-of-turn'] }),
  },
  {
    name: '221 at once, and none after QUIT',
    server: ['220 a\r\n221 bye\r\n', QUIT, CLOSE],
    told: passes([220, 'a'], {
      quit: null,
      anomalies: ['greeting talks-out-of-turn', 'quit server-closed'],
      end: 'unseen',
    }),
  },
  {
    name: '221 at once, and another after QUIT',
    server: greets('220 a\r\n221 bye\r\n'),
    told: passes([220, 'a'], { anomalies: ['greeting talks-out-of-turn'] }),
  },
  {
    name: 'garbage right after 220',
    server: greets('220 a\r\n\0\0\0'),
    told: passes([220, 'a'], { anomalies: ['greeting talks-out-of-turn'] }),
  },
];

// Long enough that a connection which takes a while on a busy machine does not excuse it.
const slow: ScriptedCase[] = [
  {
    name: 'after 3 s',
    server: [pause(3000), '220 mx\r\n', ...FAREWELL],
    ends: { afterMs: 3000 },
    told: passes([220, 'mx'], { anomalies: ['greeting greeting-slow'] }),
  },
  {
    name: 'after 0.6 s',
    server: [pause(600), '220 mx\r\n', ...FAREWELL],
    ends: { afterMs: 600 },
    told: passes([220, 'mx']),
  },
  {
    name: 'of which the last line comes after 3 s',
    server: ['220-mx\r\n', pause(3000), '220 mx\r\n', ...FAREWELL],
    ends: { afterMs: 3000 },
    told: passes([220, 'mx', 'mx'], { anomalies: ['greeting greeting-slow'] }),
  },
];

describeServers('a greeting', () => {
  describe('in good form', () => itHolds(wellFormed));
  describe('that is sloppy', () => itHolds(sloppy));
  describe('that is no reply', () => itHolds(malformed));
  describe('with more behind it', () => itHolds(outOfTurn));
  describe('that is slow', () => itHolds(slow));
});
