import { resultsQueue } from '@twotwenty/contracts/queues';
import type { ProbeReport } from '@twotwenty/contracts/jobs';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { ScheduleRepository, type ClaimedTest } from '@twotwenty/database/repositories/schedule.repository';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import type { ManagedProcess } from '@twotwenty/testing/managed-process';
import { Random } from '@twotwenty/testing/random';
import { startRedis, type RedisServer } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeAlert, storedAction } from '../support/stored-alerts.js';
import { prepareApps, type AppProcesses } from '../support/app-processes.js';
import { reportOn } from '../support/decisions.js';
import { emptyRedis } from '../support/empty-redis.js';
import { EscalationModel, type Step, type Told } from '../support/escalation-model.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';
import { startNoticeReceiver, type NoticeReceiver } from '../support/notice-receiver.js';
import { endLeases } from '../support/test-rounds.js';

const MONITORS = 40;
const N = 2;
const M = 3;
/** More on demand: see CONTRIBUTING.md. */
const KILLS = Number(process.env['ESCALATION_KILLS'] ?? 15);
const WIPES = Number(process.env['ESCALATION_WIPES'] ?? 3);
const SEED = Number(process.env['ESCALATION_SEED'] ?? Date.now() % 1_000_000);

/**
 * Random verdicts, gaps and holds through real evaluators that are killed again and again, with a queue that is emptied
 * and a receiver that fails. What arrives is compared with a model that knows nothing of all that.
 */
describe(`escalation under fire, seed ${SEED}`, () => {
  const random = new Random(SEED);
  const chance = (percent: number): boolean => random.below(100) < percent;
  let database: MigratedDatabase;
  let redis: RedisServer;
  let apps: AppProcesses;
  let queues: QueueSystem;
  let receiver: NoticeReceiver;
  const evaluators: ManagedProcess[] = [];
  const models = new Map<string, EscalationModel>();
  let monitors: Monitor[];

  beforeAll(async () => {
    database = await createMigratedDatabase('escalation');
    redis = await startRedis();
    receiver = await startNoticeReceiver();
    apps = await prepareApps({ databaseUrl: database.url, redisUrl: redis.url });
    queues = openQueues({ backend: 'redis', url: redis.url }, { onError: () => undefined, onFailure: () => undefined });
    const notification = { failuresPerAlert: N, maxAlerts: M };
    monitors = await createMonitors(database.dataSource, MONITORS, { host: '127.0.0.1', port: 25 }, { notification });
    for (const { id } of monitors) models.set(id, new EscalationModel(N, M));
    const actions = [storedAction({}, `${receiver.url}/all`), storedAction({ range: '2-' }, `${receiver.url}/late`)];
    await storeAlert(database.dataSource, actions);
    for (let count = 0; count < 2; count += 1) evaluators.push(await apps.start('evaluator'));
  });
  afterAll(async () => {
    await apps.stop();
    await queues.close();
    await Promise.all([receiver.close(), redis.stop()]);
    await database.drop();
  });

  /** What would happen by itself in a minute or so: whoever was killed is found dead, pauses and leases are over. */
  async function letTimePass(): Promise<void> {
    await database.dataSource.query(
      `WITH pending AS MATERIALIZED (
         SELECT id FROM action_run WHERE state = 'pending' ORDER BY sequence FOR UPDATE
       )
       UPDATE action_run run SET due_at = least(run.due_at, now()), queued_until = now(), running_until = now()
       FROM pending WHERE run.id = pending.id`,
    );
  }

  async function inFlight(): Promise<number> {
    const [row] = await database.dataSource.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM monitor_state WHERE in_flight',
    );
    return row?.count ?? 0;
  }

  /** Puts some monitors under a hold, and releases them. */
  async function hold(held: readonly Monitor[]): Promise<void> {
    const repository = new MonitorRepository(database.dataSource);
    for (const { id } of held) {
      await repository.update(
        id,
        () => true,
        (input) => ({ ...input, enabled: false }),
      );
      models.get(id)?.take('hold');
      await repository.update(
        id,
        () => true,
        (input) => ({ ...input, enabled: true }),
      );
      models.get(id)?.take('release');
    }
  }

  /** A claim passes over a monitor that an evaluator has locked just then, as for a report that it knows already. */
  async function claimAll(): Promise<ClaimedTest[]> {
    const schedule = new ScheduleRepository(database.dataSource);
    const claimed: ClaimedTest[] = [];
    const claim = async (): Promise<boolean> => {
      claimed.push(...(await schedule.claimDue(MONITORS)));
      return claimed.length === MONITORS;
    };
    await waitFor(claim, { what: 'all tests to begin', timeoutMs: 30_000 });
    return claimed;
  }

  /** One test of each monitor; the verdicts that came of it are shown to the models. */
  async function round(): Promise<void> {
    await hold(monitors.filter(() => chance(2)));
    const repository = new MonitorRepository(database.dataSource);
    for (const { id } of monitors) await repository.requestTest(id);
    const claimed = await claimAll();
    const reports = claimed.filter(() => !chance(3)).map((test) => reportOn(test, chance(35)));
    await decided(reports);
    const tests = await database.dataSource.query<{ id: string; verdict: Step }[]>(
      `SELECT id, last_test->>'verdict' AS verdict FROM monitor_state JOIN monitor ON monitor.key = monitor_key`,
    );
    for (const { id, verdict } of tests) models.get(id)?.take(verdict);
  }

  /** Reports again and again, as what was in the queue may be gone; then the time of the tests without report is over. */
  async function decided(reports: readonly ProbeReport[]): Promise<void> {
    const missing = MONITORS - reports.length;
    while ((await inFlight()) > missing) {
      await queues.send(resultsQueue('default'), chunks(reports)).catch(() => undefined);
      await waitFor(async () => (await inFlight()) <= missing, { what: 'verdicts', timeoutMs: 1000 }).catch(
        () => undefined,
      );
    }
    await endLeases(database.dataSource);
    await waitFor(async () => (await inFlight()) === 0, { what: 'the tests without an answer', timeoutMs: 90_000 });
  }

  function chunks(reports: readonly ProbeReport[]) {
    const size = 7;
    const count = Math.ceil(reports.length / size);
    return Array.from({ length: count }, (_, index) => ({
      reports: reports.slice(index * size, (index + 1) * size),
    }));
  }

  /** Kills evaluators at random moments, one after the other, until all kills are done. */
  async function fire(): Promise<void> {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(random.below(400));
      const [victim] = evaluators.splice(random.below(evaluators.length), 1);
      await victim?.kill();
      if (kill % Math.ceil(KILLS / WIPES) === 0) await emptyRedis(redis.port);
      evaluators.push(await apps.start('evaluator'));
      await letTimePass();
    }
  }

  /** What an action of the receiver was told of each incident, repetitions left out. */
  function heard(path: string): Map<string, Told[]> {
    const keys = new Set<string>();
    const byIncident = new Map<string, Told[]>();
    for (const { path: at, key, kind, incidents } of receiver.received) {
      const [incident] = incidents;
      if (at !== path || keys.has(key) || incident === undefined) continue;
      keys.add(key);
      const told = byIncident.get(incident['incident-id']) ?? [];
      told.push(kind === 'recovery' ? 'recovery' : `failure ${Number(incident.alert)}`);
      byIncident.set(incident['incident-id'], told);
    }
    return byIncident;
  }

  /** The incidents of each monitor in their order: one that is hard to tell may be told after the next one. */
  async function incidents(): Promise<Map<string, string[]>> {
    const rows = await database.dataSource.query<{ id: string; incidents: string[] }[]>(
      `SELECT monitor.id, array_agg(incident.id ORDER BY started_at) AS incidents
       FROM incident JOIN monitor ON monitor.key = monitor_key GROUP BY monitor.id`,
    );
    return new Map(rows.map((row) => [row.id, row.incidents]));
  }

  it('loses no notice and tells none twice', { timeout: 1_200_000 }, async () => {
    receiver.behave = () => (chance(10) ? 503 : chance(5) ? 'break' : 200);
    let isOver = false;
    const killing = fire().finally(() => {
      isOver = true;
    });
    // Awaited below; until then a failure must not count as unhandled.
    killing.catch(() => undefined);
    let rounds = 0;
    while (!isOver || rounds < 12) {
      await round();
      rounds += 1;
    }
    await killing;
    receiver.behave = () => 200;
    await waitFor(
      async () => {
        await letTimePass();
        const [row] = await database.dataSource.query<{ count: number }[]>(
          `SELECT count(*)::int AS count FROM action_run WHERE state = 'pending'`,
        );
        return row?.count === 0;
      },
      { what: 'everything to be told', timeoutMs: 60_000, intervalMs: 500 },
    );
    for (const [path, firstAlert] of [
      ['/all', 1],
      ['/late', 2],
    ] as const) {
      const told = heard(path);
      const stored = await incidents();
      for (const { id, name } of monitors) {
        const actual = (stored.get(id) ?? []).flatMap((incident) => (told.has(incident) ? [told.get(incident)] : []));
        expect({ name, told: actual }).toEqual({ name, told: models.get(id)?.toldFrom(firstAlert) });
      }
    }
    const total = [...models.values()].reduce((sum, model) => sum + model.incidents.flat().length, 0);
    expect(total).toBeGreaterThan(rounds);
    console.log(
      `${rounds} rounds of ${MONITORS} tests, ${KILLS} kills, ${WIPES} wipes: ${total} notices, ${receiver.received.length} requests`,
    );
  });
});
