import type { RepairStep } from '@twotwenty/contracts/action-run';
import type { Machine, RecoveryCheck, RecoveryCheckInput } from '@twotwenty/contracts/recovery-check';
import { RECOVERY_CODES, type RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RecoveryCheckEntity } from '../entities/recovery-check.entity.js';
import { writeAudit } from './audit.repository.js';
import { StorageError } from './storage-error.js';

/** A check that has begun. */
export type TakenCheck = Pick<RecoveryCheckEntity, 'id' | 'input'>;

export interface CheckEnding {
  readonly state: 'done' | 'failed';
  readonly summary: string | null;
  readonly code: RecoveryCode | null;
  readonly error: string | null;
  readonly addresses: readonly string[];
  readonly services: RecoveryCheck['services'];
  readonly steps: readonly RepairStep[];
  readonly output: string;
}

/** One that was begun by somebody who died is begun again: nothing is changed by looking twice. */
export const WAITING_CHECKS = `
  SELECT id FROM recovery_check WHERE finished_at IS NULL AND (state = 'pending' OR running_until <= now())`;

const TAKE = `
  WITH free AS MATERIALIZED (
    ${WAITING_CHECKS}
    ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE recovery_check SET state = 'running', running_until = now() + make_interval(secs => $2::float8 / 1000)
  FROM free WHERE recovery_check.id = free.id
  RETURNING recovery_check.id, recovery_check.input`;

const FINISH = `
  UPDATE recovery_check
  SET state = $2, summary = $3, code = $4, error = $5, addresses = $6, services = $7, steps = $8, output = $9,
      finished_at = now(), running_until = NULL
  WHERE id = $1 AND finished_at IS NULL`;

/** Kept so long for whoever asked; the audit log has an entry of its own. */
const DELETE_OLD = `DELETE FROM recovery_check WHERE created_at < now() - interval '7 days'`;

const SELECT_MACHINES = `
  WITH found AS (
    SELECT DISTINCT ON (lower(address)) address AS name, 'device' AS source, name AS label, 1 AS place
    FROM device WHERE $1 = '' OR position(lower($1) IN lower(address)) > 0 OR position(lower($1) IN lower(name)) > 0
    ORDER BY lower(address), device.name
  ), recent AS (
    SELECT DISTINCT ON (lower(recovery->>'machine')) recovery->>'machine' AS name, 'recent' AS source, name AS label,
           0 AS place
    FROM monitor
    WHERE recovery IS NOT NULL AND ($1 = '' OR position(lower($1) IN lower(recovery->>'machine')) > 0)
    ORDER BY lower(recovery->>'machine'), updated_at DESC
  )
  SELECT name, source, label FROM (
    SELECT * FROM recent
    UNION ALL
    SELECT * FROM found WHERE lower(name) NOT IN (SELECT lower(name) FROM recent)
  ) machine
  ORDER BY place, lower(name) LIMIT $2`;

/** What people look at before a machine is ever repaired. Evaluators carry it out. */
export class RecoveryCheckRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Has something looked at. @param actor who wants to know */
  async insert(input: RecoveryCheckInput, actor: string): Promise<RecoveryCheck> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(DELETE_OLD);
      const row = { id: uuidv7(), kind: input.kind, input, state: 'pending' as const, requestedBy: actor };
      await manager.insert(RecoveryCheckEntity, row);
      await audit(manager, row, actor);
      return toCheck(await manager.findOneByOrFail(RecoveryCheckEntity, { id: row.id }));
    });
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<RecoveryCheck> {
    const row = await this.dataSource.getRepository(RecoveryCheckEntity).findOneBy({ id });
    if (row === null) throw new StorageError('not-found', 'There is no such check; they are kept for a week.');
    return toCheck(row);
  }

  /** Begins some checks. @param leaseMs after that time whoever looks is taken to have died */
  async take(limit: number, leaseMs: number): Promise<TakenCheck[]> {
    const [taken] = await this.dataSource.query<[TakenCheck[], number]>(TAKE, [limit, leaseMs]);
    return taken;
  }

  async finish(id: string, ending: CheckEnding): Promise<void> {
    const { state, summary, code, error, addresses, services, steps, output } = ending;
    const values = [state, summary, code, error, addresses, JSON.stringify(services), JSON.stringify(steps), output];
    await this.dataSource.query(FINISH, [id, ...values]);
  }

  /** Machines to choose from: those that monitors name for their repairs, then the devices. @param search part of a name */
  async machines(search: string, limit: number): Promise<Machine[]> {
    return this.dataSource.query<Machine[]>(SELECT_MACHINES, [search, limit]);
  }
}

/** Whoever has a machine looked at uses the credential for it. */
async function audit(
  manager: EntityManager,
  { id: checkId, input }: Pick<RecoveryCheckEntity, 'id' | 'input'>,
  actor: string,
): Promise<void> {
  const { kind } = input;
  const machine = 'machine' in input ? input.machine : null;
  const credentialId = 'credentialId' in input ? input.credentialId : null;
  const looked = { action: 'recovery-checked', subjectType: 'machine', subjectId: null, subjectName: machine } as const;
  await writeAudit(manager, {
    actor,
    ...looked,
    details: { checkId, kind, credentialId, ...(input.kind === 'program' && { program: input.program }) },
  });
  if (credentialId === null) return;
  const used = { action: 'credential-used', subjectType: 'credential', subjectId: credentialId } as const;
  await writeAudit(manager, { actor, ...used, subjectName: null, details: { checkId, kind, machine } });
}

function toCheck({ input, code, createdAt, finishedAt, runningUntil: _, ...row }: RecoveryCheckEntity): RecoveryCheck {
  return {
    ...row,
    machine: 'machine' in input ? input.machine : null,
    method: 'method' in input ? input.method : null,
    code,
    lookAt: code === null ? null : RECOVERY_CODES[code].lookAt,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
