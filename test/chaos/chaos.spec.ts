import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindsFor } from './acts/kinds.js';
import { planOutages } from './plan.js';
import { reportText } from './report.js';
import { runChaos } from './run.js';
import { startChaosSystem, type ChaosSystem } from './system/system.js';

const MONITORS = Number(process.env['CHAOS_MONITORS'] ?? 300);
const SECONDS = Number(process.env['CHAOS_SECONDS'] ?? 1800);
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
/** Only acts whose names match this. */
const ONLY = process.env['CHAOS_ONLY'] ?? '';
/** A lease, and a little for the verdicts after it. */
const CALM_SECONDS = 20;
/** About what an act and the calm after it take. */
const SLOT_SECONDS = CALM_SECONDS + 8;
/** Whatever hits it, an outage of that length has failed often enough. */
const LONG_ENOUGH_MS = 80_000;

describe(`chaos, seed ${SEED}`, () => {
  let system: ChaosSystem;

  beforeAll(async () => {
    system = await startChaosSystem({ monitors: MONITORS, maxTestDurationSeconds: 3 });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('tells what was, and nothing else', { timeout: SECONDS * 1000 * 2 + 600_000 }, async () => {
    const say = (line: string): void => console.log(line);
    const kinds = (await kindsFor(system, say)).filter(({ name }) => new RegExp(ONLY).test(name));
    const failing = system.watched.filter(({ fails }) => fails).map(({ address }) => address);
    const { history, faults } = await runChaos(system, {
      seed: SEED,
      kinds,
      slots: Math.max(1, Math.round(SECONDS / SLOT_SECONDS)),
      calmSeconds: CALM_SECONDS,
      outages: planOutages(SEED, failing, SECONDS),
      longEnoughMs: LONG_ENOUGH_MS,
      judgesReturns: true,
      say,
    });
    say(reportText(SEED, history, faults));
    expect(faults.length, 'faults, listed above').toBe(0);
  });
});
