import { HoldKeeper } from '@twotwenty/controller/holds/hold-keeper';
import type { MonitorEvent } from '@twotwenty/contracts/history';
import type { Suspension } from '@twotwenty/contracts/hold';
import type { Page, Problem } from '@twotwenty/contracts/http';
import { monitorSchema, type Monitor } from '@twotwenty/contracts/monitor';
import { HoldRepository } from '@twotwenty/database/repositories/hold.repository';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badFields, createDevice, createMonitor, startApi, type TestApi } from '../support/api.js';

const MONITORS = '/api/v1/monitors';
const HOUR = 3600;
let api: TestApi;

beforeAll(async () => {
  api = await startApi('holds');
});
afterAll(() => api.stop());

const post = <T = Monitor>(path: string, body?: object) => api.call<T>('POST', `/api/v1${path}`, { body });
const stateOf = async (id: string) => (await api.call<Monitor>('GET', `${MONITORS}/${id}`)).body.state;
const newKeeper = (): HoldKeeper => new HoldKeeper(new HoldRepository(api.dataSource));

/** Events of a monitor, oldest first, each with its hold. */
async function holdsIn(id: string): Promise<string[]> {
  const { body } = await api.call<Page<MonitorEvent>>('GET', `${MONITORS}/${id}/events?order=asc`);
  return body.items.map((event) => ('hold' in event ? `${event.type} ${event.hold}` : event.type));
}

/** Lets the suspension of a monitor be over. */
async function passSuspension(id: string): Promise<void> {
  await api.dataSource.query(
    `UPDATE monitor_state SET suspended_until = now() - interval '1 second'
     WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
    [id],
  );
}

/** Gives a monitor an open incident, as three failures would. */
async function breakDown(id: string): Promise<void> {
  await api.dataSource.query(
    `WITH opened AS (
       INSERT INTO incident (id, monitor_key, started_at, alerts)
       SELECT gen_random_uuid(), key, now() - interval '5 minutes', 1 FROM monitor WHERE id = $1 RETURNING id, monitor_key
     )
     UPDATE monitor_state SET status = 'down', failures = 3, alerts = 1, incident_id = opened.id, in_flight = true,
            test_number = 3, sites = '{default}', first_failure_at = now() - interval '5 minutes'
     FROM opened WHERE monitor_state.monitor_key = opened.monitor_key`,
    [id],
  );
}

describe('suspending a monitor', () => {
  it('holds it for some seconds, and resuming it ends that', async () => {
    const { id } = await createMonitor(api);
    const before = Date.now();
    const suspended = await post(`/monitors/${id}/suspend`, { forSeconds: HOUR });

    expect(suspended.status).toBe(200);
    expect(monitorSchema.parse(suspended.body)).toEqual(suspended.body);
    expect(suspended.headers.get('etag')).toBe('"1"');
    expect(suspended.body.state).toMatchObject({ status: 'uninitialized', hold: 'suspended', nextTestAt: null });
    const until = Date.parse(suspended.body.state.holdUntil ?? '');
    expect(until).toBeGreaterThanOrEqual(before + HOUR * 1000);
    expect(until).toBeLessThanOrEqual(Date.now() + HOUR * 1000);

    const resumed = await post(`/monitors/${id}/resume`);
    expect(resumed.status).toBe(200);
    expect(resumed.body.state).toMatchObject({ status: 'uninitialized', hold: null, holdUntil: null });
    expect(resumed.body.state.nextTestAt).not.toBeNull();
    expect((await post(`/monitors/${id}/resume`)).status).toBe(200);
    expect(await holdsIn(id)).toEqual(['hold-began suspended', 'hold-ended suspended']);
  });

  it('holds it until a moment, which may be moved without a new hold', async () => {
    const { id } = await createMonitor(api);
    const [first, second] = [HOUR, 2 * HOUR].map((seconds) => new Date(Date.now() + seconds * 1000).toISOString());
    const { body } = await post(`/monitors/${id}/suspend`, { until: first });
    const moved = await post(`/monitors/${id}/suspend`, { until: second });

    expect(body.state.holdUntil).toBe(first);
    expect(moved.body.state).toMatchObject({ holdUntil: second, since: body.state.since });
    expect(await holdsIn(id)).toEqual(['hold-began suspended']);
  });

  it('ends by itself', async () => {
    const { id } = await createMonitor(api);
    await post(`/monitors/${id}/suspend`, { forSeconds: HOUR });
    await newKeeper().keep();
    expect((await stateOf(id)).hold).toBe('suspended');

    await passSuspension(id);
    expect(await newKeeper().keep()).toBe(1);
    expect(await stateOf(id)).toMatchObject({ status: 'uninitialized', hold: null, holdUntil: null });
    expect(await newKeeper().keep()).toBe(0);
    expect(await holdsIn(id)).toEqual(['hold-began suspended', 'hold-ended suspended']);
  });

  it('interrupts an incident, and tells nobody', async () => {
    const { id } = await createMonitor(api);
    await breakDown(id);
    const { body } = await post(`/monitors/${id}/suspend`, { forSeconds: HOUR });

    expect(body.state).toMatchObject({ status: 'uninitialized', failures: 0, alerts: 0, hold: 'suspended' });
    expect(await holdsIn(id)).toEqual(['hold-began suspended']);
    const incidents = await api.dataSource.query<unknown[]>(
      `SELECT alerts, ending, ended_at IS NOT NULL AS over FROM incident
       WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
      [id],
    );
    expect(incidents).toEqual([{ alerts: 1, ending: 'interrupted', over: true }]);
    expect(await api.dataSource.query('SELECT 1 FROM notice')).toEqual([]);
    const flights = await api.dataSource.query<unknown[]>('SELECT 1 FROM monitor_state WHERE in_flight');
    expect(flights).toEqual([]);
  });

  it('shows once the monitor is enabled again, because disabled is stronger', async () => {
    const { id } = await createMonitor(api);
    await post(`/monitors/${id}/suspend`, { forSeconds: HOUR });
    expect((await post(`/monitors/${id}/disable`)).body.state).toMatchObject({ hold: 'disabled', holdUntil: null });
    expect((await post(`/monitors/${id}/suspend`, { forSeconds: HOUR })).body.state.hold).toBe('disabled');
    expect((await post(`/monitors/${id}/enable`)).body.state.hold).toBe('suspended');
    await post(`/monitors/${id}/disable`);
    await post(`/monitors/${id}/resume`);
    expect((await post(`/monitors/${id}/enable`)).body.state.hold).toBeNull();
    expect(await holdsIn(id)).toEqual([
      'hold-began suspended',
      'hold-ended suspended',
      'hold-began disabled',
      'hold-ended disabled',
      'hold-began suspended',
      'hold-ended suspended',
      'hold-began disabled',
      'hold-ended disabled',
    ]);
  });

  it.each<[string, object | undefined, string[]]>([
    ['nothing', {}, ['until']],
    ['both', { until: '2100-01-01T00:00:00Z', forSeconds: 60 }, ['until']],
    ['the past', { until: '2020-01-01T00:00:00Z' }, ['until']],
    ['the far future', { until: '2100-01-01T00:00:00Z' }, ['until']],
    ['no instant', { until: 'tomorrow' }, ['until']],
    ['no seconds', { forSeconds: 0 }, ['forSeconds']],
    ['half a second', { forSeconds: 0.5 }, ['forSeconds']],
    ['too many seconds', { forSeconds: 367 * 24 * HOUR }, ['forSeconds']],
    ['an unknown field', { forSeconds: 60, why: 'patches' }, ['why']],
  ])('is refused for %s', async (_title, body, fields) => {
    const { id } = await createMonitor(api);
    const answer = await post<Problem>(`/monitors/${id}/suspend`, body);

    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(fields);
    expect((await stateOf(id)).hold).toBeNull();
  });

  it('says what time it is when the end is over', async () => {
    const { id } = await createMonitor(api);
    const answer = await post<Problem>(`/monitors/${id}/suspend`, { until: '2020-01-01T00:00:00Z' });

    expect(answer.body.errors?.[0]?.message).toMatch(/^must be in the future: it is 20\S+Z now$/);
  });

  it('finds no monitor and no device that is none', async () => {
    for (const things of ['monitors', 'devices']) {
      for (const id of ['018f0000-0000-7000-8000-000000000000', 'nonsense']) {
        expect((await post(`/${things}/${id}/suspend`, { forSeconds: 60 })).status).toBe(404);
        expect((await post(`/${things}/${id}/resume`)).status).toBe(404);
      }
    }
  });
});

describe('suspending a device', () => {
  it('is for all of its monitors and no others', async () => {
    const device = await createDevice(api);
    const other = await createMonitor(api);
    const ids: string[] = [];
    for (const name of ['One', 'Two']) {
      const body = { deviceId: device.id, name, target: { host: 'mx1.example.com' } };
      ids.push((await post('/monitors', body)).body.id);
    }
    const suspended = await post<Suspension>(`/devices/${device.id}/suspend`, { forSeconds: HOUR });

    expect(suspended.body.monitors).toBe(2);
    for (const id of ids) {
      expect(await stateOf(id)).toMatchObject({ hold: 'suspended', holdUntil: suspended.body.until });
    }
    expect((await stateOf(other.id)).hold).toBeNull();
    expect((await post(`/devices/${device.id}/resume`)).body).toEqual({ until: null, monitors: 2 });
    for (const id of ids) expect((await stateOf(id)).hold).toBeNull();
  });

  it('without monitors does nothing', async () => {
    const device = await createDevice(api);
    const answer = await post<Suspension>(`/devices/${device.id}/suspend`, { forSeconds: HOUR });

    expect(answer.body.monitors).toBe(0);
  });
});

describe('suspending a tag', () => {
  it('is for the monitors that have it, by themselves or by their device', async () => {
    const device = await createDevice(api);
    await api.call('PATCH', `/api/v1/devices/${device.id}`, { body: { tags: ['frankfurt'] } });
    const target = { host: 'mx1.example.com' };
    const byDevice = (await post('/monitors', { deviceId: device.id, name: 'One', target })).body.id;
    const other = await createDevice(api);
    const byTag = (await post('/monitors', { deviceId: other.id, name: 'Two', target, tags: ['frankfurt'] })).body.id;
    const without = (await post('/monitors', { deviceId: other.id, name: 'Three', target, tags: ['mx'] })).body.id;
    const suspended = await post<Suspension>('/tags/frankfurt/suspend', { forSeconds: HOUR });

    expect(suspended.body.monitors).toBe(2);
    for (const id of [byDevice, byTag]) expect((await stateOf(id)).hold).toBe('suspended');
    expect((await stateOf(without)).hold).toBeNull();
    expect((await post('/tags/frankfurt/resume')).body).toEqual({ until: null, monitors: 2 });
    for (const id of [byDevice, byTag]) expect((await stateOf(id)).hold).toBeNull();
  });

  it.each(['nobody-has-it', '%20', 'a%00b'])('finds no monitor with the tag %s', async (tag) => {
    expect((await post(`/tags/${tag}/suspend`, { forSeconds: HOUR })).status).toBe(404);
    expect((await post(`/tags/${tag}/resume`)).status).toBe(404);
  });
});

describe('keepers side by side', () => {
  it('end each hold once, and let the monitors begin spread', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 20; count += 1) {
      const { id } = await createMonitor(api);
      await post(`/monitors/${id}/suspend`, { forSeconds: HOUR });
      ids.push(id);
    }
    for (const id of ids) await passSuspension(id);
    const changed = await Promise.all(Array.from({ length: 5 }, () => newKeeper().keep()));

    expect(changed.reduce((sum, count) => sum + count)).toBe(20);
    for (const id of ids) expect(await holdsIn(id)).toEqual(['hold-began suspended', 'hold-ended suspended']);
    const dueTimes = new Set<string | null>();
    for (const id of ids) dueTimes.add((await stateOf(id)).nextTestAt);
    expect(dueTimes.size).toBe(20);
  });
});
