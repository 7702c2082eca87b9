import type { DeliveryOutcome, Notice } from '@twotwenty/actions/channel';
import type { StoredAction } from '@twotwenty/contracts/alert';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { startDelivery } from '@twotwenty/evaluator/actions/delivery';
import { createLogger } from '@twotwenty/observability/logger';
import { migrateQueue } from '@twotwenty/queue/migrate';
import { openQueues, type QueueSystem } from '@twotwenty/queue/queue-system';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeAlert, storedAction } from '../support/alerts.js';
import { playTest } from '../support/decisions.js';
import { createMigratedDatabase, type MigratedDatabase } from '../support/migrated-database.js';
import { createMonitors } from '../support/monitors.js';

const logger = createLogger('test', 'fatal');
const SERVER = { host: '127.0.0.1', port: 25 };
const OK: DeliveryOutcome = { ok: true, response: 'got it' };

function trouble(retryable: boolean): DeliveryOutcome {
  return { ok: false, retryable, error: 'It is away.', response: null, retryAfterSeconds: null };
}

interface Run {
  readonly actionId: string;
  readonly kind: string;
  readonly alertNumber: number;
  readonly state: string;
  readonly skipCode: string | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly response: string | null;
  readonly deliveryId: string;
}

describe('the outbox', () => {
  let database: MigratedDatabase;
  const closes: (() => Promise<void>)[] = [];
  /** What was told, in order. */
  const told: { actionId: string; notice: Notice }[] = [];
  let answer: (action: StoredAction, notice: Notice) => DeliveryOutcome | Promise<DeliveryOutcome>;

  beforeEach(async () => {
    database = await createMigratedDatabase('outbox');
    await migrateQueue({ backend: 'postgres', url: database.url });
    told.length = 0;
    answer = () => OK;
  });
  afterEach(async () => {
    for (const close of closes.splice(0).reverse()) await close();
    await database.drop();
  });

  function openQueue(): QueueSystem {
    const observer = { onError: () => undefined, onFailure: () => undefined };
    const queues = openQueues({ backend: 'postgres', url: database.url }, observer);
    closes.push(() => queues.close());
    return queues;
  }

  async function startDelivering(): Promise<void> {
    const delivery = await startDelivery({
      deliveries: new DeliveryRepository(database.dataSource),
      queues: openQueue(),
      queueLeaseSeconds: 30,
      deliver: async (notice, action) => {
        const outcome = await answer(action, notice);
        if (outcome.ok) told.push({ actionId: action.id, notice });
        return outcome;
      },
      limitMs: () => 30_000,
      logger,
    });
    closes.push(() => delivery.stop());
  }

  /** Makes every attempt that waits for its time due now. */
  async function hurry(): Promise<void> {
    await database.dataSource.query(`UPDATE action_run SET due_at = now() WHERE state = 'pending' AND due_at > now()`);
  }

  async function runs(): Promise<Run[]> {
    return database.dataSource.query<Run[]>(
      `SELECT action_id AS "actionId", kind, alert_number AS "alertNumber", state, skip_code AS "skipCode", attempts,
              error, response, delivery_id AS "deliveryId" FROM action_run ORDER BY sequence`,
    );
  }

  async function allSettled(): Promise<Run[]> {
    await waitFor(
      async () => {
        await hurry();
        return (await runs()).every(({ state }) => state !== 'pending');
      },
      { what: 'all runs to be settled' },
    );
    return runs();
  }

  const subjects = (): string[] => told.map(({ notice }) => notice.subject);

  it('tells each alert by its number, and the recovery once', async () => {
    const action = storedAction({ range: '1-2' });
    await storeAlert(database.dataSource, [action]);
    const monitors = await createMonitors(database.dataSource, 1, SERVER, { name: 'MX 1' });
    await startDelivering();
    for (const passed of [false, false, false, false, false, true, true]) {
      await playTest(database.dataSource, monitors, passed);
    }
    const settled = await allSettled();
    expect(settled.map(({ kind, alertNumber, state }) => [kind, alertNumber, state])).toEqual([
      ['failure', 1, 'delivered'],
      ['failure', 2, 'delivered'],
      ['recovery', 2, 'delivered'],
    ]);
    expect(settled[0]).toMatchObject({ attempts: 1, error: null, response: 'got it' });
    expect(subjects()).toEqual([
      'Down: MX 1 (127.0.0.1)',
      'Lost: MX 1 (127.0.0.1)',
      expect.stringMatching(/^Up again: MX 1 \(127\.0\.0\.1\) after \d+ s$/),
    ]);
    const [first] = told;
    expect(first?.notice.text).toContain('MX 1 is Down: The connection was refused.');
    expect(first?.notice.text).toContain(`https://monitor.example.com/monitors/${monitors[0]?.id}`);
    expect(first?.notice.incidents[0]).toMatchObject({ 'alert-name': 'Mail team', alert: '1', failures: '2' });
    expect(first?.notice.incidents[0]['look-at']).not.toBe('');
    expect(told.map(({ notice }) => notice.id)).toEqual(settled.map(({ deliveryId }) => deliveryId));
  });

  it('records what it does not send, with the reason', async () => {
    const off = storedAction({ enabled: false });
    const late = storedAction({ range: '5-' });
    await storeAlert(database.dataSource, [off, late]);
    const monitors = await createMonitors(database.dataSource, 1, SERVER);
    await playTest(database.dataSource, monitors, false);
    await playTest(database.dataSource, monitors, false);
    expect((await runs()).map(({ actionId, state, skipCode }) => [actionId, state, skipCode])).toEqual([
      [off.id, 'skipped', 'disabled'],
      [late.id, 'skipped', 'out-of-range'],
    ]);
  });

  it('serves a monitor that is reached by its device and by a tag once, and no other', async () => {
    const [monitor] = await createMonitors(database.dataSource, 1, SERVER, { name: 'Served', tags: ['mx'] });
    const others = await createMonitors(database.dataSource, 1, SERVER, { name: 'Not served' });
    if (monitor === undefined) throw new Error('no monitor');
    const assignment = { to: 'chosen', monitorIds: [monitor.id], deviceIds: [monitor.deviceId], tags: ['mx'] } as const;
    await storeAlert(database.dataSource, [storedAction()], { assignment });
    await startDelivering();
    for (let test = 0; test < 2; test += 1) await playTest(database.dataSource, [monitor, ...others], false);
    await allSettled();
    expect(subjects()).toEqual(['Down: Served (127.0.0.1)']);
  });

  it('tries again with the same key, keeps the order, and tells the recovery after the failures', async () => {
    const action = storedAction();
    await storeAlert(database.dataSource, [action]);
    const monitors = await createMonitors(database.dataSource, 1, SERVER);
    const keys: string[] = [];
    answer = (_action, notice) => {
      keys.push(notice.id);
      return keys.length < 3 ? trouble(true) : OK;
    };
    for (const passed of [false, false, false, false, true]) await playTest(database.dataSource, monitors, passed);
    await startDelivering();
    const settled = await allSettled();
    expect(settled.map(({ kind, alertNumber, state, attempts }) => [kind, alertNumber, state, attempts])).toEqual([
      ['failure', 1, 'delivered', 3],
      ['failure', 2, 'delivered', 1],
      ['recovery', 2, 'delivered', 1],
    ]);
    expect(told.map(({ notice }) => notice.kind)).toEqual(['failure', 'failure', 'recovery']);
    expect(new Set(keys).size).toBe(3);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
  });

  it('does not tell the recovery to those who never heard of the failure', async () => {
    await storeAlert(database.dataSource, [storedAction()]);
    const monitors = await createMonitors(database.dataSource, 1, SERVER);
    answer = (_action, { kind }) => (kind === 'failure' ? trouble(false) : OK);
    for (const passed of [false, false, true]) await playTest(database.dataSource, monitors, passed);
    await startDelivering();
    const settled = await allSettled();
    expect(settled.map(({ kind, state, skipCode }) => [kind, state, skipCode])).toEqual([
      ['failure', 'failed', null],
      ['recovery', 'skipped', 'no-failure-notice-sent'],
    ]);
    expect(told).toEqual([]);
  });

  it('lets another action stand in for one that can not be done, for the recovery too', async () => {
    const spare = storedAction({ range: '9-' });
    const main = storedAction({ fallbackActionId: spare.id });
    await storeAlert(database.dataSource, [main, spare]);
    const monitors = await createMonitors(database.dataSource, 1, SERVER);
    answer = ({ id }) => (id === main.id ? trouble(false) : OK);
    for (const passed of [false, false, true]) await playTest(database.dataSource, monitors, passed);
    await startDelivering();
    await allSettled();
    expect(told.map(({ actionId, notice }) => [actionId, notice.kind])).toEqual([
      [spare.id, 'failure'],
      [spare.id, 'recovery'],
    ]);
  });

  it('calls the one that stands in after three attempts, and goes on trying', async () => {
    const spare = storedAction({ onFailure: { subject: 'spare', text: 'spare' }, range: '9-' });
    const main = storedAction({ fallbackActionId: spare.id });
    await storeAlert(database.dataSource, [main, spare]);
    const monitors = await createMonitors(database.dataSource, 1, SERVER);
    let attempts = 0;
    answer = ({ id }) => (id === main.id && (attempts += 1) <= 4 ? trouble(true) : OK);
    await playTest(database.dataSource, monitors, false);
    await playTest(database.dataSource, monitors, false);
    await startDelivering();
    const settled = await allSettled();
    expect(
      settled.filter(({ state }) => state === 'delivered').map(({ actionId, attempts: made }) => [actionId, made]),
    ).toEqual([
      [main.id, 5],
      [spare.id, 1],
    ]);
  });

  it('makes one message of many incidents, which is one delivery', async () => {
    await storeAlert(database.dataSource, [storedAction({ groupSeconds: 60 })]);
    const monitors = await createMonitors(database.dataSource, 5, SERVER);
    const keys: string[] = [];
    answer = (_action, notice) => (keys.push(notice.id) === 1 ? trouble(true) : OK);
    for (const passed of [false, false, true]) await playTest(database.dataSource, monitors, passed);
    await startDelivering();
    const settled = await allSettled();
    expect(settled.every(({ state }) => state === 'delivered')).toBe(true);
    expect(subjects()).toEqual([
      '5 monitors out: Monitor 1, Monitor 2, Monitor 3 and 2 more',
      '5 monitors up again: Monitor 1, Monitor 2, Monitor 3 and 2 more',
    ]);
    expect(new Set(keys).size).toBe(2);
    expect(told[0]?.notice.incidents).toHaveLength(5);
  });

  it('holds up no action because another one hangs', async () => {
    const hanging = storedAction();
    const quick = storedAction();
    await storeAlert(database.dataSource, [hanging, quick]);
    const monitors = await createMonitors(database.dataSource, 100, SERVER);
    let release: (outcome: DeliveryOutcome) => void = () => undefined;
    const hang = new Promise<DeliveryOutcome>((resolve) => {
      release = resolve;
    });
    answer = ({ id }) => (id === hanging.id ? hang : OK);
    await playTest(database.dataSource, monitors, false);
    await playTest(database.dataSource, monitors, false);
    await startDelivering();
    await waitFor(() => told.length === 100, { what: 'the quick action to be done' });
    expect(told.every(({ actionId }) => actionId === quick.id)).toBe(true);
    release(OK);
    await allSettled();
    expect(told).toHaveLength(200);
  });

  it('delivers again what the queue has lost, and once what it hands out twice', async () => {
    await storeAlert(database.dataSource, [storedAction()]);
    const monitors = await createMonitors(database.dataSource, 3, SERVER);
    await playTest(database.dataSource, monitors, false);
    await playTest(database.dataSource, monitors, false);
    const deliveries = new DeliveryRepository(database.dataSource);
    const lost = await deliveries.queueDue({ perAction: 64, leaseSeconds: 600 });
    expect(lost).toHaveLength(3);
    expect(await deliveries.queueDue({ perAction: 64, leaseSeconds: 600 })).toEqual([]);
    await database.dataSource.query(`UPDATE action_run SET queued_until = now()`);
    const ids = lost.map(({ deliveryId }) => deliveryId);
    const taken = await Promise.all([deliveries.take(ids, 30_000), deliveries.take(ids, 30_000)]);
    expect(taken.map(({ runs: mine }) => mine.length).sort()).toEqual([0, 3]);
    expect(await deliveries.queueDue({ perAction: 64, leaseSeconds: 600 })).toEqual([]);
    await database.dataSource.query(`UPDATE action_run SET queued_until = now(), running_until = now()`);
    await startDelivering();
    const settled = await allSettled();
    expect(settled.map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(['delivered', 2]));
    expect(new Set(told.map(({ notice }) => notice.id)).size).toBe(3);
  });

  it('leaves out what was removed, disabled or deleted before its turn came', async () => {
    const removed = storedAction();
    const disabled = storedAction();
    const alertId = await storeAlert(database.dataSource, [removed, disabled]);
    const monitors = await createMonitors(database.dataSource, 2, SERVER);
    await playTest(database.dataSource, monitors, false);
    await playTest(database.dataSource, monitors, false);
    await database.dataSource.query('UPDATE alert SET actions = $2 WHERE id = $1', [
      alertId,
      JSON.stringify([{ ...disabled, enabled: false }]),
    ]);
    const [first] = monitors;
    if (first === undefined) throw new Error('no monitor');
    await new MonitorRepository(database.dataSource).delete(first.id, () => true);
    await startDelivering();
    const settled = await allSettled();
    expect(settled.map(({ actionId, skipCode }) => [actionId, skipCode])).toEqual([
      [removed.id, 'removed'],
      [disabled.id, 'disabled'],
    ]);
    expect(told).toEqual([]);
  });

  it('tries a channel once, and says what went wrong', async () => {
    const action = storedAction();
    const alertId = await storeAlert(database.dataSource, [action]);
    const [noticeId, runId] = [randomUUID(), randomUUID()];
    await database.dataSource.query(
      `INSERT INTO notice (id, kind, alert_number, facts, at) VALUES ($1, 'test', 0, '{"monitor": "MX"}', now())`,
      [noticeId],
    );
    await database.dataSource.query(
      `INSERT INTO action_run (id, notice_id, alert_id, alert_name, action_id, action_type, kind, alert_number, state,
                               delivery_id, due_at, created_at)
       VALUES ($1, $2, $3, 'Mail team', $4, 'webhook', 'test', 0, 'pending', $1, now(), now())`,
      [runId, noticeId, alertId, action.id],
    );
    answer = () => trouble(true);
    await startDelivering();
    expect(await allSettled()).toMatchObject([{ kind: 'test', state: 'failed', attempts: 1, error: 'It is away.' }]);
  });

  it('forgets what was told long ago, and never what is still to be told', async () => {
    await storeAlert(database.dataSource, [storedAction()]);
    const [told1, open] = await createMonitors(database.dataSource, 2, SERVER);
    if (told1 === undefined || open === undefined) throw new Error('no monitors');
    await playTest(database.dataSource, [told1], false);
    await playTest(database.dataSource, [told1], false);
    await database.dataSource.query(`UPDATE action_run SET state = 'delivered'`);
    await playTest(database.dataSource, [open], false);
    await playTest(database.dataSource, [open], false);
    await database.dataSource.query(`UPDATE notice SET at = now() - interval '91 days'`);
    const deliveries = new DeliveryRepository(database.dataSource);
    expect(await deliveries.deleteOlderThan(92, 100)).toBe(0);
    expect(await deliveries.deleteOlderThan(90, 100)).toBe(1);
    expect((await runs()).map(({ state }) => state)).toEqual(['pending']);
  });
});
