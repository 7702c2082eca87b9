import type { RecoveryOutcome } from '@twotwenty/actions/recovery/recovery-method';
import type { Monitor } from '@twotwenty/contracts/monitor';
import {
  RepairRepository,
  type RepairPlace,
  type TakenRepair,
} from '@twotwenty/database/repositories/repair.repository';
import { recoveryCheckInputSchema } from '@twotwenty/contracts/recovery-check';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { BEGIN_AGAIN, SET_ACTING } from '@twotwenty/database/repositories/repair.sql';
import { RecoveryCheckRepository } from '@twotwenty/database/repositories/recovery-check.repository';
import { ActionRunRepository } from '@twotwenty/database/repositories/action-run.repository';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMonitors } from '../support/monitors.js';
import { createRepairShop, DONE, storedRepair, type RepairShop } from '../support/repairs.js';
import { storeAlert } from '../support/stored-alerts.js';
import { playTest } from '../support/test-rounds.js';

const MACHINE = 'mx1.example.com';
const KEYS = [MACHINE];
const LEASE_MS = 60_000;
const NOTHING = { steps: [], output: '' };
const ENDING = { state: 'done', summary: 'It was restarted.', exitStatus: 0 } as const;
const PLACE: RepairPlace = {
  machine: MACHINE,
  addresses: [],
  port: null,
  method: 'ssh-systemd',
  credentialId: null,
  services: ['postfix'],
};

describe('an attempt at a repair', () => {
  let shop: RepairShop;
  let repairs: RepairRepository;

  beforeEach(async () => {
    shop = await createRepairShop();
    repairs = new RepairRepository(shop.dataSource);
  });
  afterEach(() => shop.close());

  /** Monitors of one machine, each with a repair that is ready. */
  async function planRepairs(monitors = 1): Promise<void> {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const recovery = { machine: MACHINE, method: 'ssh-systemd', credentialId: await shop.credential() } as const;
    const stored: Monitor[] = await createMonitors(
      shop.dataSource,
      monitors,
      { host: '127.0.0.1', port: 25 },
      { recovery: { ...recovery, services: ['postfix'] } },
    );
    for (let test = 0; test < 2; test += 1) await playTest(shop.dataSource, stored, false);
  }

  async function take(): Promise<TakenRepair> {
    const [repair] = await repairs.take(1, LEASE_MS);
    if (repair === undefined) throw new Error('there is nothing to repair');
    return repair;
  }

  function reserve(repair: TakenRepair) {
    return repairs.reserve(repair, KEYS, LEASE_MS, (_limits, { isBusy }) => ({ decision: isBusy ? 'wait' : 'run' }));
  }

  function leave(repair: TakenRepair) {
    return repairs.giveLeave(repair, PLACE, () => false);
  }

  it('that was put back can not touch the one that was begun instead, although its carrier does not know', async () => {
    await planRepairs();
    const first = await take();
    await repairs.putBack(first, 0);
    const second = await take();
    await reserve(second);
    // The answer of the database was lost: the first carrier takes it for its own.
    await repairs.putBack(first, 0);
    expect(await repairs.take(1, LEASE_MS)).toEqual([]);
    await repairs.finish(first, { state: 'failed', code: 'unexpected', error: 'lost', exitStatus: null }, NOTHING);
    expect(await leave(first)).toEqual({ given: false, reason: 'lost' });
    expect(await leave(second)).toEqual({ given: true });
    await repairs.finish(second, ENDING, NOTHING);
    expect(await shop.runs()).toMatchObject([{ state: 'done' }]);
  });

  it('that was put back is not counted, and leaves the machine to the next one', async () => {
    await planRepairs();
    const first = await take();
    await reserve(first);
    await repairs.putBack(first, 0);
    const second = await take();
    expect(await reserve(second)).toEqual({ decision: 'run' });
    await leave(second);
    await repairs.finish(second, ENDING, NOTHING);
    const run = await new ActionRunRepository(shop.dataSource).get(second.id);
    expect(run).toMatchObject({ state: 'done', attempts: 1 });
    const [audited] = await shop.dataSource.query<{ attempt: number }[]>(
      `SELECT (details->>'attempt')::int AS attempt FROM audit WHERE action = 'recovery-run'`,
    );
    expect(audited).toEqual({ attempt: 1 });
  });

  it('that was given leave is not put back', async () => {
    await planRepairs();
    const repair = await take();
    await reserve(repair);
    await leave(repair);
    await repairs.putBack(repair, 0);
    expect(await shop.runs()).toMatchObject([{ state: 'running' }]);
  });

  it('keeps its machine until it was taken for lost, although it gave no sign of life in time', async () => {
    await planRepairs(2);
    const [first, second] = [await take(), await take()];
    expect(await reserve(first)).toEqual({ decision: 'run' });
    await shop.dataSource.query('UPDATE action_run SET running_until = now() WHERE id = $1', [first.id]);
    await shop.dataSource.query('UPDATE machine_repair SET busy_until = now()');
    expect(await reserve(second)).toEqual({ decision: 'wait' });
    // Its carrier wakes up.
    await repairs.progress(first, NOTHING, LEASE_MS);
    expect(await leave(first)).toEqual({ given: true });
    await repairs.finish(first, ENDING, NOTHING);
    expect(await reserve(second)).toEqual({ decision: 'run' });
  });

  it('is not begun again when leave is given while it is about to be taken for lost', async () => {
    await planRepairs();
    const repair = await take();
    await reserve(repair);
    await shop.dataSource.query('UPDATE action_run SET running_until = now()');
    const gate = shop.dataSource.createQueryRunner();
    await gate.query('SELECT pg_advisory_lock(1)');
    // Stands still once it has seen that nothing was done yet.
    const paused = 'WHERE (SELECT pg_advisory_xact_lock_shared(1)) IS NOT NULL AND run.state';
    const beginning = shop.dataSource.query(BEGIN_AGAIN.replace('WHERE run.state', paused));
    const isPaused = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
    await waitFor(async () => (await gate.manager.query<unknown[]>(isPaused)).length > 0, {
      what: 'the sweep to stand still',
    });
    await shop.dataSource.query(SET_ACTING, [repair.id]);
    await gate.query('SELECT pg_advisory_unlock(1)');
    await gate.release();
    await beginning;
    expect(await shop.runs()).toMatchObject([{ state: 'running' }]);
    await repairs.sweep();
    expect(await shop.runs()).toMatchObject([{ state: 'unknown', code: 'interrupted' }]);
  });

  it('that was taken for lost before it acted leaves its machine', async () => {
    await planRepairs(2);
    const [first, second] = [await take(), await take()];
    await reserve(first);
    await shop.dataSource.query('UPDATE action_run SET running_until = now() WHERE id = $1', [first.id]);
    await shop.dataSource.query('UPDATE machine_repair SET busy_until = now()');
    await repairs.sweep();
    expect(await reserve(second)).toEqual({ decision: 'run' });
    expect(await leave(first)).toEqual({ given: false, reason: 'lost' });
    expect(await leave(second)).toEqual({ given: true });
  });

  it('is audited with its credential when it logs in, although it never acts', async () => {
    await planRepairs();
    const repair = await take();
    const credentialId = repair.recovery?.credentialId ?? null;
    await repairs.setPlace(repair, { ...PLACE, credentialId });
    const { items } = await new AuditRepository(shop.dataSource).list(10, null, { action: 'credential-used' });
    const details = { runId: repair.id, machine: MACHINE, method: 'ssh-systemd' };
    expect(items).toMatchObject([{ actor: 'evaluator', subjectId: credentialId, details }]);
  });

  it('at a look at a machine is audited with its credential too', async () => {
    const credentialId = await shop.credential();
    const input = { kind: 'services', machine: MACHINE, method: 'ssh-systemd', credentialId };
    const checks = new RecoveryCheckRepository(shop.dataSource);
    const check = await checks.insert(recoveryCheckInputSchema.parse(input), 'alice');
    const { items } = await new AuditRepository(shop.dataSource).list(10, null, { subjectId: credentialId });
    const [used] = items.filter(({ action }) => action === 'credential-used');
    expect(used).toMatchObject({ actor: 'alice', details: { checkId: check.id, machine: MACHINE } });
  });

  it('that ended with a status of Windows, which has 32 bits, is noted', async () => {
    await planRepairs();
    const repair = await take();
    const exitStatus = 0xc000013a;
    const error = 'PowerShell ended without a result.';
    await repairs.finish(repair, { state: 'failed', code: 'command-failed', error, exitStatus }, NOTHING);
    const run = await new ActionRunRepository(shop.dataSource).get(repair.id);
    expect(run).toMatchObject({ state: 'failed', repair: { exitStatus } });
  });

  it('goes on elsewhere when its process stops before it acted', async () => {
    await planRepairs();
    let calls = 0;
    shop.play = async (work, context): Promise<RecoveryOutcome> => {
      calls += 1;
      if (calls > 1) {
        await shop.act(work, context);
        return DONE;
      }
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      return { result: 'failed', code: 'time-limit', detail: null, exitStatus: null };
    };
    const first = shop.start();
    await waitFor(() => Promise.resolve(calls === 1), { what: 'the repair to begin' });
    await first.stop();
    shop.start();
    expect(await shop.allSettled()).toMatchObject([{ state: 'done', error: null }]);
    expect(shop.acted).toHaveLength(1);
  });
});
