import type { Monitor, MonitorInput } from '@twotwenty/contracts/monitor';
import type { MonitorEntity } from '../entities/monitor.entity.js';
import { toStateView, type ViewColumns } from './monitor-state.mapper.js';

/** What a client wrote: the configuration without keys and dates. */
type ConfigurationColumns = Pick<MonitorEntity, Exclude<keyof MonitorInput, 'dependsOn'>> &
  Pick<MonitorInput, 'dependsOn'>;

/** A row of `SELECT_MONITORS`. */
export type MonitorRow = ConfigurationColumns &
  Pick<MonitorEntity, 'key' | 'id' | 'version' | 'createdAt' | 'updatedAt'> &
  ViewColumns & { readonly deviceName: string };

/** What a client wrote, under its names; the table is called `monitor` in the statement. Dependencies are by age. */
export const CONFIGURATION_COLUMNS = `
  monitor.device_id AS "deviceId", monitor.name, monitor.enabled, monitor.store_statistics AS "storeStatistics",
  monitor.target, monitor.timing, monitor.notification, monitor.recovery, monitor.sites,
  monitor.sites_to_fail AS "sitesToFail", monitor.confirm_from AS "confirmFrom", monitor.tags,
  ARRAY(SELECT other.id FROM monitor_dependency dependency JOIN monitor other ON other.key = dependency.depends_on_key
        WHERE dependency.monitor_key = monitor.key ORDER BY other.key) AS "dependsOn"`;

/** The lost sites, which Postgres looks up once for a statement. */
export const LOST_SITES = `(SELECT coalesce(array_agg(name), '{}') FROM site WHERE lost_since IS NOT NULL)`;

/**
 * Whether a monitor that is tested has no site left that is live; the tables are called `monitor` and `state`. The first
 * condition follows from the second, and is the one that an index answers.
 */
export const HAS_NO_DATA = `(
  monitor.sites && ${LOST_SITES} AND monitor.sites <@ ${LOST_SITES}
  AND (state.hold IS NULL OR (state.hold = 'maintenance' AND state.maintenance = 'mute')))`;

/** What people read of a state; the tables are called `monitor` and `state` in the statement. */
export const VIEW_COLUMNS = `
  state.status, state.hold, state.suspended_until AS "suspendedUntil", state.maintenance, state.since, state.failures, state.alerts, state.last_test AS "lastTest",
  state.due_at AS "dueAt", state.in_flight AS "inFlight", coalesce(${HAS_NO_DATA}, false) AS "noData"`;

/** All that people read of a monitor; the tables are called `monitor` and `state` in the statement. */
export const MONITOR_COLUMNS = `
  monitor.key, monitor.id, monitor.version, monitor.created_at AS "createdAt", monitor.updated_at AS "updatedAt",
  (SELECT name FROM device WHERE device.id = monitor.device_id) AS "deviceName", ${CONFIGURATION_COLUMNS}, ${VIEW_COLUMNS}`;

/** Monitors with their states, for a condition to be added. */
export const SELECT_MONITORS = `
  SELECT ${MONITOR_COLUMNS}
  FROM monitor JOIN monitor_state state ON state.monitor_key = monitor.key`;

/** The configuration as a client would write it. */
export function toMonitorInput(row: ConfigurationColumns): MonitorInput {
  return {
    deviceId: row.deviceId,
    name: row.name,
    enabled: row.enabled,
    storeStatistics: row.storeStatistics,
    target: row.target,
    timing: row.timing,
    notification: row.notification,
    recovery: row.recovery,
    sites: row.sites,
    sitesToFail: row.sitesToFail,
    confirmFrom: row.confirmFrom,
    tags: row.tags,
    dependsOn: row.dependsOn,
  };
}

/** A monitor as it is read back. */
export function toMonitor(row: MonitorRow): Monitor {
  return {
    id: row.id,
    deviceName: row.deviceName,
    ...toMonitorInput(row),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    state: toStateView(row),
  };
}
