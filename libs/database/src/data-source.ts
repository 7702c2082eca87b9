import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { AccountEntity } from './entities/account.entity.js';
import { ActionRunEntity } from './entities/action-run.entity.js';
import { AlertEntity } from './entities/alert.entity.js';
import { AuditEntity } from './entities/audit.entity.js';
import { ChangeEntity } from './entities/change.entity.js';
import { CredentialEntity } from './entities/credential.entity.js';
import { DeviceEntity } from './entities/device.entity.js';
import { EventEntity } from './entities/event.entity.js';
import { IncidentEntity } from './entities/incident.entity.js';
import { MaintenanceWindowEntity } from './entities/maintenance-window.entity.js';
import { MonitorCertificateEntity } from './entities/monitor-certificate.entity.js';
import { MonitorDependencyEntity } from './entities/monitor-dependency.entity.js';
import { MonitorListingEntity } from './entities/monitor-listing.entity.js';
import { MonitorPolicyEntity } from './entities/monitor-policy.entity.js';
import { MonitorStateEntity } from './entities/monitor-state.entity.js';
import { MonitorEntity } from './entities/monitor.entity.js';
import { NoticeEntity } from './entities/notice.entity.js';
import { ProbeCheckEntity } from './entities/probe-check.entity.js';
import { ProbeDetailEntity } from './entities/probe-detail.entity.js';
import { ProbeResultEntity } from './entities/probe-result.entity.js';
import { HostKeyEntity } from './entities/host-key.entity.js';
import { MachineRepairEntity } from './entities/machine-repair.entity.js';
import { RecoveryCheckEntity } from './entities/recovery-check.entity.js';
import { RecoverySettingsEntity } from './entities/recovery-settings.entity.js';
import { RepairEntity } from './entities/repair.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { SiteEventEntity } from './entities/site-event.entity.js';
import { SiteEntity } from './entities/site.entity.js';
import { WorkerEntity } from './entities/worker.entity.js';
import { migrations } from './migrations/index.js';
import { rowTypes } from './repositories/row-types.js';

export interface DatabaseOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly poolSize: number;
}

/** A data source that is not connected yet: call `initialize()`, and `destroy()` at the end. */
export function createDataSource(options: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    entities: [
      AccountEntity,
      ActionRunEntity,
      AlertEntity,
      AuditEntity,
      ChangeEntity,
      CredentialEntity,
      DeviceEntity,
      EventEntity,
      IncidentEntity,
      MaintenanceWindowEntity,
      MonitorCertificateEntity,
      MonitorDependencyEntity,
      MonitorEntity,
      MonitorListingEntity,
      MonitorPolicyEntity,
      MonitorStateEntity,
      NoticeEntity,
      ProbeCheckEntity,
      ProbeDetailEntity,
      ProbeResultEntity,
      HostKeyEntity,
      MachineRepairEntity,
      RecoveryCheckEntity,
      RecoverySettingsEntity,
      RepairEntity,
      SessionEntity,
      SiteEntity,
      SiteEventEntity,
      WorkerEntity,
    ],
    migrations,
    migrationsTransactionMode: 'all',
    synchronize: false,
    logging: false,
    extra: {
      types: rowTypes,
      // A statement that hangs must not hold the locks of a batch for ever.
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 30_000,
      // A server that vanished can't enforce its limits: then this side gives up.
      query_timeout: 40_000,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      // Loops that look now and then need the same few connections again: each new one is a handshake and a process of Postgres.
      idleTimeoutMillis: 600_000,
    },
  });
}
