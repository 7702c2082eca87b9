import { WithdrawnError, type RecoveryContext } from '@twotwenty/actions/recovery/recovery-method';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { RepairReleaseRepository } from '@twotwenty/database/repositories/repair-release.repository';
import { ActionRunRepository } from '@twotwenty/database/repositories/action-run.repository';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMonitors } from '../support/monitors.js';
import { createRepairShop, DONE, storedRepair, type RepairShop } from '../support/repairs.js';
import { storeAlert, storedAction } from '../support/stored-alerts.js';
import { playTest } from '../support/test-rounds.js';

const SERVER = { host: '127.0.0.1', port: 25 };
const MACHINE = 'mx1.example.com';

describe('repairs', () => {
  let shop: RepairShop;

  beforeEach(async () => {
    shop = await createRepairShop();
  });
  afterEach(() => shop.close());

  async function monitorsAt(...machines: string[]): Promise<Monitor[]> {
    const credentialId = await shop.credential();
    const monitors: Monitor[] = [];
    for (const machine of machines) {
      const recovery = { machine, method: 'ssh-systemd' as const, credentialId, services: ['postfix'] };
      monitors.push(...(await createMonitors(shop.dataSource, 1, SERVER, { name: machine, recovery })));
    }
    return monitors;
  }

  /** Two failures raise an alert: N is 2. */
  async function raiseAlert(monitors: readonly Monitor[]): Promise<void> {
    for (let test = 0; test < 2; test += 1) await playTest(shop.dataSource, monitors, false);
  }

  async function statesOf(): Promise<(string | null)[][]> {
    return (await shop.allSettled()).map(({ state, skipCode, code }) => [state, skipCode ?? code]);
  }

  it('are carried out once for an alert, after the alert and never in Warn', async () => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const monitors = await monitorsAt(MACHINE);
    shop.start();
    shop.start();
    await playTest(shop.dataSource, monitors, false);
    expect(await shop.runs()).toEqual([]);
    await playTest(shop.dataSource, monitors, false);
    const [run] = await shop.allSettled();
    expect(run).toMatchObject({ state: 'done', attempts: 1, response: 'It was restarted.', error: null, code: null });
    expect(run?.actedAt).toBeInstanceOf(Date);
    expect(shop.acted).toEqual([{ runId: run?.id, machine: MACHINE }]);
  });

  it('are not planned for recoveries, and tell what they did', async () => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const monitors = await monitorsAt(MACHINE);
    shop.play = async (work, context) => {
      context.step('Looks at the machine.');
      await shop.act(work, context);
      context.output('restarted, said the-password-of-the-machine\n');
      return DONE;
    };
    shop.start();
    await raiseAlert(monitors);
    const [run] = await shop.allSettled();
    await playTest(shop.dataSource, monitors, true);
    expect(await shop.allSettled()).toHaveLength(1);
    const { repair } = await new ActionRunRepository(shop.dataSource).get(run?.id ?? '');
    expect(repair).toMatchObject({
      machine: MACHINE,
      addresses: [`address of ${MACHINE}`],
      method: 'ssh-systemd',
      services: ['postfix'],
      output: 'restarted, said [secret]\n',
      effect: { outcome: 'answered' },
    });
    expect(repair?.steps.map(({ text }) => text)).toEqual([
      `Begins at ${MACHINE} (address of ${MACHINE}).`,
      'Looks at the machine.',
    ]);
  });

  it.each([
    ['no credential', { credentialId: null }, 'no-credential'],
    ['no services', { services: [] as string[] }, 'no-services'],
    ['a machine without an address', { machine: 'nowhere.example.com' }, 'unknown-host'],
  ] as const)('are refused, or fail, with %s, and nothing is done', async (_, changes, code) => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const credentialId = await shop.credential();
    const recovery = { machine: MACHINE, method: 'ssh-systemd' as const, credentialId, services: ['postfix'] };
    const monitors = await createMonitors(shop.dataSource, 1, SERVER, { recovery: { ...recovery, ...changes } });
    shop.start();
    await raiseAlert(monitors);
    expect(await statesOf()).toEqual([[code === 'unknown-host' ? 'failed' : 'refused', code]]);
    expect(shop.acted).toEqual([]);
  });

  it('are refused where the monitor names no machine, and tell what to look at', async () => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const monitors = await createMonitors(shop.dataSource, 1, SERVER);
    shop.start();
    await raiseAlert(monitors);
    const [run] = await shop.allSettled();
    expect(run).toMatchObject({ state: 'refused', code: 'no-machine' });
    expect(run?.error).toBe('The monitor names no machine to repair.');
  });

  it('wait while another one is at the same machine, whatever it is called by', async () => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const monitors = await monitorsAt(MACHINE, 'alias.example.com', 'MX1.example.com', 'other.example.com');
    let underWay = 0;
    const most = { here: 0, other: 0 };
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    shop.play = async (work, context) => {
      await shop.act(work, context);
      if (work.place.machine === 'other.example.com') most.other += 1;
      else most.here = Math.max(most.here, (underWay += 1));
      await released;
      underWay -= Number(work.place.machine !== 'other.example.com');
      return DONE;
    };
    for (let process = 0; process < 3; process += 1) shop.start();
    await raiseAlert(monitors);
    await waitFor(() => Promise.resolve(most.here === 1 && most.other === 1), { what: 'two repairs to be under way' });
    release();
    const runs = await shop.allSettled();
    expect(runs.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect(most).toEqual({ here: 1, other: 1 });
    expect(shop.acted).toHaveLength(4);
  });

  it('keep the cooldown of a machine and its limit of the day', async () => {
    await shop.settings({ cooldownSeconds: 3600 });
    await storeAlert(shop.dataSource, [storedRepair()]);
    shop.start();
    await raiseAlert(await monitorsAt(MACHINE));
    expect(await statesOf()).toEqual([['done', null]]);
    await raiseAlert(await monitorsAt('alias.example.com'));
    expect(await statesOf()).toEqual([
      ['done', null],
      ['skipped', 'cooldown'],
    ]);
    await shop.settings({ maxPerDay: 1 });
    await raiseAlert(await monitorsAt(MACHINE));
    expect((await statesOf()).at(-1)).toEqual(['skipped', 'daily-limit']);
    expect(shop.acted).toHaveLength(1);
  });

  it('are all stopped by the stop switch, also one that was about to act', async () => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const [first, second] = await monitorsAt(MACHINE, 'other.example.com');
    if (first === undefined || second === undefined) throw new Error('no monitors');
    shop.play = async (work, context) => {
      await shop.settings({ stopped: true });
      await shop.act(work, context);
      return DONE;
    };
    shop.start();
    await raiseAlert([first]);
    await raiseAlert([second]);
    expect(await statesOf()).toEqual([
      ['skipped', 'repairs-stopped'],
      ['skipped', 'repairs-stopped'],
    ]);
    expect(shop.acted).toEqual([]);
  });

  it.each([
    ['held', async (monitor: Monitor) => hold(monitor)],
    ['over', async (monitor: Monitor) => playTest(shop.dataSource, [monitor], true)],
  ] as const)('do not act when the monitor is %s by then', async (code, change) => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const [monitor] = await monitorsAt(MACHINE);
    if (monitor === undefined) throw new Error('no monitor');
    shop.play = async (work, context) => {
      await change(monitor);
      await shop.act(work, context);
      return DONE;
    };
    shop.start();
    await raiseAlert([monitor]);
    expect(await statesOf()).toEqual([['skipped', code]]);
    expect(shop.acted).toEqual([]);
  });

  async function hold(monitor: Monitor): Promise<void> {
    const repository = new MonitorRepository(shop.dataSource);
    await repository.update(
      monitor.id,
      () => true,
      (input) => ({ ...input, enabled: false }),
    );
  }

  it('wait for their release where the action asks for it, and are carried out once', async () => {
    await storeAlert(shop.dataSource, [storedRepair({}, { approval: true })]);
    shop.start();
    await raiseAlert(await monitorsAt(MACHINE));
    const [run] = await shop.allSettled();
    expect(run?.state).toBe('awaiting-approval');
    const releases = new RepairReleaseRepository(shop.dataSource);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => releases.approve(run?.id ?? '', 'alice')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await statesOf()).toEqual([['done', null]]);
    expect(shop.acted).toHaveLength(1);
    const { repair } = await new ActionRunRepository(shop.dataSource).get(run?.id ?? '');
    expect(repair?.releasedBy).toBe('alice');
    const audited = await shop.dataSource.query<{ actor: string; action: string }[]>(
      `SELECT actor, action FROM audit WHERE subject_id = $1 ORDER BY id`,
      [run?.id],
    );
    expect(audited).toEqual([
      { actor: 'alice', action: 'recovery-approved' },
      { actor: 'evaluator', action: 'recovery-run' },
      { actor: 'evaluator', action: 'recovery-ended' },
    ]);
  });

  it('are not carried out when somebody declines, or the outage is over before the release', async () => {
    await storeAlert(shop.dataSource, [storedRepair({}, { approval: true })]);
    shop.start();
    const [declined, recovered] = await monitorsAt(MACHINE, 'other.example.com');
    if (declined === undefined || recovered === undefined) throw new Error('no monitors');
    await raiseAlert([declined]);
    const [run] = await shop.allSettled();
    await new RepairReleaseRepository(shop.dataSource).decline(run?.id ?? '', 'bob');
    await raiseAlert([recovered]);
    await playTest(shop.dataSource, [recovered], true);
    await waitFor(async () => (await shop.runs()).every(({ state }) => state === 'skipped'), { what: 'both to end' });
    expect(await statesOf()).toEqual([
      ['skipped', 'declined'],
      ['skipped', 'over'],
    ]);
    expect(shop.acted).toEqual([]);
  });

  it('that fail call upon what stands in, at once and within the limits', async () => {
    await shop.settings({ cooldownSeconds: 3600 });
    const reboot = storedRepair({ type: 'reboot-server', range: '9' });
    const tell = storedAction({ range: '9' });
    const restart = storedRepair({ fallbackActionId: reboot.id });
    await storeAlert(shop.dataSource, [restart, { ...reboot, fallbackActionId: tell.id }, tell]);
    shop.play = async (work, context) => {
      await shop.act(work, context);
      return { result: 'failed', code: 'command-failed', detail: 'exit status 1', exitStatus: 1 };
    };
    shop.start();
    await raiseAlert(await monitorsAt(MACHINE));
    const runs = (await shop.allSettled()).filter(({ skipCode }) => skipCode !== 'out-of-range');
    expect(runs.map(({ actionType, state }) => [actionType, state])).toEqual([
      ['restart-services', 'failed'],
      ['reboot-server', 'failed'],
      ['webhook', 'pending'],
    ]);
    expect(runs[0]?.error).toBe('The machine was asked and reported an error: exit status 1');
    expect(shop.acted).toHaveLength(2);
  });

  it('of which nobody knows what became are told so, are not repeated, and may be repeated by a person', async () => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    shop.play = async (work, context) => {
      await shop.act(work, context);
      return { result: 'unknown', code: 'connection-lost', detail: null, exitStatus: null };
    };
    shop.start();
    await raiseAlert(await monitorsAt(MACHINE));
    expect(await statesOf()).toEqual([['unknown', 'connection-lost']]);
    const [run] = await shop.runs();
    shop.play = async (work, context) => {
      await shop.act(work, context);
      return DONE;
    };
    await new ActionRunRepository(shop.dataSource).retry(run?.id ?? '', 'alice');
    expect(await statesOf()).toEqual([['done', null]]);
    expect(shop.acted).toHaveLength(2);
  });

  it('end with their time limit although the method goes on', async () => {
    await storeAlert(shop.dataSource, [storedRepair({}, { timeoutSeconds: 5 })]);
    shop.play = (_work, { signal }: RecoveryContext) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new WithdrawnError('never asked')));
      });
    shop.start();
    await raiseAlert(await monitorsAt(MACHINE));
    expect((await statesOf())[0]?.[0]).toBe('failed');
  });
});
