import type { SavedAlert } from '@twotwenty/contracts/alert';
import type { Device } from '@twotwenty/contracts/device';
import type { MonitorEvent, Result } from '@twotwenty/contracts/history';
import type { Page } from '@twotwenty/contracts/http';
import type { Monitor, MonitorStateView } from '@twotwenty/contracts/monitor';
import type { Worker } from '@twotwenty/contracts/worker';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker } from '../../scripts/lib/compose.mjs';
import { rollingUpdate } from '../../scripts/lib/rolling-update.mjs';
import { Cluster, COUNTS } from './support/cluster.js';
import { watchApi } from './support/watch-api.js';

const STEADY_MONITORS = 40;
/** Of one incident that lasts until Lost. */
const TOLD_ONCE = ['failure 1', 'failure 2', 'recovery 2'];
const SECRETS = '/var/lib/twotwenty/secrets';

/** One story: the specs follow each other on one cluster, which does what it does in earnest. */
describe('the cluster of docker-compose', () => {
  let cluster: Cluster;
  const steady: Monitor[] = [];
  /** One asked by the first site, one by both. */
  const failing: Monitor[] = [];

  beforeAll(async () => {
    cluster = await Cluster.create();
    await cluster.up();
  });
  afterAll(async () => {
    // Where no engine answers there is nothing to take away.
    if (cluster === undefined) return;
    await cluster.down();
    const label = `label=com.docker.compose.project=${cluster.project}`;
    for (const kind of ['container', 'volume', 'network']) {
      const all = kind === 'container' ? ['-a'] : [];
      expect(await docker([kind, 'ls', ...all, '-q', '--filter', label])).toBe('');
    }
  });

  it('is up after one command, its set-up done', async () => {
    const once = await cluster.compose.containers('secrets', 'setup');
    expect(once.map(({ service, running, exitCode }) => [service, running, exitCode]).sort()).toEqual([
      ['secrets', false, 0],
      ['setup', false, 0],
    ]);
    const sites = await cluster.api<Page<{ name: string }>>('GET', '/sites');
    expect(sites.items.map(({ name }) => name)).toEqual(['default', 'second']);
  });

  it('shows secrets to those alone who need them', async () => {
    const files = async (service: string): Promise<string[]> =>
      (await cluster.exec(service, 'find', SECRETS, '-type', 'f'))
        .split('\n')
        .map((path) => path.slice(SECRETS.length));
    const own = ['/queue/password', '/queue/redis.conf'];
    expect((await files('worker')).sort()).toEqual(own);
    expect((await files('worker-second')).sort()).toEqual(own);
    expect((await files('evaluator')).sort()).toEqual(['/database/password', '/keys/secrets-key', ...own]);
    const password = await cluster.read('evaluator', `${SECRETS}/database/password`);
    const key = await cluster.read('evaluator', `${SECRETS}/keys/secrets-key`);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    for (const service of Object.keys(COUNTS)) {
      const shown = await docker(['inspect', await cluster.containerOf(service)]);
      expect(shown.includes(password) || shown.includes(key), service).toBe(false);
    }
  });

  it.each(['controller', 'evaluator', 'worker', 'proxy', 'redis'])(
    'gives a %s no rights it does not need',
    async (service) => {
      const status = await cluster.read(service, '/proc/1/status');
      expect(status).toMatch(/^Uid:\s+10001\s/m);
      expect(status).toMatch(/^CapEff:\s+0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
      await expect(cluster.exec(service, 'touch', '/usr/bin/new')).rejects.toThrow(/Read-only file system/);
    },
  );

  it('opens its one port to this machine alone', async () => {
    const ids = (await cluster.compose.containers(...Object.keys(COUNTS))).map(({ id }) => id);
    const ports = await docker(['inspect', '--format', '{{json .HostConfig.PortBindings}}', ...ids]);
    const bound = ports.split('\n').filter((line) => line !== '' && line !== '{}');
    expect(bound).toEqual([
      expect.stringMatching(/^\{"8220\/tcp":\[\{"HostIp":"127\.0\.0\.1","HostPort":"\d+"\}\]\}$/),
    ]);
  });

  it('sees servers up from both sites', async () => {
    const device = await cluster.api<Device>('POST', '/devices', { name: 'Mail server', address: 'outside' });
    const create = (name: string, port: number, sites: string[]): Promise<Monitor> =>
      cluster.api<Monitor>('POST', '/monitors', {
        deviceId: device.id,
        name,
        sites,
        target: { host: 'outside', port },
        timing: { maxTestDurationSeconds: 5, delaySeconds: { up: 1, warn: 1, down: 1, lost: 1 } },
        notification: { failuresPerAlert: 2, maxAlerts: 2 },
      });
    failing.push(await create('Failing, one site', 2526, ['default']));
    failing.push(await create('Failing, both sites', 2526, ['default', 'second']));
    for (let index = 0; index < STEADY_MONITORS; index += 1) {
      steady.push(await create(`Steady ${index}`, 2525, index % 2 === 0 ? ['default'] : ['default', 'second']));
    }
    await cluster.api<SavedAlert>('POST', '/alerts', {
      name: 'Team',
      assignment: { to: 'all' },
      actions: [{ id: randomUUID(), type: 'webhook', settings: { url: 'http://outside:8080/notices' } }],
    });
    await untilAll([...failing, ...steady], ({ status }) => status === 'up', 'all servers up');
    await cluster.until(async () => {
      const { items } = await cluster.api<Page<Result>>('GET', `/monitors/${failing[1]?.id}/results`);
      return ['default', 'second'].every((name) => items.some(({ site, passed }) => site === name && passed));
    }, 'results of both sites');
  });

  it('tells an outage and its end', async () => {
    const before = (await cluster.notices()).length;
    await outage();
    expect((await cluster.notices()).length).toBe(before + failing.length * TOLD_ONCE.length);
  });

  it('takes more workers while it works', async () => {
    await cluster.compose.run(['up', '-d', '--no-recreate', '--scale', 'worker=4']);
    await cluster.compose.untilHealthy('worker', 4);
    await cluster.until(async () => (await liveWorkers('default')).length === 4, 'four live workers');
    await untilTestedAgain(3);
    await cluster.compose.run(['up', '-d', '--no-recreate', '--scale', 'worker=2']);
    await untilTestedAgain(3);
    await expectSteady();
  });

  it.each(['controller', 'evaluator', 'worker', 'redis', 'postgres'])(
    'tells an outage once although a %s is killed in it, and takes nobody else for down',
    async (service) => {
      await outage(() => cluster.kill(service));
      await untilTestedAgain(2);
      await expectSteady();
    },
  );

  it('is updated while its API goes on answering', async () => {
    const apps = ['controller', 'evaluator', 'worker', 'worker-second'];
    const ids = async (): Promise<string[]> => (await cluster.compose.containers(...apps)).map(({ id }) => id);
    const before = await ids();
    const watch = watchApi(cluster);
    await outage(() => rollingUpdate(cluster.compose, () => undefined));
    const { answered, failures } = await watch.stop();
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(0);
    const after = await ids();
    expect(after).toHaveLength(before.length);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    await untilTestedAgain(2);
    await expectSteady();
  });

  /** An outage until Lost and its end, with something else happening in it; checks what was decided and told of it. */
  async function outage(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const seen = new Map(await Promise.all(failing.map(async ({ id }) => [id, (await eventsOf(id)).length] as const)));
    const told = new Set((await cluster.notices()).map(({ id }) => id));
    await cluster.setMail('closed');
    await meanwhile();
    await untilAll(failing, ({ status }) => status === 'lost', 'the outage to last until Lost');
    await cluster.setMail('open');
    await untilAll(failing, ({ status }) => status === 'up', 'the end of the outage');
    const fresh = async (): Promise<string[]> => {
      const notices = new Map((await cluster.notices()).map((notice) => [notice.id, notice]));
      return [...notices.values()]
        .filter(({ id }) => !told.has(id))
        .map(({ kind, incidents: [incident] }) => `${incident?.monitor}: ${kind} ${incident?.alert}`);
    };
    const expected = failing.flatMap(({ name }) => TOLD_ONCE.map((what) => `${name}: ${what}`));
    await cluster.until(async () => (await fresh()).length >= expected.length, 'everything to be told');
    expect((await fresh()).sort()).toEqual(expected.sort());
    for (const { id } of failing) {
      expect((await eventsOf(id)).slice(seen.get(id))).toEqual([
        'up>warn',
        'warn>down',
        'alert 1',
        'down>lost',
        'alert 2',
        'lost>up',
        'recovered',
      ]);
    }
  }

  /** The states of all monitors by id. */
  async function states(): Promise<ReadonlyMap<string, MonitorStateView>> {
    const { items } = await cluster.api<Page<Monitor>>('GET', '/monitors?limit=100');
    return new Map(items.map(({ id, state }) => [id, state]));
  }

  async function untilAll(
    monitors: readonly Monitor[],
    isSeen: (state: MonitorStateView) => boolean,
    what: string,
  ): Promise<void> {
    await cluster.until(async () => {
      const now = await states();
      return monitors.every(({ id }) => {
        const state = now.get(id);
        return state !== undefined && isSeen(state);
      });
    }, what);
  }

  /** What happened to a monitor in the order of time, without the tests of which nothing came to be known. */
  async function eventsOf(id: string): Promise<string[]> {
    const { items } = await cluster.api<Page<MonitorEvent>>('GET', `/monitors/${id}/events?order=asc&limit=200`);
    return items.flatMap((event) => {
      if (event.type === 'state-changed') return [`${event.from}>${event.to}`];
      if (event.type === 'alert-raised') return [`alert ${event.number}`];
      return event.type === 'test-unknown' ? [] : [event.type];
    });
  }

  /** The servers that always answered were never taken for anything but up. */
  async function expectSteady(): Promise<void> {
    for (const { id, name } of steady) expect(await eventsOf(id), name).toEqual(['uninitialized>up']);
  }

  async function untilTestedAgain(times: number): Promise<void> {
    const numbers = async (): Promise<number[]> => {
      const now = await states();
      return steady.map(({ id }) => now.get(id)?.lastTest?.number ?? 0);
    };
    const before = await numbers();
    const areTested = async (): Promise<boolean> =>
      (await numbers()).every((number, index) => number >= (before[index] ?? 0) + times);
    await cluster.until(areTested, `${times} more tests of every server`);
  }

  async function liveWorkers(site: string): Promise<Worker[]> {
    const { items } = await cluster.api<Page<Worker>>('GET', `/workers?site=${site}&limit=100`);
    return items.filter(({ live }) => live);
  }
});
