import {
  actionRunSchema,
  attentionSchema,
  type ActionRun,
  type ActionRunDetail,
  type Attention,
  type Retried,
  type RunState,
} from '@twotwenty/contracts/action-run';
import type { Page, Problem } from '@twotwenty/contracts/http';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actionId, ALERTS, createAlert, slackAction } from '../support/alerts.js';
import { badFields, createMonitor, startApi, type Answer, type TestApi } from '../support/api.js';

const RUNS = '/api/v1/action-runs';
const ALERT = '018f0000-0000-7000-8000-00000000000a';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_action_runs');
});
afterAll(() => api.stop());
beforeEach(() => api.dataSource.query('DELETE FROM action_run; DELETE FROM notice; DELETE FROM alert'));

interface RunFields {
  readonly monitorId?: string;
  readonly incidentId?: string;
  readonly alertId?: string;
  readonly alertName?: string;
  readonly action?: number;
  readonly actionType?: string;
  readonly kind?: 'failure' | 'recovery' | 'test';
  readonly state?: RunState;
  readonly deliveryId?: string;
}

/** Stores a run as the evaluator leaves it. @returns its id */
async function storeRun(fields: RunFields = {}): Promise<string> {
  const { monitorId = null, incidentId = randomUUID(), kind = 'failure', state = 'delivered' } = fields;
  const [notice, run] = [randomUUID(), randomUUID()];
  await api.dataSource.query(
    `INSERT INTO notice (id, monitor_key, incident_id, kind, alert_number, facts, at)
     VALUES ($1, (SELECT key FROM monitor WHERE id = $2), $3, $4, 1, '{}', now())`,
    [notice, monitorId, incidentId, kind],
  );
  const isSkipped = state === 'skipped';
  await api.dataSource.query(
    `INSERT INTO action_run (id, notice_id, incident_id, alert_id, alert_name, action_id, action_type, kind, alert_number,
                             state, skip_code, skip_reason, delivery_id, attempts, due_at, queued_until, error, response,
                             created_at, started_at, finished_at, duration_ms)
     VALUES ($1, $2, $3, $4, $13, $5, $14, $6, 1, $7, $8, $9, $10, $11, '2026-03-02T05:00:00Z',
             '2026-03-02T06:00:00Z', 'It was refused.', '400 no', '2026-03-02T05:00:00Z', $12, $12, 12)`,
    [
      run,
      notice,
      incidentId,
      fields.alertId ?? ALERT,
      actionId(fields.action ?? 1),
      kind,
      state,
      isSkipped ? 'out-of-range' : null,
      isSkipped ? 'Alert 1 is not in its range 2-.' : null,
      fields.deliveryId ?? (isSkipped ? null : run),
      isSkipped ? 0 : 5,
      isSkipped ? null : '2026-03-02T05:00:01Z',
      fields.alertName ?? 'Mail team',
      fields.actionType ?? 'slack',
    ],
  );
  return run;
}

async function list(query = ''): Promise<ActionRun[]> {
  const { status, body } = await api.call<Page<ActionRun>>('GET', `${RUNS}${query}`);
  expect(status).toBe(200);
  for (const run of body.items) expect(actionRunSchema.parse(run)).toEqual(run);
  return body.items;
}

async function read(id: string): Promise<ActionRun> {
  const { repair, ...run } = (await api.call<ActionRunDetail>('GET', `${RUNS}/${id}`)).body;
  expect(repair).toBeNull();
  return run;
}

describe('runs of actions', () => {
  it('are read with what became of them', async () => {
    const monitor = await createMonitor(api);
    const incidentId = randomUUID();
    const id = await storeRun({ monitorId: monitor.id, incidentId });
    expect(await read(id)).toEqual({
      id,
      monitorId: monitor.id,
      monitorName: monitor.name,
      site: null,
      incidentId,
      alertId: ALERT,
      alertName: 'Mail team',
      actionId: actionId(1),
      actionType: 'slack',
      kind: 'failure',
      alertNumber: 1,
      state: 'delivered',
      skip: null,
      standsInForActionId: null,
      attempts: 5,
      nextAttemptAt: null,
      error: 'It was refused.',
      response: '400 no',
      idempotencyKey: id,
      groupSize: 1,
      createdAt: '2026-03-02T05:00:00.000Z',
      startedAt: '2026-03-02T05:00:01.000Z',
      finishedAt: '2026-03-02T05:00:01.000Z',
      durationMs: 12,
      isRepair: false,
    });
    expect(await read(await storeRun({ state: 'skipped' }))).toMatchObject({
      state: 'skipped',
      skip: { code: 'out-of-range', message: 'Alert 1 is not in its range 2-.' },
      attempts: 0,
      idempotencyKey: null,
      groupSize: 1,
      startedAt: null,
    });
  });

  it('come newest first, in pages that later runs do not shift', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift(await storeRun());
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 10; pages += 1) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body }: Answer<Page<ActionRun>> = await api.call('GET', `${RUNS}?limit=2${query}`);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
      await storeRun();
    }
    expect(seen).toEqual(ids);
  });

  it('are found by what they are', async () => {
    const monitor = await createMonitor(api);
    const incidentId = randomUUID();
    const one = await storeRun({ monitorId: monitor.id, incidentId, state: 'failed' });
    const two = await storeRun({ alertId: randomUUID(), action: 2, kind: 'recovery', incidentId });
    const three = await storeRun({ kind: 'test', state: 'pending' });
    const idsOf = async (query: string): Promise<string[]> => (await list(query)).map(({ id }) => id);
    expect(await idsOf('')).toEqual([three, two, one]);
    expect(await idsOf('?state=failed')).toEqual([one]);
    expect(await idsOf('?kind=recovery')).toEqual([two]);
    expect(await idsOf(`?alertId=${ALERT}`)).toEqual([three, one]);
    expect(await idsOf(`?actionId=${actionId(2)}`)).toEqual([two]);
    expect(await idsOf(`?incidentId=${incidentId}`)).toEqual([two, one]);
    expect(await idsOf(`?monitorId=${monitor.id}`)).toEqual([one]);
    expect(await idsOf(`?alertId=${ALERT}&state=pending&kind=test`)).toEqual([three]);
    expect(await idsOf(`?state=skipped`)).toEqual([]);
  });

  it.each([
    ['state=broken', ['state']],
    ['kind=x&alertId=1', ['alertId', 'kind']],
    ['cursor=nonsense', ['cursor']],
    [`cursor=${Buffer.from('"1x"').toString('base64url')}`, ['cursor']],
    ['colour=red', ['colour']],
  ])('are not listed for ?%s', async (query, named) => {
    const answer = await api.call<Problem>('GET', `${RUNS}?${query}`);
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(named);
  });

  it('are gone with their monitor, not with their alert', async () => {
    const monitor = await createMonitor(api);
    const alert = await createAlert(api);
    const id = await storeRun({ monitorId: monitor.id, alertId: alert.id });
    await api.call('DELETE', `${ALERTS}/${alert.id}`);
    expect(await list()).toHaveLength(1);
    await api.call('DELETE', `/api/v1/monitors/${monitor.id}`);
    expect((await api.call('GET', `${RUNS}/${id}`)).status).toBe(404);
  });
});

describe('what waits for a person', () => {
  const OTHER_ALERT = '018f0000-0000-7000-8000-00000000000b';

  async function attention(): Promise<Attention> {
    return attentionSchema.parse((await api.call<Attention>('GET', `${RUNS}/attention`)).body);
  }

  it('is nothing at first', async () => {
    expect(await attention()).toEqual({ failedNotices: { count: 0, oldestAt: null, alerts: [] }, waitingRepairs: 0 });
  });

  it('is what failed by alert, the one with most first, under the newest name; and repairs that are not released', async () => {
    await storeRun({ alertId: OTHER_ALERT, alertName: 'Night shift', state: 'failed' });
    await storeRun({ alertId: OTHER_ALERT, alertName: 'On call', kind: 'recovery', state: 'failed' });
    await storeRun({ state: 'failed' });
    await storeRun({ state: 'awaiting-approval', actionType: 'reboot-server' });
    expect(await attention()).toEqual({
      failedNotices: {
        count: 3,
        oldestAt: '2026-03-02T05:00:00.000Z',
        alerts: [
          { alertId: OTHER_ALERT, alertName: 'On call', count: 2 },
          { alertId: ALERT, alertName: 'Mail team', count: 1 },
        ],
      },
      waitingRepairs: 1,
    });
  });

  it('leaves out trials and repairs, which retrying all leaves out too, and what did not fail', async () => {
    await storeRun({ kind: 'test', state: 'failed' });
    await storeRun({ state: 'failed', actionType: 'recovery-program' });
    for (const state of ['pending', 'skipped'] as const) await storeRun({ state });
    expect((await attention()).failedNotices.count).toBe(0);
  });
});

describe('a run that failed', () => {
  it('is tried again when somebody says so, with the key it had', async () => {
    const id = await storeRun({ state: 'failed' });
    const before = await read(id);
    const asked = Date.now();
    const answer = await api.call<ActionRun>('POST', `${RUNS}/${id}/retry`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...before,
      state: 'pending',
      startedAt: null,
      finishedAt: null,
      nextAttemptAt: answer.body.nextAttemptAt,
    });
    expect(Date.parse(answer.body.nextAttemptAt ?? '')).toBeGreaterThan(asked - 60_000);
    const [row] = await api.dataSource.query<object[]>('SELECT queued_until, running_until FROM action_run');
    expect(row).toEqual({ queued_until: null, running_until: null });
    expect((await api.call<Problem>('POST', `${RUNS}/${id}/retry`)).status).toBe(409);
  });

  it('takes those along that were told together with it', async () => {
    const deliveryId = randomUUID();
    const [one, two] = [
      await storeRun({ state: 'failed', deliveryId }),
      await storeRun({ state: 'failed', deliveryId }),
    ];
    const other = await storeRun({ state: 'failed' });
    expect((await read(one)).groupSize).toBe(2);
    await api.call('POST', `${RUNS}/${one}/retry`);
    expect([(await read(one)).state, (await read(two)).state, (await read(other)).state]).toEqual([
      'pending',
      'pending',
      'failed',
    ]);
  });

  it.each(['pending', 'delivered', 'skipped'] as const)('is not one that is %s', async (state) => {
    const id = await storeRun({ state });
    const before = await read(id);
    const answer = await api.call<Problem>('POST', `${RUNS}/${id}/retry`);
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toBe(`Only a run that failed is tried again: this one is ${state}.`);
    expect(await read(id)).toEqual(before);
  });

  it('is tried again with all others of its alert or its action', async () => {
    const alertId = randomUUID();
    const [one, two] = [
      await storeRun({ alertId, state: 'failed' }),
      await storeRun({ alertId, action: 2, state: 'failed' }),
    ];
    const three = await storeRun({ action: 2, state: 'failed' });
    const others = [
      await storeRun({ state: 'failed' }),
      await storeRun({ alertId, state: 'delivered' }),
      await storeRun({ alertId, kind: 'test', state: 'failed' }),
    ];
    const retry = async (body: object): Promise<number> =>
      (await api.call<Retried>('POST', `${RUNS}/retry`, { body })).body.retried;
    expect(await retry({ alertId, actionId: actionId(2) })).toBe(1);
    expect((await read(two)).state).toBe('pending');
    expect(await retry({ alertId })).toBe(1);
    expect((await read(one)).state).toBe('pending');
    expect(await retry({ actionId: actionId(2) })).toBe(1);
    expect((await read(three)).state).toBe('pending');
    expect(await retry({ alertId: randomUUID() })).toBe(0);
    const states = await Promise.all(others.map(async (id) => (await read(id)).state));
    expect(states).toEqual(['failed', 'delivered', 'failed']);
  });

  it.each([
    [{}, ['']],
    [{ alertId: 'x' }, ['alertId']],
    [{ actionId: actionId(1), state: 'failed' }, ['state']],
  ])('is not looked for by %j', async (body, named) => {
    const answer = await api.call<Problem>('POST', `${RUNS}/retry`, { body });
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(named);
  });
});

describe('the trial of an action', () => {
  it('is a run that is due at once, with examples to tell', async () => {
    const alert = await createAlert(api, { name: 'Night shift', actions: [slackAction(1), slackAction(2)] });
    const answer = await api.call<ActionRun>('POST', `${ALERTS}/${alert.id}/actions/${actionId(2)}/test`);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`${RUNS}/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      monitorId: null,
      incidentId: null,
      alertId: alert.id,
      alertName: 'Night shift',
      actionId: actionId(2),
      actionType: 'slack',
      kind: 'test',
      alertNumber: 0,
      state: 'pending',
      attempts: 0,
      idempotencyKey: answer.body.id,
      nextAttemptAt: answer.body.createdAt,
    });
    expect(await read(answer.body.id)).toEqual(answer.body);
    const [notice] = await api.dataSource.query<{ kind: string; facts: object }[]>('SELECT kind, facts FROM notice');
    expect(notice).toMatchObject({ kind: 'test', facts: { monitor: 'MX Frankfurt', 'alert-name': 'Night shift' } });
  });

  it('can be made again and again', async () => {
    const { id } = await createAlert(api);
    for (let count = 0; count < 3; count += 1) {
      expect((await api.call('POST', `${ALERTS}/${id}/actions/${actionId(1)}/test`)).status).toBe(202);
    }
    expect(await list('?kind=test')).toHaveLength(3);
  });

  it('needs an alert and an action of it', async () => {
    const { id } = await createAlert(api);
    for (const path of [`${id}/actions/${actionId(2)}`, `${randomUUID()}/actions/${actionId(1)}`, `${id}/actions/x`]) {
      expect((await api.call('POST', `${ALERTS}/${path}/test`)).status).toBe(404);
    }
    expect(await list()).toEqual([]);
  });
});
