import type { ActionRun } from '@twotwenty/contracts/action-run';
import type { SavedAlert } from '@twotwenty/contracts/alert';
import type { RunningApp } from '@twotwenty/testing/child-process';
import { createTestDatabase, type TestDatabase } from '@twotwenty/testing/postgres';
import { waitFor } from '@twotwenty/testing/wait-for';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareApps, type AppProcesses } from '../support/app-processes.js';
import { startNoticeReceiver, type NoticeReceiver } from '../support/notice-receiver.js';

const ACTION_ID = '00000000-0000-4000-8000-000000000001';

/** Told in order: each test begins where the one before it ended. */
describe.sequential('the trial of an action whose secrets are sealed', () => {
  let database: TestDatabase;
  let receiver: NoticeReceiver;
  let apps: AppProcesses;
  let evaluator: RunningApp;
  let alert: SavedAlert;

  beforeAll(async () => {
    receiver = await startNoticeReceiver();
    database = await createTestDatabase('action_trial');
    apps = await prepareApps({ databaseUrl: database.url, redisUrl: null });
    [evaluator] = await Promise.all([apps.start('evaluator'), apps.start('controller')]);
    const settings = { url: receiver.url, signingKey: 'a key to sign with' };
    const actions = [{ id: ACTION_ID, type: 'webhook', settings }];
    alert = await apps.api<SavedAlert>('POST', '/alerts', { name: 'Mail team', actions });
  });
  afterAll(async () => {
    await apps.stop();
    await receiver.close();
    await database.drop();
  });

  const trial = () => apps.api<ActionRun>('POST', `/alerts/${alert.id}/actions/${ACTION_ID}/test`);

  async function untilDone({ id }: ActionRun): Promise<ActionRun> {
    const read = () => apps.api<ActionRun>('GET', `/action-runs/${id}`);
    await waitFor(async () => (await read()).state !== 'pending', { what: 'the run to end', timeoutMs: 45_000 });
    return read();
  }

  it('is delivered by another process with the same key', async () => {
    const run = await untilDone(await trial());
    expect(run).toMatchObject({ state: 'delivered', attempts: 1, error: null });
    expect(receiver.received).toMatchObject([{ kind: 'test', key: run.idempotencyKey }]);
  });

  it('fails at once when it is refused, and is tried again under the same name when somebody says so', async () => {
    receiver.behave = () => 503;
    const failed = await untilDone(await trial());
    expect(failed).toMatchObject({ state: 'failed', attempts: 1 });
    expect(failed.error).toContain('503');

    receiver.behave = () => 200;
    await apps.api('POST', `/action-runs/${failed.id}/retry`);
    expect(await untilDone(failed)).toMatchObject({ state: 'delivered', attempts: 2, error: null });
    expect(receiver.received.slice(1).map(({ key }) => key)).toEqual([failed.idempotencyKey, failed.idempotencyKey]);
  });

  it('says what to do where the key is another, and the process goes on', async () => {
    await evaluator.stop(10_000);
    evaluator = await apps.start('evaluator', { SECRETS_KEY: randomBytes(32).toString('base64') });
    const told = receiver.received.length;
    for (let count = 0; count < 2; count += 1) {
      const run = await untilDone(await trial());
      expect(run.state).toBe('failed');
      expect(run.error).toContain('sealed with another SECRETS_KEY. Enter the secret again.');
    }
    expect(receiver.received).toHaveLength(told);
  });
});
