import type { ActionRun, RepairDetail, RepairEffect } from '@twotwenty/contracts/action-run';
import { RECOVERY_CODES } from '@twotwenty/domain/recovery/recovery-codes';
import type { EntityManager } from 'typeorm';
import type { RepairEntity } from '../entities/repair.entity.js';

interface EffectColumns {
  readonly endedAt: Date | null;
  readonly ending: 'recovered' | 'interrupted' | null;
  readonly failedTests: number;
  readonly wentAwayAt: Date | null;
  readonly cameBackAt: Date | null;
}

type DetailRow = Omit<RepairEntity, 'run' | 'releasedAt' | 'putBack'> & EffectColumns;

/**
 * What is known of some repairs, and what the tests that followed showed. A machine is away when it can not be connected to;
 * that is told of reboots alone, since a service that is restarted refuses connections too.
 */
const SELECT_DETAILS = `
  SELECT repair.run_id AS "runId", repair.machine, repair.addresses, repair.port, repair.method,
         repair.credential_id AS "credentialId", repair.services, repair.code, repair.exit_status::float8 AS "exitStatus",
         repair.released_by AS "releasedBy", repair.acted_at AS "actedAt", repair.steps, repair.output,
         incident.ended_at AS "endedAt", incident.ending, after."failedTests", away.at AS "wentAwayAt",
         back.at AS "cameBackAt"
  FROM repair
  JOIN action_run run ON run.id = repair.run_id
  JOIN notice ON notice.id = run.notice_id
  LEFT JOIN incident ON incident.id = run.incident_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT result.passed AND result.suspect IS NOT TRUE)::int AS "failedTests" FROM probe_result result
    WHERE result.monitor_key = notice.monitor_key AND result.at > repair.acted_at
      AND result.at <= coalesce(incident.ended_at, now())
  ) after
  LEFT JOIN LATERAL (
    SELECT result.at FROM probe_result result
    WHERE run.action_type = 'reboot-server' AND result.monitor_key = notice.monitor_key
      AND result.at > repair.acted_at AND result.at <= coalesce(incident.ended_at, now())
      AND NOT result.passed AND result.suspect IS NOT TRUE AND result.phase = 'connect'
    ORDER BY result.at LIMIT 1
  ) away ON true
  LEFT JOIN LATERAL (
    SELECT result.at FROM probe_result result
    WHERE result.monitor_key = notice.monitor_key AND result.at > away.at
      AND (result.passed OR result.phase NOT IN ('dns', 'connect'))
    ORDER BY result.at LIMIT 1
  ) back ON true
  WHERE repair.run_id = ANY($1::uuid[])`;

/** The details of those among some runs that are repairs and were begun, or released by somebody; by the ids of their runs. */
export async function repairDetails(
  manager: EntityManager,
  runs: readonly Pick<ActionRun, 'id' | 'isRepair'>[],
): Promise<ReadonlyMap<string, RepairDetail>> {
  const repairs = runs.filter(({ isRepair }) => isRepair);
  if (repairs.length === 0) return new Map();
  const rows = await manager.query<DetailRow[]>(SELECT_DETAILS, [repairs.map(({ id }) => id)]);
  return new Map(rows.map((row) => [row.runId, toDetail(row)]));
}

function toDetail(row: DetailRow): RepairDetail {
  const { machine, addresses, port, method, credentialId, services, code, exitStatus, releasedBy, steps, output } = row;
  return {
    machine,
    addresses,
    port,
    method,
    credentialId,
    services,
    code,
    lookAt: code === null ? null : RECOVERY_CODES[code].lookAt,
    exitStatus,
    releasedBy,
    actedAt: row.actedAt?.toISOString() ?? null,
    steps,
    output,
    effect: row.actedAt === null ? null : toEffect(row),
  };
}

function toEffect({ endedAt, ending, failedTests, wentAwayAt, cameBackAt }: DetailRow): RepairEffect {
  const outcome = ending === null ? 'not-yet' : ending === 'recovered' ? 'answered' : 'interrupted';
  return {
    outcome,
    at: endedAt?.toISOString() ?? null,
    failedTests,
    wentAwayAt: wentAwayAt?.toISOString() ?? null,
    cameBackAt: cameBackAt?.toISOString() ?? null,
  };
}
