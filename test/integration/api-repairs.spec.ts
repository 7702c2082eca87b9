import type { ActionRun, ActionRunDetail, Retried, RunState } from '@twotwenty/contracts/action-run';
import type { Page, Problem } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actionId, createAlert, slackAction } from '../support/alerts.js';
import { startApi, type TestApi } from '../support/api.js';
import {
  carryOutAll,
  createRepairable,
  failOnce,
  readRun,
  repairAction,
  RUNS,
  runsOf,
} from '../support/api-repairs.js';
import { auditOf } from '../support/audit.js';

let api: TestApi;
let monitor: Monitor;

beforeAll(async () => {
  api = await startApi('api_repairs');
  await api.dataSource.query('UPDATE recovery_settings SET cooldown_seconds = 0, max_per_machine_per_day = 1000');
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.dataSource.query('DELETE FROM alert; DELETE FROM monitor; DELETE FROM audit');
  monitor = await createRepairable(api);
});

type Verb = 'approve' | 'decline' | 'retry';
const decide = (id: string, verb: Verb) => api.call<ActionRunDetail & Problem>('POST', `${RUNS}/${id}/${verb}`);

/** A repair that waits for its release. */
async function waiting(): Promise<ActionRun> {
  await createAlert(api, { actions: [repairAction(1, 'reboot-server', { approval: true })] });
  const [run] = await failOnce(api, monitor);
  if (run === undefined) throw new Error('no repair was planned');
  expect(run).toMatchObject({ state: 'awaiting-approval', isRepair: true, idempotencyKey: null, nextAttemptAt: null });
  return run;
}

const setRunState = (id: string, state: RunState) =>
  api.dataSource.query('UPDATE action_run SET state = $2 WHERE id = $1', [id, state]);

const decisionsAbout = async (id: string): Promise<string[]> =>
  (await auditOf(api, 'action-run', id)).map(({ actor, action }) => `${actor}: ${action}`).reverse();

describe('a repair that waits', () => {
  it('is approved once, carried out, and read with all that is known of it', async () => {
    const { id } = await waiting();
    expect(await readRun(api, id)).toMatchObject({ state: 'awaiting-approval', repair: null });
    const answers = await Promise.all([decide(id, 'approve'), decide(id, 'approve')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({
      state: 'ready',
      repair: { releasedBy: 'admin', actedAt: null, machine: null, effect: null },
    });
    await carryOutAll(api, async ({ step, output, beforeActing }) => {
      step('Logs in.');
      await beforeActing();
      output('It says geheim.\n');
      return { result: 'done', summary: 'It reboots.', exitStatus: 0 };
    });
    const run = await readRun(api, id);
    expect(run).toMatchObject({ state: 'done', attempts: 1, response: 'It reboots.', error: null });
    expect(run.repair).toMatchObject({
      machine: '192.0.2.1',
      addresses: ['192.0.2.1'],
      port: null,
      method: 'ssh-systemd',
      credentialId: monitor.recovery?.credentialId,
      code: null,
      lookAt: null,
      exitStatus: 0,
      releasedBy: 'admin',
      output: 'It says [secret].\n',
      effect: { outcome: 'not-yet', at: null, failedTests: 0, wentAwayAt: null, cameBackAt: null },
    });
    expect(run.repair?.steps.map(({ text }) => text)).toContain('Logs in.');
    expect(await decisionsAbout(id)).toEqual([
      'admin: recovery-approved',
      'evaluator: recovery-run',
      'evaluator: recovery-ended',
    ]);
  });

  it('is declined, and not carried out', async () => {
    const { id } = await waiting();
    const answer = await decide(id, 'decline');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      state: 'skipped',
      skip: { code: 'declined', message: 'Declined by admin.' },
      repair: { releasedBy: 'admin', actedAt: null },
    });
    await carryOutAll(api);
    expect((await readRun(api, id)).attempts).toBe(0);
    expect(await decisionsAbout(id)).toEqual(['admin: recovery-declined']);
    for (const verb of ['approve', 'decline', 'retry'] as const) expect((await decide(id, verb)).status).toBe(409);
  });

  it.each(['ready', 'running', 'done', 'refused', 'failed', 'unknown', 'skipped'] as const)(
    'is none that is %s',
    async (state) => {
      const { id } = await waiting();
      await setRunState(id, state);
      const before = await readRun(api, id);
      for (const verb of ['approve', 'decline'] as const) {
        const answer = await decide(id, verb);
        expect(answer.status).toBe(409);
        expect(answer.body.detail).toContain(`it is ${state}`);
      }
      expect(await readRun(api, id)).toEqual(before);
      expect(await decisionsAbout(id)).toEqual([]);
    },
  );

  it('is decided on by those who are known alone, and only where there is one', async () => {
    const { id } = await waiting();
    for (const verb of ['approve', 'decline', 'retry'] as const) {
      expect((await api.call('POST', `${RUNS}/${id}/${verb}`, { anonymous: true })).status).toBe(401);
      for (const unknown of [randomUUID(), 'x']) expect((await decide(unknown, verb)).status).toBe(404);
    }
    expect((await readRun(api, id)).state).toBe('awaiting-approval');
  });

  it('is no notice that waits for its turn', async () => {
    await createAlert(api);
    const [notice] = await failOnce(api, monitor);
    expect(notice).toMatchObject({ state: 'pending', isRepair: false });
    const answer = await decide(notice?.id ?? '', 'approve');
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain('it is pending');
  });
});

describe('a repair that did not come to a good end', () => {
  it.each(['failed', 'refused', 'unknown'] as const)('is carried out again when it is %s', async (state) => {
    const { id } = await waiting();
    await setRunState(id, state);
    const answer = await decide(id, 'retry');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id, state: 'ready', error: null, finishedAt: null });
    await carryOutAll(api);
    expect(await readRun(api, id)).toMatchObject({ state: 'done', attempts: 1, repair: { releasedBy: 'admin' } });
    const [entry] = (await auditOf(api, 'action-run', id)).reverse();
    expect(entry).toMatchObject({
      actor: 'admin',
      action: 'recovery-retried',
      details: { type: 'reboot-server', stateBefore: state },
    });
  });

  it.each(['awaiting-approval', 'ready', 'running', 'done', 'skipped'] as const)(
    'is none that is %s',
    async (state) => {
      const { id } = await waiting();
      await setRunState(id, state);
      const answer = await decide(id, 'retry');
      expect(answer.status).toBe(409);
      expect(answer.body.detail).toBe(
        `Only a repair that is failed, refused, unknown is carried out again: this is ${state}.`,
      );
      expect((await readRun(api, id)).state).toBe(state);
    },
  );

  it('says why, and what to look at', async () => {
    await createAlert(api, { actions: [repairAction(1, 'restart-services')] });
    await api.call('PATCH', `/api/v1/monitors/${monitor.id}`, { body: { recovery: null } });
    const [run] = await failOnce(api, monitor);
    await carryOutAll(api);
    expect(await readRun(api, run?.id ?? '')).toMatchObject({
      state: 'refused',
      error: 'The monitor names no machine to repair.',
      repair: { code: 'no-machine', lookAt: 'The recovery parameters of the monitor.', actedAt: null, effect: null },
    });
  });

  it('forgets why as soon as it is to be carried out again', async () => {
    await createAlert(api, { actions: [repairAction(1, 'restart-services')] });
    const [run] = await failOnce(api, monitor);
    await carryOutAll(api, async ({ beforeActing }) => {
      await beforeActing();
      return { result: 'failed', code: 'command-failed', detail: null, exitStatus: 5 };
    });
    const id = run?.id ?? '';
    expect((await readRun(api, id)).repair).toMatchObject({ code: 'command-failed', exitStatus: 5 });
    await decide(id, 'retry');
    expect(await readRun(api, id)).toMatchObject({
      state: 'ready',
      startedAt: null,
      durationMs: null,
      repair: { code: null, lookAt: null, exitStatus: null, actedAt: null, effect: null, steps: [], output: '' },
    });
  });

  it('is never among those that are tried again together', async () => {
    const actions = [slackAction(1), repairAction(2, 'reboot-server'), repairAction(3, 'restart-services')];
    const { id: alertId } = await createAlert(api, { actions });
    const runs = await failOnce(api, monitor);
    await api.dataSource.query(
      `UPDATE action_run SET state = 'failed', delivery_id = CASE WHEN action_type = 'slack' THEN id END`,
    );
    const retryAll = (body: object) => api.call<Retried>('POST', `${RUNS}/retry`, { body });
    expect((await retryAll({ actionId: actionId(2) })).body).toEqual({ retried: 0 });
    expect((await retryAll({ alertId })).body).toEqual({ retried: 1 });
    const states = (await runsOf(api, monitor)).map(({ actionType, state }) => [actionType, state]);
    expect(states).toEqual([
      ['slack', 'pending'],
      ['reboot-server', 'failed'],
      ['restart-services', 'failed'],
    ]);
    expect(runs).toHaveLength(3);
  });
});

describe('the list of runs', () => {
  it.each(['awaiting-approval', 'ready', 'running', 'done', 'refused', 'unknown'] as const)(
    'finds repairs that are %s',
    async (state) => {
      const { id } = await waiting();
      await setRunState(id, state);
      const { body } = await api.call<Page<ActionRun>>('GET', `${RUNS}?state=${state}`);
      expect(body.items.map((run) => run.id)).toEqual([id]);
      expect((await api.call<Page<ActionRun>>('GET', `${RUNS}?state=delivered`)).body.items).toEqual([]);
    },
  );
});
