import type { Page, Problem } from '@twotwenty/contracts/http';
import { monitorTimelineEntrySchema, type MonitorTimelineEntry } from '@twotwenty/contracts/monitor-timeline';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAlert, slackAction } from '../support/alerts.js';
import { badFields, startApi, type TestApi } from '../support/api.js';
import { carryOutAll, createRepairable, failOnce, repairAction } from '../support/api-repairs.js';
import { playTest } from '../support/test-rounds.js';

let api: TestApi;
let monitor: Monitor;

beforeAll(async () => {
  api = await startApi('api_timeline');
  await api.dataSource.query('UPDATE recovery_settings SET cooldown_seconds = 0, max_per_machine_per_day = 1000');
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.dataSource.query('DELETE FROM alert; DELETE FROM monitor');
  await createAlert(api, { actions: [slackAction(1), repairAction(2, 'restart-services')] });
  monitor = await createRepairable(api);
});

async function page(query = ''): Promise<Page<MonitorTimelineEntry>> {
  const { status, body } = await api.call<Page<MonitorTimelineEntry>>(
    'GET',
    `/api/v1/monitors/${monitor.id}/timeline${query}`,
  );
  expect(status).toBe(200);
  for (const entry of body.items) expect(monitorTimelineEntrySchema.parse(entry)).toEqual(entry);
  return body;
}

/** What happened, a word each. */
function words(entries: readonly MonitorTimelineEntry[]): string[] {
  return entries.map((entry) =>
    entry.type === 'run' ? `${entry.run.actionType} ${entry.run.kind} ${entry.run.state}` : entry.event.type,
  );
}

async function playOutage(): Promise<void> {
  await playTest(api.dataSource, [monitor], true);
  await failOnce(api, monitor);
  await carryOutAll(api);
  await playTest(api.dataSource, [monitor], true);
  await api.call('POST', `/api/v1/monitors/${monitor.id}/disable`);
}

const OUTAGE = [
  'hold-began',
  'restart-services recovery skipped',
  'slack recovery pending',
  'recovered',
  'state-changed',
  'restart-services failure done',
  'slack failure pending',
  'alert-raised',
  'state-changed',
  'state-changed',
];

describe('the timeline of a monitor', () => {
  it('has what happened and what was done about it, newest first', async () => {
    const other = await createRepairable(api);
    await failOnce(api, other);
    await playOutage();
    const { items, nextCursor } = await page();
    expect(words(items)).toEqual(OUTAGE);
    expect(nextCursor).toBeNull();
    const instants = items.map(({ at }) => at);
    expect(instants).toEqual([...instants].sort().reverse());
  });

  it.each([1, 2, 3, 4, 9, 10])('comes in pages of %i without gaps, also where much happened at once', async (limit) => {
    await playOutage();
    await api.dataSource.query(`UPDATE event SET at = '2026-03-02T05:00:00.000001Z'`);
    await api.dataSource.query(`UPDATE notice SET at = '2026-03-02T05:00:00.000001Z'`);
    const whole = (await page()).items;
    const seen: MonitorTimelineEntry[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 20; pages += 1) {
      const found: Page<MonitorTimelineEntry> = await page(
        `?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...found.items);
      cursor = found.nextCursor;
    }
    expect(seen).toEqual(whole);
    expect(words(seen).toSorted()).toEqual(OUTAGE.toSorted());
  });

  it.each([
    ['state', ['state-changed', 'state-changed', 'state-changed']],
    ['alert', ['recovered', 'alert-raised']],
    ['hold', ['hold-began']],
    ['no-verdict', []],
    ['notice', ['slack recovery pending', 'slack failure pending']],
    ['repair', ['restart-services recovery skipped', 'restart-services failure done']],
  ])('can be of one kind: %s', async (kind, expected) => {
    await playOutage();
    expect(words((await page(`?kind=${kind}`)).items)).toEqual(expected);
  });

  it('refuses what it does not know', async () => {
    const path = `/api/v1/monitors/${monitor.id}/timeline`;
    const refused = await api.call<Problem>('GET', `${path}?kind=x&limit=0&colour=red`);
    expect(refused.status).toBe(422);
    expect(badFields(refused)).toEqual(['colour', 'kind', 'limit']);
    for (const text of ['nonsense', '{"at":"2026-03-02T05:00:00.000000Z","source":2,"place":"1"}']) {
      const cursor = Buffer.from(text).toString('base64url');
      const answer = await api.call<Problem>('GET', `${path}?cursor=${cursor}`);
      expect(badFields(answer)).toEqual(['cursor']);
    }
    expect((await api.call('GET', `/api/v1/monitors/${randomUUID()}/timeline`)).status).toBe(404);
    expect((await api.call('GET', path, { anonymous: true })).status).toBe(401);
  });
});
