import { toDomainAlert } from '@twotwenty/contracts/alert';
import type { Alert } from '@twotwenty/domain/alerting/alert';
import type { PastRun, SiteOccasion } from '@twotwenty/domain/alerting/plan-notices';
import type { SiteNoticeFacts } from '@twotwenty/domain/sites/site-notices';
import type { EntityManager } from 'typeorm';
import { insertPlan, pastRuns, type NoticePlan } from './notice-plan.js';
import { SELECT_SITE_ALERTS } from './notice.sql.js';
import { runOverRows } from './rows.js';
import type { AlertRow } from './stand-ins.js';

/** Something that happened to a site and is to be told. */
export interface SiteNoticeOccasion {
  readonly siteKey: number;
  readonly occasion: SiteOccasion;
  readonly facts: Pick<SiteNoticeFacts, 'site' | 'reason' | 'monitors' | 'monitorsWithoutData' | 'now'>;
}

/** Everything that planning asks of the database, as it stands in the transaction of the decision. */
export interface SitePlanningMaterial {
  /** Those that tell of sites. */
  readonly alerts: readonly Alert[];
  /** The runs of the incidents so far, oldest first. */
  readonly history: readonly PastRun[];
}

/** Decides who is told of what happened to sites. Pure but for new ids. */
export type SiteNoticePlanner = (
  occasions: readonly SiteNoticeOccasion[],
  material: SitePlanningMaterial,
) => NoticePlan;

/** What happened to a site, without how much it matters. */
export interface SiteHappening {
  readonly siteKey: number;
  readonly site: string;
  readonly occasion: SiteOccasion;
  /** In one sentence; empty for what takes bad news back. */
  readonly reason: string;
  readonly at: Date;
}

const INSERT_SITE_EVENTS = `
  INSERT INTO site_event (site_key, at, type, incident_id, reason)
  SELECT * FROM unnest($1::smallint[], $2::timestamptz[], $3::text[], $4::uuid[], $5::text[])`;

/** What $1 sites test. Monitors that are tested by lost sites alone have no data. */
const SELECT_MONITORS_OF_SITES = `
  WITH lost AS MATERIALIZED (SELECT coalesce(array_agg(name), '{}') AS names FROM site WHERE lost_since IS NOT NULL)
  SELECT site.key AS "siteKey", count(monitor.key)::int AS monitors,
         count(monitor.key) FILTER (WHERE monitor.sites <@ lost.names)::int AS "monitorsWithoutData"
  FROM lost CROSS JOIN site LEFT JOIN monitor ON monitor.sites @> ARRAY[site.name]
  WHERE site.key = ANY($1::smallint[]) GROUP BY site.key`;

/**
 * Writes the events of what happened to sites and plans who is told of it, within the transaction that decided it. The rows of
 * the sites are locked and say already what happened. Each kind of bad news is told once for its incident.
 */
export async function storeSiteHappenings(
  manager: EntityManager,
  happenings: readonly SiteHappening[],
  plan: SiteNoticePlanner,
): Promise<void> {
  if (happenings.length === 0) return;
  await runOverRows(manager, INSERT_SITE_EVENTS, happenings, [
    ({ siteKey }) => siteKey,
    ({ at }) => at,
    ({ occasion }) => occasion.type,
    ({ occasion }) => occasion.incident.id,
    ({ reason }) => (reason === '' ? null : reason),
  ]);
  const alerts = await manager.query<AlertRow[]>(SELECT_SITE_ALERTS);
  if (alerts.length === 0) return;
  const history = await pastRuns(
    manager,
    happenings.map(({ occasion }) => occasion.incident.id),
  );
  const occasions = await withMonitors(manager, happenings);
  await insertPlan(manager, plan(occasions, { alerts: alerts.map(toDomainAlert), history }));
}

async function withMonitors(
  manager: EntityManager,
  happenings: readonly SiteHappening[],
): Promise<SiteNoticeOccasion[]> {
  const rows = await manager.query<{ siteKey: number; monitors: number; monitorsWithoutData: number }[]>(
    SELECT_MONITORS_OF_SITES,
    [happenings.map(({ siteKey }) => siteKey)],
  );
  return happenings.map(({ siteKey, site, occasion, reason, at }) => {
    const row = rows.find((counted) => counted.siteKey === siteKey);
    const { monitors = 0, monitorsWithoutData = 0 } = row ?? {};
    return { siteKey, occasion, facts: { site, reason, monitors, monitorsWithoutData, now: at } };
  });
}
