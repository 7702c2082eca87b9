import { EVALUATOR } from '@twotwenty/contracts/audit';
import type { RepairStep } from '@twotwenty/contracts/action-run';
import type { StoredAction } from '@twotwenty/contracts/alert';
import type { RecoveryMethodName, RecoveryParameters } from '@twotwenty/contracts/recovery';
import type { SkipCode } from '@twotwenty/domain/alerting/plan-notices';
import type { TokenValues } from '@twotwenty/domain/alerting/template-tokens';
import type { RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';
import type { MachineHistory, MachineJudgement, MachineLimits } from '@twotwenty/domain/recovery/repair-guard';
import type { RepairType } from '@twotwenty/domain/recovery/repair-types';
import type { Hold } from '@twotwenty/domain/status';
import type { DataSource, EntityManager } from 'typeorm';
import { writeAudit } from './audit.repository.js';
import { LOCK_MONITOR_OF_RUN, SELECT_REPAIR_TO_STAND_IN } from './delivery.sql.js';
import { lockOpenWindows, readOpenWindows, type OpenWindows } from './maintenance.open.js';
import { windowParameters } from './monitor.hold.js';
import { queryPrepared } from './prepared.js';
import * as sql from './repair.sql.js';
import { callStandIns } from './stand-ins.js';

/** A repair that has begun, with all that bears on whether it may go on. */
export interface TakenRepair {
  readonly id: string;
  /** The number of this attempt, which no other one ever has; what is told of an earlier one is not taken. */
  readonly attempts: number;
  /** The same number without those that were put back: what people are told. */
  readonly countedAttempts: number;
  readonly incidentId: string;
  readonly alertId: string;
  readonly alertName: string;
  readonly actionId: string;
  readonly type: RepairType;
  readonly alertNumber: number;
  readonly releasedAt: Date;
  readonly facts: TokenValues;
  readonly monitorId: string;
  readonly monitorName: string;
  readonly recovery: RecoveryParameters | null;
  /** That is tested. */
  readonly host: string;
  readonly hold: Hold | null;
  readonly isIncidentOpen: boolean;
  readonly isStopped: boolean;
  /** As it is now; null when it was removed. */
  readonly action: StoredAction | null;
  readonly now: Date;
}

export type RepairKey = Pick<TakenRepair, 'id' | 'attempts'>;

/** Where a repair acts, and as whom. */
export interface RepairPlace {
  readonly machine: string;
  readonly addresses: readonly string[];
  readonly port: number | null;
  readonly method: RecoveryMethodName | null;
  readonly credentialId: string | null;
  readonly services: readonly string[];
}

/** What a repair did and printed so far. */
export interface RepairRecord {
  readonly steps: readonly RepairStep[];
  readonly output: string;
}

/** How a repair ended. */
export type RepairEnding =
  | { readonly state: 'done'; readonly summary: string; readonly exitStatus: number | null }
  | { readonly state: 'skipped'; readonly code: SkipCode; readonly message: string }
  | {
      readonly state: 'refused' | 'failed' | 'unknown';
      readonly code: RecoveryCode;
      readonly error: string;
      readonly exitStatus: number | null;
    };

/** Whether leave was given. `lost`: another attempt has begun, or this one was taken for dead. */
export type Leave = { readonly given: true } | { readonly given: false; readonly reason: 'lost' | TakenRepair };

/** Guards the choice of machines: one repair is given its machine after the other. */
const ADVISORY_LOCK = 220_003;

const INTERRUPTED =
  'Whoever carried it out ended in the middle: nobody knows whether the machine did what it was asked.';

/**
 * Repairs, from ready to their end. Postgres alone says who carries out what: each is begun once, and once leave to act was
 * given it is never begun again by itself.
 */
export class RepairRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Begins some repairs that are ready.
   * @param limit most of them
   * @param leaseMs after that time without a sign of life whoever carries them out is taken to have died
   */
  async take(limit: number, leaseMs: number): Promise<TakenRepair[]> {
    const begun = await this.dataSource.query<{ id: string }[]>(sql.TAKE, [limit, leaseMs]);
    if (begun.length === 0) return [];
    const { manager } = this.dataSource;
    return selectFacts(manager, begun, await readOpenWindows(manager));
  }

  /**
   * Reserves a machine for a repair, if it may be repaired now.
   * @param keys the names and addresses by which it is known
   * @param judge decides by the limits and what was done to it
   */
  async reserve(
    { id, attempts }: RepairKey,
    keys: readonly string[],
    leaseMs: number,
    judge: (limits: MachineLimits, history: MachineHistory, now: Date) => MachineJudgement,
  ): Promise<MachineJudgement> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
      await manager.query(sql.DELETE_OLD_MACHINES);
      const [row] = await manager.query<(MachineLimits & MachineHistory & { now: Date })[]>(
        sql.SELECT_MACHINE_HISTORY,
        [keys, id, attempts],
      );
      if (row === undefined) throw new Error('the settings of repairs are gone');
      const judgement = judge(row, row, row.now);
      if (judgement.decision === 'run') await manager.query(sql.INSERT_MACHINE, [keys, id, attempts, leaseMs]);
      return judgement;
    });
  }

  /** Notes where a repair acts, and as whom: it logs in next, long before it acts. */
  async setPlace({ id, attempts }: RepairKey, place: RepairPlace): Promise<void> {
    const { machine, addresses, port, method, credentialId, services } = place;
    const where = [machine, addresses, port, method, credentialId, services];
    await this.dataSource.transaction(async (manager) => {
      await manager.query(sql.SET_TARGET, [id, ...where, attempts]);
      if (credentialId !== null) await auditCredential(manager, id, credentialId, place);
    });
  }

  /**
   * Gives leave to change the machine, unless something speaks against it by now. From then on the repair is not begun again
   * by itself, whatever becomes of its carrier.
   * @param speaksAgainst decides by the facts of this moment, which do not change until leave is given
   */
  async giveLeave(
    repair: TakenRepair,
    place: RepairPlace,
    speaksAgainst: (facts: TakenRepair) => boolean,
  ): Promise<Leave> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(sql.LOCK_GROUNDS, [repair.id]);
      await manager.query(sql.LOCK_SETTINGS);
      const [lock] = await manager.query<{ isMine: boolean }[]>(sql.LOCK_RUN, [repair.id, repair.attempts]);
      const [facts] = await selectFacts(manager, [repair], await lockOpenWindows(manager));
      if (lock?.isMine !== true || facts === undefined) return { given: false, reason: 'lost' };
      if (speaksAgainst(facts)) return { given: false, reason: facts };
      await manager.query(sql.SET_ACTING, [repair.id]);
      await manager.query(sql.SET_MACHINE_ACTING, [repair.id, repair.attempts]);
      await auditLeave(manager, repair, place);
      return { given: true };
    });
  }

  /** Notes what a repair did so far, and that its carrier lives. */
  async progress({ id, attempts }: RepairKey, { steps, output }: RepairRecord, leaseMs: number): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(sql.EXTEND, [id, attempts, leaseMs]);
      await manager.query(sql.EXTEND_MACHINE, [id, attempts, leaseMs]);
      await manager.query(sql.SET_PROGRESS, [id, attempts, JSON.stringify(steps), output]);
    });
  }

  /** Its machine is being repaired by another one, or its carrier stops: it waits, as if it had not been begun. */
  async putBack({ id, attempts }: RepairKey, waitMs: number): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // Apart, so that what follows sees whether leave was given meanwhile.
      await manager.query(sql.LOCK_RUN, [id, attempts]);
      await manager.query(sql.PUT_BACK, [id, attempts, waitMs]);
      await manager.query(sql.FREE_MACHINE, [id, attempts]);
    });
  }

  /** Notes how a repair ended, frees its machine, and plans what stands in for one that failed: all or nothing. */
  async finish(repair: TakenRepair, ending: RepairEnding, { steps, output }: RepairRecord): Promise<void> {
    const { id, attempts } = repair;
    await this.dataSource.transaction(async (manager) => {
      await manager.query(LOCK_MONITOR_OF_RUN, [id]);
      const [, count] = await manager.query<[unknown, number]>(sql.FINISH, [id, attempts, ...columnsOf(ending)]);
      await manager.query(sql.FREE_MACHINE, [id, attempts]);
      if (count === 0) return;
      const { code, exitStatus } = resultOf(ending);
      await manager.query(sql.SET_RESULT, [id, code, exitStatus, JSON.stringify(steps), output]);
      if (ending.state === 'failed' || ending.state === 'refused') {
        await callStandIns(manager, SELECT_REPAIR_TO_STAND_IN, id, attempts);
      }
      if (ending.state !== 'skipped') await auditEnding(manager, repair, ending.state, code);
    });
  }

  /**
   * Looks after repairs whose carrier has died: what had no leave to act is ready again, what had is unknown. Ends those
   * that wait for somebody although the outage is over.
   * @returns how many are unknown now
   */
  async sweep(): Promise<number> {
    if ((await queryPrepared(this.dataSource.manager, sql.ANY_TO_WATCH, [])).length === 0) return 0;
    await this.dataSource.query(sql.BEGIN_AGAIN);
    await this.dataSource.query(sql.END_WAITING);
    return this.dataSource.transaction(async (manager) => {
      const [lost] = await manager.query<[Pick<TakenRepair, 'id' | 'type'>[], number]>(sql.SET_UNKNOWN, [
        INTERRUPTED,
        'interrupted' satisfies RecoveryCode,
      ]);
      for (const repair of lost) await auditEnding(manager, repair, 'unknown', 'interrupted');
      return lost.length;
    });
  }
}

async function selectFacts(
  manager: EntityManager,
  runs: readonly Pick<RepairKey, 'id'>[],
  windows: OpenWindows,
): Promise<TakenRepair[]> {
  return manager.query<TakenRepair[]>(sql.SELECT_FACTS, [runs.map(({ id }) => id), ...windowParameters(windows)]);
}

/** State, skip code, skip reason, error, response. */
function columnsOf(ending: RepairEnding): (string | null)[] {
  if (ending.state === 'done') return ['done', null, null, null, ending.summary];
  if (ending.state === 'skipped') return ['skipped', ending.code, ending.message, null, null];
  return [ending.state, null, null, ending.error, null];
}

function resultOf(ending: RepairEnding): { code: RecoveryCode | null; exitStatus: number | null } {
  if (ending.state === 'skipped') return { code: null, exitStatus: null };
  return { code: ending.state === 'done' ? null : ending.code, exitStatus: ending.exitStatus };
}

async function auditLeave(manager: EntityManager, repair: TakenRepair, place: RepairPlace): Promise<void> {
  const { machine, method, services } = place;
  const { id, type, monitorName, alertName, alertNumber, countedAttempts: attempt } = repair;
  const details = { type, machine, method, services, monitorName, alertName, alertNumber, attempt };
  await writeAudit(manager, {
    actor: EVALUATOR,
    action: 'recovery-run',
    subjectType: 'action-run',
    subjectId: id,
    subjectName: monitorName,
    details,
  });
}

async function auditCredential(
  manager: EntityManager,
  runId: string,
  credentialId: string,
  { machine, method }: RepairPlace,
): Promise<void> {
  await writeAudit(manager, {
    actor: EVALUATOR,
    action: 'credential-used',
    subjectType: 'credential',
    subjectId: credentialId,
    subjectName: null,
    details: { runId, machine, method },
  });
}

async function auditEnding(
  manager: EntityManager,
  { id, type }: Pick<TakenRepair, 'id' | 'type'>,
  outcome: RepairEnding['state'],
  code: RecoveryCode | null,
): Promise<void> {
  await writeAudit(manager, {
    actor: EVALUATOR,
    action: 'recovery-ended',
    subjectType: 'action-run',
    subjectId: id,
    subjectName: null,
    details: { type, outcome, code },
  });
}
