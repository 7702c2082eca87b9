import type { Device } from '@twotwenty/contracts/device';
import { resultSchema, type MonitorEvent, type Result } from '@twotwenty/contracts/history';
import type { DeadLetter, Page } from '@twotwenty/contracts/http';
import { monitorSchema, type Monitor } from '@twotwenty/contracts/monitor';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDevice, createMonitor, startApi, type Answer, type TestApi } from '../support/api.js';
import { aTlsReport } from '../support/certificates.js';
import { createMonitors } from '../support/monitors.js';

const COUNT = 250;
let api: TestApi;
let many: Monitor[];

beforeAll(async () => {
  api = await startApi('api_lists');
  many = await createMonitors(api.dataSource, COUNT, { host: 'mx1.example.com' });
}, 60_000);
afterAll(() => api.stop());

/** Follows the cursors of a list to its end. */
async function walk<T>(
  path: string,
  limit: number,
  between: (page: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<T[][]> {
  const pages: T[][] = [];
  let cursor: string | null = null;
  do {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { body, status }: Answer<Page<T>> = await api.call('GET', `${path}${query}`);
    expect(status).toBe(200);
    pages.push(body.items);
    cursor = body.nextCursor;
    await between(pages.length);
  } while (cursor !== null && pages.length < 1000);
  return pages;
}

describe('monitors', () => {
  it.each([
    [100, 3],
    [83, 4],
    [125, 2],
    [250, 1],
    [500, 1],
  ])('come in pages of %i', async (limit, count) => {
    const pages = await walk<Monitor>('/api/v1/monitors', limit);

    expect(pages).toHaveLength(count);
    expect(pages.flat().map((monitor) => monitor.id)).toEqual(many.map((monitor) => monitor.id));
  });

  it('come a hundred at a time unless asked otherwise', async () => {
    const { body } = await api.call<Page<Monitor>>('GET', '/api/v1/monitors');

    expect(body.items).toHaveLength(100);
    expect(body.items[0]).toEqual(many[0]);
  });

  it('come once each while others are removed and added', async () => {
    const device = await createDevice(api, 'Passing');
    const added = await createMonitors(api.dataSource, 20, { host: 'mx2.example.com' }, { name: 'Passing' });
    const pages = await walk<Monitor>('/api/v1/monitors', 60, async (page) => {
      const gone = added[page];
      if (gone !== undefined) await api.call('DELETE', `/api/v1/monitors/${gone.id}`);
    });
    const ids = pages.flat().map((monitor) => monitor.id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, COUNT)).toEqual(many.map((monitor) => monitor.id));
    for (const monitor of added) await api.call('DELETE', `/api/v1/monitors/${monitor.id}`);
    await api.call('DELETE', `/api/v1/devices/${device.id}`);
  });

  it('are found by status, device and text', async () => {
    const found = async (query: string): Promise<string[]> =>
      (await walk<Monitor>(`/api/v1/monitors?${query}`, 100)).flat().map((monitor) => monitor.id);
    const odd = await createMonitor(api, { name: 'Größe 50% _x', target: { host: 'odd.example.org' } });
    const off = await createMonitor(api, { name: 'Off', enabled: false });
    await api.dataSource.query(
      `UPDATE monitor_state SET status = 'down' WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
      [many[7]?.id],
    );

    expect(await found('status=down')).toEqual([many[7]?.id]);
    expect(await found('status=disabled')).toEqual([off.id]);
    expect(await found('status=uninitialized')).toHaveLength(COUNT);
    expect(await found(`deviceId=${odd.deviceId}`)).toEqual([odd.id]);
    expect(await found('q=gr%C3%B6%C3%9Fe')).toEqual([odd.id]);
    expect(await found('q=ODD.example')).toEqual([odd.id]);
    expect(await found('q=50%25%20_')).toEqual([odd.id]);
    expect(await found('q=%25%25')).toEqual([]);
    expect(await found(`q=monitor&deviceId=${many[0]?.deviceId}`)).toHaveLength(COUNT);
    expect(await found(`status=up&deviceId=${odd.deviceId}`)).toEqual([]);
    for (const { id } of [odd, off]) await api.call('DELETE', `/api/v1/monitors/${id}`);
  });
});

describe('devices and sites', () => {
  it('come by name, with equal names told apart', async () => {
    await createDevice(api, 'Elsewhere', 'mx9.example.net');
    const names = ['b', 'a', 'B', 'a', 'ä', 'c', 'a'];
    for (const name of names) await createDevice(api, name);
    const whole = (await walk<Device>('/api/v1/devices', 500)).flat();

    expect((await walk<{ id: string }>('/api/v1/devices', 2)).flat()).toEqual(whole);
    expect(whole.length).toBeGreaterThanOrEqual(names.length);
    expect((await walk<{ name: string }>('/api/v1/devices?q=%C3%84', 1)).flat().map((device) => device.name)).toEqual([
      'ä',
    ]);
    expect((await walk<{ name: string }>('/api/v1/devices?q=MX1', 2)).flat()).toEqual(
      whole.filter((device) => device.address.startsWith('mx1')),
    );

    for (const name of ['zz', 'aa', 'mm']) await api.call('POST', '/api/v1/sites', { body: { name } });
    expect((await walk<{ name: string }>('/api/v1/sites', 1)).flat().map((site) => site.name)).toEqual([
      'aa',
      'default',
      'mm',
      'zz',
    ]);
  });
});

describe('events', () => {
  it('come newest first, or oldest first', async () => {
    const [first, second] = many;
    if (first === undefined || second === undefined) throw new Error('no monitors');
    for (let round = 0; round < 5; round += 1) {
      for (const { id } of [first, second]) {
        await api.call('POST', `/api/v1/monitors/${id}/disable`);
        await api.call('POST', `/api/v1/monitors/${id}/enable`);
      }
    }
    const all = (await walk<MonitorEvent>('/api/v1/events', 3)).flat();
    const own = (await walk<MonitorEvent>(`/api/v1/monitors/${first.id}/events`, 3)).flat();

    expect(own).toHaveLength(10);
    expect(own[0]).toMatchObject({
      type: 'hold-ended',
      hold: 'disabled',
      monitorId: first.id,
      testNumber: null,
      reason: null,
    });
    expect(own).toEqual(all.filter((event) => event.monitorId === first.id));
    expect((await walk<MonitorEvent>('/api/v1/events?order=asc', 4)).flat()).toEqual([...all].reverse());
    expect((await walk<MonitorEvent>(`/api/v1/monitors/${first.id}/events?order=asc`, 4)).flat()).toEqual(
      [...own].reverse(),
    );
  });
});

describe('results', () => {
  it('come newest first with what was kept of the session', async () => {
    const id = many[3]?.id ?? '';
    await api.call('POST', '/api/v1/sites', { body: { name: 'gone' } });
    const [keys] = await api.dataSource.query<{ monitor: number; site: number; gone: number }[]>(
      `SELECT (SELECT key FROM monitor WHERE id = $1) AS monitor, (SELECT key FROM site WHERE name = 'default') AS site,
              (SELECT key FROM site WHERE name = 'gone') AS gone`,
      [id],
    );
    if (keys === undefined) throw new Error('no keys');
    const start = new Date();
    // Microseconds apart: a cursor in milliseconds would lose or repeat some.
    for (let number = 1; number <= 20; number += 1) {
      for (const site of [keys.site, keys.gone]) {
        await api.dataSource.query(
          `INSERT INTO probe_result (monitor_key, test_number, at, total_ms, connect_ms, ehlo_ms, site_key, passed, phase, code, reply_code)
           VALUES ($1, $2::int, $3::timestamptz + $2::int * interval '3 microseconds', 12.5, 1.25, 0.5, $4, $5, $6, $7, $8)`,
          number === 20
            ? [keys.monitor, 20, start, site, false, 'greeting', 'reply-code', 554]
            : [keys.monitor, number, start, site, true, null, null, 220],
        );
      }
    }
    const detail = {
      message: 'no',
      address: '192.0.2.1',
      reply: { code: 554, lines: ['5.7.1 no'], enhancedCode: '5.7.1' },
      extensions: ['STARTTLS', 'SIZE 10240000'],
      tls: aTlsReport(),
      anomalies: [],
      transcript: [{ atMs: 1, direction: '<', text: '554 5.7.1 no' }],
    };
    // As it was stored before TLS was spoken.
    const old = { message: null, address: null, reply: { code: 220, lines: ['hi'] }, anomalies: [], transcript: [] };
    for (const [number, stored] of [
      [20, detail],
      [19, old],
    ]) {
      await api.dataSource.query(
        `INSERT INTO probe_detail SELECT monitor_key, at, site_key, $3 FROM probe_result WHERE monitor_key = $1 AND test_number = $4 AND site_key = $2`,
        [keys.monitor, keys.site, stored, number],
      );
    }
    await api.call('DELETE', '/api/v1/sites/gone');
    const results = (await walk<Result>(`/api/v1/monitors/${id}/results`, 7)).flat();

    expect(results).toHaveLength(40);
    expect(results.map((result) => result.testNumber)).toEqual(
      Array.from({ length: 40 }, (_, index) => 20 - Math.floor(index / 2)),
    );
    expect(new Set(results.map((result) => result.site))).toEqual(new Set(['default', `removed-${keys.gone}`]));
    expect(results.find((result) => result.detail !== null)).toMatchObject({
      testNumber: 20,
      site: 'default',
      passed: false,
      phase: 'greeting',
      code: 'reply-code',
      replyCode: 554,
      replyPermanence: 'permanent',
      timings: { dnsMs: null, connectMs: 1.25, ehloMs: 0.5, totalMs: 12.5 },
      detail,
    });
    expect(results.find((result) => result.testNumber === 19 && result.detail !== null)).toMatchObject({
      replyPermanence: null,
      detail: { ...old, reply: { ...old.reply, enhancedCode: null }, extensions: null, tls: null },
    });
    for (const result of results) expect(resultSchema.parse(result)).toEqual(result);
  });
});

describe('the votes of the last test', () => {
  it('say of each reply whether trying again may help', async () => {
    const { id } = await createMonitor(api);
    const vote = { passed: false, phase: 'greeting', code: 'x', message: 'no', totalMs: 1 };
    const votes = {
      default: { ...vote, replyCode: 451 },
      a: { ...vote, replyCode: 554 },
      b: { ...vote, replyCode: null },
    };
    const test = { number: 1, at: new Date().toISOString(), verdict: 'fail', reason: 'no', votes };
    await api.dataSource.query(
      `UPDATE monitor_state SET last_test = $2 WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
      [id, test],
    );
    const { body } = await api.call<Monitor>('GET', `/api/v1/monitors/${id}`);

    expect(monitorSchema.parse(body)).toEqual(body);
    expect(body.state.lastTest?.votes).toEqual({
      default: { ...votes.default, replyPermanence: 'temporary', missing: null },
      a: { ...votes.a, replyPermanence: 'permanent', missing: null },
      b: { ...votes.b, replyPermanence: null, missing: null },
    });
  });
});

describe('dead letters', () => {
  it('come from the queues of all sites', async () => {
    const letter: DeadLetter = {
      queue: 'results.default',
      id: '1',
      at: new Date().toISOString(),
      reason: 'not understood',
      payload: '{}',
    };
    let asked: unknown;
    api.queues.deadLetters = (sites, limit) => {
      asked = { sites, limit };
      return Promise.resolve([letter]);
    };
    const { body } = await api.call<Page<DeadLetter>>('GET', '/api/v1/dead-letters?limit=5');

    expect(body).toEqual({ items: [letter], nextCursor: null });
    expect(asked).toEqual({ sites: await new SiteRepository(api.dataSource).names(), limit: 5 });
  });
});
