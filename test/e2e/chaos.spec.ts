import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN_KINDS } from '../chaos/acts/kinds.js';
import { reportText } from '../chaos/report.js';
import { runChaos } from '../chaos/run.js';
import { startChaosSystem, type ChaosSystem } from '../chaos/system/system.js';

const MONITORS = 60;
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

/** The short form of the chaos suite, docs/chaos.md: each kind of act once, and nothing that is judged by the clock. */
describe(`chaos, seed ${SEED}`, () => {
  let system: ChaosSystem;

  beforeAll(async () => {
    system = await startChaosSystem({ monitors: MONITORS, maxTestDurationSeconds: 5 });
  }, 300_000);
  afterAll(async () => {
    await system.stop();
  });

  it('tells what was, and nothing else', { timeout: 600_000 }, async () => {
    const out = system.watched.filter(({ fails }) => fails);
    const behaviours = ['refuse', '421', '554', 'silent'] as const;
    const { history, faults } = await runChaos(system, {
      seed: SEED,
      kinds: PLAIN_KINDS,
      maxActSeconds: 2,
      calmSeconds: 1,
      outages: out.map(({ address }, index) => ({
        atSeconds: 1 + index / 10,
        address,
        become: behaviours[index % behaviours.length] ?? 'refuse',
      })),
      longEnoughMs: 0,
      judgesReturns: false,
      say: (line) => console.log(line),
    });
    console.log(reportText(SEED, history, faults));
    expect(faults).toEqual([]);
  });
});
