import { availabilitySchema, type Availability } from '@twotwenty/contracts/availability';
import type { Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { seriesSchema, type Series } from '@twotwenty/contracts/series';
import { SELECT_SERIES, SELECT_TESTED } from '@twotwenty/database/repositories/statistics.sql';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { badFields, createMonitor, startApi, type TestApi } from '../support/api.js';
import { playTest } from '../support/test-rounds.js';

const HOUR_MS = 3_600_000;
let api: TestApi;
let monitor: Monitor;
let key: number;

beforeAll(async () => {
  api = await startApi('api_statistics');
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.dataSource.query('DELETE FROM monitor; DELETE FROM probe_result');
  monitor = await createMonitor(api);
  const [row] = await api.dataSource.query<{ key: number }[]>('SELECT key FROM monitor');
  key = row?.key ?? 0;
});

async function availability(): Promise<Availability> {
  const { status, body } = await api.call<Availability>('GET', `/api/v1/monitors/${monitor.id}/availability`);
  expect(status).toBe(200);
  expect(availabilitySchema.parse(body)).toEqual(body);
  return body;
}

async function day(): Promise<Availability['windows'][number]> {
  const [window] = (await availability()).windows;
  if (window === undefined) throw new Error('there is no window');
  return window;
}

async function series(query = ''): Promise<Series> {
  const { status, body } = await api.call<Series>('GET', `/api/v1/monitors/${monitor.id}/series${query}`);
  expect(status).toBe(200);
  expect(seriesSchema.parse(body)).toEqual(body);
  return body;
}

/** The monitor is so old, and was tested every 5 minutes from then until so many hours ago. */
async function testedSince(hoursAgo: number, untilHoursAgo = 0): Promise<void> {
  await api.dataSource.query(`UPDATE monitor SET created_at = now() - make_interval(hours => $1)`, [hoursAgo]);
  await api.dataSource.query(
    `INSERT INTO probe_result (monitor_key, test_number, at, total_ms, site_key, passed)
     SELECT $1, row_number() OVER (), at, 10, site.key, true
     FROM site, generate_series(now() - make_interval(hours => $2), now() - make_interval(hours => $3), '5 minutes') at
     WHERE site.name = 'default'`,
    [key, hoursAgo, untilHoursAgo],
  );
}

/** Something happened so many hours ago. */
async function happened(hoursAgo: number, type: string, data: object = {}): Promise<void> {
  await api.dataSource.query(
    `INSERT INTO event (monitor_key, at, type, data) VALUES ($1, now() - make_interval(secs => $2), $3, $4)`,
    [key, hoursAgo * 3600, type, data],
  );
}

const became = (hoursAgo: number, from: string, to: string) => happened(hoursAgo, 'state-changed', { from, to });

/** From the first verdict on. */
async function upSince(hoursAgo: number): Promise<void> {
  await testedSince(hoursAgo);
  await became(hoursAgo, 'uninitialized', 'up');
}

describe('availability', () => {
  it('is told of 24 hours, 7, 30 and 90 days up to now', async () => {
    const { at, windows } = await availability();
    expect(windows.map(({ hours }) => hours)).toEqual([24, 168, 720, 2160]);
    expect(windows.map(({ from }) => (Date.parse(at) - Date.parse(from)) / HOUR_MS)).toEqual([24, 168, 720, 2160]);
    for (const window of windows) expect(window).toMatchObject({ availability: null, coverage: 0, outages: 0 });
  });

  it('counts Down and Lost against it, and Warn not', async () => {
    await upSince(2000);
    await became(9, 'up', 'warn');
    await became(8, 'warn', 'down');
    await became(6, 'down', 'lost');
    await became(5, 'lost', 'up');
    const { windows } = await availability();
    expect(windows[0]?.availability).toBeCloseTo(21 / 24, 6);
    expect(windows[0]?.downtimeSeconds).toBeCloseTo(3 * 3600, 1);
    expect(windows[0]?.coverage).toBeCloseTo(1, 6);
    expect(windows[2]?.availability).toBeCloseTo(717 / 720, 6);
    expect(windows[3]?.coverage).toBeCloseTo(2000 / 2160, 4);
    expect(windows.map(({ outages }) => outages)).toEqual([1, 1, 1, 1]);
  });

  it('knows an outage that began before, and one that goes on', async () => {
    await upSince(100);
    await became(30, 'up', 'down');
    await became(20, 'down', 'up');
    await became(2, 'up', 'down');
    expect(await day()).toMatchObject({ outages: 2, availability: expect.closeTo(18 / 24, 4) as number });
  });

  it('leaves out holds until the verdict that follows', async () => {
    await upSince(100);
    await became(14, 'up', 'down');
    await happened(12, 'hold-began', { hold: 'disabled' });
    await happened(6, 'hold-ended', { hold: 'disabled' });
    await became(4, 'uninitialized', 'up');
    const { coverage, availability: share } = await day();
    expect(coverage).toBeCloseTo(16 / 24, 4);
    expect(share).toBeCloseTo(14 / 16, 4);
  });

  it('leaves out time without tests, but for what the last one vouches for', async () => {
    await testedSince(100, 12);
    await became(100, 'uninitialized', 'up');
    await became(14, 'up', 'down');
    // Twice 300 s, and a test of 30 s with 15 s of grace.
    const vouched = 645 / 3600;
    const { coverage, availability: share } = await day();
    expect(coverage).toBeCloseTo((12 + vouched) / 24, 2);
    expect(share).toBeCloseTo(10 / (12 + vouched), 2);
  });

  it('leaves out what follows a test without a verdict', async () => {
    await testedSince(100, 12);
    await became(100, 'uninitialized', 'up');
    await happened(12, 'test-unknown');
    await happened(11.9, 'test-unknown');
    expect((await day()).coverage).toBeCloseTo(12 / 24, 2);
  });

  it('is not known of a monitor whose results are not kept', async () => {
    await became(5, 'up', 'down');
    expect(await day()).toMatchObject({ availability: null, coverage: 0, outages: 1 });
  });

  it('follows tests as they are decided', async () => {
    await playTest(api.dataSource, [monitor], true);
    const { windows } = await availability();
    expect(windows[0]).toMatchObject({ availability: 1, outages: 0 });
  });

  it('says that there is no such monitor', async () => {
    for (const id of [randomUUID(), 'x']) {
      expect((await api.call('GET', `/api/v1/monitors/${id}/availability`)).status).toBe(404);
      expect((await api.call('GET', `/api/v1/monitors/${id}/series`)).status).toBe(404);
    }
    expect((await api.call('GET', `/api/v1/monitors/${monitor.id}/availability`, { anonymous: true })).status).toBe(
      401,
    );
  });
});

const FROM = '2026-03-02T12:00:00.000Z';
const HOUR = `?from=${FROM}&to=2026-03-02T13:00:00.000Z&points=60`;

/** A session at some second after 12 o'clock. */
async function session(second: number, columns: Record<string, unknown>, site = 'default'): Promise<void> {
  const values = { total_ms: 10, passed: true, ...columns };
  const names = Object.keys(values);
  await api.dataSource.query(
    `INSERT INTO probe_result (monitor_key, test_number, at, site_key, ${names.join(', ')})
     SELECT $1, $2::int, $3::timestamptz + make_interval(secs => $2::int), site.key, ${names.map((_, index) => `$${index + 5}`).join(', ')}
     FROM site WHERE site.name = $4`,
    [key, second, FROM, site, ...Object.values(values)],
  );
}

describe('series', () => {
  it('has means and maxima of what passed, and counts what failed', async () => {
    await session(0, { total_ms: 10, connect_ms: 2, greeting_ms: 4, quit_ms: 1 });
    await session(59, { total_ms: 30, connect_ms: 4, greeting_ms: 20, quit_ms: 1, dns_ms: 2 });
    await session(60, { total_ms: 30_000, connect_ms: 2, passed: false });
    await session(120, { total_ms: 5, passed: false, suspect: true });
    await session(3599, { total_ms: 7 });
    await session(3600, { total_ms: 8 });
    const found = await series(HOUR);
    expect(found).toMatchObject({
      from: FROM,
      to: '2026-03-02T13:00:00.000Z',
      bucketSeconds: 60,
      outages: [],
      holds: [],
    });
    expect(found.sites).toEqual([
      {
        site: 'default',
        bucket: [0, 1, 59],
        count: [2, 1, 1],
        failures: [0, 1, 0],
        mean: {
          dns: [1, null, null],
          connect: [3, null, null],
          tls: [null, null, null],
          greeting: [12, null, null],
          ehlo: [null, null, null],
          quit: [1, null, null],
          other: [3, null, 7],
          total: [20, null, 7],
        },
        max: {
          dns: [2, null, null],
          connect: [4, null, null],
          tls: [null, null, null],
          greeting: [20, null, null],
          ehlo: [null, null, null],
          quit: [1, null, null],
          other: [3, null, 7],
          total: [30, null, 7],
        },
      },
    ]);
  });

  it('has one part for each site, by name', async () => {
    await api.dataSource.query(`INSERT INTO site (name) VALUES ('berlin'), ('rome')`);
    await session(0, {}, 'rome');
    await session(0, {}, 'berlin');
    await api.dataSource.query(`DELETE FROM site WHERE name = 'rome'`);
    const { sites } = await series(HOUR);
    expect(sites.map(({ site }) => site)).toEqual(['berlin', expect.stringMatching(/^removed-\d+$/)]);
  });

  it('has the outages and holds of its time', async () => {
    await upSince(100);
    await became(20, 'up', 'down');
    await became(18, 'down', 'lost');
    await became(16, 'lost', 'up');
    await happened(10, 'hold-began', { hold: 'maintenance' });
    await happened(8, 'hold-ended', { hold: 'maintenance' });
    await became(7, 'uninitialized', 'up');
    await became(1, 'up', 'down');
    const { outages, holds } = await series();
    const hoursOf = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / HOUR_MS;
    expect(outages.map(hoursOf)).toEqual([expect.closeTo(4, 4), expect.closeTo(1, 2)]);
    expect(holds.map(hoursOf)).toEqual([expect.closeTo(2, 4)]);
    expect(holds[0]?.hold).toBe('maintenance');
  });

  it('is of the last 24 hours unless asked otherwise', async () => {
    const { from, to, bucketSeconds } = await series();
    expect(bucketSeconds).toBe(300);
    expect(Date.parse(to) - Date.parse(from)).toBeLessThanOrEqual(24 * HOUR_MS + 600_000);
    expect(Math.abs(Date.parse(to) - Date.now())).toBeLessThan(600_000);
  });

  it.each([
    ['from=yesterday&to=2026-13-01T00:00:00Z&points=9&colour=red', ['colour', 'from', 'points', 'to']],
    ['points=1001', ['points']],
    ['points=1.5', ['points']],
    ['from=2026-03-02T12:00:00Z&to=2026-03-02T12:00:00Z', ['from']],
    ['from=2125-03-02T12:00:00Z', ['from']],
    ['from=2020-03-02T12:00:00Z', ['from']],
    ['from=2024-03-02T12:00:00Z&to=2026-03-02T12:00:00Z', ['from']],
  ])('refuses %s', async (query, fields) => {
    const answer = await api.call<Problem>('GET', `/api/v1/monitors/${monitor.id}/series?${query}`);
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(fields);
  });

  it('is empty in any time without results', async () => {
    expect((await series('?from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z')).sites).toEqual([]);
    expect((await series('?from=9999-12-01T00:00:00Z&to=9999-12-31T00:00:00Z')).sites).toEqual([]);
  });

  it('reads the partitions of its days and no others', async () => {
    for (const name of ['20260301', '20260302', '20260303']) {
      const start = `${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6)}`;
      await api.dataSource.query(
        `CREATE TABLE IF NOT EXISTS probe_result_${name} PARTITION OF probe_result
         FOR VALUES FROM ('${start}T00:00:00Z') TO ('${start}T24:00:00Z')`,
      );
    }
    const range = [key, new Date(FROM), new Date(Date.parse(FROM) + HOUR_MS)];
    for (const [statement, last] of [
      [SELECT_SERIES, 60],
      [SELECT_TESTED, 645],
    ] as const) {
      const plan = JSON.stringify(await api.dataSource.query(`EXPLAIN (FORMAT JSON) ${statement}`, [...range, last]));
      const partitions = [...new Set(plan.match(/probe_result_(\d{8}|default)(?=")/g))];
      expect(partitions).toEqual(['probe_result_20260302']);
    }
  });
});

describe('a hundred thousand results', () => {
  it('are counted in buckets that all add up', async () => {
    await api.dataSource.query(`UPDATE monitor SET created_at = now() - interval '100 days'`);
    await api.dataSource.query(
      `INSERT INTO probe_result (monitor_key, test_number, at, total_ms, connect_ms, site_key, passed)
       SELECT $1, number, now() - number * interval '77 s', 10 + number % 7, 1, site.key, number % 10 > 0
       FROM site, generate_series(1, 100000) AS number WHERE site.name = 'default'`,
      [key],
    );
    await became(2400, 'uninitialized', 'up');
    const from = new Date(Date.now() - 90 * 24 * HOUR_MS).toISOString();
    const { sites, bucketSeconds } = await series(`?from=${from}&points=1000`);
    const [only] = sites;
    expect(bucketSeconds).toBe(10_800);
    expect(only?.bucket.length).toBeLessThanOrEqual(1001);
    expect(only?.count.reduce((sum, each) => sum + each, 0)).toBe(100_000);
    expect(only?.failures.reduce((sum, each) => sum + each, 0)).toBe(10_000);
    const { windows } = await availability();
    expect(windows[3]).toMatchObject({ availability: 1, outages: 0 });
    expect(windows[3]?.coverage).toBeCloseTo((100_000 * 77) / (2160 * 3600), 2);
  });
});
