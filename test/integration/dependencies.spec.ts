import type { MonitorEvent } from '@twotwenty/contracts/history';
import type { Page, Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badFields, createMonitor, startApi, type TestApi } from '../support/api.js';
import { beginTests, reportTests, runTests } from '../support/test-rounds.js';

const MONITORS = '/api/v1/monitors';
const UNKNOWN = '018f0000-0000-7000-8000-000000000000';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('dependencies');
});
afterAll(() => api.stop());

const make = (name: string, dependsOn: string[] = [], fields: object = {}) =>
  createMonitor(api, { name, dependsOn, ...fields });
const patch = <T = Monitor>(id: string, body: object) => api.call<T>('PATCH', `${MONITORS}/${id}`, { body });
const get = async (id: string) => (await api.call<Monitor>('GET', `${MONITORS}/${id}`)).body;
const statusOf = async (id: string) => (await get(id)).state.status;
const run = (outcomes: Record<string, boolean>) => runTests(api.dataSource, outcomes);

async function alertsOf(id: string): Promise<number> {
  const { body } = await api.call<Page<MonitorEvent>>('GET', `${MONITORS}/${id}/events`);
  return body.items.filter(({ type }) => type === 'alert-raised').length;
}

describe('the monitors that one depends on', () => {
  it('are none by default, and are stored, shown, listed and changed', async () => {
    const router = await make('Router');
    const line = await make('Line');
    const server = await make('Server', [router.id, line.id]);

    expect(router.dependsOn).toEqual([]);
    expect(server.dependsOn).toEqual([router.id, line.id]);
    expect((await patch(server.id, { name: 'Renamed' })).body.dependsOn).toEqual([router.id, line.id]);
    expect((await patch(server.id, { dependsOn: [line.id] })).body.dependsOn).toEqual([line.id]);
    const list = await api.call<Page<Monitor>>('GET', `${MONITORS}?q=Renamed`);
    expect(list.body.items[0]?.dependsOn).toEqual([line.id]);
    expect((await patch(server.id, { dependsOn: [] })).body.dependsOn).toEqual([]);
  });

  it('leave the list when they are removed', async () => {
    const router = await make('Router');
    const line = await make('Line');
    const server = await make('Server', [router.id, line.id]);
    await api.call('DELETE', `${MONITORS}/${router.id}`);

    expect((await get(server.id)).dependsOn).toEqual([line.id]);
    expect((await api.call('DELETE', `${MONITORS}/${server.id}`)).status).toBe(204);
  });

  it('must exist, and are named by their places', async () => {
    const router = await make('Router');
    const body = { deviceId: router.deviceId, name: 'Server', target: { host: 'mx' } };
    const answers = [
      await api.call<Problem>('POST', MONITORS, { body: { ...body, dependsOn: [router.id, UNKNOWN] } }),
      await patch<Problem>(router.id, { dependsOn: [UNKNOWN] }),
      await patch<Problem>(router.id, { dependsOn: ['x', UNKNOWN] }),
      await patch<Problem>(router.id, { dependsOn: [UNKNOWN, UNKNOWN] }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(answers.slice(0, 3).map(badFields)).toEqual([
      ['dependsOn.1'],
      ['dependsOn.0'],
      ['dependsOn.0', 'dependsOn.1'],
    ]);
    expect((await get(router.id)).dependsOn).toEqual([]);
  });

  it('must not form a circle, whose way is told', async () => {
    const [router, line, server] = [await make('Router'), await make('Line'), await make('Server')];
    await patch(server.id, { dependsOn: [line.id] });
    await patch(line.id, { dependsOn: [router.id] });
    const circle = await patch<Problem>(router.id, { dependsOn: [server.id] });
    const itself = await patch<Problem>(router.id, { dependsOn: [router.id] });

    expect(circle.status).toBe(422);
    expect(circle.body.errors).toEqual([
      {
        field: 'dependsOn',
        message: 'would close a circle: "Router" depends on "Server" depends on "Line" depends on "Router"',
      },
    ]);
    expect(itself.body.errors?.[0]?.message).toBe('would close a circle: "Router" depends on "Router"');
    expect((await get(router.id)).dependsOn).toEqual([]);
  });

  it('form no circle when several are saved at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const ids = [(await make('A')).id, (await make('B')).id, (await make('C')).id];
      const answers = await Promise.all(
        ids.map((id, index) => patch(id, { dependsOn: [ids[(index + 1) % ids.length] ?? ''] })),
      );

      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 422]);
    }
  });

  it('may be removed while they are named', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [router, server] = [await make('Router'), await make('Server')];
      const [named, removed] = await Promise.all([
        patch(server.id, { dependsOn: [router.id] }),
        api.call('DELETE', `${MONITORS}/${router.id}`),
      ]);

      expect([200, 422]).toContain(named.status);
      expect(removed.status).toBe(204);
      expect((await get(server.id)).dependsOn).toEqual([]);
    }
  });
});

describe('while a router is out', () => {
  /** A router that is Down and a server behind it that was Up. */
  async function outage(fields: object = {}) {
    const router = (await make('Router', [], { notification: { failuresPerAlert: 1, maxAlerts: 9 } })).id;
    const server = (await make('Server', [router], fields)).id;
    await run({ [router]: true, [server]: true });
    await run({ [router]: false });
    expect(await statusOf(router)).toBe('down');
    return { router, server };
  }

  it('what is behind it warns and raises nothing, and says why', async () => {
    const { router, server } = await outage();
    for (let test = 0; test < 8; test += 1) await run({ [router]: false, [server]: false });
    const { state } = await get(server);

    expect(state).toMatchObject({ status: 'warn', failures: 1, alerts: 0 });
    expect(state.lastTest?.reason).toBe(
      'connect: The connection was refused. (no alert: a monitor that this one depends on is out)',
    );
    expect(await alertsOf(server)).toBe(0);
    expect(await alertsOf(router)).toBe(9);
  });

  it('what is behind it alerts after two failures more once it is back', async () => {
    const { router, server } = await outage();
    for (let test = 0; test < 5; test += 1) await run({ [server]: false });
    await run({ [router]: true });
    await run({ [server]: false });
    expect(await statusOf(server)).toBe('warn');
    await run({ [server]: false });

    expect(await get(server)).toMatchObject({ state: { status: 'down', failures: 3, alerts: 1 } });
    expect(await alertsOf(server)).toBe(1);
  });

  it('a test that began before it was back is masked too', async () => {
    const { router, server } = await outage({ notification: { failuresPerAlert: 1, maxAlerts: 9 } });
    const begun = await beginTests(api.dataSource, [server]);
    await run({ [router]: true });
    await reportTests(api.dataSource, begun, { [server]: false });
    expect(await alertsOf(server)).toBe(0);

    await run({ [server]: false });
    expect(await alertsOf(server)).toBe(1);
  });

  it('what is behind what is behind it is masked as well', async () => {
    const { server } = await outage();
    const far = (await make('Far', [server], { notification: { failuresPerAlert: 1, maxAlerts: 9 } })).id;
    await run({ [server]: false });
    await run({ [far]: false });

    expect(await alertsOf(far)).toBe(0);
    expect(await statusOf(far)).toBe('warn');
  });

  it('it masks nothing while it is suspended', async () => {
    const { router, server } = await outage({ notification: { failuresPerAlert: 1, maxAlerts: 9 } });
    await api.call('POST', `${MONITORS}/${router}/suspend`, { body: { forSeconds: 60 } });
    await run({ [server]: false });

    expect(await alertsOf(server)).toBe(1);
  });

  it('a server that passes is Up', async () => {
    const { server } = await outage();
    await run({ [server]: false });
    await run({ [server]: true });

    expect(await statusOf(server)).toBe('up');
  });
});
