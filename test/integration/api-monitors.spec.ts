import type { MonitorEvent } from '@twotwenty/contracts/history';
import type { Page, Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { savedMonitorSchema, type SavedMonitor } from '@twotwenty/contracts/saved-monitor';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { badFields, createDevice, createMonitor, startApi, type TestApi } from '../support/api.js';
import { ALERTS, createAlert } from '../support/alerts.js';
import { setState, stateRow } from '../support/monitor-state.js';

const MONITORS = '/api/v1/monitors';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_monitors');
});
afterAll(() => api.stop());

const get = (id: string) => api.call<Monitor>('GET', `${MONITORS}/${id}`);
const patch = (id: string, body: object, headers: Record<string, string> = {}) =>
  api.call<Monitor>('PATCH', `${MONITORS}/${id}`, { body, headers });

async function typesOfEvents(id: string): Promise<string[]> {
  const { body } = await api.call<Page<MonitorEvent>>('GET', `${MONITORS}/${id}/events?order=asc`);
  return body.items.map((event) => ('hold' in event ? `${event.type} ${event.hold}` : event.type));
}

const NOBODY_IS_TOLD = [{ field: 'alerts', message: 'no alert serves this monitor: nobody is told' }];

describe('creating', () => {
  it('fills in what was left out, and is due at once', async () => {
    const device = await createDevice(api);
    const body = { deviceId: device.id, name: '  MX 1 greeting ', target: { host: 'mx1.example.com' } };
    const answer = await api.call<Monitor>('POST', MONITORS, { body });

    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(savedMonitorSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({
      deviceId: device.id,
      name: 'MX 1 greeting',
      enabled: true,
      storeStatistics: true,
      target: {
        host: 'mx1.example.com',
        port: 25,
        security: 'none',
        tls: { certificate: 'require', warnDays: 14, failDays: null },
        addressFamily: 'any',
        ehloName: null,
        strictQuit: false,
      },
      timing: { maxTestDurationSeconds: 30, delaySeconds: { up: 300, warn: 60, down: 120, lost: 300 } },
      notification: { failuresPerAlert: 3, maxAlerts: 3 },
      recovery: null,
      sites: ['default'],
      sitesToFail: null,
      confirmFrom: null,
      tags: [],
      version: 1,
      state: { status: 'uninitialized', failures: 0, alerts: 0, hold: null, lastTest: null },
    });
    expect(Math.abs(Date.parse(answer.body.state.nextTestAt ?? '') - Date.parse(answer.body.createdAt))).toBeLessThan(
      1000,
    );
  });

  it('gives back exactly what was written', async () => {
    const device = await createDevice(api);
    const body = {
      deviceId: device.id,
      name: '⚙️ Größe 日本',
      enabled: false,
      storeStatistics: false,
      target: {
        host: '2001:db8::25',
        port: 2525,
        security: 'starttls',
        tls: { certificate: 'report', warnDays: null, failDays: 0 },
        addressFamily: 'ipv6',
        ehloName: 'probe.example',
        strictQuit: true,
      },
      timing: { maxTestDurationSeconds: 12.345, delaySeconds: { up: 0.5, warn: 1.001, down: 604_800, lost: 5 } },
      notification: { failuresPerAlert: 1, maxAlerts: 1000 },
      recovery: {
        machine: 'mx1',
        port: 1445,
        method: 'windows-rpc',
        credentialId: null,
        services: ['SMTPSVC', 'MSSQL$MAIL & Größe (x86)'],
      },
      sites: ['default'],
      sitesToFail: 1,
      tags: ['mail', 'größe:1'],
    };
    const created = await api.call<SavedMonitor>('POST', MONITORS, { body });

    expect(created.body).toMatchObject({ ...body, warnings: NOBODY_IS_TOLD });
    expect({ ...(await get(created.body.id)).body, warnings: created.body.warnings }).toEqual(created.body);
  });

  it('warns when nobody is told of it, until an alert serves it', async () => {
    const { id } = await createMonitor(api);
    const change = () => api.call<SavedMonitor>('PATCH', `${MONITORS}/${id}`, { body: { name: 'Renamed' } });
    expect((await change()).body.warnings).toEqual(NOBODY_IS_TOLD);
    const alert = await createAlert(api);
    expect((await change()).body.warnings).toEqual([]);
    await api.call('DELETE', `${ALERTS}/${alert.id}`);
  });

  it('disabled begins with the hold', async () => {
    const monitor = await createMonitor(api, { enabled: false });

    expect(monitor.state).toMatchObject({ status: 'uninitialized', hold: 'disabled', nextTestAt: null });
    expect(await typesOfEvents(monitor.id)).toEqual(['hold-began disabled']);
  });
});

describe('changing', () => {
  it('touches only the fields that are named', async () => {
    const before = await createMonitor(api, { target: { host: 'mx1.example.com', port: 2525, strictQuit: true } });
    const answer = await patch(before.id, {
      name: 'Renamed',
      target: { host: 'mx2.example.com' },
      timing: { delaySeconds: { down: 90 } },
      notification: { maxAlerts: 5 },
    });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(answer.body).toEqual({
      ...before,
      name: 'Renamed',
      target: { ...before.target, host: 'mx2.example.com' },
      timing: { ...before.timing, delaySeconds: { ...before.timing.delaySeconds, down: 90 } },
      notification: { failuresPerAlert: 3, maxAlerts: 5 },
      version: 2,
      updatedAt: answer.body.updatedAt,
      warnings: NOBODY_IS_TOLD,
    });
  });

  it('to nothing changes nothing but the version', async () => {
    const before = await createMonitor(api);
    const { body } = await patch(before.id, {});

    expect(body).toEqual({ ...before, version: 2, updatedAt: body.updatedAt, warnings: NOBODY_IS_TOLD });
  });

  it('checks the whole that comes of it', async () => {
    await api.call('POST', '/api/v1/sites', { body: { name: 'second' } });
    const monitor = await createMonitor(api, { sites: ['default', 'second'], sitesToFail: 2 });
    const answer = await api.call<Problem>('PATCH', `${MONITORS}/${monitor.id}`, { body: { sites: ['default'] } });

    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(['sitesToFail']);
    expect((await get(monitor.id)).body).toEqual(monitor);
  });

  it('keeps state and schedule', async () => {
    const { id } = await createMonitor(api);
    await setState(
      api.dataSource,
      id,
      `status = 'warn', failures = 2, first_failure_at = now(), test_number = 9, in_flight = true, due_at = now() + interval '1 hour'`,
    );
    const before = await stateRow(api.dataSource, id);
    await patch(id, { target: { port: 26 }, notification: { failuresPerAlert: 2 } });

    // The certificate that the test in flight brings will be that of the server asked until now.
    const after = await stateRow(api.dataSource, id);
    expect(after).toEqual({ ...before, certificates_after_test: 9, policy_key: after['policy_key'] });
    expect(after['policy_key']).not.toBe(before['policy_key']);
  });

  it('honours If-Match', async () => {
    const { id } = await createMonitor(api);

    expect((await patch(id, { name: 'B' }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await patch(id, { name: 'C' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await patch(id, { name: 'C' }, { 'if-match': 'W/"2"' })).status).toBe(412);
    expect((await patch(id, { name: 'C' }, { 'if-match': 'nonsense' })).status).toBe(412);
    expect((await patch(id, { name: 'D' }, { 'if-match': '"7", "2"' })).body).toMatchObject({ name: 'D', version: 3 });
    expect((await patch(id, { name: 'E' }, { 'if-match': '*' })).status).toBe(200);
    expect((await api.call('DELETE', `${MONITORS}/${id}`, { headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await get(id)).headers.get('etag')).toBe('"4"');
    expect((await api.call('DELETE', `${MONITORS}/${id}`, { headers: { 'if-match': '"4"' } })).status).toBe(204);
  });

  it('by several at once loses nothing', async () => {
    const { id } = await createMonitor(api);
    const changes = [
      { name: 'New name' },
      { target: { port: 2525 } },
      { timing: { delaySeconds: { up: 10 } } },
      { timing: { delaySeconds: { down: 20 } } },
      { enabled: false },
      { tags: ['x'] },
    ];
    const answers = await Promise.all(changes.map((change) => patch(id, change)));

    expect(answers.map((answer) => answer.status)).toEqual(Array<number>(changes.length).fill(200));
    expect((await get(id)).body).toMatchObject({
      name: 'New name',
      target: { port: 2525 },
      timing: { delaySeconds: { up: 10, down: 20, warn: 60 } },
      enabled: false,
      tags: ['x'],
      version: 7,
      state: { hold: 'disabled' },
    });
  });

  it('by two who saw the same version is granted to one', async () => {
    const { id } = await createMonitor(api);
    const answers = await Promise.all(['A', 'B', 'C', 'D'].map((name) => patch(id, { name }, { 'if-match': '"1"' })));

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412]);
    expect((await get(id)).body.version).toBe(2);
  });
});

describe('disabling and enabling', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await createMonitor(api));
  });

  it('forgets what was known, and interrupts the incident', async () => {
    const incident = '018f0000-0000-7000-8000-00000000abcd';
    await api.dataSource.query('DELETE FROM incident');
    await api.dataSource.query(
      `INSERT INTO incident (id, monitor_key, started_at, alerts) SELECT $1, key, now(), 1 FROM monitor WHERE id = $2`,
      [incident, id],
    );
    await setState(
      api.dataSource,
      id,
      `status = 'down', failures = 3, alerts = 1, first_failure_at = now(), incident_id = '${incident}', test_number = 4,
                        in_flight = true, forced = true, sites = '{default}', votes = '{"default": {"passed": false}}'`,
    );

    const disabled = await api.call<Monitor>('POST', `${MONITORS}/${id}/disable`);
    expect(disabled.status).toBe(200);
    expect(disabled.body).toMatchObject({
      enabled: false,
      version: 2,
      state: { status: 'uninitialized', hold: 'disabled', failures: 0, alerts: 0, nextTestAt: null },
    });
    expect(await stateRow(api.dataSource, id)).toMatchObject({
      in_flight: false,
      forced: false,
      sites: [],
      votes: {},
      incident_id: null,
      first_failure_at: null,
      test_number: 4,
    });
    const [row] = await api.dataSource.query<Record<string, unknown>[]>(
      'SELECT ending, ended_at FROM incident WHERE id = $1',
      [incident],
    );
    expect(row).toMatchObject({ ending: 'interrupted', ended_at: expect.any(Date) as Date });
    expect(await typesOfEvents(id)).toEqual(['hold-began disabled']);

    const enabled = await api.call<Monitor>('POST', `${MONITORS}/${id}/enable`);
    expect(enabled.body).toMatchObject({ enabled: true, version: 3, state: { status: 'uninitialized', hold: null } });
    expect(Math.abs(Date.parse(enabled.body.state.nextTestAt ?? '') - Date.parse(enabled.body.updatedAt))).toBeLessThan(
      1000,
    );
    expect(await typesOfEvents(id)).toEqual(['hold-began disabled', 'hold-ended disabled']);
  });

  it('twice is as good as once', async () => {
    await api.call('POST', `${MONITORS}/${id}/disable`);
    const { since } = (await get(id)).body.state;

    expect((await api.call<Monitor>('POST', `${MONITORS}/${id}/disable`)).body.state.since).toBe(since);
    expect((await patch(id, { enabled: false, name: 'Still off' })).body.state.since).toBe(since);
    expect(await typesOfEvents(id)).toEqual(['hold-began disabled']);
  });

  it('works through PATCH as well', async () => {
    await patch(id, { enabled: false });
    await patch(id, { enabled: true });

    expect(await typesOfEvents(id)).toEqual(['hold-began disabled', 'hold-ended disabled']);
  });

  it('honours If-Match', async () => {
    expect((await api.call('POST', `${MONITORS}/${id}/disable`, { headers: { 'if-match': '"9"' } })).status).toBe(412);
    expect((await get(id)).body.enabled).toBe(true);
  });
});

describe('removing', () => {
  it('takes state, events and incidents along', async () => {
    const { id } = await createMonitor(api, { enabled: false });
    const [{ key } = { key: 0 }] = await api.dataSource.query<{ key: number }[]>(
      'SELECT key FROM monitor WHERE id = $1',
      [id],
    );
    await api.dataSource.query(
      `INSERT INTO incident (id, monitor_key, started_at, alerts) VALUES (gen_random_uuid(), $1, now(), 1)`,
      [key],
    );

    expect((await api.call('DELETE', `${MONITORS}/${id}`)).status).toBe(204);
    expect((await get(id)).status).toBe(404);
    expect((await api.call('DELETE', `${MONITORS}/${id}`)).status).toBe(404);
    for (const table of ['monitor_state', 'event', 'incident']) {
      expect(await api.dataSource.query(`SELECT 1 FROM ${table} WHERE monitor_key = $1`, [key])).toEqual([]);
    }
  });
});
