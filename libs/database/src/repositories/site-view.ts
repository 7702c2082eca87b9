import type { Site, SiteWorker } from '@twotwenty/contracts/site';
import type { Worker } from '@twotwenty/contracts/worker';
import type { SelfCheck } from '@twotwenty/domain/self-check';
import { healthFindings } from '@twotwenty/domain/sites/health-findings';
import type { SiteEntity } from '../entities/site.entity.js';
import { toHealth, type StoredHealth } from './worker-health.js';
import { LIVE_WITHIN } from './worker.repository.js';

/** What of a site the database knows; the backlog is the queue's. */
export type StoredSite = Omit<Site, 'backlog' | 'backlogProblem'>;

interface SiteWorkerRow extends Omit<SiteWorker, 'advice' | 'startedAt' | 'lastSeenAt' | 'health'> {
  readonly startedAt: string;
  readonly lastSeenAt: string;
  readonly health: StoredHealth | null;
  readonly selfCheck: SelfCheck | null;
  readonly suspect: Worker['suspect'];
}

export type SiteRow = Pick<
  SiteEntity,
  'name' | 'description' | 'createdAt' | 'hadWorker' | 'lostSince' | 'suspectSince'
> &
  Pick<Site, 'liveWorkers' | 'sessions' | 'maxSessions' | 'versions'> & {
    readonly p50: number | null;
    readonly p99: number | null;
    readonly workers: readonly SiteWorkerRow[] | null;
  };

/**
 * Sites with their workers, in one statement whatever their number. $1: the most sites, $2: the most workers of each.
 * @param condition on `site`; its parameters begin with $3
 */
export function selectSites(condition: string): string {
  return `
  WITH page AS MATERIALIZED (SELECT * FROM site WHERE ${condition} ORDER BY name LIMIT $1),
  heard AS MATERIALIZED (
    SELECT worker.*, NOT stopping AND last_seen_at > now() - ${LIVE_WITHIN} AS live
    FROM worker WHERE worker.site IN (SELECT name FROM page)
  ), ranked AS (
    SELECT heard.*, row_number() OVER (PARTITION BY site ORDER BY live DESC, last_seen_at DESC, id) AS place FROM heard
  ), summed AS (
    SELECT site, count(*)::int AS live_workers, sum(sessions)::int AS sessions, sum(max_sessions)::int AS max_sessions,
           array_agg(DISTINCT version) AS versions,
           max((health->'latenessMs'->>'p50')::float8) AS p50, max((health->'latenessMs'->>'p99')::float8) AS p99
    FROM heard WHERE live GROUP BY site
  )
  SELECT page.name, page.description, page.created_at AS "createdAt", page.had_worker AS "hadWorker",
         page.lost_since AS "lostSince", page.suspect_since AS "suspectSince",
         coalesce(summed.live_workers, 0) AS "liveWorkers",
         coalesce(summed.sessions, 0) AS sessions, coalesce(summed.max_sessions, 0) AS "maxSessions",
         coalesce(summed.versions, '{}') AS versions, summed.p50, summed.p99,
         (SELECT json_agg(json_build_object(
                   'id', id, 'hostname', hostname, 'version', version, 'startedAt', started_at, 'lastSeenAt', last_seen_at,
                   'live', live, 'sessions', sessions, 'maxSessions', max_sessions, 'health', health,
                   'selfCheck', self_check, 'suspect', suspect) ORDER BY place)
          FROM ranked WHERE ranked.site = page.name AND place <= $2) AS workers
  FROM page LEFT JOIN summed ON summed.site = page.name
  ORDER BY page.name`;
}

export function toStoredSite(row: SiteRow): StoredSite {
  const { name, description, liveWorkers, sessions, maxSessions, versions, p50, p99 } = row;
  return {
    name,
    description,
    createdAt: row.createdAt.toISOString(),
    status: statusOf(row),
    lostSince: row.lostSince?.toISOString() ?? null,
    suspectSince: row.suspectSince?.toISOString() ?? null,
    liveWorkers,
    sessions,
    maxSessions,
    versions,
    latenessMs: p50 === null || p99 === null ? null : { p50, p99 },
    workers: (row.workers ?? []).map(toSiteWorker),
  };
}

/** That no worker is live right now is no loss yet: it may be that nobody listens. */
function statusOf({ lostSince, suspectSince, hadWorker, liveWorkers }: SiteRow): Site['status'] {
  if (lostSince !== null) return 'lost';
  if (suspectSince !== null) return 'suspect';
  return hadWorker || liveWorkers > 0 ? 'live' : 'new';
}

function toSiteWorker({ selfCheck, suspect, startedAt, lastSeenAt, ...worker }: SiteWorkerRow): SiteWorker {
  const health = toHealth(worker.health);
  const findings = [
    ...(suspect === null ? [] : [suspicionFinding(suspect)]),
    ...(health === null ? [] : healthFindings(health)),
    ...(selfCheck?.findings ?? []),
    ...(selfCheck?.addresses ?? []).flatMap((each) => each.findings),
  ];
  return {
    ...worker,
    health,
    startedAt: new Date(startedAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
    advice: findings.map(({ code, message, fix }) => ({ code, message, fix })),
  };
}

function suspicionFinding({ failing, targets }: NonNullable<Worker['suspect']>): SiteWorker['advice'][number] {
  return {
    code: 'suspect',
    message: `Nearly everything fails here by the network: ${failing} of ${targets} hosts. What it sees fail counts for nothing.`,
    fix: 'Look at the network of this machine: what it reaches, its DNS servers, firewall and provider.',
  };
}
