import { HoldKeeper } from '@twotwenty/controller/holds/hold-keeper';
import type { MonitorEvent, Result } from '@twotwenty/contracts/history';
import type { Page, Problem } from '@twotwenty/contracts/http';
import { maintenanceSchema, type Maintenance } from '@twotwenty/contracts/maintenance';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { HoldRepository } from '@twotwenty/database/repositories/hold.repository';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { badFields, createDevice, createMonitor, startApi, type TestApi } from '../support/api.js';
import { beginTests, reportTests, runTests } from '../support/test-rounds.js';

const WINDOWS = '/api/v1/maintenance-windows';
const MONITORS = '/api/v1/monitors';
const HOUR_MS = 3_600_000;
const UNKNOWN = '018f0000-0000-7000-8000-000000000000';
let api: TestApi;

beforeEach(async () => {
  api = await startApi('maintenance');
});
afterEach(() => api.stop());

const fromNow = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();
const openWindow = { kind: 'once', from: fromNow(-1), to: fromNow(1) };
const laterWindow = { kind: 'once', from: fromNow(24), to: fromNow(25) };
const newKeeper = (): HoldKeeper => new HoldKeeper(new HoldRepository(api.dataSource));
const create = <T = Maintenance>(fields: object = {}) =>
  api.call<T>('POST', WINDOWS, { body: { name: 'Patches', window: openWindow, assignment: { to: 'all' }, ...fields } });
const change = (id: string, body: object) => api.call<Maintenance>('PATCH', `${WINDOWS}/${id}`, { body });
const stateOf = async (id: string) => (await api.call<Monitor>('GET', `${MONITORS}/${id}`)).body.state;
const holdOf = async (id: string) => (await stateOf(id)).hold;

/** Every night since long, by the clocks of Berlin. @param fromHours when it opens, counted from what they show now */
function nightly(fromHours: number, hours: number): object {
  const shown = new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).replace(' ', 'T');
  const wall = (offset: number): string =>
    new Date(Date.parse(`${shown}Z`) + offset * HOUR_MS).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
  const from = fromHours - 10 * 24;
  return { kind: 'recurring', timeZone: 'Europe/Berlin', from: wall(from), to: wall(from + hours), rule: 'FREQ=DAILY' };
}

async function holdsIn(id: string): Promise<string[]> {
  const { body } = await api.call<Page<MonitorEvent>>('GET', `${MONITORS}/${id}/events?order=asc`);
  return body.items.map((event) => ('hold' in event ? `${event.type} ${event.hold}` : event.type));
}

/** Lets a window that opens once be over, or begin later, without the API: as the clock would. */
async function move(id: string, window: object): Promise<void> {
  await api.dataSource.query('UPDATE maintenance_window SET schedule = $2, version = version + 1 WHERE id = $1', [
    id,
    window,
  ]);
}

describe('a maintenance window', () => {
  it('is created, read, changed and removed', async () => {
    const created = await create({ window: laterWindow });
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"1"');
    expect(maintenanceSchema.parse(created.body)).toEqual(created.body);
    expect(created.body).toMatchObject({
      mode: 'stop',
      enabled: true,
      openNow: false,
      nextChangeAt: laterWindow.from,
    });
    const path = `${WINDOWS}/${created.body.id}`;
    expect((await api.call('GET', path)).body).toEqual(created.body);

    const changed = await api.call<Maintenance>('PATCH', path, { body: { name: 'Updates', window: openWindow } });
    expect(changed.body).toMatchObject({ name: 'Updates', openNow: true, nextChangeAt: openWindow.to, version: 2 });
    expect((await api.call('GET', path)).body).toEqual(changed.body);
    expect((await change(created.body.id, { enabled: false })).body).toMatchObject({
      openNow: false,
      nextChangeAt: null,
    });

    expect((await api.call('PATCH', path, { body: {}, headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await api.call('DELETE', path, { headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await api.call('DELETE', path, { headers: { 'if-match': '"3"' } })).status).toBe(204);
    for (const method of ['GET', 'DELETE']) expect((await api.call(method, path)).status).toBe(404);
  });

  it('is listed by age, in pages', async () => {
    const ids: string[] = [];
    for (const name of ['One', 'Two', 'Three']) ids.push((await create({ name })).body.id);
    const first = await api.call<Page<Maintenance>>('GET', `${WINDOWS}?limit=2`);
    const second = await api.call<Page<Maintenance>>('GET', `${WINDOWS}?limit=2&cursor=${first.body.nextCursor}`);

    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
  });

  it.each<[string, object, string[]]>([
    ['an end before its beginning', { window: { ...openWindow, to: openWindow.from } }, ['window.to']],
    ['a rule that is none', { window: { ...nightly(8, 2), rule: 'DAILY' } }, ['window.rule']],
    ['a zone that is none', { window: { ...nightly(8, 2), timeZone: 'Berlin' } }, ['window.timeZone']],
    ['an unknown mode', { mode: 'quiet' }, ['mode']],
    [
      'monitors and devices that are none',
      { assignment: { to: 'chosen', monitorIds: [UNKNOWN], deviceIds: [UNKNOWN] } },
      ['assignment.deviceIds.0', 'assignment.monitorIds.0'],
    ],
    ['an empty name', { name: '' }, ['name']],
    ['an unknown field', { colour: 'red' }, ['colour']],
  ])('is refused with %s', async (_title, fields, named) => {
    const stored = (await create({ window: laterWindow })).body;
    const created = await create<Problem>(fields);
    const changed = await api.call<Problem>('PATCH', `${WINDOWS}/${stored.id}`, { body: fields });

    for (const answer of [created, changed]) {
      expect(answer.status).toBe(422);
      expect(badFields(answer)).toEqual(named);
    }
    expect((await api.call<Page<Maintenance>>('GET', WINDOWS)).body.items).toHaveLength(1);
  });

  it('is left by a monitor and a device that are removed', async () => {
    const monitor = await createMonitor(api);
    const assignment = { to: 'chosen', monitorIds: [monitor.id], deviceIds: [monitor.deviceId], tags: ['mail'] };
    const { id } = (await create({ assignment })).body;
    await api.call('DELETE', `${MONITORS}/${monitor.id}`);
    await api.call('DELETE', `/api/v1/devices/${monitor.deviceId}`);

    expect((await api.call<Maintenance>('GET', `${WINDOWS}/${id}`)).body).toMatchObject({
      assignment: { to: 'chosen', monitorIds: [], deviceIds: [], tags: ['mail'] },
      version: 3,
    });
  });
});

describe('while a window is open', () => {
  it('its monitors are held from the answer on, and until the answer that closes it', async () => {
    const { id } = await createMonitor(api);
    const window = (await create()).body;
    expect(await stateOf(id)).toMatchObject({ hold: 'maintenance', holdUntil: null, nextTestAt: null });
    expect((await api.call('POST', `${MONITORS}/${id}/test`)).status).toBe(409);

    await change(window.id, { window: laterWindow });
    expect(await stateOf(id)).toMatchObject({ status: 'uninitialized', hold: null });
    await change(window.id, { window: openWindow });
    await change(window.id, { enabled: false });
    expect(await holdOf(id)).toBeNull();
    await change(window.id, { enabled: true });
    await api.call('DELETE', `${WINDOWS}/${window.id}`);
    expect(await holdOf(id)).toBeNull();
    expect(await holdsIn(id)).toEqual(
      Array.from({ length: 3 }, () => ['hold-began maintenance', 'hold-ended maintenance']).flat(),
    );
  });

  it.each([
    ['a window that opens once', openWindow, laterWindow],
    ['a window that opens every night', nightly(-6, 12), nightly(8, 2)],
  ])('%s begins and ends by the clock', async (_title, open, closed) => {
    const { id } = await createMonitor(api);
    const window = (await create({ window: closed })).body;
    const keeper = newKeeper();
    expect(await keeper.keep()).toBe(0);

    await move(window.id, open);
    expect(await keeper.keep()).toBe(1);
    expect(await keeper.keep()).toBe(0);
    expect(await holdOf(id)).toBe('maintenance');

    await move(window.id, closed);
    expect(await keeper.keep()).toBe(1);
    expect(await keeper.keep()).toBe(0);
    expect(await holdOf(id)).toBeNull();
    expect(await holdsIn(id)).toEqual(['hold-began maintenance', 'hold-ended maintenance']);
  });

  it('the monitors that it names are held, those of its devices and of its tags', async () => {
    const named = await createMonitor(api);
    const ofDevice = await createMonitor(api);
    const tagged = await createMonitor(api, { tags: ['mail'] });
    const deviceTagged = await createMonitor(api);
    await api.call('PATCH', `/api/v1/devices/${deviceTagged.deviceId}`, { body: { tags: ['mail'] } });
    const other = await createMonitor(api, { tags: ['web'] });
    await create({
      assignment: { to: 'chosen', monitorIds: [named.id], deviceIds: [ofDevice.deviceId], tags: ['mail', 'ftp'] },
    });

    for (const { id } of [named, ofDevice, tagged, deviceTagged]) expect(await holdOf(id)).toBe('maintenance');
    expect(await holdOf(other.id)).toBeNull();
  });

  it('monitors come under it and leave it with their device and tags, at once', async () => {
    const { id, deviceId } = await createMonitor(api, { tags: ['web'] });
    const elsewhere = await createDevice(api);
    await create({ assignment: { to: 'chosen', deviceIds: [elsewhere.id], tags: ['mail'] } });
    const patch = async (body: object) => {
      return (await api.call<Monitor>('PATCH', `${MONITORS}/${id}`, { body })).body.state.hold;
    };
    const tagDevice = (tags: string[]) => api.call('PATCH', `/api/v1/devices/${deviceId}`, { body: { tags } });

    expect(await patch({ tags: ['mail'] })).toBe('maintenance');
    expect(await patch({ tags: [] })).toBeNull();
    expect(await patch({ deviceId: elsewhere.id })).toBe('maintenance');
    expect(await patch({ deviceId })).toBeNull();
    await tagDevice(['mail']);
    expect(await holdOf(id)).toBe('maintenance');
    await tagDevice([]);
    expect(await holdOf(id)).toBeNull();
    expect((await createMonitor(api, { tags: ['mail'] })).state.hold).toBe('maintenance');
  });

  it('stronger holds show, and what is left shows when they end', async () => {
    const { id } = await createMonitor(api);
    const window = (await create()).body;
    const post = async (what: string, body?: object) =>
      (await api.call<Monitor>('POST', `${MONITORS}/${id}/${what}`, { body })).body.state.hold;

    expect(await post('suspend', { forSeconds: 60 })).toBe('suspended');
    expect(await post('disable')).toBe('disabled');
    expect(await post('resume')).toBe('disabled');
    expect(await post('enable')).toBe('maintenance');
    await post('disable');
    await change(window.id, { enabled: false });
    expect(await post('enable')).toBeNull();
  });

  it('an open incident is interrupted, and a test in flight is ignored', async () => {
    const { id } = await createMonitor(api, { notification: { failuresPerAlert: 1, maxAlerts: 5 } });
    await runTests(api.dataSource, { [id]: false });
    const inFlight = await beginTests(api.dataSource, [id]);
    await create();
    await reportTests(api.dataSource, inFlight, { [id]: false });

    expect(await stateOf(id)).toMatchObject({ status: 'uninitialized', failures: 0, hold: 'maintenance' });
    expect(await holdsIn(id)).toEqual(['state-changed', 'alert-raised', 'hold-began maintenance']);
    expect(await api.dataSource.query('SELECT ending FROM incident')).toEqual([{ ending: 'interrupted' }]);
    const results = await api.call<Page<Result>>('GET', `${MONITORS}/${id}/results`);
    expect(results.body.items).toHaveLength(1);
  });

  it('keepers side by side begin and end each hold once', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 15; count += 1) ids.push((await createMonitor(api)).id);
    const window = (await create({ window: laterWindow })).body;
    for (const schedule of [openWindow, laterWindow]) {
      await move(window.id, schedule);
      const changed = await Promise.all(Array.from({ length: 5 }, () => newKeeper().keep()));
      expect(changed.reduce((sum, count) => sum + count)).toBe(15);
    }

    for (const id of ids) {
      expect(await holdsIn(id)).toEqual(['hold-began maintenance', 'hold-ended maintenance']);
    }
  });

  it('many monitors take few transactions', async () => {
    const { deviceId } = await createMonitor(api);
    await api.dataSource.query(
      `INSERT INTO monitor (id, device_id, name, enabled, store_statistics, target, timing, notification, sites, version)
       SELECT gen_random_uuid(), device_id, name, true, true, target, timing, notification, sites, 1
       FROM monitor, generate_series(1, 2499)`,
    );
    await api.dataSource.query(
      `INSERT INTO monitor_state (monitor_key, status, since, due_at) SELECT key, 'uninitialized', now(), now() FROM monitor
       ON CONFLICT DO NOTHING`,
    );
    const transactions = async (): Promise<number> => {
      const [row] = await api.dataSource.query<{ count: number }[]>(
        'SELECT count(DISTINCT xmin::text)::int AS count FROM event',
      );
      return row?.count ?? 0;
    };
    await create({ assignment: { to: 'chosen', deviceIds: [deviceId] } });

    const held = await api.dataSource.query<unknown[]>(
      `SELECT hold, count(*)::int AS count FROM monitor_state GROUP BY hold`,
    );
    expect(held).toEqual([{ hold: 'maintenance', count: 2500 }]);
    expect(await transactions()).toBe(3);
  });
});

describe('while a muted window is open', () => {
  it('tests and results go on, and nothing is decided', async () => {
    const { id } = await createMonitor(api, { notification: { failuresPerAlert: 1, maxAlerts: 5 } });
    await create({ mode: 'mute' });
    expect(await stateOf(id)).toMatchObject({ status: 'uninitialized', hold: 'maintenance' });
    expect((await stateOf(id)).nextTestAt).not.toBeNull();

    for (const passed of [false, true, false, false]) {
      expect(await runTests(api.dataSource, { [id]: passed })).toEqual([id]);
    }
    const state = await stateOf(id);
    expect(state).toMatchObject({
      status: 'uninitialized',
      hold: 'maintenance',
      failures: 0,
      alerts: 0,
      lastTest: { number: 4, verdict: 'fail', reason: 'connect: The connection was refused.' },
    });
    expect(await holdsIn(id)).toEqual(['hold-began maintenance']);
    const results = await api.call<Page<Result>>('GET', `${MONITORS}/${id}/results`);
    expect(results.body.items.map(({ passed }) => passed)).toEqual([false, false, true, false]);
    expect(await api.dataSource.query('SELECT 1 FROM incident')).toEqual([]);
    // After each test the delay is that of a monitor that is Up.
    const delayMs = Date.parse(state.nextTestAt ?? '') - Date.parse(state.lastTest?.at ?? '');
    expect(delayMs).toBe(300_000);
  });

  it('a test may be asked for', async () => {
    const { id } = await createMonitor(api);
    await create({ mode: 'mute' });

    expect((await api.call('POST', `${MONITORS}/${id}/test`)).status).toBe(202);
  });

  it('another that stops tests is stronger, without a new hold', async () => {
    const { id } = await createMonitor(api);
    await create({ mode: 'mute' });
    const inFlight = await beginTests(api.dataSource, [id]);
    const { since } = await stateOf(id);
    const stopping = (await create()).body;
    expect(await stateOf(id)).toMatchObject({ hold: 'maintenance', nextTestAt: null, since });
    expect(await runTests(api.dataSource, { [id]: true })).toEqual([]);
    await reportTests(api.dataSource, inFlight, { [id]: true });
    expect(await api.dataSource.query('SELECT 1 FROM probe_result')).toEqual([]);

    await api.call('DELETE', `${WINDOWS}/${stopping.id}`);
    expect(await runTests(api.dataSource, { [id]: true })).toEqual([id]);
    expect(await holdsIn(id)).toEqual(['hold-began maintenance']);
  });

  it('a monitor that is disabled is not tested', async () => {
    const { id } = await createMonitor(api, { enabled: false });
    await create({ mode: 'mute' });

    expect(await runTests(api.dataSource, { [id]: true })).toEqual([]);
  });
});
