import type { ActionRun } from '@twotwenty/contracts/action-run';
import { isRepairType } from '@twotwenty/domain/recovery/repair-types';
import type { ActionRunEntity } from '../entities/action-run.entity.js';

export type RunRow = Omit<ActionRunEntity, 'notice' | 'noticeId' | 'queuedUntil' | 'runningUntil' | 'fellBack'> & {
  readonly monitorId: string | null;
  readonly monitorName: string | null;
  readonly site: string | null;
  readonly groupSize: number;
};

/** To be continued with WHERE; `run`, `notice`, `monitor` and `site` are there. */
export const SELECT_RUNS = `
  SELECT run.id, run.sequence, run.incident_id AS "incidentId", run.alert_id AS "alertId", run.alert_name AS "alertName",
         run.action_id AS "actionId", run.action_type AS "actionType", run.kind, run.alert_number AS "alertNumber",
         run.stands_in_for_action_id AS "standsInForActionId", run.state, run.skip_code AS "skipCode",
         run.skip_reason AS "skipReason", run.delivery_id AS "deliveryId", run.due_at AS "dueAt", run.error,
         run.attempts - coalesce((SELECT put_back FROM repair WHERE run_id = run.id), 0) AS attempts,
         run.response, run.created_at AS "createdAt", run.started_at AS "startedAt", run.finished_at AS "finishedAt",
         run.duration_ms AS "durationMs", monitor.id AS "monitorId", monitor.name AS "monitorName", site.name AS site,
         (SELECT count(*)::int FROM action_run other WHERE other.delivery_id = run.delivery_id) AS "groupSize"
  FROM action_run run JOIN notice ON notice.id = run.notice_id LEFT JOIN monitor ON monitor.key = notice.monitor_key
                      LEFT JOIN site ON site.key = notice.site_key`;

export function toRun(row: RunRow): ActionRun {
  return {
    id: row.id,
    monitorId: row.monitorId,
    monitorName: row.monitorName,
    site: row.site,
    // That of a site is in no list of incidents.
    incidentId: row.site === null ? row.incidentId : null,
    alertId: row.alertId,
    alertName: row.alertName,
    actionId: row.actionId,
    actionType: row.actionType,
    kind: row.kind,
    alertNumber: row.alertNumber,
    state: row.state,
    skip: row.skipCode === null ? null : { code: row.skipCode, message: row.skipReason ?? '' },
    standsInForActionId: row.standsInForActionId,
    attempts: row.attempts,
    nextAttemptAt: row.state === 'pending' ? row.dueAt.toISOString() : null,
    error: row.error,
    response: row.response,
    idempotencyKey: row.deliveryId,
    groupSize: Math.max(row.groupSize, 1),
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    durationMs: row.durationMs,
    isRepair: isRepairType(row.actionType),
  };
}
