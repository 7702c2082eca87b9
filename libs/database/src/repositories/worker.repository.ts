import type { Worker, WorkerBeat } from '@twotwenty/contracts/worker';
import type { DataSource } from 'typeorm';
import { WorkerEntity } from '../entities/worker.entity.js';
import { slice, type Slice } from './page.js';
import { toHealth } from './worker-health.js';

/** A worker that was not heard of for longer has ended, or can't reach us. */
export const LIVE_WITHIN = `interval '60 seconds'`;
const FORGET_AFTER = `interval '1 day'`;

/** The workers that were heard of. All times are by the clock of the database. */
export class WorkerRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes down a beat. Beats may come twice and in any order: one that is not newer than what is known changes nothing, nor
   * does one with the id of another site's worker.
   * @param site the one through whose queue the beat came
   */
  async record(site: string, beat: WorkerBeat): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO worker (id, site, hostname, version, started_at, last_seen_at, sequence, stopping, sessions, max_sessions, self_check,
                           health, suspect)
       VALUES ($1, $2, $3, $4, $5, now(), $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (id) DO UPDATE SET
         last_seen_at = now(), sequence = EXCLUDED.sequence, stopping = EXCLUDED.stopping, sessions = EXCLUDED.sessions,
         max_sessions = EXCLUDED.max_sessions, self_check = EXCLUDED.self_check, health = EXCLUDED.health,
         suspect = EXCLUDED.suspect
       WHERE worker.sequence < EXCLUDED.sequence AND worker.site = EXCLUDED.site`,
      [
        beat.id,
        site,
        beat.hostname,
        beat.version,
        beat.startedAt,
        beat.sequence,
        beat.stopping,
        beat.sessions,
        beat.maxSessions,
        beat.selfCheck === null ? null : JSON.stringify(beat.selfCheck),
        beat.health === null ? null : JSON.stringify(beat.health),
        beat.suspect === null ? null : JSON.stringify(beat.suspect),
      ],
    );
  }

  /** Workers in the order of their ids, which is that of their starts. @param after the id after which the page begins */
  async list(limit: number, after: string | null, site?: string): Promise<Slice<Worker, string>> {
    const query = this.dataSource
      .getRepository(WorkerEntity)
      .createQueryBuilder('worker')
      .addSelect(`NOT worker.stopping AND worker.last_seen_at > now() - ${LIVE_WITHIN}`, 'live')
      .orderBy('worker.id')
      .limit(limit + 1);
    if (after !== null) query.andWhere('worker.id > :after', { after });
    if (site !== undefined) query.andWhere('worker.site = :site', { site });
    const { entities, raw } = await query.getRawAndEntities<{ live: boolean }>();
    const rows = entities.map((row, i) => ({ row, live: raw[i]?.live === true }));
    return slice(
      rows,
      limit,
      ({ row }) => row.id,
      ({ row, live }) => toWorker(row, live),
    );
  }

  /** Forgets the workers that were silent for a day. @returns how many */
  async removeSilent(): Promise<number> {
    const rows = await this.dataSource.query<unknown[]>(
      `WITH removed AS (DELETE FROM worker WHERE last_seen_at < now() - ${FORGET_AFTER} RETURNING id) SELECT id FROM removed`,
    );
    return rows.length;
  }
}

function toWorker(row: WorkerEntity, live: boolean): Worker {
  const { id, site, hostname, version, stopping, sessions, maxSessions, selfCheck, health, suspect } = row;
  return {
    id,
    site,
    hostname,
    version,
    startedAt: row.startedAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    live,
    stopping,
    sessions,
    maxSessions,
    selfCheck,
    health: toHealth(health),
    suspect,
  };
}
