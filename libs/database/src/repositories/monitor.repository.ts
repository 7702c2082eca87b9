import type { Monitor, MonitorInput, MonitorStateView } from '@twotwenty/contracts/monitor';
import { firstDueAt } from '@twotwenty/domain/due';
import { isTested, type MaintenanceMode } from '@twotwenty/domain/holds';
import type { Hold } from '@twotwenty/domain/status';
import { isDeepStrictEqual } from 'node:util';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { forgetAssigned } from './assignment.references.js';
import { forgetCertificates } from './certificate.repository.js';
import { saveDependencies } from './monitor.dependencies.js';
import { alignHolds } from './monitor.hold.js';
import {
  CONFIGURATION_COLUMNS,
  SELECT_MONITORS,
  toMonitor,
  toMonitorInput,
  VIEW_COLUMNS,
  type MonitorRow,
} from './monitor.mapper.js';
import { findReferenceProblems, requireReferences, type MonitorReferences } from './monitor.references.js';
import { toStateView, type ViewColumns } from './monitor-state.mapper.js';
import { requireVersion, StorageError, type FieldProblem, type VersionCheck } from './storage-error.js';

/** A test that was asked for. */
export interface RequestedTest {
  readonly testNumber: number;
}

interface LockedState {
  readonly monitorKey: number;
  readonly hold: Hold | null;
  readonly maintenance: MaintenanceMode | null;
  readonly testNumber: number;
  readonly inFlight: boolean;
}

interface LockedMonitor {
  readonly key: number;
  readonly version: number;
  readonly state: LockedState;
  readonly input: MonitorInput;
  readonly now: Date;
}

/** Monitors and what people do to them. What tests do to them is the evaluator's. */
export class MonitorRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<Monitor> {
    return readMonitor(this.dataSource.manager, id);
  }

  /** @throws StorageError `not-found` */
  async getState(id: string): Promise<MonitorStateView> {
    const [row] = await this.dataSource.query<ViewColumns[]>(
      `SELECT ${VIEW_COLUMNS} FROM monitor JOIN monitor_state state ON state.monitor_key = monitor.key WHERE monitor.id = $1`,
      [id],
    );
    if (row === undefined) throw unknownMonitor();
    return toStateView(row);
  }

  /** Looks up what a monitor names, for an answer that lists every problem at once. Nothing is promised about later. */
  async referenceProblems(references: MonitorReferences): Promise<FieldProblem[]> {
    return this.dataSource.transaction((manager) => findReferenceProblems(manager, references));
  }

  /** Creates a monitor and its state; its first test is due at once. @throws StorageError `unknown-reference` */
  async insert(input: MonitorInput): Promise<Monitor> {
    return this.dataSource.transaction(async (manager) => {
      await requireReferences(manager, referencesOf(input));
      const id = uuidv7();
      const [row] = await manager.query<{ key: number; now: Date }[]>(
        `INSERT INTO monitor (id, device_id, name, enabled, store_statistics, target, timing, notification, recovery,
                              recovery_credential_id, sites, sites_to_fail, confirm_from, tags, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) RETURNING key, now()`,
        [id, ...configurationValues(input)],
      );
      if (row === undefined) throw new Error('the insert returned no row');
      await manager.query(
        `INSERT INTO monitor_state (monitor_key, status, since, due_at, sites) VALUES ($1, 'uninitialized', $2, $3, $4)`,
        [row.key, row.now, firstDueAt(policyOf(input), row.now, 0), input.sites],
      );
      await saveDependencies(manager, { key: row.key, id, name: input.name }, input.dependsOn);
      await alignHolds(manager, [row.key]);
      return readMonitor(manager, id);
    });
  }

  /**
   * Changes a monitor's configuration, and with it the hold that follows from `enabled` and from open windows.
   * @param change makes the new configuration of the stored one; may throw to refuse
   * @throws StorageError `not-found`, `version-mismatch`, `unknown-reference`, `invalid`
   */
  async update(id: string, seen: VersionCheck, change: (current: MonitorInput) => MonitorInput): Promise<Monitor> {
    return this.dataSource.transaction(async (manager) => {
      const monitor = await lockMonitor(manager, id);
      requireVersion(seen, monitor.version);
      const input = change(monitor.input);
      await requireReferences(manager, referencesOf(input));
      await manager.query(
        `UPDATE monitor SET device_id = $2, name = $3, enabled = $4, store_statistics = $5, target = $6, timing = $7,
                notification = $8, recovery = $9, recovery_credential_id = $10, sites = $11, sites_to_fail = $12,
                confirm_from = $13, tags = $14, version = version + 1, updated_at = $15
         WHERE id = $1`,
        [id, ...configurationValues(input), monitor.now],
      );
      if (!isDeepStrictEqual(input.sites, monitor.input.sites)) {
        const firstTestAsks = 'UPDATE monitor_state SET sites = $2 WHERE monitor_key = $1 AND test_number = 0';
        await manager.query(firstTestAsks, [monitor.key, input.sites]);
      }
      if (isOtherServer(input, monitor.input)) await forgetCertificates(manager, monitor.key);
      if (!isDeepStrictEqual(input.dependsOn, monitor.input.dependsOn)) {
        await saveDependencies(manager, { key: monitor.key, id, name: input.name }, input.dependsOn);
      }
      if (bearsOnHolds(input, monitor.input)) await alignHolds(manager, [monitor.key]);
      return readMonitor(manager, id);
    });
  }

  /** Removes a monitor with its state, events, incidents and certificates, also from assignments. @throws StorageError `not-found`, `version-mismatch` */
  async delete(id: string, seen: VersionCheck): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const monitor = await lockMonitor(manager, id);
      requireVersion(seen, monitor.version);
      await manager.query('DELETE FROM monitor WHERE id = $1', [id]);
      await forgetAssigned(manager, 'monitorIds', [id]);
    });
  }

  /**
   * Makes a monitor due now. While a test is in flight that test is the answer.
   * @throws StorageError `not-found`, `held`
   */
  async requestTest(id: string): Promise<RequestedTest> {
    return this.dataSource.transaction(async (manager) => {
      const { key, state } = await lockMonitor(manager, id);
      if (!isTested(state.hold, state.maintenance))
        throw new StorageError('held', `The monitor is not tested while it is held: ${state.hold}.`);
      if (state.inFlight) return { testNumber: state.testNumber };
      await manager.query(
        'UPDATE monitor_state SET due_at = least(due_at, now()), forced = true WHERE monitor_key = $1',
        [key],
      );
      return { testNumber: state.testNumber + 1 };
    });
  }
}

/**
 * Locks a monitor for a change: first the state, which the evaluator locks too, then the configuration. Each is read after
 * its lock was got. Events refer to the monitor, so its lock is the one that lets them be inserted.
 */
async function lockMonitor(manager: EntityManager, id: string): Promise<LockedMonitor> {
  const [state] = await manager.query<LockedState[]>(
    `SELECT monitor_key AS "monitorKey", hold, maintenance, test_number AS "testNumber", in_flight AS "inFlight"
     FROM monitor_state WHERE monitor_key = (SELECT key FROM monitor WHERE id = $1) FOR UPDATE`,
    [id],
  );
  if (state === undefined) throw unknownMonitor();
  const [row] = await manager.query<(MonitorInput & { version: number; now: Date })[]>(
    `SELECT ${CONFIGURATION_COLUMNS}, monitor.version, clock_timestamp() AS now FROM monitor WHERE key = $1 FOR NO KEY UPDATE`,
    [state.monitorKey],
  );
  if (row === undefined) throw unknownMonitor();
  return { key: state.monitorKey, version: row.version, state, input: toMonitorInput(row), now: row.now };
}

async function readMonitor(manager: EntityManager, id: string): Promise<Monitor> {
  const [row] = await manager.query<MonitorRow[]>(`${SELECT_MONITORS} WHERE monitor.id = $1`, [id]);
  if (row === undefined) throw unknownMonitor();
  return toMonitor(row);
}

function configurationValues(input: MonitorInput): unknown[] {
  const { deviceId, name, enabled, storeStatistics, target, timing, notification, recovery, ...rest } = input;
  const before = [deviceId, name, enabled, storeStatistics, target, timing, notification, recovery];
  return [...before, recovery?.credentialId ?? null, rest.sites, rest.sitesToFail, rest.confirmFrom, rest.tags];
}

function referencesOf(input: MonitorInput): MonitorReferences {
  const { deviceId, sites, confirmFrom, recovery, dependsOn } = input;
  const id = recovery?.credentialId ?? null;
  const credential = recovery === null || id === null ? null : { id, method: recovery.method };
  return { deviceId, sites, confirmFrom, credential, dependsOn };
}

function policyOf(input: MonitorInput) {
  return { ...input.notification, delaySeconds: input.timing.delaySeconds };
}

function isOtherServer({ target: a }: MonitorInput, { target: b }: MonitorInput): boolean {
  return a.host !== b.host || a.port !== b.port || a.security !== b.security;
}

/** Whether a change may put the monitor under a hold or release it: windows are for devices and tags too. */
function bearsOnHolds(after: MonitorInput, before: MonitorInput): boolean {
  return (
    after.enabled !== before.enabled ||
    after.deviceId !== before.deviceId ||
    !isDeepStrictEqual(after.tags, before.tags)
  );
}

function unknownMonitor(): StorageError {
  return new StorageError('not-found', 'There is no such monitor.');
}
