import { leaseSeconds } from '@twotwenty/domain/due';
import { Random } from '@twotwenty/testing/random';
import { waitFor } from '@twotwenty/testing/wait-for';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadLetter, Page } from '@twotwenty/contracts/http';
import type { ActKind } from './acts/act.js';
import { POISON_MARK } from './acts/poison.js';
import { checkEscalation, checkOutages } from './checker/escalation.js';
import type { ActRecord, Fault, History } from './checker/history.js';
import { checkNotices } from './checker/notices.js';
import { checkReturns } from './checker/returns.js';
import { checkSessions } from './checker/sessions.js';
import { checkTests } from './checker/tests.js';
import { checkVerdicts, checkWell } from './checker/verdicts.js';
import { planSlots, type Slot, type TargetChange } from './plan.js';
import { readHistory } from './read-history.js';
import { POLICY, type ChaosSystem, type Watched } from './system/system.js';

/** Within which everything must be up and told when all is well again: leases, and the outbox' own after a loss of the queue. */
const SETTLE_LIMIT_MS = 180_000;
/** Monitors that an error names. */
const MAX_NAMED = 5;
/** So soon the schedule must go on when a part is back. */
const RETURN_LIMIT_MS = 10_000;

export interface ChaosOptions {
  readonly seed: number;
  readonly kinds: readonly ActKind[];
  /** As many as it takes until all kinds came once, when left out. */
  readonly slots?: number;
  /** The longest that an act may last, whatever its kind allows. */
  readonly maxActSeconds?: number;
  /** Seconds from the return of the last part to the next acts. */
  readonly calmSeconds: number;
  readonly outages: readonly TargetChange[];
  /** Outages that last shorter may pass unseen; with 0 the acts are over only when every target that is out is lost. */
  readonly longEnoughMs: number;
  /** False: how soon the schedule goes on is measured and not judged, as on a machine that has other things to do. */
  readonly judgesReturns: boolean;
  readonly say: (line: string) => void;
}

export interface Outcome {
  readonly history: History;
  readonly faults: readonly Fault[];
}

/** Lets a system that was just started run under load, commits the acts of the plan, and compares what came of it with the truth. */
export async function runChaos(system: ChaosSystem, options: ChaosOptions): Promise<Outcome> {
  const { say, seed, kinds, slots, maxActSeconds, longEnoughMs } = options;
  const startedMs = Date.now();
  await untilAllAre(system, 'up', 'all monitors up before the acts');
  say(`all ${system.watched.length} monitors are up`);
  const script = playTargets(system, options.outages);
  const faults: Fault[] = [];
  const acts: ActRecord[] = [];
  /** What does not come is a fault like any other: the report shows what else there is. */
  const within = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      faults.push({ check: 'all comes to rest', address: null, atMs: Date.now(), what: String(error) });
    });
  try {
    for (const [index, slot] of planSlots(seed, kinds, { slots, maxSeconds: maxActSeconds }).entries()) {
      await playSlot(system, index + 1, slot, acts, faults, say);
      faults.push(...(await strayLetters(system)));
      await sleep(options.calmSeconds * 1000);
    }
    if (longEnoughMs === 0) await within(untilLost(system));
  } finally {
    await script.end();
  }
  say('all targets are well: waiting until everything is told');
  await within(untilSettled(system));
  await system.stopApps();
  const history = await readHistory(system, acts, startedMs);
  return { history, faults: [...faults, ...judge(history, options, system)] };
}

function judge(
  history: History,
  { longEnoughMs, judgesReturns }: ChaosOptions,
  { decoy, maxTestDurationSeconds }: ChaosSystem,
): Fault[] {
  const leaseMs = leaseSeconds(maxTestDurationSeconds) * 1000;
  return [
    ...checkWell(history),
    ...checkVerdicts(history),
    ...checkTests(history),
    ...checkEscalation(history, POLICY),
    ...checkOutages(history, longEnoughMs),
    ...checkNotices(history),
    ...checkSessions(history, decoy),
    ...(judgesReturns ? checkReturns(history, RETURN_LIMIT_MS, leaseMs) : []),
  ];
}

async function playSlot(
  system: ChaosSystem,
  slot: number,
  { acts }: Slot,
  records: ActRecord[],
  faults: Fault[],
  say: (line: string) => void,
): Promise<void> {
  await Promise.all(
    acts.map(async ({ kind, seconds, seed }) => {
      const act = kind.make(system, new Random(seed));
      const beganMs = Date.now();
      const what = await act.begin();
      say(`slot ${slot}: ${kind.name} (${what}) for ${seconds} s`);
      await sleep(seconds * 1000);
      await act.end().catch((error: unknown) => {
        faults.push({ check: kind.name, address: null, atMs: Date.now(), what: String(error) });
      });
      const { name, losesTests } = kind;
      records.push({ slot, name, what, losesTests, beganMs, returnedMs: Date.now() });
    }),
  );
}

/** What was set aside and is none of our poison: the product must not have thrown away anything of its own. */
async function strayLetters(system: ChaosSystem): Promise<Fault[]> {
  const letters = await waitFor(() => system.get<Page<DeadLetter>>('/dead-letters?limit=100'), {
    what: 'the list of what was set aside',
    timeoutMs: SETTLE_LIMIT_MS,
    intervalMs: 250,
  });
  return letters.items
    .filter(({ payload }) => !payload.includes(POISON_MARK))
    .map(({ queue, reason, at, payload }) => ({
      check: 'nothing of its own is set aside',
      address: null,
      atMs: Date.parse(at),
      what: `${queue}: ${reason}: ${payload.slice(0, 200)}`,
    }));
}

/** Has the targets do as planned, beside everything else; at the end all are well. */
function playTargets({ targets }: ChaosSystem, changes: readonly TargetChange[]): { end(): Promise<void> } {
  const aborter = new AbortController();
  const beganMs = performance.now();
  const out = new Set<string>();
  const play = async (): Promise<void> => {
    for (const { atSeconds, address, become } of changes) {
      const leftMs = atSeconds * 1000 - (performance.now() - beganMs);
      await sleep(Math.max(0, leftMs), undefined, { signal: aborter.signal });
      await targets.become(address, become);
      if (become === 'well') out.delete(address);
      else out.add(address);
    }
  };
  const played = play().catch((error: unknown) => {
    if (!aborter.signal.aborted) throw error;
  });
  return {
    async end() {
      aborter.abort();
      await played;
      for (const address of out) await targets.become(address, 'well');
    },
  };
}

/** @throws with the names of those that are not, when it takes too long */
async function untilAllAre(
  { postgres, watched }: ChaosSystem,
  status: string,
  what: string,
  wanted: readonly Watched[] = watched,
): Promise<void> {
  const others = (): Promise<{ name: string; status: string }[]> =>
    postgres.rows(
      `SELECT name, status FROM monitor_state JOIN monitor ON monitor.key = monitor_key
       WHERE status <> $1 AND monitor_key = ANY($2)`,
      [status, wanted.map(({ key }) => key)],
    );
  await waitFor(async () => (await others()).length === 0, {
    what,
    timeoutMs: SETTLE_LIMIT_MS,
    intervalMs: 250,
  }).catch(async (error: unknown) => {
    const left = (await others()).map((one) => `${one.name} is ${one.status}`);
    throw new Error(`${String(error)}: ${left.slice(0, MAX_NAMED).join(', ')} (${left.length} in all)`, {
      cause: error,
    });
  });
}

async function untilLost(system: ChaosSystem): Promise<void> {
  const failing = system.watched.filter(({ fails }) => fails);
  await untilAllAre(system, 'lost', 'all targets that are out to be lost', failing);
}

async function untilSettled(system: ChaosSystem): Promise<void> {
  await untilAllAre(system, 'up', 'all monitors up after the acts');
  const isTold = async (): Promise<boolean> => {
    const rows = await system.postgres.rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM action_run WHERE state = 'pending'`,
    );
    return rows[0]?.count === 0;
  };
  await waitFor(isTold, { what: 'everything to be told', timeoutMs: SETTLE_LIMIT_MS, intervalMs: 250 });
}
