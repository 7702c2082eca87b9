import type { Page, Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { bulkOutcomeSchema, type BulkOutcome } from '@twotwenty/contracts/monitor-bulk';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAlert } from '../support/alerts.js';
import { badFields, startApi, type TestApi } from '../support/api.js';
import { auditOf } from '../support/audit.js';
import { createMonitors } from '../support/monitors.js';

const BULK = '/api/v1/monitors/bulk';
const UNKNOWN = '018f0000-0000-7000-8000-000000000000';
let api: TestApi;
let three: Monitor[];
let threeIds: string[];

beforeAll(async () => {
  api = await startApi('api_monitor_bulk');
}, 60_000);
beforeEach(async () => {
  for (const table of ['monitor', 'alert', 'maintenance_window', 'audit'])
    await api.dataSource.query(`DELETE FROM ${table}`);
  three = await createMonitors(api.dataSource, 3, { host: 'mx1.example.com' }, { tags: ['old'] });
  threeIds = three.map(({ id }) => id);
});
afterAll(() => api.stop());

async function bulk(body: object): Promise<BulkOutcome> {
  const answer = await api.call('POST', BULK, { body });
  expect(answer.status).toBe(200);
  return bulkOutcomeSchema.parse(answer.body);
}

async function all(): Promise<Monitor[]> {
  return (await api.call<Page<Monitor>>('GET', '/api/v1/monitors')).body.items;
}

describe('bulk actions', () => {
  it('disable and enable, and say which were so already', async () => {
    await api.call('POST', `/api/v1/monitors/${threeIds[0] ?? ''}/disable`);

    const outcome = await bulk({ action: 'disable', ids: [...threeIds, UNKNOWN] });

    expect(outcome).toEqual({
      matched: 3,
      changed: 2,
      unchanged: 1,
      reasons: [
        { id: UNKNOWN, name: null, reason: 'does not exist' },
        { id: threeIds[0], name: three[0]?.name, reason: 'is disabled already' },
      ],
    });
    expect((await all()).map(({ enabled, state, version }) => [enabled, state.hold, version])).toEqual(
      three.map(() => [false, 'disabled', 2]),
    );
    expect(await bulk({ action: 'enable', filter: { q: 'monitor 2' } })).toMatchObject({ matched: 1, changed: 1 });
    expect((await all()).map(({ enabled }) => enabled)).toEqual([false, true, false]);
    expect((await auditOf(api, 'monitor')).map(({ action, subjectId, actor }) => [action, subjectId, actor])).toEqual([
      ['monitor-enabled', threeIds[1], 'admin'],
      ['monitor-disabled', threeIds[2], 'admin'],
      ['monitor-disabled', threeIds[1], 'admin'],
    ]);
  });

  it('suspend to a moment or for a while, and resume', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await bulk({ action: 'suspend', ids: threeIds.slice(0, 2), suspension: { until } })).toMatchObject({
      changed: 2,
    });
    expect((await all()).map(({ state }) => state.holdUntil)).toEqual([until, until, null]);

    expect(await bulk({ action: 'resume', filter: { tag: 'old' } })).toMatchObject({
      matched: 3,
      changed: 2,
      reasons: [{ id: threeIds[2], reason: 'is not suspended' }],
    });
    expect((await all()).every(({ state }) => state.hold === null)).toBe(true);

    const past = await api.call<Problem>('POST', BULK, {
      body: { action: 'suspend', ids: threeIds, suspension: { until: '2020-01-01T00:00:00.000Z' } },
    });
    expect([past.status, ...badFields(past)]).toEqual([422, 'suspension.until']);
  });

  it('test now what is not held or under test', async () => {
    await api.call('POST', `/api/v1/monitors/${threeIds[0] ?? ''}/disable`);
    await api.dataSource.query(
      `UPDATE monitor_state SET in_flight = true WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
      [threeIds[1]],
    );
    await api.dataSource.query(`UPDATE monitor_state SET due_at = now() + interval '1 hour'`);

    const awaken = vi.fn();
    api.bell.onRing(awaken);
    const { changed, reasons } = await bulk({ action: 'test', filter: {} });
    expect(awaken).toHaveBeenCalledOnce();

    expect(changed).toBe(1);
    expect(reasons.map(({ reason }) => reason)).toEqual([
      'is not tested while it is held: disabled',
      'is being tested already',
    ]);
    const due = await api.dataSource.query<object[]>(`SELECT 1 FROM monitor_state WHERE due_at <= now() AND forced`);
    expect(due).toHaveLength(1);
  });

  it('give and take tags', async () => {
    const full = Array.from({ length: 32 }, (_, index) => `t${index}`);
    await api.call('PATCH', `/api/v1/monitors/${threeIds[2] ?? ''}`, { body: { tags: full } });

    const outcome = await bulk({ action: 'add-tags', ids: threeIds, tags: ['new', 'old'] });

    expect(outcome).toMatchObject({
      changed: 2,
      reasons: [{ id: threeIds[2], reason: 'would have more than 32 tags' }],
    });
    expect((await all()).map(({ tags }) => tags)).toEqual([['old', 'new'], ['old', 'new'], full]);
    expect(await bulk({ action: 'remove-tags', filter: {}, tags: ['old'] })).toMatchObject({
      changed: 2,
      unchanged: 1,
    });
    expect((await all()).map(({ tags }) => tags)).toEqual([['new'], ['new'], full]);
  });

  it('put monitors under maintenance with the tag that a window is for', async () => {
    const window = { kind: 'once', from: '2020-01-01T00:00:00.000Z', to: '2999-01-01T00:00:00.000Z' };
    const body = { name: 'Move', window, assignment: { to: 'chosen', tags: ['moving'] } };
    expect((await api.call('POST', '/api/v1/maintenance-windows', { body })).status).toBe(201);
    await bulk({ action: 'add-tags', ids: threeIds.slice(0, 1), tags: ['moving'] });
    expect((await all()).map(({ state }) => state.hold)).toEqual(['maintenance', null, null]);
  });

  it('assign to an alert', async () => {
    const alert = await createAlert(api, { assignment: { to: 'chosen', monitorIds: [threeIds[1]] } });

    expect(await bulk({ action: 'add-to-alert', ids: threeIds, alertId: alert.id })).toMatchObject({
      changed: 2,
      reasons: [{ id: threeIds[1], reason: 'is assigned to the alert already' }],
    });
    const { body } = await api.call<typeof alert>('GET', `/api/v1/alerts/${alert.id}`);
    expect(body).toMatchObject({
      version: 2,
      assignment: { monitorIds: [threeIds[1], threeIds[0], threeIds[2]] },
    });
    const everywhere = await createAlert(api);
    expect(await bulk({ action: 'add-to-alert', ids: threeIds, alertId: everywhere.id })).toMatchObject({ changed: 0 });
    const unknown = await api.call<Problem>('POST', BULK, {
      body: { action: 'add-to-alert', ids: threeIds, alertId: UNKNOWN },
    });
    expect([unknown.status, ...badFields(unknown)]).toEqual([422, 'alertId']);
  });

  it.each([
    [{}, ['action']],
    [{ action: 'explode', ids: [UNKNOWN] }, ['action']],
    [{ action: 'enable' }, ['ids']],
    [{ action: 'enable', ids: [UNKNOWN], filter: {} }, ['ids']],
    [{ action: 'enable', ids: [] }, ['ids']],
    [{ action: 'enable', ids: ['x'] }, ['ids.0']],
    [{ action: 'enable', ids: [UNKNOWN, UNKNOWN] }, ['ids']],
    [{ action: 'enable', filter: { colour: 'red' } }, ['filter.colour']],
    [{ action: 'suspend', ids: [UNKNOWN] }, ['suspension']],
    [{ action: 'suspend', ids: [UNKNOWN], suspension: {} }, ['suspension.until']],
    [{ action: 'add-tags', ids: [UNKNOWN], tags: ['a b'] }, ['tags.0']],
    [{ action: 'add-tags', ids: [UNKNOWN], tags: [] }, ['tags']],
    [{ action: 'add-to-alert', ids: [UNKNOWN] }, ['alertId']],
  ])('refuse %j', async (body, fields) => {
    const answer = await api.call<Problem>('POST', BULK, { body });
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(fields);
    expect(await auditOf(api, 'monitor')).toEqual([]);
  });
});
