import { describe } from 'vitest';
import { describeServers, itHolds, type ScriptedCase } from './support/cases.js';
import { type ReplyLines, turnsAway } from './support/expected.js';
import { CLOSE, greets, HALF_CLOSE, LEFT, QUIT, QUIT_LINE, RESET, SETTLED, type Step } from './support/steps.js';

type Refusal =
  | 'greeting-not-available'
  | 'greeting-temporary'
  | 'greeting-no-service'
  | 'greeting-no-mail'
  | 'greeting-permanent'
  | 'greeting-unexpected';

const classes: readonly (readonly [line: string, code: Refusal, reply: ReplyLines])[] = [
  ['120 ready in 5 minutes', 'greeting-unexpected', [120, 'ready in 5 minutes']],
  ['199 what', 'greeting-unexpected', [199, 'what']],
  ['200 220 is in the text', 'greeting-unexpected', [200, '220 is in the text']],
  ['221 bye', 'greeting-unexpected', [221, 'bye']],
  ['250 mx', 'greeting-unexpected', [250, 'mx']],
  ['299 mx', 'greeting-unexpected', [299, 'mx']],
  ['334 go on', 'greeting-unexpected', [334, 'go on']],
  ['354 go on', 'greeting-unexpected', [354, 'go on']],
  ['400 later', 'greeting-temporary', [400, 'later']],
  ['421 too busy', 'greeting-not-available', [421, 'too busy']],
  ['421 4.7.0 too many connections', 'greeting-not-available', [421, '4.7.0 too many connections']],
  ['450 4.7.1 later', 'greeting-temporary', [450, '4.7.1 later']],
  ['499 later', 'greeting-temporary', [499, 'later']],
  ['500 never', 'greeting-permanent', [500, 'never']],
  ['521 no mail here', 'greeting-no-mail', [521, 'no mail here']],
  ['550 5.7.1 blocked', 'greeting-permanent', [550, '5.7.1 blocked']],
  ['554 5.7.1 no service', 'greeting-no-service', [554, '5.7.1 no service']],
  ['599 never', 'greeting-permanent', [599, 'never']],
  ['000 mx', 'greeting-unexpected', [0, 'mx']],
  ['600 mx', 'greeting-unexpected', [600, 'mx']],
  ['999 mx', 'greeting-unexpected', [999, 'mx']],
  ['554', 'greeting-no-service', [554, '']],
];

const byClass: ScriptedCase[] = classes.map(([line, code, reply]) => ({
  name: line,
  server: greets(`${line}\r\n`),
  target: { strictQuit: true, ehloName: 'never.said.test' },
  told: turnsAway(`greeting ${code}`, reply),
}));

const blocked = 'greeting greeting-no-service';
const busy = 'greeting greeting-not-available';

/** What a server that turns a session away owes nobody: no anomaly, whatever it does about QUIT. */
function afterwards(name: string, ...steps: Step[]): Omit<ScriptedCase, 'told'> {
  return { name, server: [SETTLED, '554 no\r\n', ...steps], target: { strictQuit: true } };
}

const then: ScriptedCase[] = [
  {
    name: 'in several lines',
    server: greets('554-no\r\n554 service\r\n'),
    told: turnsAway(blocked, [554, 'no', 'service']),
  },
  {
    name: 'with a bare LF',
    server: greets('554 no\n'),
    told: turnsAway(blocked, [554, 'no'], { anomalies: ['greeting bare-line-feed'] }),
  },
  {
    name: 'with a 220 right behind it',
    server: greets('421 busy\r\n220 mx\r\n'),
    told: turnsAway(busy, [421, 'busy'], { anomalies: ['greeting talks-out-of-turn'] }),
  },
  {
    ...afterwards('and a close', CLOSE),
    told: turnsAway(blocked, [554, 'no'], { quit: null, heard: '', end: 'unseen' }),
  },
  { ...afterwards('and a FIN', HALF_CLOSE), told: turnsAway(blocked, [554, 'no'], { quit: null }) },
  {
    ...afterwards('and a reset', RESET),
    told: turnsAway(blocked, [554, 'no'], { quit: null, heard: '', end: 'unseen' }),
  },
  {
    ...afterwards('and a close at QUIT', QUIT, CLOSE),
    told: turnsAway(blocked, [554, 'no'], { quit: null, end: 'unseen' }),
  },
  {
    ...afterwards('and 503 at QUIT', QUIT, '503 what\r\n', CLOSE),
    told: turnsAway(blocked, [554, 'no'], { quit: 503, end: 'unseen' }),
  },
  {
    ...afterwards('and garbage at QUIT', QUIT, 'what\r\n', CLOSE),
    told: turnsAway(blocked, [554, 'no'], { quit: null, end: 'unseen' }),
  },
  {
    ...afterwards('and silence at QUIT, until the deadline', LEFT),
    ends: { deadlineMs: 500 },
    told: turnsAway(blocked, [554, 'no'], { quit: null }),
  },
  {
    ...afterwards('and silence at QUIT, for 2 s', LEFT),
    ends: { afterMs: 2000 },
    told: turnsAway(blocked, [554, 'no'], { quit: null, heard: QUIT_LINE }),
  },
];

describeServers('a greeting other than 220', () => {
  describe('is told by its code', () => itHolds(byClass));
  describe('is left with QUIT', () => itHolds(then));
});
