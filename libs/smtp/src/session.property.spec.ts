import type { ProbeResult } from '@twotwenty/domain/probe';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greetingContradictions, modelReply, speechFlaws } from './dialogue-model.fixture.js';
import { probe } from './probe.js';
import { flawsOf } from './result-flaws.fixture.js';
import { type Peer, scriptedServer } from './scripted-server.fixture.js';

/** One session: what the server sends, then what it answers to the first it hears, and how it ends. */
interface Play {
  readonly greeting: string;
  /** Null: it ends without waiting for us. */
  readonly answer: string | null;
  readonly end: 'close' | 'half-close' | 'reset' | 'silence';
  readonly ehloName: string | null;
  readonly strictQuit: boolean;
}

/** Places where what the server sends is cut into segments. */
type Cuts = readonly number[];

/** A busy machine may hold up this process; the fuzzer, which knows of such stalls, is strict. */
const BUSY_MACHINE_MS = 4000;

const code = fc.oneof(
  fc.constantFrom('220', '220', '221', '250', '421', '450', '500', '521', '554', '22', '2200'),
  fc.stringMatching(/^\d{3}$/),
);
const text = fc.oneof(
  fc.constantFrom('mx ESMTP', '5.7.1 no', 'x'.repeat(600)),
  fc.uint8Array({ maxLength: 60 }).map((octets) => Buffer.from(octets).toString('latin1')),
);
const line = fc
  .tuple(code, fc.constantFrom(' ', ' ', '-', '', '\t'), text, fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', ''))
  .map((parts) => parts.join(''));
const octets = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('220 mx\r\n', '220-mx\r\n220 ready\r\n', '250-mx\r\n250 SIZE 1\r\n') },
  { weight: 4, arbitrary: fc.array(line, { maxLength: 4 }).map((lines) => lines.join('')) },
  { weight: 1, arbitrary: text },
);
const play = fc.record<Play>({
  greeting: octets,
  answer: fc.option(fc.oneof(fc.constant('221 bye\r\n'), octets)),
  end: fc.constantFrom('close', 'half-close', 'half-close', 'reset', 'silence'),
  ehloName: fc.constantFrom(null, null, 'probe.example.com'),
  strictQuit: fc.boolean(),
});
const cuts: fc.Arbitrary<Cuts> = fc.array(fc.nat(), { maxLength: 6 });

/** What a session came to, and all that is wrong with it. */
interface Outcome {
  readonly result: ProbeResult;
  readonly flaws: readonly string[];
}

/** A server for one session after the other. */
async function stage(maxTestDurationMs: number): Promise<(play: Play, cuts: Cuts) => Promise<Outcome>> {
  let act: (peer: Peer) => Promise<void> = () => Promise.resolve();
  const { target: makeTarget, peers } = await scriptedServer((peer) => act(peer));
  return async ({ greeting, answer, end, ehloName, strictQuit }, places) => {
    let sent = '';
    let sentBefore = '';
    const send = async (peer: Peer, whole: string): Promise<void> => {
      const bounds = [0, ...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
      for (const [i, bound] of bounds.slice(1).entries()) {
        sent += whole.slice(bounds[i], bound);
        if (peer.received === '') sentBefore = sent;
        await peer.send(whole.slice(bounds[i], bound));
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    act = async (peer) => {
      await send(peer, greeting);
      if (answer !== null) {
        await peer.heard('\r\n');
        await send(peer, answer);
      }
      if (end === 'reset') peer.reset();
      else if (end === 'close') peer.destroy();
      else if (end === 'half-close') peer.close();
      await peer.left();
      peer.close();
    };
    const target = makeTarget({ ehloName, strictQuit });
    const result = await probe(target, { maxTestDurationMs });
    const peer = peers.at(-1);
    await peer?.left();
    const plain = peer?.received ?? '';
    // A close with something unread becomes a reset.
    const serverEnd = { close: 'reset', reset: 'reset', 'half-close': 'closed', silence: 'silent' } as const;
    const flaws = [
      ...flawsOf(result, { target, maxTestDurationMs }, BUSY_MACHINE_MS),
      ...speechFlaws({ plain, secured: null, sentBefore: plain === '' ? null : sentBefore }, target),
      ...greetingContradictions(result, { octets: sent, end: serverEnd[end] }, maxTestDurationMs),
    ];
    return { result, flaws };
  };
}

describe('a session with any server', () => {
  it('gives a well-formed result that agrees with the model, and says nothing against the rules', async () => {
    const run = await stage(40);
    await fc.assert(
      fc.asyncProperty(play, cuts, async (each, places) => {
        expect((await run(each, places)).flaws).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same verdict, codes and reply for any segmentation', async () => {
    const run = await stage(BUSY_MACHINE_MS);
    const ending = play.map((each): Play => {
      // Nobody speaks after half a greeting: the server must end by itself, not wait.
      const answer = modelReply(each.greeting).kind === 'incomplete' ? null : each.answer;
      return { ...each, answer, end: 'half-close', strictQuit: false };
    });
    await fc.assert(
      fc.asyncProperty(ending, cuts, async (each, places) => {
        const whole = await run(each, []);
        const cut = await run(each, places);
        expect([...whole.flaws, ...cut.flaws]).toEqual([]);
        expect(cut.result.failure).toEqual(whole.result.failure);
        expect(cut.result.reply).toEqual(whole.result.reply);
        // What comes out of turn is surplus, or the answer to the next command, as it happens to arrive.
        if (isInTurn(each)) expect(cut.result.anomalies).toEqual(whole.result.anomalies);
      }),
      { numRuns: 100 },
    );
  });
});

/** True if the server says one thing at a time. */
function isInTurn({ greeting, answer }: Play): boolean {
  return [greeting, answer ?? ''].every((each) => {
    const reply = modelReply(each);
    return reply.kind === 'incomplete' || (reply.kind === 'reply' && reply.octets === each.length);
  });
}
