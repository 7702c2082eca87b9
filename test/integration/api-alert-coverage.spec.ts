import {
  servingAlertsSchema,
  type Alert,
  type ServingAlerts,
  type Warnings,
  type WarningsOfAlerts,
} from '@twotwenty/contracts/alert';
import type { Device } from '@twotwenty/contracts/device';
import type { DowntimeView } from '@twotwenty/contracts/downtime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actionId, ALERTS, createAlert, emailAction, slackAction } from '../support/alerts.js';
import { createDevice, createMonitor, startApi, type TestApi } from '../support/api.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_alert_coverage');
});
afterAll(() => api.stop());
// Each test begins with monitors, devices and alerts of its own alone.
beforeEach(() => api.dataSource.query('DELETE FROM alert; DELETE FROM monitor; DELETE FROM device'));

describe('what an alert serves', () => {
  it('is by monitor, device, tag of either, or all', async () => {
    const device = (
      await api.call<Device>('POST', '/api/v1/devices', {
        body: { name: 'D', address: 'mx1.example.com', tags: ['rack'] },
      })
    ).body;
    const monitor = await createMonitor(api, { deviceId: device.id, tags: ['mx'] });
    await createMonitor(api);
    const assignments = {
      all: { to: 'all' },
      device: { to: 'chosen', deviceIds: [device.id] },
      'device tag': { to: 'chosen', tags: ['rack'] },
      monitor: { to: 'chosen', monitorIds: [monitor.id], tags: ['mx'] },
      none: { to: 'chosen' },
      tag: { to: 'chosen', tags: ['mx'] },
    };
    for (const [name, assignment] of Object.entries(assignments)) await createAlert(api, { name, assignment });
    const { body } = await api.call<ServingAlerts>('GET', `/api/v1/monitors/${monitor.id}/alerts`);
    expect(body.items.map(({ name }) => name)).toEqual(['all', 'device', 'device tag', 'monitor', 'tag']);
  });

  it('forgets monitors and devices that are removed', async () => {
    const [gone, stays] = [await createMonitor(api), await createMonitor(api)];
    const other = await createAlert(api, { assignment: { to: 'chosen', monitorIds: [stays.id] } });
    const assignment = {
      to: 'chosen',
      monitorIds: [gone.id, stays.id],
      deviceIds: [gone.deviceId, stays.deviceId],
      tags: ['mx'],
    };
    const { id } = await createAlert(api, { assignment });
    await api.call('DELETE', `/api/v1/monitors/${gone.id}`);
    await api.call('DELETE', `/api/v1/devices/${gone.deviceId}`);
    const { body } = await api.call<Alert>('GET', `${ALERTS}/${id}`);
    expect(body.assignment).toEqual({ ...assignment, monitorIds: [stays.id], deviceIds: [stays.deviceId] });
    expect(body.version).toBe(3);
    expect((await api.call<Alert>('GET', `${ALERTS}/${other.id}`)).body.version).toBe(1);
    expect((await api.call('PATCH', `${ALERTS}/${id}`, { body: { assignment: body.assignment } })).status).toBe(200);
  });

  it('names no monitor that is removed while it is written', async () => {
    for (let round = 0; round < 10; round += 1) {
      const monitor = await createMonitor(api);
      const alert = await createAlert(api);
      const assignment = { to: 'chosen', monitorIds: [monitor.id] };
      const [written, created, removed] = await Promise.all([
        api.call('PATCH', `${ALERTS}/${alert.id}`, { body: { assignment } }),
        api.call('POST', ALERTS, { body: { name: 'New', assignment } }),
        api.call('DELETE', `/api/v1/monitors/${monitor.id}`),
      ]);
      expect([200, 422]).toContain(written.status);
      expect([201, 422]).toContain(created.status);
      expect(removed.status).toBe(204);
      const rows = await api.dataSource.query<object[]>('SELECT 1 FROM alert WHERE assignment::text LIKE $1', [
        `%${monitor.id}%`,
      ]);
      expect(rows).toEqual([]);
    }
  });
});

describe('the warnings', () => {
  const linesOf = ({ warnings }: Warnings): string[] => warnings.map(({ field, message }) => `${field} ${message}`);

  it('come with what is saved, and as the monitors are when they are asked for', async () => {
    const alert = await createAlert(api, { actions: [slackAction(1, { range: '4-' })] });
    expect(linesOf(alert)).toEqual(['assignment serves no monitor: nobody is told']);
    await createMonitor(api);
    const { body } = await api.call<WarningsOfAlerts>('GET', `${ALERTS}/warnings?ids=${alert.id}`);
    expect(body.items.map(linesOf)).toEqual([
      ['actions.0.range 4- is never reached: no monitor it serves raises more than 3 alerts'],
    ]);
  });

  it('are told of several alerts at once, in the order in which they are named', async () => {
    const device = await createDevice(api, 'Relay', 'relay.example.net');
    await createMonitor(api, { deviceId: device.id });
    const away = await createAlert(api, { actions: [slackAction(1)] });
    const alerts = await Promise.all([
      createAlert(api, { actions: [slackAction(1, { range: '4-' })] }),
      createAlert(api, { actions: [], enabled: false }),
      createAlert(api, { actions: [slackAction(1)], assignment: { to: 'chosen', tags: ['nowhere'] } }),
      createAlert(api, { actions: [emailAction(1, [{ host: 'relay.example.net', password: 'geheim' }])] }),
    ]);
    await api.call('DELETE', `${ALERTS}/${away.id}`);
    const ids = [away, ...alerts].map(({ id }) => id);
    const { body } = await api.call<WarningsOfAlerts>('GET', `${ALERTS}/warnings?ids=${ids.join(',')}`);
    expect(body.items.map(({ id }) => id)).toEqual(alerts.map(({ id }) => id));
    expect(body.items.map(linesOf)).toEqual([
      [expect.stringContaining('4- is never reached')],
      ['enabled is off: nobody is told'],
      ['assignment serves no monitor: nobody is told'],
      [expect.stringContaining('is monitored itself')],
    ]);
    for (const wrong of ['', '?ids=', '?ids=mx1', `?ids=${ids.join(',').repeat(60)}`]) {
      expect(await api.call('GET', `${ALERTS}/warnings${wrong}`)).toMatchObject({
        status: 422,
        body: { errors: [{ field: expect.stringMatching(/^ids/) as string }] },
      });
    }
  });

  it('name relays that are monitored, by the target or the address of the device', async () => {
    const device = await createDevice(api, 'Relay', 'relay.example.net');
    await createMonitor(api, { deviceId: device.id, name: 'Relay', target: { host: 'MX9.example.com' } });
    const hosts = ['mx9.example.com', 'other.example.com', 'Relay.example.net'];
    const { warnings } = await createAlert(api, {
      actions: [
        emailAction(
          1,
          hosts.map((host) => ({ host, password: null })),
        ),
      ],
    });
    const message = 'is monitored itself, by "Relay": while it is down, this relay takes no mail';
    expect(warnings).toEqual([
      { field: 'actions.0.settings.relays.0.host', message },
      { field: 'actions.0.settings.relays.2.host', message },
    ]);
  });

  it('say which tokens are none, and that a monitor has nobody to tell', async () => {
    const monitor = await createMonitor(api, { tags: ['mx'] });
    const path = `/api/v1/monitors/${monitor.id}/alerts`;
    const alone = await api.call<ServingAlerts>('GET', path);
    expect(alone.body).toEqual({
      items: [],
      warnings: [{ field: 'alerts', message: 'no alert serves this monitor: nobody is told' }],
    });

    await createAlert(api, { name: 'Other', assignment: { to: 'chosen', tags: ['other'] } });
    const { warnings, ...alert } = await createAlert(api, {
      assignment: { to: 'chosen', tags: ['mx'] },
      actions: [slackAction(1, { onFailure: { subject: '{{monitr}}', text: '{{state}}' } })],
    });
    expect(warnings).toEqual([
      { field: 'actions.0.onFailure.subject', message: '{{monitr}} is no token and stays as written' },
    ]);
    const { body } = await api.call<ServingAlerts>('GET', path);
    expect(servingAlertsSchema.parse(body)).toEqual({ items: [alert], warnings: [] });
  });
});

describe('a simulated downtime', () => {
  it('tells what the alerts of the monitor would do', async () => {
    const monitor = await createMonitor(api, { notification: { failuresPerAlert: 1, maxAlerts: 2 } });
    const alert = await createAlert(api, { actions: [slackAction(1), slackAction(2, { range: '2-' })] });
    await createAlert(api, { name: 'Other', assignment: { to: 'chosen', tags: ['other'] } });
    const body = { startsAt: '2026-03-02T05:57:00Z', lengthSeconds: 1 };
    const { tests } = (
      await api.call<DowntimeView>('POST', `/api/v1/monitors/${monitor.id}/simulate-downtime`, { body })
    ).body;
    expect(
      tests.map(({ notices }) => notices.map((run) => [run.actionId, run.kind, run.reason?.code ?? null])),
    ).toEqual([
      [
        [actionId(1), 'failure', null],
        [actionId(2), 'failure', 'out-of-range'],
      ],
      [
        [actionId(1), 'recovery', null],
        [actionId(2), 'recovery', 'no-failure-notice-sent'],
      ],
    ]);
    expect(tests[0]?.notices[0]?.alertId).toBe(alert.id);
  });
});
