import type { SiteNoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import { SITE_LEASE_MS } from '@twotwenty/domain/sites/hearing';
import type { SiteChange, WatchedSite } from '@twotwenty/domain/sites/judge-site';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { storeSiteHappenings, type SiteHappening, type SiteNoticePlanner } from './site-notices.js';

export type NamedSite = WatchedSite & { readonly name: string };

type SiteRow = NamedSite & { readonly key: number; readonly incidentId: string | null };

/** What became of a site, for the log. */
export interface ChangedSite {
  readonly site: string;
  readonly type: SiteNoticeKind;
  readonly reason: string;
}

/**
 * All sites as of $1; $2: milliseconds that a worker may be silent. Since when monitors use a site is asked of those alone
 * that never had a worker: of the others it is known that one is expected.
 */
const SELECT_WATCHED = `
  SELECT site.key, site.name, site.lost_since AS "lostSince", site.incident_id AS "incidentId",
         site.had_worker AS "hadWorker", heard.live_seen_at AS "liveSeenAt", heard.last_seen_at AS "lastSeenAt",
         coalesce(heard.last_stopped, false) AS "lastStopped",
         CASE WHEN NOT site.had_worker AND heard.site IS NULL AND site.lost_since IS NULL
              THEN (SELECT min(updated_at) FROM monitor WHERE monitor.sites @> ARRAY[site.name]) END AS "usedSince"
  FROM site LEFT JOIN (
    SELECT worker.site, max(last_seen_at) AS last_seen_at,
           max(last_seen_at) FILTER (WHERE NOT stopping AND last_seen_at > $1::timestamptz - make_interval(secs => $2::float8 / 1000))
             AS live_seen_at,
           (array_agg(stopping ORDER BY last_seen_at DESC))[1] AS last_stopped
    FROM worker GROUP BY worker.site
  ) heard ON heard.site = site.name`;

const LOCK_SITES = `SELECT key FROM site WHERE key = ANY($1::smallint[]) ORDER BY key FOR NO KEY UPDATE`;

/** Which sites are lost. Any number of processes may watch side by side: what happens is written once. */
export class SiteWatchRepository {
  /** @param planNotices decides who is told */
  constructor(
    private readonly dataSource: DataSource,
    private readonly planNotices: SiteNoticePlanner,
  ) {}

  /** The clock of the database. */
  async now(): Promise<Date> {
    const [row] = await this.dataSource.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    if (row === undefined) throw new Error('the database told no time');
    return row.now;
  }

  /**
   * Has all sites judged, and stores what has changed with its event and its notices, in one transaction.
   * @param asOf the moment that is judged about, from `now`: who was heard of later is live
   * @returns what has changed
   */
  async judge(asOf: Date, judge: (site: NamedSite) => SiteChange | null): Promise<ChangedSite[]> {
    const parameters = [asOf, SITE_LEASE_MS];
    const sites = await this.dataSource.query<SiteRow[]>(SELECT_WATCHED, parameters);
    const keys = sites.filter((site) => judge(site) !== null || isFirstWorker(site)).map(({ key }) => key);
    if (keys.length === 0) return [];
    return this.dataSource.transaction(async (manager) => {
      await manager.query(LOCK_SITES, [keys]);
      // Others may have judged them meanwhile: what they wrote is seen now that the rows are locked.
      const locked = await manager.query<SiteRow[]>(
        `${SELECT_WATCHED} WHERE site.key = ANY($3::smallint[]) ORDER BY site.key`,
        [...parameters, keys],
      );
      await noteFirstWorkers(manager, locked.filter(isFirstWorker));
      const happenings = locked.flatMap((site) => happeningOf(site, judge(site), asOf));
      for (const happening of happenings) await saveState(manager, happening);
      await storeSiteHappenings(manager, happenings, this.planNotices);
      return happenings.map(({ site, occasion, reason }) => ({ site, type: occasion.type, reason }));
    });
  }
}

function isFirstWorker({ hadWorker, lastSeenAt }: SiteRow): boolean {
  return !hadWorker && lastSeenAt !== null;
}

async function noteFirstWorkers(manager: EntityManager, sites: readonly SiteRow[]): Promise<void> {
  if (sites.length === 0) return;
  await manager.query('UPDATE site SET had_worker = true WHERE key = ANY($1::smallint[])', [
    sites.map(({ key }) => key),
  ]);
}

function happeningOf(site: SiteRow, change: SiteChange | null, at: Date): SiteHappening[] {
  if (change === null) return [];
  const about = { siteKey: site.key, site: site.name, at };
  if (change.type === 'site-lost') {
    const incident = { id: uuidv7(), startedAt: change.since };
    return [{ ...about, occasion: { type: change.type, incident }, reason: change.reason }];
  }
  const { incidentId, lostSince } = site;
  if (incidentId === null || lostSince === null) throw new Error(`the site ${site.name} is back, and was not lost`);
  return [
    { ...about, occasion: { type: change.type, incident: { id: incidentId, startedAt: lostSince } }, reason: '' },
  ];
}

async function saveState(manager: EntityManager, { siteKey, occasion }: SiteHappening): Promise<void> {
  const isLost = occasion.type === 'site-lost';
  const { startedAt, id } = occasion.incident;
  await manager.query('UPDATE site SET lost_since = $2, incident_id = $3 WHERE key = $1', [
    siteKey,
    isLost ? startedAt : null,
    isLost ? id : null,
  ]);
}
