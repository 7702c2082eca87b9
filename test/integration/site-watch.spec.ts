import { storedActionSchema } from '@twotwenty/contracts/alert';
import { workersQueue } from '@twotwenty/contracts/queues';
import { ActionRunRepository } from '@twotwenty/database/repositories/action-run.repository';
import { DeliveryRepository } from '@twotwenty/database/repositories/delivery.repository';
import { MonitorListRepository } from '@twotwenty/database/repositories/monitor-list.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { openQueues } from '@twotwenty/queue/queue-system';
import { sharedRedis } from '@twotwenty/testing/redis-server';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createMonitors } from '../support/monitors.js';
import { createOutbox, trouble, type Outbox } from '../support/outbox.js';
import { beatOf, databaseClock, Watchers } from '../support/site-watch.js';
import { storeAlert, storedAction } from '../support/stored-alerts.js';
import { runTests } from '../support/test-rounds.js';

const SERVER = { host: '127.0.0.1', port: 25 };
const LEASE = 60;

describe('the watch over sites', () => {
  let outbox: Outbox;
  let watchers: Watchers;
  let workers: WorkerRepository;
  let sites: SiteRepository;

  beforeEach(async () => {
    outbox = await createOutbox();
    workers = new WorkerRepository(outbox.dataSource);
    sites = new SiteRepository(outbox.dataSource);
    watchers = new Watchers(outbox.dataSource, await databaseClock(outbox.dataSource));
  });
  afterEach(() => outbox.close());

  async function events(site = 'default'): Promise<string[]> {
    return (await sites.events(site, 100, null)).items.map(({ type }) => type).reverse();
  }

  /** A worker that is heard of now, by the clock of the watchers. */
  async function heard(fields: Parameters<typeof beatOf>[0] = {}, site = 'default'): Promise<void> {
    const beat = beatOf(fields);
    await workers.record(site, beat);
    await outbox.dataSource.query('UPDATE worker SET last_seen_at = $2 WHERE id = $1', [beat.id, watchers.clock.now]);
  }

  it('tells each loss and each return once, however many watch', async () => {
    const told = storedAction({ range: '7-' });
    const repair = storedActionSchema.parse({ id: randomUUID(), type: 'restart-services' });
    await storeAlert(outbox.dataSource, [told, repair], { siteAlerts: true });
    await storeAlert(outbox.dataSource, [storedAction()], { name: 'Of monitors alone' });
    await createMonitors(outbox.dataSource, 2, SERVER);
    await heard();
    const watches = Array.from({ length: 4 }, () => watchers.start());
    await watchers.pass(LEASE + 30, ...watches);
    expect(await events()).toEqual(['site-lost']);
    const lost = await sites.get('default');
    expect(lost).toMatchObject({ status: 'lost', lostSince: lost.workers[0]?.lastSeenAt });
    await heard();
    await watchers.pass(30, ...watches);
    expect(await events()).toEqual(['site-lost', 'site-back']);
    expect((await sites.get('default')).lostSince).toBeNull();

    await outbox.start();
    expect((await outbox.allSettled()).map(({ actionId, kind, state }) => [actionId, kind, state])).toEqual([
      [told.id, 'site-lost', 'delivered'],
      [told.id, 'site-back', 'delivered'],
    ]);
    expect(outbox.subjects()).toEqual([
      'Site default is lost',
      expect.stringMatching(/^Site default is back after 1 min/),
    ]);
    const [first, second] = outbox.told.map(({ notice }) => notice);
    expect(first?.text).toContain('No worker of the site was heard of for 60 seconds.');
    expect(first?.text).toContain('2 tested from there, 2 of them without any site that is live');
    expect(first?.text).toContain('https://monitor.example.com/sites');
    expect(first?.incidents[0]).toMatchObject({ site: 'default', monitor: '', 'alert-name': 'Mail team' });
    expect(first?.incidents[0]['incident-id']).toBe(second?.incidents[0]['incident-id']);
    const runs = await new ActionRunRepository(outbox.dataSource).list(10, null, { site: 'default' });
    expect(runs.items.map(({ kind, site, monitorId, incidentId }) => [kind, site, monitorId, incidentId])).toEqual([
      ['site-back', 'default', null, null],
      ['site-lost', 'default', null, null],
    ]);
  });

  it('tells once that a site is suspect, and once that it is trusted again, whatever becomes of its workers', async () => {
    await storeAlert(outbox.dataSource, [storedAction()], { siteAlerts: true });
    await createMonitors(outbox.dataSource, 2, SERVER);
    const [calm, troubled] = [beatOf(), beatOf()];
    const suspect = { since: watchers.clock.now.toISOString(), failing: 45, targets: 50 };
    const watches = Array.from({ length: 4 }, () => watchers.start());
    await heard(calm);
    await heard({ ...troubled, suspect });
    await watchers.pass(30, ...watches);
    expect(await events()).toEqual(['site-suspect']);
    const site = await sites.get('default');
    expect(site).toMatchObject({ status: 'suspect', suspectSince: suspect.since, lostSince: null, liveWorkers: 2 });
    expect(site.workers.find(({ id }) => id === troubled.id)?.advice[0]?.message).toContain('45 of 50 hosts');

    await watchers.pass(LEASE + 30, ...watches);
    expect(await events()).toEqual(['site-suspect', 'site-lost']);
    expect(await sites.get('default')).toMatchObject({ status: 'lost', suspectSince: suspect.since });
    await heard({ ...troubled, sequence: 2, suspect });
    await watchers.pass(15, ...watches);
    expect((await events()).slice(2)).toEqual(['site-back']);
    await heard({ ...troubled, sequence: 3 });
    await watchers.pass(30, ...watches);
    expect((await events()).slice(3)).toEqual(['site-trusted']);
    expect(await sites.get('default')).toMatchObject({ status: 'live', suspectSince: null });

    await outbox.start();
    await outbox.allSettled();
    // Each incident is told in its order; the two are told side by side.
    const told = (kind: string) =>
      outbox.told.map(({ notice }) => notice).find(({ incidents: [first] }) => first?.kind === kind);
    const incidentOf = (kind: string) => told(kind)?.incidents[0]?.['incident-id'];
    expect(outbox.subjects().toSorted()).toEqual([
      expect.stringMatching(/^Site default is back after /),
      'Site default is lost',
      'Site default is suspect: nearly everything fails there',
      expect.stringMatching(/^Site default is trusted again after /),
    ]);
    expect(told('site-suspect')?.text).toContain('1 of 2 workers of the site see 45 of 50 hosts fail by the network');
    expect(incidentOf('site-suspect')).toBe(incidentOf('site-trusted'));
    expect(incidentOf('site-lost')).toBe(incidentOf('site-back'));
    expect(incidentOf('site-suspect')).not.toBe(incidentOf('site-lost'));
  });

  it('loses no site while a beat waits that nobody has heard, or was not understood, or while the queue is away', async () => {
    const redis = await sharedRedis();
    const queues = openQueues(
      { backend: 'redis', url: redis.url },
      { onError: () => undefined, onFailure: () => undefined },
    );
    onTestFinished(async () => {
      await queues.close();
      await redis.stop();
    });
    const queue = { ...workersQueue('default'), name: `workers-${randomUUID()}` };
    const counts = () => queues.counts(queue);
    const lastSetAside = () => queues.lastSetAside(queue);
    await heard();
    const watch = watchers.start({ counts, lastSetAside });
    await watchers.pass(45, watch);
    await queues.send(queue, [beatOf()]);
    await watchers.pass(300, watch);
    expect(await events()).toEqual([]);
    await queues.dropWaiting(queue, 0);
    await watchers.pass(LEASE, watch);
    expect(await events()).toEqual([]);
    await watchers.pass(15, watch);
    expect(await events()).toEqual(['site-lost']);

    const consumer = await queues.consume(queue, () => Promise.resolve());
    onTestFinished(() => consumer.close());
    await heard();
    await watchers.pass(45, watch);
    await queues.send(queue, [{ ...beatOf(), surprise: 1 } as never]);
    await waitFor(async () => (await lastSetAside()) !== null, { what: 'the beat to be set aside' });
    await watchers.pass(LEASE, watch);
    expect(await events()).toEqual(['site-lost', 'site-back']);
    await watchers.pass(15, watch);
    expect(await events()).toEqual(['site-lost', 'site-back', 'site-lost']);

    const blind = watchers.start({ counts: () => Promise.reject(new Error('the queue is away')), lastSetAside });
    await heard();
    await watchers.pass(300, blind);
    expect((await events()).slice(3)).toEqual(['site-back']);
  });

  it('begins anew after a time in which nobody watched', async () => {
    await heard();
    const watch = watchers.start();
    await watchers.pass(LEASE - 5, watch);
    // The evaluator, its machine or the database stood still.
    watchers.clock.now = new Date(watchers.clock.now.getTime() + 600_000);
    await watch.look();
    await watchers.pass(LEASE - 5, watch);
    expect(await events()).toEqual([]);
    await watchers.pass(15, watch);
    expect(await events()).toEqual(['site-lost']);
  });

  it('does not take back a loss for what was heard before it', async () => {
    await heard();
    const old = { ...watchers.clock };
    await watchers.pass(LEASE + 15, watchers.start());
    // One that stood still since then, and judges about a moment long ago.
    await new Watchers(outbox.dataSource, old).start().look();
    expect(await events()).toEqual(['site-lost']);
  });

  it('loses a site at once when its last worker stops', async () => {
    const stays = beatOf({ sequence: 1 });
    const goes = beatOf({ sequence: 1 });
    const watch = watchers.start();
    for (let left = LEASE + 15; left > 0; left -= 15) {
      await heard(stays);
      await heard(goes);
      await watchers.pass(15, watch);
    }
    await heard({ ...goes, sequence: 2, stopping: true });
    await watchers.pass(1, watch);
    expect(await events()).toEqual([]);
    await heard({ ...stays, sequence: 2, stopping: true });
    await watchers.pass(1, watch);
    expect(await events()).toEqual(['site-lost']);
    expect((await sites.events('default', 1, null)).items[0]?.reason).toBe('The last worker of the site was stopped.');
  });

  it('expects nothing of a site that no monitor uses and that never had a worker', async () => {
    await sites.insert({ name: 'unused', description: null });
    await sites.insert({ name: 'awaited', description: null });
    await sites.insert({ name: 'forgotten', description: null });
    await heard({}, 'forgotten');
    await heard();
    const watch = watchers.start();
    await watchers.pass(15, watch);
    // A worker that was silent for a day is forgotten; that there was one is not.
    await outbox.dataSource.query(`DELETE FROM worker WHERE site = 'forgotten'`);
    await watchers.pass(LEASE, watch);
    await createMonitors(outbox.dataSource, 1, SERVER, { sites: ['awaited'] });
    await outbox.dataSource.query('UPDATE monitor SET updated_at = $1', [watchers.clock.now]);
    await watchers.pass(LEASE - 1, watch);
    expect([await events('awaited'), await events('forgotten')]).toEqual([[], ['site-lost']]);
    await watchers.pass(1, watch);
    expect(await events('awaited')).toEqual(['site-lost']);
    await watchers.pass(600, watch);
    expect(await events('unused')).toEqual([]);
    expect((await sites.get('unused')).status).toBe('new');
  });

  it('leaves monitors as they were, raises no alert for them, and says that they have no data', async () => {
    await storeAlert(outbox.dataSource, [storedAction()]);
    await sites.insert({ name: 'paris', description: null });
    const [here] = await createMonitors(outbox.dataSource, 1, SERVER);
    const [both] = await createMonitors(outbox.dataSource, 1, SERVER, { sites: ['default', 'paris'] });
    const [held] = await createMonitors(outbox.dataSource, 1, SERVER, { enabled: false });
    if (!here || !both || !held) throw new Error('there are no monitors');
    await runTests(outbox.dataSource, { [here.id]: true });
    const monitors = new MonitorRepository(outbox.dataSource);
    const before = await monitors.getState(here.id);
    expect(before).toMatchObject({ status: 'up', noData: false, noDataReason: null });
    const watch = watchers.start();
    const paris = beatOf();
    await heard();
    for (let left = LEASE + 15; left > 0; left -= 15) {
      await heard(paris, 'paris');
      await watchers.pass(15, watch);
    }
    expect(await events()).toEqual(['site-lost']);
    const after = await monitors.getState(here.id);
    expect(after).toEqual({ ...before, noData: true, noDataReason: 'sites-lost' });
    expect(await monitors.getState(both.id)).toMatchObject({ noData: false });
    expect(await monitors.getState(held.id)).toMatchObject({ noData: false });
    const lists = new MonitorListRepository(outbox.dataSource);
    const ids = async (noData: boolean) =>
      (await lists.list(10, null, { noData: noData ? 'true' : 'false' })).items.map(({ id }) => id);
    expect(await ids(true)).toEqual([here.id]);
    expect(await ids(false)).toEqual([both.id, held.id]);
    expect(await outbox.runs()).toEqual([]);

    await heard();
    await watchers.pass(1, watch);
    expect(await monitors.getState(here.id)).toEqual(before);
  });

  it('lets another action stand in, which then tells of the return too', async () => {
    const standIn = storedAction();
    const broken = storedAction({ fallbackActionId: standIn.id });
    const silent = storedAction({ onFailure: null });
    await storeAlert(outbox.dataSource, [broken, standIn, silent], { siteAlerts: true });
    outbox.answer = ({ id }) => (id === broken.id ? trouble(false) : { ok: true, response: 'got it' });
    await heard();
    const watch = watchers.start();
    await watchers.pass(LEASE + 15, watch);
    await outbox.start();
    await outbox.allSettled();
    await heard();
    await watchers.pass(1, watch);
    expect((await outbox.allSettled()).map(({ actionId, kind, state }) => [actionId, kind, state])).toEqual([
      [broken.id, 'site-lost', 'failed'],
      [standIn.id, 'site-lost', 'delivered'],
      [silent.id, 'site-lost', 'skipped'],
      [standIn.id, 'site-lost', 'skipped'],
      [broken.id, 'site-back', 'skipped'],
      [standIn.id, 'site-back', 'delivered'],
      [silent.id, 'site-back', 'skipped'],
    ]);
  });

  it('remembers whom it told of a loss for as long as the site is lost', async () => {
    await storeAlert(outbox.dataSource, [storedAction()], { siteAlerts: true });
    await heard();
    const watch = watchers.start();
    await watchers.pass(LEASE + 15, watch);
    await outbox.start();
    await outbox.allSettled();
    await outbox.dataSource.query(`UPDATE notice SET at = now() - interval '100 days'`);
    const deliveries = new DeliveryRepository(outbox.dataSource);
    expect(await deliveries.deleteOlderThan(90, 100)).toBe(0);
    await heard();
    await watchers.pass(1, watch);
    expect((await outbox.allSettled()).map(({ kind, state }) => [kind, state])).toEqual([
      ['site-lost', 'delivered'],
      ['site-back', 'delivered'],
    ]);
    expect(await deliveries.deleteOlderThan(90, 100)).toBe(1);
  });
});
