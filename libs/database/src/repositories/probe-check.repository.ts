import type { CheckReport, SessionReport } from '@twotwenty/contracts/jobs';
import type { ProbeCheck, ProbeCheckCode, ProbeCheckInput, ProbeCheckResult } from '@twotwenty/contracts/probe-check';
import { permanence } from '@twotwenty/domain/permanence';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type ProbeCheckEntity } from '../entities/probe-check.entity.js';
import { writeAudit } from './audit.repository.js';
import { StorageError } from './storage-error.js';
import { LIVE_WITHIN } from './worker.repository.js';

/** Most checks that may wait for their answers at once: each may hold a session for minutes. */
export const MAX_OPEN_CHECKS = 20;
/** Most checks that are kept, for whoever asked; a transcript is a few kilobytes. */
const MAX_KEPT = 200;

const DELETE_OLD = `
  DELETE FROM probe_check
  WHERE created_at < now() - interval '1 hour'
     OR id IN (SELECT id FROM probe_check ORDER BY created_at DESC OFFSET ${MAX_KEPT - 1})`;

const COUNT_OPEN = `
  SELECT count(*)::int AS open FROM probe_check WHERE finished_at IS NULL AND expires_at > now()`;

const INSERT = `
  INSERT INTO probe_check (id, site, input, requested_by, expires_at)
  VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`;

// Whatever comes twice, late, or from a site that was not asked changes nothing.
const FINISH = `
  UPDATE probe_check SET code = $3, session = $4, finished_at = now()
  WHERE id = $1 AND site = $2 AND finished_at IS NULL AND expires_at > now()`;

const SELECT = `
  SELECT probe_check.id, probe_check.site, input, requested_by AS "requestedBy", created_at AS "createdAt",
         expires_at AS "expiresAt", finished_at AS "finishedAt", code, session, expires_at <= now() AS "isOver",
         EXISTS (SELECT FROM worker WHERE worker.site = probe_check.site AND NOT stopping
                                      AND last_seen_at > now() - ${LIVE_WITHIN}) AS "hasWorker"
  FROM probe_check WHERE id = $1`;

interface CheckRow extends Omit<ProbeCheckEntity, 'code'> {
  readonly code: Exclude<ProbeCheckCode, 'no-answer'> | null;
  readonly isOver: boolean;
  readonly hasWorker: boolean;
}

/** Settings of monitors that are tried before they are saved. Workers carry it out. All times are the database's. */
export class ProbeCheckRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes down that settings are to be tried.
   * @param waitSeconds for how long an answer is waited for
   * @param actor who wants to know
   * @throws StorageError `too-many` while as many as may be are waiting for their answers
   */
  async insert(input: ProbeCheckInput, waitSeconds: number, actor: string): Promise<ProbeCheck> {
    const id = uuidv7();
    await this.dataSource.transaction(async (manager) => {
      // Two at once must not both be the last one that may be.
      await manager.query('LOCK TABLE probe_check IN SHARE ROW EXCLUSIVE MODE');
      await manager.query(DELETE_OLD);
      await requireRoom(manager);
      await manager.query(INSERT, [id, input.site, input, actor, waitSeconds]);
      await audit(manager, id, input, actor);
    });
    return this.get(id);
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<ProbeCheck> {
    const [row] = await this.dataSource.query<CheckRow[]>(SELECT, [id]);
    if (row === undefined) throw new StorageError('not-found', 'There is no such test; they are kept for an hour.');
    return toCheck(row);
  }

  /**
   * Takes down what a site's worker reports. A report that comes twice or late, or about what the site was not asked, is
   * ignored.
   * @param site the one through whose queue the report came
   * @returns whether it was taken
   */
  async finish(site: string, report: CheckReport): Promise<boolean> {
    const { check, outcome } = report;
    return outcome === 'probed'
      ? this.end(check, site, null, report.session)
      : this.end(check, site, report.reason, null);
  }

  /** Nobody could be asked. */
  async giveUp({ id, site }: Pick<ProbeCheck, 'id' | 'site'>): Promise<void> {
    await this.end(id, site, 'queue-away', null);
  }

  private async end(
    id: string,
    site: string,
    code: ProbeCheckEntity['code'],
    session: SessionReport | null,
  ): Promise<boolean> {
    const stored = session === null ? null : JSON.stringify(session);
    const [, changed] = await this.dataSource.query<[unknown[], number]>(FINISH, [id, site, code, stored]);
    return changed > 0;
  }
}

async function requireRoom(manager: EntityManager): Promise<void> {
  const [row] = await manager.query<{ open: number }[]>(COUNT_OPEN);
  if ((row?.open ?? 0) < MAX_OPEN_CHECKS) return;
  throw new StorageError('too-many', `${MAX_OPEN_CHECKS} tests are under way already: wait for one of them to end.`);
}

/** Whoever tries settings has a site open a session with a host of their choice. */
async function audit(manager: EntityManager, checkId: string, input: ProbeCheckInput, actor: string): Promise<void> {
  const { host, port, security } = input.target;
  await writeAudit(manager, {
    actor,
    action: 'probe-checked',
    subjectType: 'machine',
    subjectId: null,
    subjectName: host,
    details: { checkId, site: input.site, port, security },
  });
}

function toCheck(row: CheckRow): ProbeCheck {
  const { id, input, requestedBy, session } = row;
  const code = codeOf(row);
  return {
    id,
    ...input,
    state: code !== null ? 'failed' : session === null ? 'pending' : 'done',
    requestedBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    finishedAt: (row.finishedAt ?? (row.isOver ? row.expiresAt : null))?.toISOString() ?? null,
    code,
    error: code === null ? null : explain(code, row),
    result: session === null ? null : toResult(session),
  };
}

function codeOf({ code, finishedAt, isOver }: CheckRow): ProbeCheckCode | null {
  return finishedAt === null && isOver ? 'no-answer' : code;
}

function explain(code: ProbeCheckCode, { site, hasWorker }: CheckRow): string {
  switch (code) {
    case 'no-answer':
      return hasWorker
        ? `No worker of the site ${site} answered in time. It may have been stopped meanwhile, have too much to do, or be of an older version than the controller.`
        : `No worker of the site ${site} answered in time, and none is alive now. Start one there.`;
    case 'queue-away':
      return 'The queue could not be reached, so no worker was asked. Try again.';
    case 'address-busy':
      return 'The address of the server is busy with other tests, or has turned us away: its turn did not come in time. Try again.';
    case 'unexpected':
      return `The worker of the site ${site} could not probe; its log says why.`;
  }
}

function toResult({ failure, replyCode, detail, tls, ...session }: SessionReport): ProbeCheckResult {
  const { passed, suspect, timings } = session;
  return {
    passed,
    suspect,
    phase: failure?.phase ?? null,
    code: failure?.code ?? null,
    replyCode,
    replyPermanence: permanence(replyCode),
    timings,
    detail: detail === null ? null : { ...detail, tls, message: failure?.message ?? null },
  };
}
