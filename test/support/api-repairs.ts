import type { RecoveryContext, RecoveryOutcome } from '@twotwenty/actions/recovery/recovery-method';
import { actionRunDetailSchema, type ActionRun, type ActionRunDetail } from '@twotwenty/contracts/action-run';
import type { Page } from '@twotwenty/contracts/http';
import type { Monitor } from '@twotwenty/contracts/monitor';
import { CredentialRepository } from '@twotwenty/database/repositories/credential.repository';
import { RepairRepository } from '@twotwenty/database/repositories/repair.repository';
import { startRepairs } from '@twotwenty/evaluator/repairs/repairs';
import { createLogger } from '@twotwenty/observability/logger';
import { waitFor } from '@twotwenty/testing/wait-for';
import { actionId } from './alerts.js';
import { createMonitor, type TestApi } from './api.js';
import { createCredential } from './credentials.js';
import { lookOutFor } from './lookout.js';
import { DONE } from './repairs.js';
import { playTest } from './test-rounds.js';

export const RUNS = '/api/v1/action-runs';

/** A repair as a client writes it. */
export function repairAction(digit: number, type: string, settings: object = {}, fields: object = {}): object {
  return { id: actionId(digit), type, settings, ...fields };
}

/** A monitor that says where its repairs act, and raises an alert at the first failure. */
export async function createRepairable(api: TestApi, fields: object = {}): Promise<Monitor> {
  const { id: credentialId } = await createCredential(api);
  const recovery = { machine: '192.0.2.1', method: 'ssh-systemd', credentialId, services: ['postfix'] };
  return createMonitor(api, { recovery, notification: { failuresPerAlert: 1, maxAlerts: 9 }, ...fields });
}

/** One more failure of a monitor, and the runs of the alert that it raises, in order. */
export async function failOnce(api: TestApi, monitor: Monitor): Promise<ActionRun[]> {
  const before = new Set((await runsOf(api, monitor)).map(({ id }) => id));
  await playTest(api.dataSource, [monitor], false);
  return (await runsOf(api, monitor)).filter(({ id }) => !before.has(id));
}

/** All runs about a monitor, oldest first. */
export async function runsOf(api: TestApi, { id }: Pick<Monitor, 'id'>): Promise<ActionRun[]> {
  const { body } = await api.call<Page<ActionRun>>('GET', `${RUNS}?monitorId=${id}`);
  return body.items.reverse();
}

export async function readRun(api: TestApi, id: string): Promise<ActionRunDetail> {
  return actionRunDetailSchema.parse((await api.call('GET', `${RUNS}/${id}`)).body);
}

/** Asks for leave, and is done. */
export async function actAndBeDone(context: RecoveryContext): Promise<RecoveryOutcome> {
  await context.beforeActing();
  return DONE;
}

/**
 * Carries out what is ready until nothing is any more.
 * @param play what is done to the machine
 */
export async function carryOutAll(
  api: TestApi,
  play: (context: RecoveryContext) => Promise<RecoveryOutcome> = actAndBeDone,
): Promise<void> {
  const { dataSource, secrets } = api;
  const repairs = startRepairs({
    repairs: new RepairRepository(dataSource),
    credentials: new CredentialRepository(dataSource),
    secrets,
    hostKeys: { check: () => Promise.resolve(null) },
    resolve: (machine) => Promise.resolve({ result: 'done', addresses: [machine], foundBy: 'address' }),
    doRepair: (_work, context) => play(context),
    leaseMs: 20_000,
    logger: createLogger('test', 'fatal'),
  });
  const lookout = lookOutFor(dataSource, { repairs });
  const isOver = async (): Promise<boolean> => {
    const open = await dataSource.query<object[]>(`SELECT 1 FROM action_run WHERE state IN ('ready', 'running')`);
    return open.length === 0;
  };
  await waitFor(isOver, { what: 'all repairs to be over', timeoutMs: 20_000 });
  await Promise.all([lookout.stop(), repairs.stop()]);
}
