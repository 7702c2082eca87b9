import type { Device } from '@twotwenty/contracts/device';
import type { Problem } from '@twotwenty/contracts/http';
import type { Site } from '@twotwenty/contracts/site';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDevice, createMonitor, startApi, type TestApi } from '../support/api.js';

const DEVICES = '/api/v1/devices';
const SITES = '/api/v1/sites';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_inventory');
});
afterAll(() => api.stop());

describe('devices', () => {
  it('are created, read, changed and removed', async () => {
    const created = await api.call<Device>('POST', DEVICES, {
      body: { name: ' Front door ', address: 'mx1.example.com', tags: ['edge'] },
    });
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"1"');
    expect(created.body).toMatchObject({ name: 'Front door', address: 'mx1.example.com', tags: ['edge'], version: 1 });

    const path = `${DEVICES}/${created.body.id}`;
    expect((await api.call('GET', path)).body).toEqual(created.body);

    const changed = await api.call<Device>('PATCH', path, { body: { tags: [] } });
    expect(changed.body).toEqual({ ...created.body, tags: [], version: 2, updatedAt: changed.body.updatedAt });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect((await api.call('GET', path)).body).toEqual(changed.body);

    expect((await api.call('PATCH', path, { body: { name: 'X' }, headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await api.call('DELETE', path, { headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await api.call('DELETE', path, { headers: { 'if-match': '"2"' } })).status).toBe(204);
    expect((await api.call('GET', path)).status).toBe(404);
  });

  it('stay while monitors need them', async () => {
    const monitor = await createMonitor(api);
    const path = `${DEVICES}/${monitor.deviceId}`;

    expect((await api.call<Problem>('DELETE', path)).status).toBe(409);
    expect((await api.call('GET', path)).status).toBe(200);
    await api.call('DELETE', `/api/v1/monitors/${monitor.id}`);
    expect((await api.call('DELETE', path)).status).toBe(204);
  });

  it('are changed by several at once without loss', async () => {
    const { id } = await createDevice(api);
    const changes = [{ name: 'One' }, { address: 'two.example' }, { tags: ['three'] }];
    await Promise.all(changes.map((body) => api.call('PATCH', `${DEVICES}/${id}`, { body })));

    expect((await api.call('GET', `${DEVICES}/${id}`)).body).toMatchObject({
      name: 'One',
      address: 'two.example',
      tags: ['three'],
      version: 4,
    });
  });

  it('that are removed while a monitor is added keep no orphan', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await createDevice(api, 'Contested');
      const body = { deviceId: id, name: 'Orphan', target: { host: 'mx.example' } };
      const [added, removed] = await Promise.all([
        api.call('POST', '/api/v1/monitors', { body }),
        api.call('DELETE', `${DEVICES}/${id}`),
      ]);

      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([added.status, removed.status]);
    }
  });
});

describe('sites', () => {
  it('are created, read and removed', async () => {
    const created = await api.call<Site>('POST', SITES, { body: { name: 'fra-1', description: 'Frankfurt' } });

    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ name: 'fra-1', description: 'Frankfurt' });
    expect((await api.call('GET', `${SITES}/fra-1`)).body).toEqual(created.body);
    expect((await api.call('POST', SITES, { body: { name: 'fra-1' } })).status).toBe(409);
    expect((await api.call('DELETE', `${SITES}/fra-1`)).status).toBe(204);
    expect((await api.call('GET', `${SITES}/fra-1`)).status).toBe(404);
    expect((await api.call('DELETE', `${SITES}/fra-1`)).status).toBe(404);
  });

  it('stay while monitors use them', async () => {
    await api.call('POST', SITES, { body: { name: 'used' } });
    const monitor = await createMonitor(api, { sites: ['default', 'used'] });
    const refused = await api.call<Problem>('DELETE', `${SITES}/used`);

    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain('1 monitor');
    await api.call('PATCH', `/api/v1/monitors/${monitor.id}`, { body: { sites: ['default'] } });
    expect((await api.call('DELETE', `${SITES}/used`)).status).toBe(204);
  });

  it('that are removed while a monitor is added leave none that names them', async () => {
    const device = await createDevice(api);
    for (let round = 0; round < 10; round += 1) {
      await api.call('POST', SITES, { body: { name: 'contested' } });
      const body = { deviceId: device.id, name: 'M', target: { host: 'mx.example' }, sites: ['contested'] };
      const [added, removed] = await Promise.all([
        api.call<{ id: string }>('POST', '/api/v1/monitors', { body }),
        api.call('DELETE', `${SITES}/contested`),
      ]);

      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([added.status, removed.status]);
      if (added.status === 201) await api.call('DELETE', `/api/v1/monitors/${added.body.id}`);
    }
  });

  it('are never all removed, not even by two at once', async () => {
    const other = await startApi('api_last_site');
    await other.call('POST', SITES, { body: { name: 'second' } });
    const answers = await Promise.all([
      other.call('DELETE', `${SITES}/default`),
      other.call('DELETE', `${SITES}/second`),
    ]);
    const [row] = await other.dataSource.query<{ count: number }[]>('SELECT count(*)::int AS count FROM site');
    await other.stop();

    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
    expect(row?.count).toBe(1);
  });
});
