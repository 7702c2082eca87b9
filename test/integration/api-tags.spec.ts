import type { Problem, Tags } from '@twotwenty/contracts/http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { badFields, startApi, type TestApi } from '../support/api.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_tags');
  const tagged: readonly (readonly [string, readonly string[]])[] = [
    ['one', ['mx', 'inbound']],
    ['two', ['mx', 'Straße_1']],
    ['three', []],
  ];
  for (const [name, tags] of tagged) {
    const answer = await api.call('POST', '/api/v1/devices', { body: { name, address: 'mx.example.com', tags } });
    expect(answer.status).toBe(201);
  }
});
afterAll(() => api.stop());

async function found(query: string): Promise<string[]> {
  const { body } = await api.call<Tags>('GET', `/api/v1/tags${query}`);
  return [...body.items].sort();
}

it('are listed once each, and found by a part of them whatever its case', async () => {
  expect(await found('')).toEqual(['Straße_1', 'inbound', 'mx']);
  expect(await found('?q=BOUND')).toEqual(['inbound']);
  expect(await found(`?q=${encodeURIComponent('ße_')}`)).toEqual(['Straße_1']);
  expect(await found('?q=%25')).toEqual([]);
  expect(await found('?limit=1')).toHaveLength(1);
});

it('are refused with what is wrong about the query', async () => {
  const answer = await api.call<Problem>('GET', '/api/v1/tags?limit=0&cursor=x');
  expect(answer.status).toBe(422);
  expect(badFields(answer)).toContain('limit');
});
