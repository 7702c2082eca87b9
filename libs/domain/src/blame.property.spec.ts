import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Blame, BLAME_WINDOW_MS, MIN_FAILING_SERVERS, type Sighting } from './blame.js';

interface Step {
  readonly server: number;
  readonly outcome: Sighting['outcome'];
  readonly well: boolean;
  readonly pauseMs: number;
  readonly tookMs: number;
}

function steps(
  servers: number,
  outcomes: readonly Sighting['outcome'][] = ['answered', 'failed', 'failed', 'unclear'],
) {
  return fc.array(
    fc.record({
      server: fc.integer({ min: 0, max: servers - 1 }),
      outcome: fc.constantFrom(...outcomes),
      well: fc.boolean(),
      pauseMs: fc.integer({ min: 0, max: 60_000 }),
      tookMs: fc.integer({ min: 0, max: 30_000 }),
    }),
    { maxLength: 120 },
  );
}

/** Every server is in a network of its own. */
function run(sequence: readonly Step[], blame = new Blame(), fromMs = 1_000_000) {
  let nowMs = fromMs;
  const suspect = sequence.map(({ server, outcome, well, pauseMs, tookMs }) => {
    nowMs += pauseMs;
    const host = `10.0.${server}.1`;
    return blame.see({ host, address: host, well, outcome, startedAtMs: nowMs - tookMs, endedAtMs: nowMs });
  });
  return { blame, suspect, nowMs };
}

describe('for any sessions', () => {
  it('fewer than five servers are never suspect', () => {
    fc.assert(
      fc.property(steps(MIN_FAILING_SERVERS - 1), (sequence) => {
        expect(run(sequence).suspect).not.toContain(true);
      }),
    );
  });

  it('nothing is suspect where no monitor that was Up has failed', () => {
    fc.assert(
      fc.property(steps(40), (sequence) => {
        const seen = sequence.map((step) => (step.outcome === 'failed' ? { ...step, well: false } : step));
        expect(run(seen).suspect).not.toContain(true);
      }),
    );
  });

  it('a suspicion begins with a failure, ends with an answer or in time, and counts what fails', () => {
    fc.assert(
      fc.property(steps(40), (sequence) => {
        const blame = new Blame();
        let nowMs = 1_000_000;
        let was = false;
        for (const step of sequence) {
          nowMs += step.pauseMs;
          const before = blame.suspicionAt(nowMs) !== null;
          if (before) expect(was).toBe(true);
          was = run([{ ...step, pauseMs: 0 }], blame, nowMs).suspect[0] === true;
          if (was && !before) expect(step.outcome).toBe('failed');
          if (!was && before) expect(step.outcome).toBe('answered');
          const suspicion = blame.suspicionAt(nowMs);
          expect(suspicion !== null).toBe(was);
          if (suspicion === null) continue;
          expect(suspicion.failing).toBeGreaterThanOrEqual(MIN_FAILING_SERVERS);
          expect(suspicion.failing).toBeLessThanOrEqual(suspicion.targets);
          expect(suspicion.sinceMs).toBeLessThanOrEqual(nowMs);
        }
      }),
    );
  });

  it('whatever was before, it is over once most servers have answered, or after the window', () => {
    fc.assert(
      fc.property(steps(40), fc.boolean(), (sequence, answers) => {
        const { blame, nowMs } = run(sequence);
        if (!answers) expect(blame.suspicionAt(nowMs + BLAME_WINDOW_MS)).toBeNull();
        const all = Array.from({ length: 40 }, (_, server) => server);
        const recovery = all.map((server): Step => ({
          server,
          outcome: 'answered',
          well: true,
          pauseMs: 1,
          tookMs: 1,
        }));
        expect(run(recovery, blame, nowMs).suspect.slice(5)).not.toContain(true);
      }),
    );
  });

  it('whatever was before, a cut is known once as many have failed as may answer ten to one', () => {
    fc.assert(
      fc.property(steps(40), fc.integer({ min: 1, max: 30_000 }), (sequence, tookMs) => {
        const { blame, nowMs } = run(sequence);
        const cut = Array.from({ length: 20 }, (_, server): Step => ({
          server,
          outcome: 'failed',
          well: true,
          pauseMs: 1,
          tookMs,
        }));
        const { suspect } = run(cut, blame, nowMs + tookMs);
        expect(suspect.slice(MIN_FAILING_SERVERS - 1)).not.toContain(false);
      }),
    );
  });

  it('is what a look at everything that was seen says, too', () => {
    fc.assert(
      fc.property(steps(12, ['answered', 'failed']), (sequence) => {
        const { suspect } = run(sequence.map((step) => ({ ...step, well: true })));
        suspect.forEach((is, index) => expect(is).toBe(plainly(sequence.slice(0, index + 1))));
      }),
    );
  });
});

/** The definition, without regard to cost: some moment since which five servers failed and hardly any has answered. */
function plainly(sequence: readonly Step[]): boolean {
  let nowMs = 0;
  const seen = sequence.map((step) => ({
    ...step,
    endedAtMs: (nowMs += step.pauseMs),
    startedAtMs: nowMs - step.tookMs,
  }));
  const fresh = seen.filter(({ endedAtMs }) => endedAtMs > nowMs - BLAME_WINDOW_MS);
  const last = new Map(fresh.map((step) => [step.server, step]));
  const failing = [...last.values()].filter(({ outcome }) => outcome === 'failed');
  return failing.some(({ startedAtMs: sinceMs }) => {
    const group = failing.filter(({ startedAtMs }) => startedAtMs >= sinceMs);
    const answered = new Set(
      seen
        .filter(({ outcome, endedAtMs }) => outcome === 'answered' && endedAtMs > sinceMs)
        .map(({ server }) => server),
    );
    return group.length >= MIN_FAILING_SERVERS && answered.size <= Math.max(1, Math.floor(group.length / 10));
  });
}
