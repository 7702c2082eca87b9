import type { Monitor } from '@twotwenty/contracts/monitor';
import type { ManagedProcess } from '@twotwenty/testing/managed-process';
import { Random } from '@twotwenty/testing/random';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { waitFor } from '@twotwenty/testing/wait-for';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareApps, type AppProcesses } from '../support/app-processes.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';
import { storedRepair } from '../support/repairs.js';
import { storeAlert } from '../support/stored-alerts.js';
import { playTest } from '../support/test-rounds.js';

const MONITORS = 16;
/** More on demand: see CONTRIBUTING.md. */
const KILLS = Number(process.env['REPAIR_KILLS'] ?? 12);
const SEED = Number(process.env['REPAIR_SEED'] ?? Date.now() % 1_000_000);

/** Says that it began, takes a moment, and says that it ended. */
const PROGRAM = `#!/bin/sh
echo "begin $1 $2" >> executions
sleep 0.$3
echo "end $1 $2" >> executions
`;

interface Run {
  readonly key: string;
  readonly state: string;
  readonly hasActed: boolean;
}

/** Real evaluators that carry out real programs are killed again and again, before, while and after they do. */
describe(`repairs under fire, seed ${SEED}`, () => {
  const random = new Random(SEED);
  const folder = temporaryDirectory('repair-kills');
  const evaluators: ManagedProcess[] = [];
  let database: MigratedDatabase;
  let apps: AppProcesses;
  let monitors: Monitor[];

  beforeAll(async () => {
    database = await createMigratedDatabase('repair_kills');
    writeFileSync(join(folder, 'executions'), '');
    writeFileSync(join(folder, 'repair'), PROGRAM);
    chmodSync(join(folder, 'repair'), 0o755);
    apps = await prepareApps({ databaseUrl: database.url, redisUrl: null });
    await database.dataSource.query(
      'UPDATE recovery_settings SET cooldown_seconds = 0, max_per_machine_per_day = 1000',
    );
    monitors = [];
    for (let index = 1; index <= MONITORS; index += 1) monitors.push(await monitorOf(index));
    const settings = { program: 'repair', arguments: ['{{incident-id}}', '{{alert}}', '{{test-number}}'] };
    await storeAlert(database.dataSource, [storedRepair({ type: 'recovery-program' }, settings)]);
    for (let count = 0; count < 2; count += 1) evaluators.push(await start());
  });
  afterAll(async () => {
    await apps.stop();
    await database.drop();
  });

  /** Each of a machine of its own. */
  async function monitorOf(index: number): Promise<Monitor> {
    const [monitor] = await createMonitors(
      database.dataSource,
      1,
      { host: '127.0.0.1', port: 25 },
      {
        notification: { failuresPerAlert: 1, maxAlerts: 1000 },
        recovery: { machine: `127.0.1.${index}`, method: 'ssh-systemd' },
      },
    );
    if (monitor === undefined) throw new Error('no monitor');
    return monitor;
  }

  function start(): Promise<ManagedProcess> {
    return apps.start('evaluator', { ACTION_PROGRAMS: folder });
  }

  /** What would happen by itself in half a minute: whoever was killed is found dead. */
  async function letTimePass(): Promise<void> {
    await database.dataSource.query(`UPDATE action_run SET running_until = now() WHERE state = 'running'`);
    await database.dataSource.query('UPDATE machine_repair SET busy_until = now() WHERE busy_until > now()');
  }

  async function runs(): Promise<Run[]> {
    return database.dataSource.query<Run[]>(
      `SELECT run.incident_id || ' ' || run.alert_number AS key, run.state, repair.acted_at IS NOT NULL AS "hasActed"
       FROM action_run run LEFT JOIN repair ON repair.run_id = run.id`,
    );
  }

  async function alertsRaised(): Promise<number> {
    const [row] = await database.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM event WHERE type = 'alert-raised'`,
    );
    return row?.count ?? 0;
  }

  /** How often each repair began, or ended, in truth. */
  function executions(what: 'begin' | 'end'): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const line of readFileSync(join(folder, 'executions'), 'utf8').split('\n')) {
      const key = line.startsWith(`${what} `) ? line.slice(what.length + 1) : null;
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  it(
    'are executed once at most, and are known as done, or as unknown',
    async () => {
      for (let kills = 0; kills < KILLS; kills += 1) {
        await playTest(database.dataSource, monitors, false);
        await sleep(random.below(1500));
        const victim = random.below(evaluators.length);
        await evaluators[victim]?.kill();
        evaluators[victim] = await start();
        if (random.below(3) === 0) await letTimePass();
      }
      await waitFor(
        async () => {
          await letTimePass();
          return (await runs()).every(({ state }) => state !== 'ready' && state !== 'running');
        },
        { what: 'all repairs to end', timeoutMs: 120_000, intervalMs: 3000 },
      );
      const [begun, ended, all] = [executions('begin'), executions('end'), await runs()];
      // A claim passes over a monitor that an evaluator has locked just then: not every round tests all.
      expect(all).toHaveLength(await alertsRaised());
      expect(all.length).toBeGreaterThan((MONITORS * KILLS) / 2);
      expect([...begun].filter(([, count]) => count > 1)).toEqual([]);
      const states = new Set(all.map(({ state }) => state));
      expect([...states].filter((state) => !['done', 'unknown'].includes(state))).toEqual([]);
      for (const { key, state, hasActed } of all) {
        expect(hasActed).toBe(true);
        if (state === 'done') expect([begun.get(key), ended.get(key)]).toEqual([1, 1]);
      }
      // Else no kill hit where it matters.
      expect(states).toContain('unknown');
    },
    120_000 + KILLS * 10_000,
  );
});
