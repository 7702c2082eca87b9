import { downtimeSchema, type DowntimeView } from '@twotwenty/contracts/downtime';
import type { Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badFields, createMonitor, startApi, type TestApi } from '../support/api.js';

let api: TestApi;
let monitor: Monitor;

beforeAll(async () => {
  api = await startApi('api_downtime');
  monitor = await createMonitor(api, {
    enabled: false,
    timing: { delaySeconds: { up: 30, warn: 30, down: 60, lost: 30 } },
  });
});
afterAll(() => api.stop());

const pathOf = (id: string): string => `/api/v1/monitors/${id}/simulate-downtime`;
const simulate = <T = DowntimeView>(body: object, id = monitor.id) => api.call<T>('POST', pathOf(id), { body });
const outage = { startsAt: '2026-03-02T05:57:00Z', lengthSeconds: 480 };

/** Minutes and seconds since the outage began, as the golden table has them. */
function since(instant: string): string {
  const seconds = (Date.parse(instant) - Date.parse(outage.startsAt)) / 1000;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

describe('simulating a downtime', () => {
  it('gives the golden run, with the settings of the monitor', async () => {
    const answer = await simulate(outage);
    const golden: unknown = JSON.parse(
      readFileSync(new URL('../../libs/domain/golden/run.json', import.meta.url), 'utf8'),
    );

    expect(answer.status).toBe(200);
    expect(downtimeSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body.problem).toBeNull();
    expect(
      answer.body.tests.map((test) => ({
        at: since(test.startedAt),
        verdict: test.verdict,
        state: test.stateAfter,
        alert: test.alertNumber,
        recovery: test.recovered,
        nextInSeconds: test.nextInSeconds,
      })),
    ).toEqual(golden);
    expect(answer.body.tests.map(({ decidedAt }) => decidedAt)).toEqual(
      answer.body.tests.map(({ startedAt }) => startedAt),
    );
  });

  it('counts the time of the tests in', async () => {
    const { body } = await simulate({ ...outage, testDurationSeconds: 10 });
    expect(body.tests.slice(0, 2).map((test) => [since(test.startedAt), since(test.decidedAt)])).toEqual([
      ['0:00', '0:10'],
      ['0:40', '0:50'],
    ]);
  });

  it('changes nothing', async () => {
    await simulate(outage);
    const path = `/api/v1/monitors/${monitor.id}`;
    expect((await api.call<Monitor>('GET', path)).body).toEqual(monitor);
    expect((await api.call<{ items: unknown[] }>('GET', `${path}/results`)).body.items).toEqual([]);
  });

  it('says so when the outage takes too many tests, also at the end of what instants can name', async () => {
    const answer = await simulate({ startsAt: '9998-12-31T23:59:59.999Z', lengthSeconds: 31 * 86_400 });
    expect(answer.status).toBe(200);
    expect(downtimeSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body.tests).toHaveLength(10_000);
    expect(answer.body.problem).toContain('takes more than 10,000 tests');
  });

  it.each([
    [{}, ['lengthSeconds', 'startsAt']],
    [{ ...outage, startsAt: '2026-03-02' }, ['startsAt']],
    [{ ...outage, startsAt: '2026-02-30T00:00:00Z' }, ['startsAt']],
    [{ ...outage, startsAt: '9999-01-01T00:00:00Z' }, ['startsAt']],
    [{ ...outage, startsAt: null }, ['startsAt']],
    [{ ...outage, lengthSeconds: -1 }, ['lengthSeconds']],
    [{ ...outage, lengthSeconds: 31 * 86_400 + 1 }, ['lengthSeconds']],
    [{ ...outage, lengthSeconds: '8m' }, ['lengthSeconds']],
    [{ ...outage, testDurationSeconds: 301 }, ['testDurationSeconds']],
    [{ ...outage, testDurationSeconds: 0.0001 }, ['testDurationSeconds']],
    [{ ...outage, alerts: [] }, ['alerts']],
  ])('refuses %j and names %j', async (body, fields) => {
    const answer = await simulate<Problem>(body);
    expect(answer.status).toBe(422);
    expect(badFields(answer)).toEqual(fields);
  });

  it('finds no monitor that is none', async () => {
    expect((await simulate<Problem>(outage, '3f0c8a52-0d7b-4c1e-9a64-1f2e3d4c5b6a')).status).toBe(404);
    expect((await simulate<Problem>(outage, 'x')).status).toBe(404);
  });

  it('asks who calls', async () => {
    const answer = await api.call<Problem>('POST', pathOf(monitor.id), { body: outage, anonymous: true });
    expect(answer.status).toBe(401);
  });

  it('is described with the schemas of what it takes and answers', async () => {
    const { body } = await api.call<{ paths: Record<string, unknown> }>('GET', '/api/openapi.json');
    const description = JSON.stringify(body.paths[pathOf('{id}')]);
    expect(description).toContain('#/components/schemas/DowntimeInput');
    expect(description).toContain('#/components/schemas/Downtime"');
  });
});
