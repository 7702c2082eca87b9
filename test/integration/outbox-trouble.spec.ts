import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import type { DeliveryOutcome } from '@twotwenty/actions/channel';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMonitors } from '../support/monitors.js';
import { createOutbox, OK, trouble, type Outbox } from '../support/outbox.js';
import { storeAlert, storedAction } from '../support/stored-alerts.js';
import { playTest } from '../support/test-rounds.js';

const SERVER = { host: '127.0.0.1', port: 25 };
const LIMITS = { perAction: 64, inAll: 1000, leaseSeconds: 600 };

describe('the outbox in trouble', () => {
  let outbox: Outbox;

  beforeEach(async () => {
    outbox = await createOutbox();
  });
  afterEach(() => outbox.close());

  it('holds up no action because another one hangs', async () => {
    const hanging = storedAction();
    const quick = storedAction();
    await storeAlert(outbox.dataSource, [hanging, quick]);
    const monitors = await createMonitors(outbox.dataSource, 100, SERVER);
    let release: (outcome: DeliveryOutcome) => void = () => undefined;
    const hang = new Promise<DeliveryOutcome>((resolve) => {
      release = resolve;
    });
    outbox.answer = ({ id }) => (id === hanging.id ? hang : OK);
    await playTest(outbox.dataSource, monitors, false);
    await playTest(outbox.dataSource, monitors, false);
    await outbox.start();
    await waitFor(() => outbox.told.length === 100, { what: 'the quick action to be done' });
    expect(outbox.told.every(({ actionId }) => actionId === quick.id)).toBe(true);
    release(OK);
    await outbox.allSettled();
    expect(outbox.told).toHaveLength(200);
  });

  it('delivers again what the queue has lost, and once what it hands out twice', async () => {
    await storeAlert(outbox.dataSource, [storedAction()]);
    const monitors = await createMonitors(outbox.dataSource, 3, SERVER);
    await playTest(outbox.dataSource, monitors, false);
    await playTest(outbox.dataSource, monitors, false);
    const deliveries = new DeliveryRepository(outbox.dataSource);
    const lost = await deliveries.queueDue(LIMITS);
    expect(lost).toHaveLength(3);
    expect(await deliveries.queueDue(LIMITS)).toEqual([]);
    await outbox.dataSource.query(`UPDATE action_run SET queued_until = now()`);
    const ids = lost.map(({ deliveryId }) => deliveryId);
    const taken = await Promise.all([deliveries.take(ids, 30_000), deliveries.take(ids, 30_000)]);
    expect(taken.map(({ runs: mine }) => mine.length).sort()).toEqual([0, 3]);
    expect(await deliveries.queueDue(LIMITS)).toEqual([]);
    await outbox.dataSource.query(`UPDATE action_run SET queued_until = now(), running_until = now()`);
    await outbox.start();
    const settled = await outbox.allSettled();
    expect(settled.map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(['delivered', 2]));
    expect(new Set(outbox.told.map(({ notice }) => notice.id)).size).toBe(3);
  });

  it('leaves out what was removed, disabled or deleted before its turn came', async () => {
    const removed = storedAction();
    const disabled = storedAction();
    const alertId = await storeAlert(outbox.dataSource, [removed, disabled]);
    const monitors = await createMonitors(outbox.dataSource, 2, SERVER);
    await playTest(outbox.dataSource, monitors, false);
    await playTest(outbox.dataSource, monitors, false);
    await outbox.dataSource.query('UPDATE alert SET actions = $2 WHERE id = $1', [
      alertId,
      JSON.stringify([{ ...disabled, enabled: false }]),
    ]);
    const [first] = monitors;
    if (first === undefined) throw new Error('no monitor');
    await new MonitorRepository(outbox.dataSource).delete(first.id, () => true);
    await outbox.start();
    const settled = await outbox.allSettled();
    expect(settled.map(({ actionId, skipCode }) => [actionId, skipCode])).toEqual([
      [removed.id, 'removed'],
      [disabled.id, 'disabled'],
    ]);
    expect(outbox.told).toEqual([]);
  });

  it('tries a channel once, and says what went wrong', async () => {
    const action = storedAction();
    const alertId = await storeAlert(outbox.dataSource, [action]);
    const [noticeId, runId] = [randomUUID(), randomUUID()];
    await outbox.dataSource.query(
      `INSERT INTO notice (id, kind, alert_number, facts, at) VALUES ($1, 'test', 0, '{"monitor": "MX"}', now())`,
      [noticeId],
    );
    await outbox.dataSource.query(
      `INSERT INTO action_run (id, notice_id, alert_id, alert_name, action_id, action_type, kind, alert_number, state,
                               delivery_id, due_at, created_at)
       VALUES ($1, $2, $3, 'Mail team', $4, 'webhook', 'test', 0, 'pending', $1, now(), now())`,
      [runId, noticeId, alertId, action.id],
    );
    outbox.answer = () => trouble(true);
    await outbox.start();
    expect(await outbox.allSettled()).toMatchObject([
      { kind: 'test', state: 'failed', attempts: 1, error: 'It is away.' },
    ]);
  });

  it('forgets what was told long ago, and never what is still to be told', async () => {
    await storeAlert(outbox.dataSource, [storedAction()]);
    const [over, goesOn, open] = await createMonitors(outbox.dataSource, 3, SERVER);
    if (over === undefined || goesOn === undefined || open === undefined) throw new Error('no monitors');
    const settle = () => outbox.dataSource.query(`UPDATE action_run SET state = 'delivered'`);
    for (const passed of [false, false, true]) await playTest(outbox.dataSource, [over], passed);
    for (const passed of [false, false]) await playTest(outbox.dataSource, [goesOn], passed);
    await settle();
    for (const passed of [false, false, true]) await playTest(outbox.dataSource, [open], passed);
    await outbox.dataSource.query(`UPDATE notice SET at = now() - interval '91 days'`);
    const deliveries = new DeliveryRepository(outbox.dataSource);
    expect(await deliveries.deleteOlderThan(92, 100)).toBe(0);
    // The failure and the recovery of the incident that is over.
    expect(await deliveries.deleteOlderThan(90, 100)).toBe(2);
    expect((await outbox.runs()).map(({ state }) => state)).toEqual(['delivered', 'pending', 'pending']);
  });
});
