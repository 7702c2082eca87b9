import { setTimeout as sleep } from 'node:timers/promises';
import type { Peer } from '@twotwenty/testing/scripted-peer';
import { probe } from '@twotwenty/smtp/probe';
import { startScriptedServer } from '@twotwenty/testing/scripted-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { describe, expect, it } from 'vitest';
import { openSessions } from '../../support/open-sessions.js';
import { describeServers, itHolds, type ScriptedCase, usesPort } from './support/cases.js';
import { fails, type Outcome, passes, type ReplyLines, WHILE_TALKING } from './support/expected.js';
import {
  CLOSE,
  dribble,
  HALF_CLOSE,
  LEFT,
  pause,
  perform,
  QUIT,
  QUIT_LINE,
  RESET,
  SETTLED,
  type Step,
} from './support/steps.js';
import { aTarget } from './support/target.js';

const GREETING: ReplyLines = [220, 'mx.test'];
const DEADLINE_MS = 400;

type Trouble =
  | 'quit-unexpected'
  | 'server-silent'
  | 'server-dribbling'
  | 'server-closed'
  | 'server-closed-mid-reply'
  | 'connection-reset'
  | 'protocol-not-smtp'
  | 'protocol-mixed-codes'
  | 'protocol-reply-too-long';

/** A server with a good greeting that does something wrong about QUIT. */
interface BadQuit {
  readonly name: string;
  readonly code: Trouble;
  readonly steps: readonly Step[];
  /** The answer to QUIT, if it is a reply. */
  readonly answer?: ReplyLines;
  readonly ends?: ScriptedCase['ends'];
  /** What differs from a session that the server sees to its end. */
  readonly seen?: Partial<Outcome>;
}

const GONE = { end: 'unseen' } as const;
const GONE_EARLY = { end: 'unseen', heard: '' } as const;
const TO_DEADLINE = { deadlineMs: DEADLINE_MS } as const;

const bad: readonly BadQuit[] = [
  { name: 'a close before QUIT', code: 'server-closed', steps: [CLOSE], seen: GONE_EARLY },
  { name: 'a FIN before QUIT', code: 'server-closed', steps: [HALF_CLOSE] },
  { name: 'a reset before QUIT', code: 'connection-reset', steps: [RESET], seen: GONE_EARLY },
  { name: 'a close at QUIT', code: 'server-closed', steps: [QUIT, CLOSE], seen: GONE },
  { name: 'a FIN at QUIT', code: 'server-closed', steps: [QUIT, HALF_CLOSE] },
  { name: 'a reset at QUIT', code: 'connection-reset', steps: [QUIT, RESET], seen: GONE },
  { name: 'a close amid 221', code: 'server-closed-mid-reply', steps: [QUIT, '221 by', CLOSE], seen: GONE },
  { name: 'a FIN amid 221', code: 'server-closed-mid-reply', steps: [QUIT, '221 by', HALF_CLOSE] },
  { name: 'a reset amid 221', code: 'connection-reset', steps: [QUIT, '221 by', pause(30), RESET], seen: GONE },
  { name: 'silence', code: 'server-silent', steps: [LEFT], ends: TO_DEADLINE },
  { name: 'silence for 2 s', code: 'server-silent', steps: [LEFT], ends: { afterMs: 2000 } },
  { name: 'silence amid 221', code: 'server-dribbling', steps: [QUIT, '221-bye\r\n', LEFT], ends: TO_DEADLINE },
  {
    name: '221 later than 2 s',
    code: 'server-silent',
    steps: [QUIT, pause(2600), '221 bye\r\n'],
    ends: { afterMs: 2000 },
  },
  {
    name: '221 later than the deadline',
    code: 'server-silent',
    steps: [QUIT, pause(800), '221 bye\r\n'],
    ends: TO_DEADLINE,
  },
  { name: '250', code: 'quit-unexpected', steps: [QUIT, '250 ok\r\n', HALF_CLOSE], answer: [250, 'ok'] },
  { name: '421', code: 'quit-unexpected', steps: [QUIT, '421 busy\r\n', HALF_CLOSE], answer: [421, 'busy'] },
  {
    name: '500',
    code: 'quit-unexpected',
    steps: [QUIT, '500 5.5.2 what\r\n', HALF_CLOSE],
    answer: [500, '5.5.2 what'],
  },
  { name: '502', code: 'quit-unexpected', steps: [QUIT, '502 what\r\n', HALF_CLOSE], answer: [502, 'what'] },
  { name: '220', code: 'quit-unexpected', steps: [QUIT, '220 mx\r\n', HALF_CLOSE], answer: [220, 'mx'] },
  {
    name: '250 and silence',
    code: 'quit-unexpected',
    steps: [QUIT, '250 ok\r\n', LEFT],
    answer: [250, 'ok'],
  },
  {
    name: '250 and then 221',
    code: 'quit-unexpected',
    steps: [QUIT, '250 ok\r\n221 bye\r\n', HALF_CLOSE],
    answer: [250, 'ok'],
  },
  { name: 'mixed codes', code: 'protocol-mixed-codes', steps: [QUIT, '221-a\r\n250 b\r\n', HALF_CLOSE] },
  { name: 'garbage', code: 'protocol-not-smtp', steps: [QUIT, 'bye\r\n', HALF_CLOSE] },
  { name: 'an endless line', code: 'protocol-reply-too-long', steps: [QUIT, `221 ${'x'.repeat(70_000)}`, HALF_CLOSE] },
  {
    name: 'an endless reply',
    code: 'protocol-reply-too-long',
    steps: [QUIT, (peer) => talksOn(peer, '221-x\r\n'.repeat(100))],
    ends: TO_DEADLINE,
    // The server still sends when the deadline makes the probe close.
    seen: { end: WHILE_TALKING },
  },
];

function caseOf({ name, code, steps, answer, ends, seen }: BadQuit, strictQuit: boolean): ScriptedCase {
  const outcome = { quit: answer?.[0] ?? null, heard: QUIT_LINE, ...seen };
  const told = strictQuit
    ? fails(`quit ${code}`, { reply: answer ?? GREETING, ...outcome })
    : passes(GREETING, { anomalies: [`quit ${code}`], ...outcome });
  const server = [SETTLED, '220 mx.test\r\n', ...steps];
  return { name, server, target: { strictQuit }, told, ...(ends && { ends }) };
}

const good: readonly ScriptedCase[] = [
  { name: '221 without text', server: ['220 mx.test\r\n', QUIT, '221\r\n', HALF_CLOSE], told: passes(GREETING) },
  {
    name: '221 in several lines',
    server: ['220 mx.test\r\n', QUIT, '221-see\r\n221 you\r\n', HALF_CLOSE],
    told: passes(GREETING),
  },
  {
    name: '221 an octet at a time',
    server: ['220 mx.test\r\n', QUIT, dribble('221 bye\r\n'), HALF_CLOSE],
    told: passes(GREETING),
  },
  {
    name: '221 within the 2 s',
    server: ['220 mx.test\r\n', QUIT, pause(700), '221 bye\r\n', HALF_CLOSE],
    ends: { afterMs: 700 },
    told: passes(GREETING),
  },
  {
    name: '221 with a bare LF',
    server: ['220 mx.test\r\n', QUIT, '221 bye\n', HALF_CLOSE],
    told: passes(GREETING, { anomalies: ['quit bare-line-feed'] }),
  },
  { name: '221 and a close', server: ['220 mx.test\r\n', QUIT, '221 bye\r\n', CLOSE], told: passes(GREETING, GONE) },
  { name: '221 and a reset', server: ['220 mx.test\r\n', QUIT, '221 bye\r\n', RESET], told: passes(GREETING, GONE) },
  { name: '221 and a FIN', server: ['220 mx.test\r\n', QUIT, '221 bye\r\n', HALF_CLOSE], told: passes(GREETING) },
  {
    name: '221 twice',
    server: ['220 mx.test\r\n', QUIT, '221 bye\r\n221 bye\r\n', HALF_CLOSE],
    told: passes(GREETING),
  },
  {
    name: '221 and, after our FIN, 100 KB more',
    server: ['220 mx.test\r\n', QUIT, '221 bye\r\n', LEFT, 'x'.repeat(100_000), HALF_CLOSE],
    told: passes(GREETING),
  },
  {
    name: '221 and a close long after our FIN',
    server: ['220 mx.test\r\n', QUIT, '221 bye\r\n', LEFT, pause(300), HALF_CLOSE],
    ends: { afterMs: 300 },
    told: passes(GREETING),
  },
  {
    name: '221 and no close, until the deadline',
    server: neverCloses(1000),
    ends: TO_DEADLINE,
    told: passes(GREETING),
  },
  { name: '221 and no close, for 2 s', server: neverCloses(3000), ends: { afterMs: 2000 }, told: passes(GREETING) },
  {
    name: '221 and endless talk, until the deadline',
    server: ['220 mx.test\r\n', QUIT, '221 bye\r\n', (peer) => talksOn(peer, 'more\r\n')],
    ends: TO_DEADLINE,
    told: passes(GREETING, { end: WHILE_TALKING }),
  },
];

/** A server that answers QUIT, and leaves its side open for a while after ours is closed. */
function neverCloses(ms: number): readonly Step[] {
  return ['220 mx.test\r\n', QUIT, '221 bye\r\n', LEFT, pause(ms)];
}

/** Sends on after our FIN, until a RST tells that nobody takes it. */
async function talksOn(peer: Peer, text: string): Promise<void> {
  while (!peer.isClosed) {
    await peer.send(text);
    await sleep(5);
  }
}

describeServers('QUIT after a good greeting', () => {
  describe.each([true, false])('with strictQuit %s', (strictQuit) => {
    describe('is answered well', () => itHolds(good.map((each) => ({ ...each, target: { strictQuit } }))));
    describe('is answered badly', () => itHolds(bad.map((each) => caseOf(each, strictQuit))));
  });

  it.concurrent('ends with our FIN, and no RST, where the server never closes', async ({ task, onTestFinished }) => {
    const server = await startScriptedServer((peer) => perform(neverCloses(60_000), peer));
    onTestFinished(() => server.stop());
    usesPort(task.name, server.port);
    await probe(aTarget({ port: server.port }), { maxTestDurationMs: 400 });
    await waitFor(() => server.peers[0]?.end === 'fin', { what: 'our FIN' });
    // A RST would have taken the server's socket away; programs do not see it after a FIN.
    expect((await openSessions([server.port])).map(({ side }) => side)).toContain('server');
  });
});
