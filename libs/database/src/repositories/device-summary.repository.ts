import type { DeviceSummary, MonitorCounts } from '@twotwenty/contracts/device-summary';
import type { Standing } from '@twotwenty/domain/standing';
import type { DataSource } from 'typeorm';
import type { DeviceEntity } from '../entities/device.entity.js';
import { toDevice, type DeviceKey } from './device.repository.js';
import { severityOf } from './monitor-list.sql.js';
import { containing, slice, type Slice } from './page.js';

/** Where a page of devices begins that are sorted by their trouble. */
export interface TroubleKey extends DeviceKey {
  /** Monitors that are down or lost. */
  readonly bad: number;
  readonly warn: number;
}

interface SummaryRow extends Pick<
  DeviceEntity,
  'id' | 'name' | 'address' | 'tags' | 'version' | 'createdAt' | 'updatedAt'
> {
  readonly monitors: MonitorCounts;
}

interface TroubleRow extends SummaryRow {
  readonly bad: number;
  readonly warn: number;
}

const DEVICE_COLUMNS = `
  device.id, device.name, device.address, device.tags, device.version, device.created_at AS "createdAt",
  device.updated_at AS "updatedAt"`;

const stands = (standing: Standing): string => `count(*) FILTER (WHERE listing.severity = ${severityOf(standing)})`;
const isHeld = `listing.severity <= ${severityOf('maintenance')}`;

/** Counts for the devices of one page, which stand in `page`. */
const COUNTS = `
  SELECT page.*, (
    SELECT json_build_object(
      'total', count(*), 'down', ${stands('down')}, 'lost', ${stands('lost')}, 'warn', ${stands('warn')},
      'uninitialized', ${stands('uninitialized')}, 'up', ${stands('up')},
      'held', count(*) FILTER (WHERE ${isHeld}))
    FROM monitor JOIN monitor_listing listing ON listing.monitor_key = monitor.key
    WHERE monitor.device_id = page.id) AS monitors
  FROM page`;

const MATCHES = `($2::text IS NULL OR device.name ILIKE $2 OR device.address ILIKE $2)`;

/** The parameters: the limit, the pattern or null, the name and the id of the key or null. */
const BY_NAME = `
  WITH page AS (
    SELECT ${DEVICE_COLUMNS} FROM device
    WHERE ${MATCHES} AND ($3::text IS NULL OR (device.name, device.id) > ($3::text, $4::uuid))
    ORDER BY device.name, device.id LIMIT $1)
  ${COUNTS} ORDER BY page.name, page.id`;

/** Besides, the counts of the key. Only monitors in trouble are grouped: most devices have none. */
const BY_TROUBLE = `
  WITH trouble AS (
    SELECT device_id, count(*) FILTER (WHERE severity > ${severityOf('warn')})::int AS bad,
           count(*) FILTER (WHERE severity = ${severityOf('warn')})::int AS warn
    FROM monitor_listing WHERE severity >= ${severityOf('warn')} GROUP BY device_id),
  ranked AS (
    SELECT ${DEVICE_COLUMNS}, coalesce(trouble.bad, 0) AS bad, coalesce(trouble.warn, 0) AS warn
    FROM device LEFT JOIN trouble ON trouble.device_id = device.id
    WHERE ${MATCHES}),
  page AS (
    SELECT * FROM ranked
    WHERE $3::text IS NULL OR (-bad, -warn, name, id) > (-$5::int, -$6::int, $3::text, $4::uuid)
    ORDER BY -bad, -warn, name, id LIMIT $1)
  ${COUNTS} ORDER BY -page.bad, -page.warn, page.name, page.id`;

/** Devices with how their monitors stand. */
export class DeviceSummaryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param search part of a name or an address, without regard to case */
  async listByName(limit: number, after: DeviceKey | null, search?: string): Promise<Slice<DeviceSummary, DeviceKey>> {
    const parameters = [limit + 1, patternOf(search), after?.name ?? null, after?.id ?? null];
    const rows = await this.dataSource.query<SummaryRow[]>(BY_NAME, parameters);
    return slice(rows, limit, ({ name, id }) => ({ name, id }), toSummary);
  }

  /** Those with most monitors down or lost first, then those with most in warn, then by name. */
  async listByTrouble(
    limit: number,
    after: TroubleKey | null,
    search?: string,
  ): Promise<Slice<DeviceSummary, TroubleKey>> {
    const key = [after?.name ?? null, after?.id ?? null, after?.bad ?? 0, after?.warn ?? 0];
    const rows = await this.dataSource.query<TroubleRow[]>(BY_TROUBLE, [limit + 1, patternOf(search), ...key]);
    return slice(rows, limit, ({ bad, warn, name, id }) => ({ bad, warn, name, id }), toSummary);
  }
}

function patternOf(search: string | undefined): string | null {
  return search === undefined ? null : containing(search);
}

function toSummary(row: SummaryRow): DeviceSummary {
  return { ...toDevice(row), monitors: row.monitors };
}
