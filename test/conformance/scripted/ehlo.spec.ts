import { describe } from 'vitest';
import { describeServers, itHolds, type ScriptedCase } from './support/cases.js';
import { type Outcome, passes, type ReplyLines } from './support/expected.js';
import {
  CLOSE,
  dribble,
  EHLO,
  EHLO_LINE,
  EHLO_NAME,
  FAREWELL,
  HALF_CLOSE,
  HELO,
  HELO_LINE,
  LEFT,
  pause,
  QUIT,
  QUIT_LINE,
  RESET,
  SETTLED,
  type Step,
} from './support/steps.js';

const GREETING: ReplyLines = [220, 'mx.test'];
const TO_DEADLINE = { deadlineMs: 400 } as const;

/** A session that says EHLO because the target has a name for it: nothing depends on the answer. */
function session(
  name: string,
  steps: readonly Step[],
  outcome: Partial<Outcome>,
  ends?: ScriptedCase['ends'],
): ScriptedCase {
  return {
    name,
    server: [SETTLED, '220 mx.test\r\n', ...steps],
    target: { ehloName: EHLO_NAME },
    told: passes(GREETING, { heard: EHLO_LINE + QUIT_LINE, ...outcome }),
    ...(ends && { ends }),
  };
}

/** EHLO is answered in one way, and the session goes on. */
function answer(name: string, reply: string, outcome: Partial<Outcome>): ScriptedCase {
  return session(name, [EHLO, reply, ...FAREWELL], outcome);
}

const answers: ScriptedCase[] = [
  answer('one line', '250 mx.test\r\n', { extensions: [] }),
  answer('without text', '250\r\n', { extensions: [] }),
  answer('extensions', '250-mx.test\r\n250-SIZE 10240000\r\n250-8BITMIME\r\n250 STARTTLS\r\n', {
    extensions: ['SIZE 10240000', '8BITMIME', 'STARTTLS'],
  }),
  answer('in lower case', '250-mx.test\r\n250 starttls\r\n', { extensions: ['starttls'] }),
  answer('empty keywords', '250-mx.test\r\n250-\r\n250 SIZE\r\n', { extensions: ['SIZE'] }),
  answer('8-bit keywords', '250-mx.test\r\n250 \xff\0\r\n', { extensions: ['\\xff\\x00'] }),
  answer('a bare LF', '250-mx.test\n250 SIZE\n', { extensions: ['SIZE'], anomalies: ['ehlo bare-line-feed'] }),
  answer('a line of 600 octets', `250-mx.test\r\n250 AUTH ${'X'.repeat(591)}\r\n`, {
    extensions: [`AUTH ${'X'.repeat(591)}`],
    anomalies: ['ehlo line-too-long'],
  }),
  answer('twice', '250 mx.test\r\n250 mx.test\r\n', { extensions: [], anomalies: ['ehlo talks-out-of-turn'] }),
  answer('with 221 at once', '250 mx.test\r\n221 bye\r\n', { extensions: [], anomalies: ['ehlo talks-out-of-turn'] }),
  session('an octet at a time', [EHLO, dribble('250-mx.test\r\n250 SIZE\r\n'), ...FAREWELL], { extensions: ['SIZE'] }),
];

const refusals: ScriptedCase[] = [
  session('500, and HELO is known', [EHLO, '500 what\r\n', HELO, '250 mx.test\r\n', ...FAREWELL], {
    heard: EHLO_LINE + HELO_LINE + QUIT_LINE,
    anomalies: ['ehlo ehlo-unsupported'],
  }),
  session('502, and HELO is known', [EHLO, '502 5.5.1 what\r\n', HELO, '250 mx.test\r\n', ...FAREWELL], {
    heard: EHLO_LINE + HELO_LINE + QUIT_LINE,
    anomalies: ['ehlo ehlo-unsupported'],
  }),
  session('550, and HELO too', [EHLO, '550 no\r\n', HELO, '550 no\r\n', ...FAREWELL], {
    heard: EHLO_LINE + HELO_LINE + QUIT_LINE,
    anomalies: ['ehlo ehlo-refused'],
  }),
  session('502, and HELO is refused for now', [EHLO, '502 what\r\n', HELO, '450 later\r\n', ...FAREWELL], {
    heard: EHLO_LINE + HELO_LINE + QUIT_LINE,
    anomalies: ['ehlo ehlo-refused'],
  }),
  session('502, and HELO gets garbage', [EHLO, '502 what\r\n', HELO, 'hello\r\n', ...FAREWELL], {
    heard: EHLO_LINE + HELO_LINE + QUIT_LINE,
    anomalies: ['ehlo protocol-not-smtp', 'ehlo ehlo-refused'],
  }),
  session('502, and HELO a close', [EHLO, '502 what\r\n', HELO, HALF_CLOSE], {
    heard: EHLO_LINE + HELO_LINE,
    quit: null,
    anomalies: ['ehlo server-closed', 'ehlo ehlo-refused'],
  }),
  session(
    '502, and HELO silence',
    [EHLO, '502 what\r\n', HELO, LEFT],
    { heard: EHLO_LINE + HELO_LINE + QUIT_LINE, quit: null, anomalies: ['ehlo server-silent', 'ehlo ehlo-refused'] },
    TO_DEADLINE,
  ),
  answer('450', '450 later\r\n', { anomalies: ['ehlo ehlo-refused'] }),
  answer('354', '354 go on\r\n', { anomalies: ['ehlo ehlo-unexpected'] }),
  session('421 and a FIN', [EHLO, '421 busy\r\n', HALF_CLOSE], {
    quit: null,
    anomalies: ['ehlo ehlo-refused', 'quit server-closed'],
  }),
  answer('garbage', 'hello there\r\n', { anomalies: ['ehlo protocol-not-smtp'] }),
  answer('mixed codes', '250-mx.test\r\n220 mx\r\n', { anomalies: ['ehlo protocol-mixed-codes'] }),
  answer('251', '251 elsewhere\r\n', { anomalies: ['ehlo ehlo-unexpected'] }),
  session('502, and HELO is answered by 220', [EHLO, '502 what\r\n', HELO, '220 mx.test\r\n', ...FAREWELL], {
    heard: EHLO_LINE + HELO_LINE + QUIT_LINE,
    anomalies: ['ehlo ehlo-refused'],
  }),
  session('502, and HELO gets an endless reply', [EHLO, '502 what\r\n', HELO, '250-X\r\n'.repeat(600)], {
    verdict: 'ehlo protocol-reply-too-long',
    heard: EHLO_LINE + HELO_LINE,
    quit: null,
    anomalies: ['ehlo ehlo-refused'],
  }),
  session('an endless reply', [EHLO, '250-X\r\n'.repeat(600)], {
    verdict: 'ehlo protocol-reply-too-long',
    heard: EHLO_LINE,
    quit: null,
  }),
];

const GONE = { heard: EHLO_LINE, end: 'unseen', quit: null } as const;
const losses: ScriptedCase[] = [
  session('a close before it', [CLOSE], {
    ...GONE,
    heard: '',
    anomalies: ['ehlo server-closed'],
  }),
  session('a FIN before it', [HALF_CLOSE], {
    heard: EHLO_LINE,
    quit: null,
    anomalies: ['ehlo server-closed'],
  }),
  session('a reset before it', [RESET], {
    ...GONE,
    heard: '',
    anomalies: ['ehlo connection-reset'],
  }),
  session('a close', [EHLO, CLOSE], { ...GONE, anomalies: ['ehlo server-closed'] }),
  session('a FIN', [EHLO, HALF_CLOSE], {
    heard: EHLO_LINE,
    quit: null,
    anomalies: ['ehlo server-closed'],
  }),
  session('a reset', [EHLO, RESET], { ...GONE, anomalies: ['ehlo connection-reset'] }),
  session('half a reply and a close', [EHLO, '250-mx.test\r\n250', CLOSE], {
    ...GONE,
    anomalies: ['ehlo server-closed-mid-reply'],
  }),
  session('half a reply and a FIN', [EHLO, '250-mx.test\r\n250', HALF_CLOSE], {
    heard: EHLO_LINE,
    quit: null,
    anomalies: ['ehlo server-closed-mid-reply'],
  }),
  session('half a reply and a reset', [EHLO, '250-mx.test\r\n', pause(30), RESET], {
    ...GONE,
    anomalies: ['ehlo connection-reset'],
  }),
  session('a reply and a close', [EHLO, '250 mx.test\r\n', CLOSE], {
    ...GONE,
    extensions: [],
    anomalies: ['quit server-closed'],
  }),
  session('a reply and a reset', [EHLO, '250 mx.test\r\n', RESET], {
    ...GONE,
    extensions: [],
    anomalies: ['quit connection-reset'],
  }),
  session('silence', [EHLO, LEFT], { quit: null, anomalies: ['ehlo server-silent'] }, TO_DEADLINE),
  session(
    'half a reply and silence',
    [EHLO, '250-mx.test\r\n', LEFT],
    { quit: null, anomalies: ['ehlo server-dribbling'] },
    TO_DEADLINE,
  ),
];

/** Late replies: what answers EHLO must not pass for the answer to QUIT. */
const shifted: ScriptedCase[] = [
  {
    name: 'the greeting and the answer in one segment',
    server: [SETTLED, '220 mx.test\r\n250 mx.test\r\n', EHLO, QUIT, '221 bye\r\n', HALF_CLOSE],
    target: { ehloName: EHLO_NAME },
    ends: TO_DEADLINE,
    told: passes(GREETING, {
      heard: EHLO_LINE + QUIT_LINE,
      quit: null,
      anomalies: ['greeting talks-out-of-turn', 'ehlo server-silent'],
    }),
  },
  answer('220 once more in its place', '220 mx.test\r\n250 mx.test\r\n', {
    anomalies: ['ehlo talks-out-of-turn', 'ehlo ehlo-unexpected'],
  }),
];

/** With strictQuit too, what follows from trouble is not held against QUIT; what follows from a refusal is. */
const strictly: ScriptedCase[] = [
  session('a close', [EHLO, CLOSE], { ...GONE, anomalies: ['ehlo server-closed'] }),
  session('a reset', [EHLO, RESET], { ...GONE, anomalies: ['ehlo connection-reset'] }),
  session('silence', [EHLO, LEFT], { quit: null, anomalies: ['ehlo server-silent'] }, TO_DEADLINE),
  session('garbage, and QUIT a close', [EHLO, 'hello there\r\n', QUIT, HALF_CLOSE], {
    quit: null,
    anomalies: ['ehlo protocol-not-smtp'],
  }),
  session('garbage, and QUIT 250', [EHLO, 'hello there\r\n', QUIT, '250 ok\r\n', HALF_CLOSE], {
    quit: 250,
    anomalies: ['ehlo protocol-not-smtp'],
  }),
  session('502, and HELO a close', [EHLO, '502 what\r\n', HELO, HALF_CLOSE], {
    heard: EHLO_LINE + HELO_LINE,
    quit: null,
    anomalies: ['ehlo server-closed', 'ehlo ehlo-refused'],
  }),
  answer('450, and QUIT 221', '450 later\r\n', { anomalies: ['ehlo ehlo-refused'] }),
  session('450, and QUIT a close', [EHLO, '450 later\r\n', QUIT, HALF_CLOSE], {
    verdict: 'quit server-closed',
    quit: null,
    anomalies: ['ehlo ehlo-refused'],
  }),
].map((each) => ({ ...each, target: { ...each.target, strictQuit: true } }));

describeServers('EHLO, where nothing depends on it,', () => {
  describe('is answered with', () => itHolds(answers));
  describe('is refused with', () => itHolds(refusals));
  describe('is met by', () => itHolds(losses));
  describe('is met, with strictQuit, by', () => itHolds(strictly));
  describe('is confused by', () => itHolds(shifted));
});
