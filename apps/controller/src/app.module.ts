import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccountRepository } from '@twotwenty/database/repositories/account.repository';
import { ActionRunRepository } from '@twotwenty/database/repositories/action-run.repository';
import { AlertCoverageRepository } from '@twotwenty/database/repositories/alert-coverage.repository';
import { AlertRepository } from '@twotwenty/database/repositories/alert.repository';
import { AuditRepository } from '@twotwenty/database/repositories/audit.repository';
import { CertificateRepository } from '@twotwenty/database/repositories/certificate.repository';
import { ChangeRepository } from '@twotwenty/database/repositories/change.repository';
import { CredentialRepository } from '@twotwenty/database/repositories/credential.repository';
import { DeviceSummaryRepository } from '@twotwenty/database/repositories/device-summary.repository';
import { DeviceRepository } from '@twotwenty/database/repositories/device.repository';
import { HealthRepository } from '@twotwenty/database/repositories/health.repository';
import { HistoryRepository } from '@twotwenty/database/repositories/history.repository';
import { HoldRepository } from '@twotwenty/database/repositories/hold.repository';
import { HostKeyRepository } from '@twotwenty/database/repositories/host-key.repository';
import { IncidentRepository } from '@twotwenty/database/repositories/incident.repository';
import { MaintenanceRepository } from '@twotwenty/database/repositories/maintenance.repository';
import { MonitorBulkRepository } from '@twotwenty/database/repositories/monitor-bulk.repository';
import { MonitorListRepository } from '@twotwenty/database/repositories/monitor-list.repository';
import { MonitorRepository } from '@twotwenty/database/repositories/monitor.repository';
import { ProbeCheckRepository } from '@twotwenty/database/repositories/probe-check.repository';
import { RecoveryCheckRepository } from '@twotwenty/database/repositories/recovery-check.repository';
import { RecoverySettingsRepository } from '@twotwenty/database/repositories/recovery-settings.repository';
import { RepairReleaseRepository } from '@twotwenty/database/repositories/repair-release.repository';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { StatisticsRepository } from '@twotwenty/database/repositories/statistics.repository';
import { TimelineRepository } from '@twotwenty/database/repositories/timeline.repository';
import { TagRepository } from '@twotwenty/database/repositories/tag.repository';
import { WorkerRepository } from '@twotwenty/database/repositories/worker.repository';
import { ActionRunsController } from './action-runs/action-runs.controller.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { AlertsService } from './alerts/alerts.service.js';
import { MonitorAlertsController } from './alerts/monitor-alerts.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { AuthGuard } from './auth/auth.guard.js';
import { AuthService } from './auth/auth.service.js';
import { SessionController } from './auth/session.controller.js';
import { CertificatesController } from './certificates/certificates.controller.js';
import { CredentialsController } from './credentials/credentials.controller.js';
import { CredentialsService } from './credentials/credentials.service.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { LOGGER, QUEUES, SECRETS, SETTINGS, type Dependencies } from './dependencies.js';
import { DeviceSummariesController } from './devices/device-summaries.controller.js';
import { DevicesController } from './devices/devices.controller.js';
import { DocsController } from './docs/docs.controller.js';
import { OpenApiDocument } from './docs/openapi.js';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { HistoryController } from './history/history.controller.js';
import { StatisticsController } from './history/statistics.controller.js';
import { HoldKeeper } from './holds/hold-keeper.js';
import { HoldsController } from './holds/holds.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { validationPipe } from './http/validation.pipe.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { MaintenanceController } from './maintenance/maintenance.controller.js';
import { MaintenanceService } from './maintenance/maintenance.service.js';
import { MonitorsController } from './monitors/monitors.controller.js';
import { MonitorsService } from './monitors/monitors.service.js';
import { MonitorValidation } from './monitors/validate-monitor.js';
import { ProbeChecksController } from './probe-checks/probe-checks.controller.js';
import { ProbeChecksService } from './probe-checks/probe-checks.service.js';
import { HostKeysController } from './recovery/host-keys.controller.js';
import { RecoveryChecksController } from './recovery/recovery-checks.controller.js';
import { RecoverySettingsController } from './recovery/recovery-settings.controller.js';
import { ScheduleBell } from './schedule/schedule-bell.js';
import { SitesController } from './sites/sites.controller.js';
import { SitesService } from './sites/sites.service.js';
import { StreamController } from './stream/stream.controller.js';
import { StreamHub } from './stream/stream-hub.js';
import { TagsController } from './tags/tags.controller.js';
import { TemplatesController } from './templates/templates.controller.js';
import { WebController } from './web/web.controller.js';
import { WorkersController } from './workers/workers.controller.js';

const REPOSITORIES = [
  AccountRepository,
  ActionRunRepository,
  AlertCoverageRepository,
  AlertRepository,
  AuditRepository,
  CertificateRepository,
  ChangeRepository,
  CredentialRepository,
  DeviceRepository,
  DeviceSummaryRepository,
  HealthRepository,
  HistoryRepository,
  HoldRepository,
  HostKeyRepository,
  IncidentRepository,
  MaintenanceRepository,
  MonitorBulkRepository,
  MonitorListRepository,
  MonitorRepository,
  ProbeCheckRepository,
  RecoveryCheckRepository,
  RecoverySettingsRepository,
  RepairReleaseRepository,
  SiteRepository,
  StatisticsRepository,
  TimelineRepository,
  TagRepository,
  WorkerRepository,
];

const CONTROLLERS = [
  SessionController,
  HealthController,
  SitesController,
  WorkersController,
  DevicesController,
  DeviceSummariesController,
  MonitorsController,
  ProbeChecksController,
  AlertsController,
  MonitorAlertsController,
  ActionRunsController,
  CredentialsController,
  AuditController,
  TagsController,
  TemplatesController,
  HoldsController,
  MaintenanceController,
  CertificatesController,
  HistoryController,
  StatisticsController,
  IncidentsController,
  RecoveryChecksController,
  RecoverySettingsController,
  HostKeysController,
  DeadLettersController,
  StreamController,
  DocsController,
  WebController,
];

/** The whole API. What it needs from outside is handed in, so that tests start it as `main.ts` does. */
@Module({})
export class AppModule {
  static with(dependencies: Dependencies): DynamicModule {
    return { module: AppModule, controllers: CONTROLLERS, providers: providers(dependencies) };
  }
}

function providers({ dataSource, queues, secrets, logger, settings }: Dependencies): Provider[] {
  return [
    ...REPOSITORIES.map((Repository) => ({ provide: Repository, useValue: new Repository(dataSource) })),
    { provide: QUEUES, useValue: queues },
    { provide: SECRETS, useValue: secrets },
    { provide: LOGGER, useValue: logger },
    { provide: SETTINGS, useValue: settings },
    { provide: APP_PIPE, useValue: validationPipe },
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_FILTER, useExisting: ProblemFilter },
    ProblemFilter,
    AlertsService,
    AuthService,
    CredentialsService,
    HealthService,
    { provide: HoldKeeper, useFactory: (holds: HoldRepository) => new HoldKeeper(holds), inject: [HoldRepository] },
    MaintenanceService,
    MonitorsService,
    MonitorValidation,
    OpenApiDocument,
    ProbeChecksService,
    ScheduleBell,
    SitesService,
    StreamHub,
  ];
}
