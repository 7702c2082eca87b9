import type { Device } from '@twotwenty/contracts/device';
import type { DeviceSummary } from '@twotwenty/contracts/device-summary';
import type { Page, Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badFields, createDevice, startApi, type TestApi } from '../support/api.js';

const SUMMARIES = '/api/v1/device-summaries';
let api: TestApi;

/** A device with one monitor for each state: a status, or `disabled` for the hold. */
async function deviceWith(name: string, states: readonly string[]): Promise<Device> {
  const device = await createDevice(api, name, `${name.toLowerCase()}.example.com`);
  for (const state of states) {
    const body = {
      deviceId: device.id,
      name: state,
      target: { host: device.address },
      enabled: state !== 'disabled',
    };
    const monitor = (await api.call<Monitor>('POST', '/api/v1/monitors', { body })).body;
    if (state === 'disabled') continue;
    await api.dataSource.query(
      `UPDATE monitor_state SET status = $2 WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
      [monitor.id, state],
    );
  }
  return device;
}

async function names(query: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { body }: { body: Page<DeviceSummary> } = await api.call('GET', `${SUMMARIES}?limit=2${query}${next}`);
    found.push(...body.items.map(({ name }) => name));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return found;
}

beforeAll(async () => {
  api = await startApi('api_device_summaries');
  await deviceWith('Calm', ['up', 'up', 'uninitialized', 'disabled']);
  await deviceWith('Dire', ['down', 'lost', 'up']);
  await deviceWith('Bad', ['down', 'warn']);
  await deviceWith('Empty', []);
  await deviceWith('Also', ['down', 'warn']);
  await deviceWith('Odd', ['warn']);
});
afterAll(() => api.stop());

describe('device summaries', () => {
  it('count the monitors by where they stand', async () => {
    const { body } = await api.call<Page<DeviceSummary>>('GET', SUMMARIES);

    expect(body.items.map(({ name, monitors }) => [name, monitors])).toEqual([
      ['Also', { total: 2, down: 1, lost: 0, warn: 1, uninitialized: 0, up: 0, held: 0 }],
      ['Bad', { total: 2, down: 1, lost: 0, warn: 1, uninitialized: 0, up: 0, held: 0 }],
      ['Calm', { total: 4, down: 0, lost: 0, warn: 0, uninitialized: 1, up: 2, held: 1 }],
      ['Dire', { total: 3, down: 1, lost: 1, warn: 0, uninitialized: 0, up: 1, held: 0 }],
      ['Empty', { total: 0, down: 0, lost: 0, warn: 0, uninitialized: 0, up: 0, held: 0 }],
      ['Odd', { total: 1, down: 0, lost: 0, warn: 1, uninitialized: 0, up: 0, held: 0 }],
    ]);
    const first = body.items[0];
    const { monitors: _, ...device } = first ?? { monitors: null };
    expect((await api.call('GET', `/api/v1/devices/${first?.id}`)).body).toEqual(device);
  });

  it('come page by page, by name or by trouble', async () => {
    expect(await names('')).toEqual(['Also', 'Bad', 'Calm', 'Dire', 'Empty', 'Odd']);
    expect(await names('&sort=trouble')).toEqual(['Dire', 'Also', 'Bad', 'Odd', 'Calm', 'Empty']);
  });

  it('are searched by name and address, whatever the letters mean in a pattern', async () => {
    expect(await names('&q=BAD')).toEqual(['Bad']);
    expect(await names('&q=d&sort=trouble')).toEqual(['Dire', 'Bad', 'Odd']);
    expect(await names('&q=%25')).toEqual([]);
    expect(await names('&q=odd.example')).toEqual(['Odd']);
  });

  it('refuse what they do not know', async () => {
    const answer = await api.call<Problem>('GET', `${SUMMARIES}?sort=age&limit=0`);
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(['limit', 'sort']);
    const { body } = await api.call<Page<DeviceSummary>>('GET', `${SUMMARIES}?limit=1`);
    const other = await api.call<Problem>('GET', `${SUMMARIES}?sort=trouble&cursor=${body.nextCursor}`);
    expect(badFields(other)).toEqual(['cursor']);
    expect((await api.call('GET', SUMMARIES, { anonymous: true })).status).toBe(401);
  });
});

describe('a device that is removed with its monitors', () => {
  it('leaves nothing behind, nor in assignments', async () => {
    const device = await deviceWith('Gone', ['up', 'down']);
    const { body: monitors } = await api.call<Page<Monitor>>('GET', `/api/v1/monitors?deviceId=${device.id}`);
    const kept = await createDevice(api, 'Kept');
    const ids = monitors.items.map(({ id }) => id);
    const body = {
      name: 'Night',
      window: { kind: 'once', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
      assignment: { to: 'chosen', monitorIds: ids, deviceIds: [device.id, kept.id], tags: [] },
    };
    const maintenance = (await api.call<{ id: string }>('POST', '/api/v1/maintenance-windows', { body })).body;
    const path = `/api/v1/devices/${device.id}`;

    expect((await api.call('DELETE', path)).status).toBe(409);
    const stale = { headers: { 'if-match': '"9"' } };
    expect((await api.call('DELETE', `${path}?monitors=delete`, stale)).status).toBe(412);
    expect((await api.call('DELETE', `${path}?monitors=some`)).status).toBe(422);
    const seen = { headers: { 'if-match': '"1"' } };
    expect((await api.call('DELETE', `${path}?monitors=delete`, seen)).status).toBe(204);

    expect((await api.call('GET', path)).status).toBe(404);
    for (const id of ids) expect((await api.call('GET', `/api/v1/monitors/${id}`)).status).toBe(404);
    expect((await api.call('GET', `/api/v1/maintenance-windows/${maintenance.id}`)).body).toMatchObject({
      assignment: { monitorIds: [], deviceIds: [kept.id] },
    });
    expect((await api.call('DELETE', `${path}?monitors=delete`)).status).toBe(404);
  });

  it('keeps no orphan when a monitor is added at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await deviceWith('Contested', ['up']);
      const body = { deviceId: id, name: 'Orphan', target: { host: 'mx.example' } };
      const [added, removed] = await Promise.all([
        api.call('POST', '/api/v1/monitors', { body }),
        api.call('DELETE', `/api/v1/devices/${id}?monitors=delete`),
      ]);

      expect([
        [201, 409],
        [201, 204],
        [422, 204],
      ]).toContainEqual([added.status, removed.status]);
    }
  });
});
