import type { Problem } from '@twotwenty/contracts/http';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badFields, startApi, type TestApi } from '../support/api.js';
import { pretendWorker } from '../support/probe-checks.js';

const CHECKS = '/api/v1/probe-checks';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_probe_check_input');
});
afterAll(() => api.stop());

const body = (fields: object = {}): object => ({ site: 'default', target: { host: '127.0.0.1' }, ...fields });

describe('settings that are tried before they are saved', () => {
  it.each<[string, object, string[]]>([
    ['nothing', { site: undefined, target: undefined }, ['site', 'target']],
    ['a site that is no name', { site: 'Paris!' }, ['site']],
    ['an unknown site', { site: 'nowhere' }, ['site']],
    ['no host', { target: {} }, ['target.host']],
    [
      'what no monitor may have',
      { target: { host: 'a b', port: 0, security: 'ssl' } },
      ['target.host', 'target.port', 'target.security'],
    ],
    ['fields that contradict each other', { target: { host: '::1', addressFamily: 'ipv4' } }, ['target.addressFamily']],
    ['more time than a monitor may have', { maxTestDurationSeconds: 301 }, ['maxTestDurationSeconds']],
    ['an unknown field', { monitorId: randomUUID() }, ['monitorId']],
  ])('are refused with %s', async (_title, fields, named) => {
    await pretendWorker(api);
    const answer = await api.call<Problem>('POST', CHECKS, { body: body(fields) });
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(named);
    expect(await api.dataSource.query('SELECT 1 FROM probe_check')).toEqual([]);
  });

  it('need somebody who is logged in', async () => {
    expect((await api.call('POST', CHECKS, { body: body(), anonymous: true })).status).toBe(401);
    expect((await api.call('GET', `${CHECKS}/${randomUUID()}`, { anonymous: true })).status).toBe(401);
    expect((await api.call('GET', `${CHECKS}/${randomUUID()}`)).status).toBe(404);
  });
});
