import { maintenanceInputSchema } from '@twotwenty/contracts/maintenance';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { MaintenanceRepository } from '@twotwenty/database/repositories/maintenance.repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMonitors } from '../support/monitors.js';
import { createRepairShop, DONE, storedRepair, type RepairShop } from '../support/repairs.js';
import { storeAlert } from '../support/stored-alerts.js';
import { playTest } from '../support/test-rounds.js';

const SERVER = { host: '127.0.0.1', port: 25 };
const MACHINE = 'mx1.example.com';

describe('the limits of repairs', () => {
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

  it('are kept for days', async () => {
    await shop.settings({ cooldownSeconds: 7 * 86_400 });
    await storeAlert(shop.dataSource, [storedRepair()]);
    shop.start();
    await raiseAlert(await monitorsAt(MACHINE));
    expect(await statesOf()).toEqual([['done', null]]);
    await shop.dataSource.query(`UPDATE machine_repair SET acted_at = acted_at - interval '6 days'`);
    await raiseAlert(await monitorsAt('other.example.com', 'alias.example.com'));
    expect((await statesOf()).slice(1)).toEqual([
      ['done', null],
      ['skipped', 'cooldown'],
    ]);
  });

  it('are kept by what stands in for a repair that did nothing', async () => {
    await storeAlert(shop.dataSource, [storedRepair({ type: 'reboot-server' })]);
    shop.start();
    await raiseAlert(await monitorsAt(MACHINE));
    expect(await statesOf()).toEqual([['done', null]]);
    await shop.settings({ cooldownSeconds: 3600 });
    await shop.dataSource.query('DELETE FROM alert');
    const reboot = storedRepair({ type: 'reboot-server', range: '9' });
    await storeAlert(shop.dataSource, [storedRepair({ fallbackActionId: reboot.id }), reboot]);
    const recovery = { machine: MACHINE, method: 'ssh-systemd', credentialId: await shop.credential() } as const;
    await raiseAlert(await createMonitors(shop.dataSource, 1, SERVER, { recovery: { ...recovery, services: [] } }));
    const states = await statesOf();
    expect(states).toContainEqual(['refused', 'no-services']);
    expect(states).toContainEqual(['skipped', 'cooldown']);
    expect(shop.acted).toHaveLength(1);
  });

  it('are windows of maintenance, also while the states do not know of them', async () => {
    await storeAlert(shop.dataSource, [storedRepair()]);
    const [before, meanwhile] = await monitorsAt(MACHINE, 'other.example.com');
    if (before === undefined || meanwhile === undefined) throw new Error('no monitors');
    const openWindow = ({ id }: Monitor) =>
      new MaintenanceRepository(shop.dataSource).insert(
        maintenanceInputSchema.parse({
          name: 'Maintenance',
          window: { kind: 'once', from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' },
          assignment: { to: 'chosen', monitorIds: [id] },
        }),
      );
    shop.play = async (work, context) => {
      await openWindow(meanwhile);
      await shop.act(work, context);
      return DONE;
    };
    await raiseAlert([before]);
    await openWindow(before);
    await raiseAlert([meanwhile]);
    shop.start();
    expect(await statesOf()).toEqual([
      ['skipped', 'held'],
      ['skipped', 'held'],
    ]);
    expect(shop.acted).toEqual([]);
  });
});
