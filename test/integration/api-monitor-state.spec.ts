import type { ForcedTest, Problem } from '@twotwenty/contracts/http';
import type { Monitor, MonitorStateView } from '@twotwenty/contracts/monitor';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMonitor, startApi, type TestApi } from '../support/api.js';
import { setState, stateRow } from '../support/monitor-state.js';

const MONITORS = '/api/v1/monitors';
let api: TestApi;

beforeAll(async () => {
  api = await startApi('api_monitor_state');
});
afterAll(() => api.stop());

describe('a test that is asked for', () => {
  it('is due at once, with its transcript kept, and wakes the schedule', async () => {
    const awaken = vi.fn();
    api.bell.onRing(awaken);
    const { id } = await createMonitor(api);
    await setState(api.dataSource, id, `due_at = now() + interval '1 hour', test_number = 41, status = 'up'`);
    expect(awaken).not.toHaveBeenCalled();
    const answer = await api.call<ForcedTest>('POST', `${MONITORS}/${id}/test`);

    expect(answer.status).toBe(202);
    expect(awaken).toHaveBeenCalledOnce();
    expect(answer.body).toEqual({ testNumber: 42 });
    const row = await stateRow(api.dataSource, id);
    expect(row).toMatchObject({ forced: true, in_flight: false, test_number: 41, status: 'up' });
    expect((row['due_at'] as Date).getTime()).toBeLessThanOrEqual(Date.now() + 1000);
  });

  it('is the one in flight, if there is one', async () => {
    const { id } = await createMonitor(api);
    await setState(api.dataSource, id, `due_at = now() + interval '40 seconds', test_number = 41, in_flight = true`);
    const before = await stateRow(api.dataSource, id);

    expect((await api.call<ForcedTest>('POST', `${MONITORS}/${id}/test`)).body).toEqual({ testNumber: 41 });
    expect(await stateRow(api.dataSource, id)).toEqual(before);
  });

  it('is refused while the monitor is held', async () => {
    const { id } = await createMonitor(api, { enabled: false });
    const answer = await api.call<Problem>('POST', `${MONITORS}/${id}/test`);

    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain('disabled');
    expect(await stateRow(api.dataSource, id)).toMatchObject({ forced: false });
  });
});

describe('the state', () => {
  it('stands apart as well', async () => {
    const monitor = await createMonitor(api);

    expect((await api.call<MonitorStateView>('GET', `${MONITORS}/${monitor.id}/state`)).body).toEqual(monitor.state);
  });

  it('names no next test while one is under way', async () => {
    const { id } = await createMonitor(api);
    await setState(api.dataSource, id, 'in_flight = true');

    expect((await api.call<Monitor>('GET', `${MONITORS}/${id}`)).body.state.nextTestAt).toBeNull();
  });
});
