import type { WarnableMonitor } from '@twotwenty/contracts/alert-warnings';
import type { Assignment } from '@twotwenty/domain/alerting/assignment';
import type { DataSource } from 'typeorm';

/** Warnings look at so many monitors at most, the oldest first: one alert may serve hundreds of thousands. */
const MAX_MONITORS = 10_000;

/** What warnings about alerts ask of the monitors. */
export class AlertCoverageRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The monitors that an assignment chooses, 10,000 at most. */
  async served(assignment: Assignment): Promise<WarnableMonitor[]> {
    const isAll = assignment.to === 'all';
    return this.dataSource.query<WarnableMonitor[]>(
      `SELECT monitor.id, monitor.device_id AS "deviceId", monitor.tags, device.tags AS "deviceTags", monitor.name,
              (monitor.notification->>'maxAlerts')::int AS "maxAlerts", monitor.recovery
       FROM monitor JOIN device ON device.id = monitor.device_id
       WHERE $1 OR monitor.id = ANY($2::uuid[]) OR monitor.device_id = ANY($3::uuid[])
             OR monitor.tags && $4 OR device.tags && $4
       ORDER BY monitor.key LIMIT ${MAX_MONITORS}`,
      isAll ? [true, [], [], []] : [false, assignment.monitorIds, assignment.deviceIds, assignment.tags],
    );
  }

  /**
   * Which of some hosts are monitored themselves, as the target of a monitor or the address of its device.
   * @param hosts in small letters
   * @returns the name of the oldest monitor of each
   */
  async monitored(hosts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (hosts.length === 0) return new Map();
    const rows = await this.dataSource.query<{ host: string; name: string }[]>(
      `SELECT DISTINCT ON (host) host, monitor.name
       FROM monitor JOIN device ON device.id = monitor.device_id
            CROSS JOIN LATERAL (VALUES (lower(monitor.target->>'host')), (lower(device.address))) AS named (host)
       WHERE host = ANY($1::text[])
       ORDER BY host, monitor.key`,
      [hosts],
    );
    return new Map(rows.map(({ host, name }) => [host, name]));
  }
}
