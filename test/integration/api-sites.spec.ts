import type { ActionRun } from '@twotwenty/contracts/action-run';
import type { Alert, SavedAlert } from '@twotwenty/contracts/alert';
import type { Page, Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { MAX_WORKERS_OF_LISTED_SITE, type Site, type SiteEvent } from '@twotwenty/contracts/site';
import type { Worker, WorkerBeat } from '@twotwenty/contracts/worker';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAlert } from '../support/alerts.js';
import { badFields, createMonitor, startApi, type TestApi } from '../support/api.js';
import { beatOf, databaseClock, Watchers } from '../support/site-watch.js';

const SITES = '/api/v1/sites';
const NO_BACKLOG = { backlog: 0, backlogProblem: null };

describe('sites', () => {
  let api: TestApi;
  let workers: WorkerRepository;

  beforeAll(async () => {
    api = await startApi('api_sites');
    workers = new WorkerRepository(api.dataSource);
    await api.call('POST', SITES, { body: { name: 'paris', description: 'Paris' } });
  });
  afterAll(() => api.stop());
  afterEach(async () => {
    await api.dataSource.query('DELETE FROM worker');
    await api.dataSource.query('UPDATE site SET had_worker = false, lost_since = NULL, incident_id = NULL');
    await api.dataSource.query('DELETE FROM site_event');
  });

  async function list(): Promise<Site[]> {
    return (await api.call<Page<Site>>('GET', SITES)).body.items;
  }

  function health(p50: number, p99: number): NonNullable<WorkerBeat['health']> {
    const load = { cpuShare: 0.1, eventLoopDelayMs: 1, latenessMs: { p50, p99 }, waiting: 0 };
    return { ...load, port25: 'open', connectionTable: null };
  }

  it('are new without a worker', async () => {
    const none = { liveWorkers: 0, sessions: 0, maxSessions: 0, versions: [], latenessMs: null, workers: [] };
    expect(await list()).toMatchObject([
      { name: 'default', status: 'new', lostSince: null, ...none, ...NO_BACKLOG },
      { name: 'paris', description: 'Paris', status: 'new', lostSince: null, ...none, ...NO_BACKLOG },
    ]);
  });

  it('are shown with what their live workers say, and with the advice to each', async () => {
    const finding = { code: 'ptr-missing', message: 'It has no name.', fix: 'Ask for one.' };
    const selfCheck: WorkerBeat['selfCheck'] = {
      ehloName: null,
      ehloNameSource: 'literal',
      addresses: [
        {
          address: '192.0.2.7',
          source: 'configured',
          ptrNames: [],
          confirmedNames: [],
          ehloNameMatches: true,
          findings: [finding],
        },
      ],
      findings: [{ ...finding, code: 'ehlo-literal' }],
      checkedAt: '2026-01-01T00:00:00.000Z',
    };
    const connectionTable = { entries: 262_000, limit: 262_144 };
    const unwell = { ...health(4, 90), port25: 'blocked', connectionTable } as const;
    await workers.record('paris', beatOf({ sessions: 3, health: unwell, selfCheck }));
    await workers.record('paris', beatOf({ sessions: 4, health: health(9, 30), version: '0.2.0' }));
    await workers.record('paris', beatOf({ sessions: 100, health: health(900, 900), stopping: true }));
    await workers.record('nowhere', beatOf());
    const [none, paris] = await list();
    expect(none).toMatchObject({ name: 'default', liveWorkers: 0 });
    expect(paris).toMatchObject({
      name: 'paris',
      status: 'live',
      liveWorkers: 2,
      sessions: 7,
      maxSessions: 1000,
      versions: ['0.1.0', '0.2.0'],
      latenessMs: { p50: 9, p99: 90 },
    });
    expect(paris?.workers.map(({ live, sessions }) => [live, sessions]).sort()).toEqual([
      [false, 100],
      [true, 3],
      [true, 4],
    ]);
    const advised = paris?.workers.find(({ sessions }) => sessions === 3);
    expect(advised?.advice.map(({ code }) => code)).toEqual([
      'port-25-blocked',
      'connection-table-nearly-full',
      'ehlo-literal',
      'ptr-missing',
    ]);
    expect((await api.call<Site>('GET', `${SITES}/paris`)).body).toEqual(paris);
  });

  it('know nothing of what a worker of an earlier version did not tell', async () => {
    await workers.record('paris', beatOf({ health: health(4, 90) }));
    await api.dataSource.query("UPDATE worker SET health = health - 'connectionTable'");
    const paris = (await list()).find(({ name }) => name === 'paris');
    expect(paris?.workers[0]).toMatchObject({ health: { connectionTable: null }, advice: [] });
    const { items } = (await api.call<Page<Worker>>('GET', '/api/v1/workers?site=paris')).body;
    expect(items[0]?.health).toEqual({ ...health(4, 90), connectionTable: null });
  });

  it('show so many workers and no more, live ones first', async () => {
    for (let index = 0; index < MAX_WORKERS_OF_LISTED_SITE + 5; index += 1) {
      await workers.record('paris', beatOf({ stopping: index >= 3 }));
    }
    const paris = (await list()).find(({ name }) => name === 'paris');
    expect(paris?.workers).toHaveLength(MAX_WORKERS_OF_LISTED_SITE);
    expect(paris?.workers.slice(0, 4).map(({ live }) => live)).toEqual([true, true, true, false]);
    const single = (await api.call<Site>('GET', `${SITES}/paris`)).body;
    expect(single.workers).toHaveLength(MAX_WORKERS_OF_LISTED_SITE + 5);
  });

  it('tell their backlog, or that the queue does not answer', async () => {
    const { waiting } = api.queues;
    api.queues.waiting = (queues) => Promise.resolve(queues.map(({ name }) => (name === 'probe.paris' ? 7 : 0)));
    expect((await list()).map(({ name, backlog }) => [name, backlog])).toEqual([
      ['default', 0],
      ['paris', 7],
    ]);
    api.queues.waiting = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const [site] = await list();
    expect(site).toMatchObject({ backlog: null, backlogProblem: 'the queue does not answer', status: 'new' });
    expect((await api.call<Site>('GET', `${SITES}/paris`)).status).toBe(200);
    api.queues.waiting = waiting;
  });

  it('are lost when evaluators say so, with an event, an alert that wants it, and monitors without data', async () => {
    const monitor = await createMonitor(api);
    const alert = await createAlert(api, { siteAlerts: true });
    await createAlert(api, { name: 'Of monitors alone' });
    await workers.record('default', beatOf());
    const watchers = new Watchers(api.dataSource, await databaseClock(api.dataSource));
    await watchers.pass(90, watchers.start(), watchers.start());
    const [lost] = await list();
    expect(lost).toMatchObject({ name: 'default', status: 'lost', lostSince: lost?.workers[0]?.lastSeenAt });
    const events = (await api.call<Page<SiteEvent>>('GET', `${SITES}/default/events`)).body.items;
    expect(events).toMatchObject([{ type: 'site-lost', reason: 'No worker of the site was heard of for 60 seconds.' }]);
    expect((await api.call('GET', `${SITES}/nowhere/events`)).status).toBe(404);

    const runs = (await api.call<Page<ActionRun>>('GET', '/api/v1/action-runs?site=default')).body.items;
    expect(runs).toMatchObject([
      { kind: 'site-lost', site: 'default', monitorId: null, incidentId: null, alertId: alert.id, alertNumber: 1 },
    ]);
    const found = async (query: string) =>
      (await api.call<Page<Monitor>>('GET', `/api/v1/monitors?${query}`)).body.items.map(({ id, state }) => [
        id,
        state.noData,
        state.noDataReason,
      ]);
    expect(await found('noData=true')).toEqual([[monitor.id, true, 'sites-lost']]);
    expect(await found('noData=false')).toEqual([]);
    expect(badFields(await api.call<Problem>('GET', '/api/v1/monitors?noData=perhaps'))).toEqual(['noData']);
  });

  it('are told of by alerts that were asked to', async () => {
    const alert = await createAlert(api);
    expect(alert.siteAlerts).toBe(false);
    const path = `/api/v1/alerts/${alert.id}`;
    const changed = await api.call<SavedAlert>('PATCH', path, { body: { siteAlerts: true } });
    expect(changed.body).toMatchObject({ siteAlerts: true, name: alert.name, version: 2 });
    expect((await api.call<Alert>('GET', path)).body.siteAlerts).toBe(true);
    const refused = await api.call<Problem>('PATCH', path, { body: { siteAlerts: 'yes' } });
    expect(badFields(refused)).toEqual(['siteAlerts']);
    const forSites = await createAlert(api, { assignment: { to: 'chosen' }, siteAlerts: true });
    expect(forSites.warnings).toEqual([]);
  });
});
