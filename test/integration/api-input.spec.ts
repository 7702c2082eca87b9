import type { Device } from '@twotwenty/contracts/device';
import type { Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badFields, createDevice, createMonitor, startApi, type Answer, type TestApi } from '../support/api.js';

const MONITORS = '/api/v1/monitors';
let api: TestApi;
let device: Device;
let stored: Monitor;

beforeAll(async () => {
  api = await startApi('api_input');
  stored = await createMonitor(api);
  device = await createDevice(api, 'For bad monitors');
});
afterAll(() => api.stop());

/** Everything that a refused write must leave as it was. */
async function everything(): Promise<unknown> {
  return api.dataSource.query(
    `SELECT (SELECT jsonb_agg(monitor ORDER BY key) FROM monitor) AS monitors, (SELECT count(*) FROM monitor_state) AS states,
            (SELECT jsonb_agg(device ORDER BY id) FROM device) AS devices, (SELECT jsonb_agg(site ORDER BY key) FROM site) AS sites`,
  );
}

function expectProblem(answer: Answer<Problem>, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ type: 'about:blank', status });
  expect(answer.body.detail).not.toBe('');
}

function input(fields: object): object {
  return { deviceId: device.id, name: 'Bad', target: { host: 'mx1.example.com' }, ...fields };
}

const target = (fields: object): object => ({ target: { host: 'mx1.example.com', ...fields } });
const tls = (fields: object): object => target({ security: 'starttls', tls: fields });
const delays = (fields: object): object => ({ timing: { delaySeconds: fields } });
const recovery = (fields: object): object => ({
  recovery: { machine: 'mx1', method: 'ssh-systemd', services: ['postfix'], ...fields },
});

const BAD_FIELDS: [title: string, fields: object, named: string[]][] = [
  ['an empty name', { name: '' }, ['name']],
  ['a name of blanks', { name: '   ' }, ['name']],
  ['a name of 65 characters', { name: 'ü'.repeat(65) }, ['name']],
  ['a name of two lines', { name: 'a\nb' }, ['name']],
  ['a name with NUL', { name: 'a\0b' }, ['name']],
  ['a name with half a character', { name: 'a\ud800b' }, ['name']],
  ['a name that is a number', { name: 7 }, ['name']],
  ['no name', { name: undefined }, ['name']],
  ['port 0', target({ port: 0 }), ['target.port']],
  ['port 65536', target({ port: 65_536 }), ['target.port']],
  ['port 25.5', target({ port: 25.5 }), ['target.port']],
  ['port "25"', target({ port: '25' }), ['target.port']],
  ['no target', { target: undefined }, ['target']],
  ['an empty host', target({ host: '' }), ['target.host']],
  ['a host that is a URL', target({ host: 'smtp://mx1.example.com' }), ['target.host']],
  ['a host with a blank', target({ host: 'mx1 example.com' }), ['target.host']],
  ['a host with a port', target({ host: 'mx1.example.com:25' }), ['target.host']],
  ['a host that is no address', target({ host: '300.1.1.1' }), ['target.host']],
  ['a host in brackets', target({ host: '[::1]' }), ['target.host']],
  ['a host of 300 characters', target({ host: `${'a.'.repeat(149)}aa` }), ['target.host']],
  ['an unknown security', target({ security: 'ssl' }), ['target.security']],
  ['an unknown policy for certificates', tls({ certificate: 'ignore' }), ['target.tls.certificate']],
  ['half a day to warn', tls({ warnDays: 0.5 }), ['target.tls.warnDays']],
  ['negative days to warn', tls({ warnDays: -1 }), ['target.tls.warnDays']],
  ['ten years and a day to fail', tls({ failDays: 3651 }), ['target.tls.failDays']],
  ['more days to fail than to warn', tls({ warnDays: 7, failDays: 8 }), ['target.tls.failDays']],
  ['more days to fail than to warn by default', tls({ failDays: 15 }), ['target.tls.failDays']],
  ['an unknown field of the policy', tls({ caFile: '/etc/passwd' }), ['target.tls.caFile']],
  ['no policy at all', target({ tls: null }), ['target.tls']],
  ['IPv6 to an IPv4 address', target({ host: '192.0.2.1', addressFamily: 'ipv6' }), ['target.addressFamily']],
  ['IPv4 to an IPv6 address', target({ host: '2001:db8::1', addressFamily: 'ipv4' }), ['target.addressFamily']],
  [
    'contradictions among other mistakes',
    target({ host: ' ::1 ', port: 0, addressFamily: 'ipv4', tls: { warnDays: 1, failDays: 2 } }),
    ['target.addressFamily', 'target.port', 'target.tls.failDays'],
  ],
  ['an EHLO name with a line break', target({ ehloName: 'a\r\nRCPT TO:<x@y>' }), ['target.ehloName']],
  ['a delay of zero', delays({ up: 0 }), ['timing.delaySeconds.up']],
  ['a negative delay', delays({ warn: -1 }), ['timing.delaySeconds.warn']],
  ['a delay finer than a millisecond', delays({ down: 1.0001 }), ['timing.delaySeconds.down']],
  ['an absurd delay', delays({ lost: 1e12 }), ['timing.delaySeconds.lost']],
  [
    'every delay wrong',
    delays({ up: 0, warn: -1, down: '5', lost: 1e12 }),
    ['timing.delaySeconds.down', 'timing.delaySeconds.lost', 'timing.delaySeconds.up', 'timing.delaySeconds.warn'],
  ],
  ['a test of no time', { timing: { maxTestDurationSeconds: 0 } }, ['timing.maxTestDurationSeconds']],
  ['a test of negative time', { timing: { maxTestDurationSeconds: -3 } }, ['timing.maxTestDurationSeconds']],
  ['a test of an hour', { timing: { maxTestDurationSeconds: 3600 } }, ['timing.maxTestDurationSeconds']],
  [
    'a test finer than a millisecond',
    { timing: { maxTestDurationSeconds: 1.23456 } },
    ['timing.maxTestDurationSeconds'],
  ],
  ['no failures per alert', { notification: { failuresPerAlert: 0 } }, ['notification.failuresPerAlert']],
  ['half an alert', { notification: { maxAlerts: 0.5 } }, ['notification.maxAlerts']],
  ['no sites', { sites: [] }, ['sites']],
  ['the same site twice', { sites: ['default', 'default'] }, ['sites']],
  ['an unknown site', { sites: ['mars'] }, ['sites.0']],
  ['an unknown site among known ones', { sites: ['default', 'mars', 'venus'] }, ['sites.1', 'sites.2']],
  ['a site that is no name', { sites: ['Default Site'] }, ['sites.0']],
  ['more sites to fail than sites', { sitesToFail: 2 }, ['sitesToFail']],
  ['no sites to fail', { sitesToFail: 0 }, ['sitesToFail']],
  ['an unknown site to confirm', { confirmFrom: 'mars' }, ['confirmFrom']],
  ['one of its own sites to confirm', { confirmFrom: 'default' }, ['confirmFrom']],
  ['a site to confirm that is no name', { confirmFrom: 'Default Site' }, ['confirmFrom']],
  ['an unknown device', { deviceId: '018f0000-0000-7000-8000-000000000000' }, ['deviceId']],
  ['a device that is no id', { deviceId: '42' }, ['deviceId']],
  [
    'an unknown credential',
    recovery({ credentialId: '018f0000-0000-7000-8000-000000000000' }),
    ['recovery.credentialId'],
  ],
  ['a service with NUL', recovery({ services: ['post\0fix'] }), ['recovery.services.0']],
  ['a service with half a character', recovery({ services: ['post\udfffix'] }), ['recovery.services.0']],
  ['an unknown method', recovery({ method: 'telnet' }), ['recovery.method']],
  ['a tag with a blank', { tags: ['a b'] }, ['tags.0']],
  ['a dependency that is no id', { dependsOn: ['router'] }, ['dependsOn.0']],
  ['an unknown dependency', { dependsOn: ['018f0000-0000-7000-8000-000000000000'] }, ['dependsOn.0']],
  ['an unknown field', { colour: 'red' }, ['colour']],
  [
    'unknown fields inside',
    { ...target({ prot: 25 }), ...delays({ upp: 5 }) },
    ['target.prot', 'timing.delaySeconds.upp'],
  ],
];

describe('a monitor', () => {
  it.each(BAD_FIELDS)('is not created with %s', async (_title, fields, named) => {
    const before = await everything();
    const answer = await api.call<Problem>('POST', MONITORS, { body: input(fields) });

    expectProblem(answer, 422);
    expect(badFields(answer)).toEqual(named);
    expect(await everything()).toEqual(before);
  });

  it.each(BAD_FIELDS.filter(([, fields]) => !Object.values(fields).includes(undefined)))(
    'is not changed to %s',
    async (_title, fields, named) => {
      const before = await everything();
      const answer = await api.call<Problem>('PATCH', `${MONITORS}/${stored.id}`, { body: fields });

      expectProblem(answer, 422);
      expect(badFields(answer)).toEqual(named);
      expect(await everything()).toEqual(before);
    },
  );

  it('names every bad field at once, those that name nothing among them', async () => {
    const body = {
      deviceId: '018f0000-0000-7000-8000-000000000000',
      name: '',
      target: { host: 'a b', port: 0, what: 1 },
      timing: { delaySeconds: { up: -1 } },
      sites: ['default', 'mars'],
      sitesToFail: 3,
      confirmFrom: 'mars',
      extra: true,
    };
    const answer = await api.call<Problem>('POST', MONITORS, { body });

    expectProblem(answer, 422);
    expect(badFields(answer)).toEqual(
      [
        'confirmFrom',
        'deviceId',
        'extra',
        'name',
        'sites.1',
        'sitesToFail',
        'target.host',
        'target.port',
        'target.what',
        'timing.delaySeconds.up',
      ].sort(),
    );
  });

  it.each([null, [], 'text', 7, true])('is not made of %j', async (body) => {
    expectProblem(await api.call<Problem>('POST', MONITORS, { body }), 422);
  });

  it('is not made of nothing', async () => {
    expectProblem(await api.call<Problem>('POST', MONITORS, { raw: '' }), 422);
  });
});

describe('a device', () => {
  it.each<[string, object, string[]]>([
    ['an empty name', { name: '' }, ['name']],
    ['a name with NUL', { name: 'a\0' }, ['name']],
    ['an address that is none', { address: 'not an address' }, ['address']],
    ['33 tags', { tags: Array.from({ length: 33 }, (_, index) => `t${index}`) }, ['tags']],
    ['unknown fields', { owner: 'me', site: 'x' }, ['owner', 'site']],
  ])('is neither created with nor changed to %s', async (_title, fields, named) => {
    const before = await everything();
    const created = await api.call<Problem>('POST', '/api/v1/devices', {
      body: { name: 'A', address: 'mx.example', ...fields },
    });
    const changed = await api.call<Problem>('PATCH', `/api/v1/devices/${device.id}`, { body: fields });

    for (const answer of [created, changed]) {
      expectProblem(answer, 422);
      expect(badFields(answer)).toEqual(named);
    }
    expect(await everything()).toEqual(before);
  });
});

describe('a site', () => {
  it.each(['', 'Mars', 'a b', '-a', 'a'.repeat(33), 'a/b', 'a\0'])('is not called %j', async (name) => {
    const answer = await api.call<Problem>('POST', '/api/v1/sites', { body: { name } });

    expectProblem(answer, 422);
    expect(badFields(answer)).toEqual(['name']);
  });
});

describe('a request', () => {
  it('with malformed JSON is refused', async () => {
    expectProblem(await api.call<Problem>('POST', MONITORS, { raw: '{"name": ' }), 400);
  });

  it('with a poisoned prototype is refused', async () => {
    expectProblem(await api.call<Problem>('POST', MONITORS, { raw: '{"__proto__": {"enabled": false}}' }), 400);
  });

  it('with a body over 1 MiB is refused', async () => {
    const before = await everything();

    expectProblem(await api.call<Problem>('POST', MONITORS, { body: input({ name: 'x'.repeat(1024 * 1024) }) }), 413);
    expect(await everything()).toEqual(before);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'with a body of type %s is refused',
    async (type) => {
      expectProblem(
        await api.call<Problem>('POST', MONITORS, { raw: 'name=x', headers: { 'content-type': type } }),
        415,
      );
    },
  );

  it.each(['/api/v1/nothing', '/api/nothing', '/api/v2/monitors', '/api'])('for %s finds nothing', async (path) => {
    expectProblem(await api.call<Problem>('GET', path), 404);
    expectProblem(await api.call<Problem>('POST', path, { body: {} }), 404);
  });

  it.each(['nonsense', '42', '018f0000-0000-7000-8000-000000000000', '%00', "'; DROP TABLE monitor --"])(
    'for the monitor %s finds nothing',
    async (id) => {
      const path = `${MONITORS}/${id.startsWith('%') ? id : encodeURIComponent(id)}`;

      for (const [method, suffix] of [
        ['GET', ''],
        ['DELETE', ''],
        ['GET', '/state'],
        ['GET', '/results'],
        ['GET', '/events'],
        ['GET', '/certificates'],
        ['POST', '/test'],
        ['POST', '/enable'],
        ['GET', '/alerts'],
        ['POST', '/resume'],
      ] as const) {
        expectProblem(await api.call<Problem>(method, `${path}${suffix}`), 404);
      }
      expectProblem(await api.call<Problem>('PATCH', path, { body: {} }), 404);
      const body = { startsAt: '2026-03-02T05:57:00Z', lengthSeconds: 480 };
      expectProblem(await api.call<Problem>('POST', `${path}/simulate-downtime`, { body }), 404);
      for (const [method, list, suffix] of [
        ['GET', 'devices', ''],
        ['GET', 'alerts', ''],
        ['DELETE', 'alerts', ''],
        ['POST', 'alerts', '/actions/018f0000-0000-7000-8000-000000000000/test'],
        ['GET', 'credentials', ''],
        ['DELETE', 'credentials', ''],
        ['GET', 'action-runs', ''],
        ['POST', 'action-runs', '/retry'],
      ] as const) {
        expectProblem(await api.call<Problem>(method, `${path.replace('monitors', list)}${suffix}`), 404);
      }
      expectProblem(await api.call<Problem>('GET', path.replace('monitors', 'devices')), 404);
      expectProblem(await api.call<Problem>('GET', path.replace('monitors', 'maintenance-windows')), 404);
    },
  );

  it('with a broken address is refused', async () => {
    expectProblem(await api.call<Problem>('GET', `${MONITORS}/%zz`), 400);
  });

  it.each([
    ['limit=0', ['limit']],
    ['limit=501', ['limit']],
    ['limit=x', ['limit']],
    ['limit=1&limit=2', ['limit']],
    ['cursor=', ['cursor']],
    ['cursor=nonsense', ['cursor']],
    [`cursor=${Buffer.from('"a"').toString('base64url')}`, ['cursor']],
    [`cursor=${Buffer.from('99999999999').toString('base64url')}`, ['cursor']],
    ['status=broken', ['status.0']],
    ['deviceId=x', ['deviceId']],
    ['q=%00', ['q']],
    ['colour=red&limit=0', ['colour', 'limit']],
  ])('for a list with ?%s is refused', async (query, named) => {
    const answer = await api.call<Problem>('GET', `${MONITORS}?${query}`);

    expectProblem(answer, 422);
    expect(badFields(answer)).toEqual(named);
  });

  it.each([
    ['/api/v1/devices', { name: 'a\0', id: '018f0000-0000-7000-8000-000000000000' }],
    ['/api/v1/devices', { name: 'a' }],
    ['/api/v1/alerts', { name: 'a\0', id: '018f0000-0000-7000-8000-000000000000' }],
    ['/api/v1/credentials', { name: 'a' }],
    ['/api/v1/audit', '9999999999999999999'],
    ['/api/v1/audit', 7],
    ['/api/v1/action-runs', '9999999999999999999'],
    ['/api/v1/sites', 'a\0'],
    ['/api/v1/maintenance-windows', 'a'],
    ['/api/v1/events', '12x'],
    ['/api/v1/events', '9999999999999999999'],
  ])('for %s with a forged cursor %j is refused', async (path, cursor) => {
    const answer = await api.call<Problem>(
      'GET',
      `${path}?cursor=${Buffer.from(JSON.stringify(cursor)).toString('base64url')}`,
    );

    expectProblem(answer, 422);
    expect(badFields(answer)).toEqual(['cursor']);
  });

  it.each(['2026-13-01T00:00:00.000000Z', '2026-01-01', 'infinity'])('for results before %s is refused', async (at) => {
    const cursor = Buffer.from(JSON.stringify({ at, siteKey: 1 })).toString('base64url');

    expectProblem(await api.call<Problem>('GET', `${MONITORS}/${stored.id}/results?cursor=${cursor}`), 422);
  });
});
