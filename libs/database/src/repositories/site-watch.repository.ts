import type { SiteNoticeKind } from '@twotwenty/domain/alerting/notice-kinds';
import { SITE_LEASE_MS } from '@twotwenty/domain/sites/hearing';
import type { SiteChange, SiteSuspicion, WatchedSite } from '@twotwenty/domain/sites/judge-site';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { storeSiteHappenings, type SiteHappening, type SiteNoticePlanner } from './site-notices.js';

export type NamedSite = WatchedSite & { readonly name: string };

type SiteRow = NamedSite & {
  readonly key: number;
  readonly incidentId: string | null;
  readonly suspectIncidentId: string | null;
};

/** As it comes out of the database: JSON has no dates. */
type RawSiteRow = Omit<SiteRow, 'suspicion'> & {
  readonly suspicion: (Omit<SiteSuspicion, 'since'> & { readonly since: string }) | null;
};

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
         site.suspect_since AS "suspectSince", site.suspect_incident_id AS "suspectIncidentId",
         coalesce(heard.live_workers, 0)::int AS "liveWorkers",
         CASE WHEN heard.suspects > 0
              THEN jsonb_build_object('workers', heard.suspects, 'since', heard.suspect->>'since',
                                      'failing', heard.suspect->'failing', 'targets', heard.suspect->'targets') END AS suspicion,
         site.had_worker AS "hadWorker", heard.live_seen_at AS "liveSeenAt", heard.last_seen_at AS "lastSeenAt",
         coalesce(heard.last_stopped, false) AS "lastStopped",
         CASE WHEN NOT site.had_worker AND heard.site IS NULL AND site.lost_since IS NULL
              THEN (SELECT min(updated_at) FROM monitor WHERE monitor.sites @> ARRAY[site.name]) END AS "usedSince"
  FROM site LEFT JOIN (
    SELECT worker.site, max(last_seen_at) AS last_seen_at,
           max(last_seen_at) FILTER (WHERE live) AS live_seen_at,
           count(*) FILTER (WHERE live) AS live_workers,
           count(suspect) FILTER (WHERE live) AS suspects,
           (array_agg(suspect ORDER BY (suspect->'targets')::int DESC) FILTER (WHERE live AND suspect IS NOT NULL))[1] AS suspect,
           (array_agg(stopping ORDER BY last_seen_at DESC))[1] AS last_stopped
    FROM (
      SELECT *, NOT stopping AND last_seen_at > $1::timestamptz - make_interval(secs => $2::float8 / 1000) AS live FROM worker
    ) worker GROUP BY worker.site
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
  async judge(asOf: Date, judge: (site: NamedSite) => readonly SiteChange[]): Promise<ChangedSite[]> {
    const parameters = [asOf, SITE_LEASE_MS];
    const sites = (await this.dataSource.query<RawSiteRow[]>(SELECT_WATCHED, parameters)).map(toSiteRow);
    const keys = sites.filter((site) => judge(site).length > 0 || isFirstWorker(site)).map(({ key }) => key);
    if (keys.length === 0) return [];
    return this.dataSource.transaction(async (manager) => {
      await manager.query(LOCK_SITES, [keys]);
      // Others may have judged them meanwhile: what they wrote is seen now that the rows are locked.
      const raw = await manager.query<RawSiteRow[]>(
        `${SELECT_WATCHED} WHERE site.key = ANY($3::smallint[]) ORDER BY site.key`,
        [...parameters, keys],
      );
      const locked = raw.map(toSiteRow);
      await noteFirstWorkers(manager, locked.filter(isFirstWorker));
      const happenings = locked.flatMap((site) => judge(site).map((change) => happeningOf(site, change, asOf)));
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

function happeningOf(site: SiteRow, change: SiteChange, at: Date): SiteHappening {
  const about = { siteKey: site.key, site: site.name, at };
  if ('since' in change) {
    const incident = { id: uuidv7(), startedAt: change.since };
    return { ...about, occasion: { type: change.type, incident }, reason: change.reason };
  }
  const [id, startedAt] =
    change.type === 'site-back' ? [site.incidentId, site.lostSince] : [site.suspectIncidentId, site.suspectSince];
  if (id === null || startedAt === null) throw new Error(`the site ${site.name}: ${change.type} without what it ends`);
  return { ...about, occasion: { type: change.type, incident: { id, startedAt } }, reason: '' };
}

function toSiteRow({ suspicion, ...row }: RawSiteRow): SiteRow {
  return { ...row, suspicion: suspicion === null ? null : { ...suspicion, since: new Date(suspicion.since) } };
}

/** The columns of each state of a site. */
const SAVE_PRESENCE = 'UPDATE site SET lost_since = $2, incident_id = $3 WHERE key = $1';
const SAVE_TRUST = 'UPDATE site SET suspect_since = $2, suspect_incident_id = $3 WHERE key = $1';

async function saveState(manager: EntityManager, { siteKey, occasion }: SiteHappening): Promise<void> {
  const isPresence = occasion.type === 'site-lost' || occasion.type === 'site-back';
  const isBad = occasion.type === 'site-lost' || occasion.type === 'site-suspect';
  const { startedAt, id } = occasion.incident;
  await manager.query(isPresence ? SAVE_PRESENCE : SAVE_TRUST, [siteKey, isBad ? startedAt : null, isBad ? id : null]);
}
