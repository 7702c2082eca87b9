import { incidentSchema, timelineSchema, type Incident, type Timeline } from '@twotwenty/contracts/incident';
import type { Page, Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAlert, slackAction } from '../support/alerts.js';
import { badFields, startApi, type TestApi } from '../support/api.js';
import { carryOutAll, createRepairable, failOnce, readRun, repairAction } from '../support/api-repairs.js';
import { playTest } from '../support/test-rounds.js';

const INCIDENTS = '/api/v1/incidents';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_incidents');
  await api.dataSource.query('UPDATE recovery_settings SET cooldown_seconds = 0, max_per_machine_per_day = 1000');
});
afterAll(() => api.stop());
beforeEach(() => api.dataSource.query('DELETE FROM alert; DELETE FROM monitor'));

async function list(query = ''): Promise<Page<Incident>> {
  const { status, body } = await api.call<Page<Incident>>('GET', `${INCIDENTS}${query}`);
  expect(status).toBe(200);
  for (const incident of body.items) expect(incidentSchema.parse(incident)).toEqual(incident);
  return body;
}

const idsOf = async (query: string): Promise<string[]> => (await list(query)).items.map(({ id }) => id);

async function onlyIncident(): Promise<Incident> {
  const { items } = await list();
  const [incident] = items;
  if (incident === undefined || items.length !== 1) throw new Error(`there are ${items.length} incidents`);
  return incident;
}

async function timeline(): Promise<Timeline> {
  const { id } = await onlyIncident();
  const { body } = await api.call<Timeline>('GET', `${INCIDENTS}/${id}/timeline`);
  expect(timelineSchema.parse(body)).toEqual(body);
  return body;
}

/** What happened, a word each. */
function words({ entries }: Timeline): string[] {
  return entries.map((entry) =>
    entry.type === 'run' ? `${entry.run.actionType} ${entry.run.kind} ${entry.run.state}` : entry.event.type,
  );
}

const pass = (monitor: Monitor) => playTest(api.dataSource, [monitor], true);
const disable = (monitor: Monitor) => api.call('POST', `/api/v1/monitors/${monitor.id}/disable`);

describe('incidents', () => {
  it('are read with how they went', async () => {
    await createAlert(api, {
      actions: [
        slackAction(1),
        repairAction(2, 'restart-services'),
        repairAction(3, 'reboot-server', {}, { range: '9' }),
      ],
    });
    const monitor = await createRepairable(api, { name: 'MX 1' });
    await failOnce(api, monitor);
    await failOnce(api, monitor);
    const incident = await onlyIncident();
    expect(incident).toMatchObject({
      monitorId: monitor.id,
      monitorName: 'MX 1',
      endedAt: null,
      ending: null,
      alerts: 2,
      repairs: 4,
    });
    expect((await api.call('GET', `${INCIDENTS}/${incident.id}`)).body).toEqual(incident);
    await pass(monitor);
    expect(await onlyIncident()).toMatchObject({ ending: 'recovered', endedAt: expect.any(String) as string });
    for (const unknown of [randomUUID(), 'x']) {
      expect((await api.call('GET', `${INCIDENTS}/${unknown}`)).status).toBe(404);
      expect((await api.call('GET', `${INCIDENTS}/${unknown}/timeline`)).status).toBe(404);
    }
    expect((await api.call('GET', INCIDENTS, { anonymous: true })).status).toBe(401);
  });

  it('are found by monitor, and by whether they go on', async () => {
    const [over, open] = [await createRepairable(api), await createRepairable(api)];
    await failOnce(api, over);
    await disable(over);
    await failOnce(api, open);
    const [latest, former] = await idsOf('');
    expect(await idsOf('?open=true')).toEqual([latest]);
    expect(await idsOf('?open=false')).toEqual([former]);
    expect(await idsOf(`?monitorId=${over.id}`)).toEqual([former]);
    expect(await idsOf(`?monitorId=${over.id}&open=true`)).toEqual([]);
    expect(await idsOf(`?monitorId=${randomUUID()}`)).toEqual([]);
    const refused = await api.call<Problem>('GET', `${INCIDENTS}?open=maybe&monitorId=x&colour=red`);
    expect(refused.status).toBe(422);
    expect(badFields(refused)).toEqual(['colour', 'monitorId', 'open']);
  });

  it('come latest first in pages, also where several began at once', async () => {
    const monitor = await createRepairable(api);
    await api.dataSource.query(
      `INSERT INTO incident (id, monitor_key, started_at, ended_at, ending, alerts)
       SELECT gen_random_uuid(), key, '2026-03-02T05:00:00.000001Z'::timestamptz + number / 3 * interval '1 microsecond',
              now(), 'recovered', 1
       FROM monitor, generate_series(0, 8) AS number WHERE id = $1`,
      [monitor.id],
    );
    const rows = await api.dataSource.query<{ id: string }[]>(
      'SELECT id FROM incident ORDER BY started_at DESC, id DESC',
    );
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 10; pages += 1) {
      const page: Page<Incident> = await list(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it.each(['nonsense', '{"at":"2026-03-02T05:00:00.000000Z"}', '{"at":"0000-01-01T00:00:00.000000Z","id":"ID"}'])(
    'are not listed after the cursor %s',
    async (text) => {
      const cursor = Buffer.from(text.replace('ID', randomUUID())).toString('base64url');
      const answer = await api.call<Problem>('GET', `${INCIDENTS}?cursor=${cursor}`);
      expect(answer.status).toBe(422);
      expect(badFields(answer)).toEqual(['cursor']);
    },
  );
});

describe('the timeline of an incident', () => {
  const actions = [slackAction(1), repairAction(2, 'restart-services')];

  it('has what happened and what was done about it, oldest first', async () => {
    await createAlert(api, { actions });
    const monitor = await createRepairable(api);
    await pass(monitor);
    await failOnce(api, monitor);
    await carryOutAll(api);
    await failOnce(api, monitor);
    await carryOutAll(api);
    await pass(monitor);
    // What happens afterwards is of another incident, or of none.
    await disable(monitor);
    const { entries, isComplete, ...rest } = await timeline();
    expect(isComplete).toBe(true);
    expect(rest.incident).toEqual(await onlyIncident());
    const instants = entries.map(({ at }) => at);
    expect(instants).toEqual([...instants].sort());
    expect(words({ ...rest, entries, isComplete })).toEqual([
      'state-changed',
      'alert-raised',
      'slack failure pending',
      'restart-services failure done',
      'alert-raised',
      'slack failure pending',
      'restart-services failure done',
      'state-changed',
      'recovered',
      'slack recovery pending',
      'restart-services recovery skipped',
    ]);
  });

  it('tells what became of the monitor after each repair', async () => {
    await createAlert(api, { actions });
    const monitor = await createRepairable(api);
    const effects = async () =>
      (await timeline()).entries.flatMap((entry) => (entry.type === 'run' ? (entry.run.repair?.effect ?? []) : []));
    await failOnce(api, monitor);
    await carryOutAll(api);
    expect(await effects()).toMatchObject([{ outcome: 'not-yet', at: null, failedTests: 0 }]);
    await failOnce(api, monitor);
    await carryOutAll(api);
    await playTest(api.dataSource, [monitor], false);
    await carryOutAll(api);
    expect(await effects()).toMatchObject([
      { outcome: 'not-yet', failedTests: 2 },
      { outcome: 'not-yet', failedTests: 1 },
      { outcome: 'not-yet', failedTests: 0 },
    ]);
    await pass(monitor);
    const { endedAt } = await onlyIncident();
    const answered = { outcome: 'answered', at: endedAt, wentAwayAt: null, cameBackAt: null };
    expect(await effects()).toEqual([2, 1, 0].map((failedTests) => ({ ...answered, failedTests })));
  });

  it('tells when a hold ended it instead', async () => {
    await createAlert(api, { actions });
    const monitor = await createRepairable(api);
    const [, repair] = await failOnce(api, monitor);
    await carryOutAll(api);
    await disable(monitor);
    const found = await timeline();
    expect(found.incident).toMatchObject({ ending: 'interrupted' });
    expect(words(found).at(-1)).toBe('hold-began');
    expect((await readRun(api, repair?.id ?? '')).repair?.effect).toMatchObject({
      outcome: 'interrupted',
      at: found.incident.endedAt,
      failedTests: 0,
    });
  });

  it('says that it is not complete when it is too long', async () => {
    const monitor = await createRepairable(api);
    await failOnce(api, monitor);
    await api.dataSource.query(
      `INSERT INTO event (monitor_key, at, type, data)
       SELECT key, now(), 'test-unknown', '{}' FROM monitor, generate_series(1, 1000) WHERE id = $1`,
      [monitor.id],
    );
    const { entries, isComplete } = await timeline();
    expect(isComplete).toBe(false);
    expect(entries).toHaveLength(1000);
    expect(words({ entries } as Timeline).slice(0, 2)).toEqual(['state-changed', 'alert-raised']);
  });
});

describe('what a reboot did', () => {
  it.each([
    ['reboot-server', '2026-03-02T05:01:00.000Z', '2026-03-02T05:03:00.000Z'],
    // A service that is restarted refuses connections too.
    ['restart-services', null, null],
  ])('is read from the sessions that followed: %s', async (type, wentAwayAt, cameBackAt) => {
    await createAlert(api, { actions: [repairAction(1, type)] });
    const monitor = await createRepairable(api);
    const [run] = await failOnce(api, monitor);
    await carryOutAll(api);
    await api.dataSource.query(`UPDATE repair SET acted_at = '2026-03-02T05:00:00Z'`);
    await api.dataSource.query('DELETE FROM probe_result');
    const sessions = [
      ['2026-03-02T04:59:00Z', 'connect'],
      ['2026-03-02T05:00:30Z', 'greeting'],
      ['2026-03-02T05:01:00Z', 'connect'],
      ['2026-03-02T05:02:00Z', 'dns'],
      ['2026-03-02T05:03:00Z', 'greeting'],
      ['2026-03-02T05:04:00Z', 'connect'],
      ['2026-03-02T05:05:00Z', null],
    ] as const;
    await api.dataSource.query(
      `INSERT INTO probe_result (monitor_key, test_number, at, total_ms, site_key, passed, phase)
       SELECT monitor.key, 1, at, 1, site.key, phase IS NULL, phase
       FROM monitor, site, unnest($1::timestamptz[], $2::text[]) AS session (at, phase) WHERE monitor.id = $3`,
      [sessions.map(([at]) => at), sessions.map(([, phase]) => phase), monitor.id],
    );
    expect((await readRun(api, run?.id ?? '')).repair?.effect).toEqual({
      outcome: 'not-yet',
      at: null,
      failedTests: 5,
      wentAwayAt,
      cameBackAt,
    });
  });
});
