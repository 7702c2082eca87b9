import type { Page, Problem } from '@twotwenty/contracts/http';
import { monitorSchema, type Monitor } from '@twotwenty/contracts/monitor';
import { monitorSummarySchema, type MonitorSummary } from '@twotwenty/contracts/monitor-list';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badFields, createDevice, startApi, type TestApi } from '../support/api.js';

const LIST = '/api/v1/monitors';
let api: TestApi;
/** Ids by name. */
const ids = new Map<string, string>();

interface Given {
  readonly status?: string;
  readonly fields?: object;
  /** How long ago its standing began, minutes. */
  readonly minutes?: number;
  readonly responseMs?: number;
}

const GIVEN: Readonly<Record<string, Given>> = {
  'Alpha up': { status: 'up', minutes: 60, responseMs: 12.5 },
  'bravo down': { status: 'down', minutes: 5, responseMs: 900 },
  'Charlie down': { status: 'down', minutes: 50 },
  'Delta lost': { status: 'lost', minutes: 90, responseMs: 30_000 },
  'echo warn': { status: 'warn', minutes: 1, responseMs: 40 },
  'Foxtrot new': { status: 'uninitialized', minutes: 2 },
  'Golf off': { status: 'up', minutes: 3, fields: { enabled: false } },
  'Hotel tagged': { status: 'up', minutes: 70, responseMs: 0.25, fields: { tags: ['rack-7', 'Kölle'] } },
};

async function add(name: string, deviceId: string, { status = 'up', fields, minutes = 0, responseMs }: Given) {
  const body = { deviceId, name, target: { host: `${name.split(' ')[0] ?? ''}.example.com` }, ...fields };
  const { body: made } = await api.call<Monitor>('POST', LIST, { body });
  ids.set(name, made.id);
  await api.dataSource.query(
    `UPDATE monitor_state SET status = $2, since = now() - $3 * interval '1 minute', response_ms = $4, test_number = $5,
            test_started_at = now() - $3 * interval '1 second'
     WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
    [made.id, status, minutes, responseMs ?? null, responseMs === undefined ? 0 : 1],
  );
}

beforeAll(async () => {
  api = await startApi('api_monitor_list');
  const one = await createDevice(api, 'Zulu rack', 'zulu.example.net');
  const two = await createDevice(api, 'Öltank', 'tank.example.net');
  await api.call('PATCH', `/api/v1/devices/${two.id}`, { body: { tags: ['keller'] } });
  for (const [index, [name, given]] of Object.entries(GIVEN).entries()) {
    await add(name, index % 2 === 0 ? one.id : two.id, given);
  }
}, 60_000);
afterAll(() => api.stop());

async function names(query: string): Promise<string[]> {
  const { status, body } = await api.call<Page<Monitor>>('GET', `${LIST}?${query}`);
  expect(status).toBe(200);
  return body.items.map(({ name }) => name);
}

/** Follows the cursors to the end. */
async function walk(query: string, limit: number, between: () => Promise<unknown> = () => Promise.resolve()) {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const rest: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { status, body } = await api.call<Page<Monitor>>('GET', `${LIST}?${query}&limit=${limit}${rest}`);
    expect(status).toBe(200);
    found.push(...body.items.map(({ name }) => name));
    cursor = body.nextCursor;
    await between();
  } while (cursor !== null && found.length < 1000);
  return found;
}

const BY_TROUBLE = [
  'bravo down',
  'Charlie down',
  'Delta lost',
  'echo warn',
  'Foxtrot new',
  'Alpha up',
  'Hotel tagged',
  'Golf off',
];
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  age: Object.keys(GIVEN),
  trouble: BY_TROUBLE,
  name: Object.keys(GIVEN),
  since: [
    'Delta lost',
    'Hotel tagged',
    'Alpha up',
    'Charlie down',
    'bravo down',
    'Golf off',
    'Foxtrot new',
    'echo warn',
  ],
  responseTime: [
    'Charlie down',
    'Foxtrot new',
    'Golf off',
    'Hotel tagged',
    'Alpha up',
    'echo warn',
    'bravo down',
    'Delta lost',
  ],
  lastTest: [
    'Charlie down',
    'Foxtrot new',
    'Golf off',
    'Delta lost',
    'Hotel tagged',
    'Alpha up',
    'bravo down',
    'echo warn',
  ],
  device: [
    'Alpha up',
    'Charlie down',
    'echo warn',
    'Golf off',
    'bravo down',
    'Delta lost',
    'Foxtrot new',
    'Hotel tagged',
  ],
};

describe('the order of monitors', () => {
  it.each(Object.keys(ORDERS))('by %s is the same in pages of any size, and backwards', async (sort) => {
    const expected = ORDERS[sort] ?? [];
    expect(await names(`sort=${sort}`)).toEqual(expected);
    expect(await walk(`sort=${sort}`, 3)).toEqual(expected);
    expect(await walk(`sort=${sort}`, 1)).toEqual(expected);
    expect(await walk(`sort=${sort}&order=desc`, 2)).toEqual([...expected].reverse());
    expect(await walk(`sort=${sort}&q=example`, 3)).toEqual(expected);
  });

  it.each(Object.keys(ORDERS))(
    'by %s is the same for some standings, and for them and those without data',
    async (sort) => {
      const expected = (ORDERS[sort] ?? []).filter((name) => !['Alpha up', 'Hotel tagged', 'Golf off'].includes(name));
      for (const status of ['trouble,uninitialized', 'trouble,uninitialized,noData']) {
        expect(await walk(`sort=${sort}&status=${status}`, 2)).toEqual(expected);
        expect(await walk(`sort=${sort}&status=${status}&order=desc`, 1)).toEqual([...expected].reverse());
      }
    },
  );

  it('comes each once while others change and go away', async () => {
    const device = await createDevice(api, 'Passing');
    for (let index = 0; index < 12; index += 1) await add(`passing ${index}`, device.id, { status: 'warn' });
    let turn = 0;
    const seen = await walk(`sort=name&deviceId=${device.id}`, 3, async () => {
      const [gone, changed] = [ids.get(`passing ${turn + 1}`), ids.get(`passing ${9 - turn}`)];
      turn += 1;
      if (turn === 1) await api.call('DELETE', `${LIST}/${gone ?? ''}`);
      await api.call('PATCH', `${LIST}/${changed ?? ''}`, { body: { tags: ['changed'] } });
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(11);
    for (let index = 0; index < 12; index += 1)
      await api.call('DELETE', `${LIST}/${ids.get(`passing ${index}`) ?? ''}`);
  });
});

describe('filters of monitors', () => {
  it.each([
    ['status=down,lost', ['bravo down', 'Charlie down', 'Delta lost']],
    ['status=down&status=lost', ['bravo down', 'Charlie down', 'Delta lost']],
    ['status=trouble', ['bravo down', 'Charlie down', 'Delta lost', 'echo warn']],
    ['status=held,uninitialized', ['Foxtrot new', 'Golf off']],
    ['status=disabled', ['Golf off']],
    ['status=noData', []],
    ['enabled=false', ['Golf off']],
    ['enabled=true&status=up', ['Alpha up', 'Hotel tagged']],
    ['q=DOWN', ['bravo down', 'Charlie down']],
    ['q=alpha.example', ['Alpha up']],
    ['q=zulu', ['Alpha up', 'Charlie down', 'echo warn', 'Golf off']],
    ['q=%C3%96LT', ['bravo down', 'Delta lost', 'Foxtrot new', 'Hotel tagged']],
    ['q=RACK-7', ['Hotel tagged']],
    ['q=k%C3%B6lle', ['Hotel tagged']],
    ['q=%25', []],
    ['q=_', []],
    ['tag=rack-7', ['Hotel tagged']],
    ['tag=keller&status=down', ['bravo down']],
    ['tag=none', []],
    ['site=default&status=lost', ['Delta lost']],
    ['site=elsewhere', []],
  ])('%s', async (query, expected) => {
    expect((await names(`${query}&sort=name`)).sort()).toEqual([...expected].sort());
  });

  it('take ids, and leave out those that do not exist', async () => {
    const asked = [ids.get('Golf off'), '018f0000-0000-7000-8000-000000000000', ids.get('Alpha up')].join(',');
    expect(await names(`ids=${asked}&sort=name`)).toEqual(['Alpha up', 'Golf off']);
  });

  it('follow what is changed: names, tags, holds, devices', async () => {
    const id = ids.get('Alpha up') ?? '';
    await api.call('PATCH', `${LIST}/${id}`, {
      body: { name: 'Omega', tags: ['fresh'], target: { host: 'new.example' } },
    });
    expect(await names('q=alpha')).toEqual([]);
    expect(await names('tag=fresh')).toEqual(['Omega']);
    expect(await names('q=new.exam')).toEqual(['Omega']);
    await api.call('POST', `${LIST}/${id}/suspend`, { body: { forSeconds: 600 } });
    expect(await names('status=suspended')).toEqual(['Omega']);
    await api.call('POST', `${LIST}/${id}/resume`);
    await api.call('PATCH', `${LIST}/${id}`, {
      body: { name: 'Alpha up', tags: [], target: { host: 'alpha.example.com' } },
    });
    await api.dataSource.query(
      `UPDATE monitor_state SET status = 'up', since = now() - interval '60 minutes'
       WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1)`,
      [id],
    );
    expect(await names('sort=trouble')).toEqual(BY_TROUBLE);
  });

  it('find those that nobody is there to test', async () => {
    await api.dataSource.query(`UPDATE site SET lost_since = now() WHERE name = 'default'`);
    expect(await names('noData=true&sort=trouble')).toEqual(BY_TROUBLE.filter((name) => name !== 'Golf off'));
    expect(await names('status=noData,disabled')).toHaveLength(8);
    const { body } = await api.call<MonitorSummary>('GET', `${LIST}/summary`);
    expect(body).toMatchObject({ noData: 7, total: 8 });
    await api.dataSource.query(`UPDATE site SET lost_since = NULL`);
  });

  it('show each monitor with the name of its device', async () => {
    const { body } = await api.call<Page<Monitor>>('GET', `${LIST}?q=bravo`);
    expect(body.items.map((item) => monitorSchema.parse(item).deviceName)).toEqual(['Öltank']);
  });
});

describe('bad questions about monitors', () => {
  it.each([
    ['status=broken', ['status.0']],
    ['status=', ['status.0']],
    ['sort=colour', ['sort']],
    ['order=up', ['order']],
    ['enabled=perhaps', ['enabled']],
    ['deviceId=7', ['deviceId']],
    ['ids=7', ['ids.0']],
    ['site=UPPER', ['site']],
    ['tag=%20', ['tag']],
    ['q=', ['q']],
    [`q=${'x'.repeat(129)}`, ['q']],
    ['q=%00', ['q']],
    ['limit=0', ['limit']],
    ['colour=red', ['colour']],
    ['status=broken&sort=colour', ['sort', 'status.0']],
  ])('%s', async (query, fields) => {
    const answer = await api.call<Problem>('GET', `${LIST}?${query}`);
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(fields);
  });

  it('with a cursor of another order, of other filters, or of nothing', async () => {
    const { body } = await api.call<Page<Monitor>>('GET', `${LIST}?sort=trouble&status=down&limit=1`);
    const cursor = body.nextCursor ?? '';
    const forged = Buffer.from(JSON.stringify({ of: 'x', values: ['7', "'; --"], key: 1 })).toString('base64url');
    for (const query of [
      `sort=name&status=down&cursor=${cursor}`,
      `sort=trouble&status=lost&cursor=${cursor}`,
      `sort=trouble&status=down&order=desc&cursor=${cursor}`,
      `sort=trouble&status=down&cursor=${forged}`,
      `cursor=17`,
      `cursor=${Buffer.from('17').toString('base64url')}`,
    ]) {
      const answer = await api.call<Problem>('GET', `${LIST}?${query}`);
      expect([answer.status, ...badFields(answer)]).toEqual([422, 'cursor']);
    }
    expect(await names(`sort=trouble&status=down&limit=5&cursor=${cursor}`)).toEqual(['Charlie down']);
  });
});

describe('the summary of monitors', () => {
  async function summary(query = ''): Promise<MonitorSummary> {
    const { status, body } = await api.call('GET', `${LIST}/summary${query}`);
    expect(status).toBe(200);
    return monitorSummarySchema.parse(body);
  }

  it('counts each once and says what is worst', async () => {
    expect(await summary()).toEqual({
      total: 8,
      counts: { down: 2, lost: 1, warn: 1, uninitialized: 1, up: 2, maintenance: 0, suspended: 0, disabled: 1 },
      noData: 0,
      worst: 'down',
      parts: null,
    });
  });

  it('takes the filters of the list', async () => {
    expect(await summary('?q=tagged')).toMatchObject({ total: 1, worst: 'up' });
    expect(await summary('?tag=none')).toMatchObject({ total: 0, worst: null });
    expect(badFields(await api.call<Problem>('GET', `${LIST}/summary?status=up`))).toEqual(['status']);
  });

  it('tells where the trouble is', async () => {
    const { parts } = await summary('?by=device');
    expect(parts).toMatchObject([
      { name: 'Öltank', down: 1, lost: 1, warn: 0 },
      { name: 'Zulu rack', down: 1, lost: 0, warn: 1 },
    ]);
    expect((await summary('?by=tag')).parts).toEqual([]);
  });
});
