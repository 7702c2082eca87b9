import { ActionRunRepository } from '@twotwenty/database/repositories/action-run.repository';
import { waitFor } from '@twotwenty/testing/wait-for';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMonitors } from '../support/monitors.js';
import { createOutbox, OK, trouble, type Outbox } from '../support/outbox.js';
import { storeAlert, storedAction } from '../support/stored-alerts.js';
import { playTest } from '../support/test-rounds.js';

const SERVER = { host: '127.0.0.1', port: 25 };

describe('the outbox', () => {
  let outbox: Outbox;

  beforeEach(async () => {
    outbox = await createOutbox();
  });
  afterEach(() => outbox.close());

  it('tells each alert by its number, and the recovery once', async () => {
    const action = storedAction({ range: '1-2' });
    await storeAlert(outbox.dataSource, [action]);
    const monitors = await createMonitors(outbox.dataSource, 1, SERVER, { name: 'MX 1' });
    await outbox.start();
    for (const passed of [false, false, false, false, false, true, true]) {
      await playTest(outbox.dataSource, monitors, passed);
    }
    const settled = await outbox.allSettled();
    expect(settled.map(({ kind, alertNumber, state }) => [kind, alertNumber, state])).toEqual([
      ['failure', 1, 'delivered'],
      ['failure', 2, 'delivered'],
      ['recovery', 2, 'delivered'],
    ]);
    expect(settled[0]).toMatchObject({ attempts: 1, error: null, response: 'got it' });
    expect(outbox.subjects()).toEqual([
      'Down: MX 1 (127.0.0.1)',
      'Lost: MX 1 (127.0.0.1)',
      expect.stringMatching(/^Up again: MX 1 \(127\.0\.0\.1\) after \d+ s$/),
    ]);
    const [first] = outbox.told;
    expect(first?.notice.text).toContain('MX 1 is Down: The connection was refused.');
    expect(first?.notice.text).toContain(`https://monitor.example.com/monitors/${monitors[0]?.id}`);
    expect(first?.notice.incidents[0]).toMatchObject({ 'alert-name': 'Mail team', alert: '1', failures: '2' });
    expect(first?.notice.incidents[0]['look-at']).not.toBe('');
    expect(outbox.told.map(({ notice }) => notice.id)).toEqual(settled.map(({ deliveryId }) => deliveryId));
  });

  it('goes on by itself once a delivery has made room for the next one', async () => {
    await storeAlert(outbox.dataSource, [storedAction()]);
    const monitors = await createMonitors(outbox.dataSource, 1, SERVER);
    for (let test = 0; test < 4; test += 1) await playTest(outbox.dataSource, monitors, false);
    // Its first look finds the first alert, for which the second one waits.
    await outbox.start(false);
    await waitFor(() => outbox.told.length === 2, { what: 'the second alert' });
  });

  it('records what it does not send, with the reason', async () => {
    const off = storedAction({ enabled: false });
    const late = storedAction({ range: '5-' });
    await storeAlert(outbox.dataSource, [off, late]);
    const monitors = await createMonitors(outbox.dataSource, 1, SERVER);
    await playTest(outbox.dataSource, monitors, false);
    await playTest(outbox.dataSource, monitors, false);
    expect((await outbox.runs()).map(({ actionId, state, skipCode }) => [actionId, state, skipCode])).toEqual([
      [off.id, 'skipped', 'disabled'],
      [late.id, 'skipped', 'out-of-range'],
    ]);
  });

  it('serves a monitor that is reached by its device and by a tag once, and no other', async () => {
    const [monitor] = await createMonitors(outbox.dataSource, 1, SERVER, { name: 'Served', tags: ['mx'] });
    const others = await createMonitors(outbox.dataSource, 1, SERVER, { name: 'Not served' });
    if (monitor === undefined) throw new Error('no monitor');
    const assignment = { to: 'chosen', monitorIds: [monitor.id], deviceIds: [monitor.deviceId], tags: ['mx'] } as const;
    await storeAlert(outbox.dataSource, [storedAction()], { assignment });
    await outbox.start();
    for (let test = 0; test < 2; test += 1) await playTest(outbox.dataSource, [monitor, ...others], false);
    await outbox.allSettled();
    expect(outbox.subjects()).toEqual(['Down: Served (127.0.0.1)']);
  });

  it('tries again with the same key, keeps the order, and tells the recovery after the failures', async () => {
    const action = storedAction();
    await storeAlert(outbox.dataSource, [action]);
    const monitors = await createMonitors(outbox.dataSource, 1, SERVER);
    const keys: string[] = [];
    outbox.answer = (_action, notice) => {
      keys.push(notice.id);
      return keys.length < 3 ? trouble(true) : OK;
    };
    for (const passed of [false, false, false, false, true]) await playTest(outbox.dataSource, monitors, passed);
    await outbox.start();
    const settled = await outbox.allSettled();
    expect(settled.map(({ kind, alertNumber, state, attempts }) => [kind, alertNumber, state, attempts])).toEqual([
      ['failure', 1, 'delivered', 3],
      ['failure', 2, 'delivered', 1],
      ['recovery', 2, 'delivered', 1],
    ]);
    expect(outbox.told.map(({ notice }) => notice.kind)).toEqual(['failure', 'failure', 'recovery']);
    expect(new Set(keys).size).toBe(3);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
  });

  it('does not tell the recovery to those who never heard of the failure', async () => {
    await storeAlert(outbox.dataSource, [storedAction()]);
    const monitors = await createMonitors(outbox.dataSource, 1, SERVER);
    outbox.answer = (_action, { kind }) => (kind === 'failure' ? trouble(false) : OK);
    for (const passed of [false, false, true]) await playTest(outbox.dataSource, monitors, passed);
    await outbox.start();
    const settled = await outbox.allSettled();
    expect(settled.map(({ kind, state, skipCode }) => [kind, state, skipCode])).toEqual([
      ['failure', 'failed', null],
      ['recovery', 'skipped', 'no-failure-notice-sent'],
    ]);
    expect(outbox.told).toEqual([]);
  });

  it('tells the recovery after a failure that is tried again by hand, and no failure after the recovery', async () => {
    await storeAlert(outbox.dataSource, [storedAction()]);
    const monitors = await createMonitors(outbox.dataSource, 1, SERVER);
    outbox.answer = () => trouble(false);
    for (const passed of [false, false, true]) await playTest(outbox.dataSource, monitors, passed);
    await outbox.start();
    await outbox.allSettled();
    const actionRuns = new ActionRunRepository(outbox.dataSource);
    const [failure] = (await actionRuns.list(10, null, { state: 'failed' })).items;
    if (failure === undefined) throw new Error('nothing failed');
    outbox.answer = () => OK;
    await actionRuns.retry(failure.id, 'admin');
    await outbox.allSettled();
    expect(outbox.told.map(({ notice }) => notice.kind)).toEqual(['failure', 'recovery']);
    await outbox.dataSource.query(`UPDATE action_run SET state = 'failed' WHERE id = $1`, [failure.id]);
    await expect(actionRuns.retry(failure.id, 'admin')).rejects.toThrow('The recovery was told already');
  });

  it('lets another action stand in for one that can not be done, for the recovery too', async () => {
    const spare = storedAction({ range: '9-' });
    const main = storedAction({ fallbackActionId: spare.id });
    await storeAlert(outbox.dataSource, [main, spare]);
    const monitors = await createMonitors(outbox.dataSource, 1, SERVER);
    outbox.answer = ({ id }) => (id === main.id ? trouble(false) : OK);
    for (const passed of [false, false, true]) await playTest(outbox.dataSource, monitors, passed);
    await outbox.start();
    await outbox.allSettled();
    expect(outbox.told.map(({ actionId, notice }) => [actionId, notice.kind])).toEqual([
      [spare.id, 'failure'],
      [spare.id, 'recovery'],
    ]);
  });

  it('calls the one that stands in after three attempts, and goes on trying', async () => {
    const spare = storedAction({ onFailure: { subject: 'spare', text: 'spare' }, range: '9-' });
    const main = storedAction({ fallbackActionId: spare.id });
    await storeAlert(outbox.dataSource, [main, spare]);
    const monitors = await createMonitors(outbox.dataSource, 1, SERVER);
    let attempts = 0;
    outbox.answer = ({ id }) => (id === main.id && (attempts += 1) <= 4 ? trouble(true) : OK);
    await playTest(outbox.dataSource, monitors, false);
    await playTest(outbox.dataSource, monitors, false);
    await outbox.start();
    const settled = await outbox.allSettled();
    expect(
      settled.filter(({ state }) => state === 'delivered').map(({ actionId, attempts: made }) => [actionId, made]),
    ).toEqual([
      [main.id, 5],
      [spare.id, 1],
    ]);
  });

  it('makes one message of many incidents, which is one delivery', async () => {
    await storeAlert(outbox.dataSource, [storedAction({ groupSeconds: 60 })]);
    const monitors = await createMonitors(outbox.dataSource, 5, SERVER);
    const keys: string[] = [];
    outbox.answer = (_action, notice) => (keys.push(notice.id) === 1 ? trouble(true) : OK);
    for (const passed of [false, false, true]) await playTest(outbox.dataSource, monitors, passed);
    await outbox.start();
    const settled = await outbox.allSettled();
    expect(settled.every(({ state }) => state === 'delivered')).toBe(true);
    expect(outbox.subjects()).toEqual([
      '5 monitors out: Monitor 1, Monitor 2, Monitor 3 and 2 more',
      '5 monitors up again: Monitor 1, Monitor 2, Monitor 3 and 2 more',
    ]);
    expect(new Set(keys).size).toBe(2);
    expect(outbox.told[0]?.notice.incidents).toHaveLength(5);
  });
});
