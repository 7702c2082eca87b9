import { Inject, Injectable } from '@nestjs/common';
import type { ActionRun } from '@twotwenty/contracts/action-run';
import {
  isRepair,
  type ActionInput,
  type Alert,
  type AlertInput,
  type AlertPatch,
  type AlertPreview,
  type SavedAlert,
  type ServingAlerts,
  type StoredAction,
  type StoredAlert,
  type Warning,
  type WarningsOfAlerts,
} from '@twotwenty/contracts/alert';
import {
  alertWarnings,
  coverageWarnings,
  relayHosts,
  relayWarnings,
  type WarnableMonitor,
} from '@twotwenty/contracts/alert-warnings';
import type { Page, PageQuery } from '@twotwenty/contracts/http';
import { ActionRunRepository } from '@twotwenty/database/repositories/action-run.repository';
import { AlertCoverageRepository } from '@twotwenty/database/repositories/alert-coverage.repository';
import { AlertRepository } from '@twotwenty/database/repositories/alert.repository';
import { StorageError, type VersionCheck } from '@twotwenty/database/repositories/storage-error';
import { FAILURE_PREVIEW } from '@twotwenty/domain/alerting/template-tokens';
import { sealAction, viewAction } from '@twotwenty/secrets/action-secrets';
import { SECRETS, type SealingPort } from '../dependencies.js';
import { namedCursor, readCursor, toPage } from '../http/cursor.js';
import { invalidFields, ProblemError } from '../http/problem.js';

/** A repair that is tried is a repair that is done. */
const NO_TRIAL =
  'A repair is not tried by doing it: POST /api/v1/recovery-checks looks whether its machine lets it be done.';

/** What people do to alerts. Secrets are sealed on their way in, and only their fingerprints come out. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly alerts: AlertRepository,
    private readonly coverage: AlertCoverageRepository,
    private readonly runs: ActionRunRepository,
    @Inject(SECRETS) private readonly secrets: SealingPort,
  ) {}

  async list(query: PageQuery): Promise<Page<Alert>> {
    const { items, nextCursor } = toPage(await this.alerts.list(query.limit, readCursor(namedCursor, query.cursor)));
    return { items: items.map(viewAlert), nextCursor };
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<Alert> {
    return viewAlert(await this.alerts.get(id));
  }

  /** @throws ProblemError for a secret that is kept from nowhere; StorageError `unknown-reference` */
  async create({ actions, ...input }: AlertInput): Promise<SavedAlert> {
    return this.saved(await this.alerts.insert({ ...input, actions: this.seal(actions, []) }));
  }

  /**
   * Replaces the fields that are named.
   * @throws ProblemError for a secret that is kept from nowhere; StorageError
   */
  async change(
    id: string,
    seen: VersionCheck,
    { name, enabled, assignment, actions, siteAlerts }: AlertPatch,
  ): Promise<SavedAlert> {
    const changed = await this.alerts.update(id, seen, assignment, (current) => ({
      ...(name === undefined ? {} : { name }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(siteAlerts === undefined ? {} : { siteAlerts }),
      ...(actions === undefined ? {} : { actions: this.seal(actions, current.actions) }),
    }));
    return this.saved(changed);
  }

  /** What is known of an alert before it is saved. Secrets are not looked at: one may be kept from anywhere. */
  async preview(alert: AlertInput): Promise<AlertPreview> {
    const served = await this.coverage.served(alert.assignment);
    const monitored = await this.coverage.monitored(relayHosts(alert));
    return {
      warnings: warningsAbout(alert, served, monitored),
      monitors: served.length,
      maxAlerts: served.length === 0 ? null : Math.max(...served.map(({ maxAlerts }) => maxAlerts)),
    };
  }

  /** What is hardly meant about alerts as they are stored, in the order of the ids; those that are gone are left out. */
  async warnings(ids: readonly string[]): Promise<WarningsOfAlerts['items']> {
    const alerts = await this.alerts.named(ids);
    const monitored = await this.coverage.monitored(alerts.flatMap(relayHosts));
    const served = new Map<string, Promise<WarnableMonitor[]>>();
    const items = [];
    // One after the other: each may serve thousands of monitors, and many serve the same.
    for (const alert of alerts) {
      const key = JSON.stringify(alert.assignment);
      const monitors = served.get(key) ?? this.coverage.served(alert.assignment);
      served.set(key, monitors);
      items.push({ id: alert.id, warnings: warningsAbout(alert, await monitors, monitored) });
    }
    return items;
  }

  /** Who is told of a monitor. @throws StorageError `not-found` */
  async serving(monitorId: string): Promise<ServingAlerts> {
    const alerts = await this.alerts.serving(monitorId);
    return { items: alerts.map(viewAlert), warnings: coverageWarnings(alerts) };
  }

  /**
   * Has an action tried, as it is stored, with the example values of the tokens.
   * @throws StorageError `not-found`; ProblemError for a repair
   */
  async test(alertId: string, actionId: string): Promise<ActionRun> {
    const { name, actions } = await this.alerts.get(alertId);
    const action = actions.find(({ id }) => id === actionId);
    if (action === undefined) throw new StorageError('not-found', 'The alert has no such action.');
    if (isRepair(action)) throw new ProblemError(409, NO_TRIAL);
    const facts = { ...FAILURE_PREVIEW, 'alert-name': name };
    return this.runs.insertTest({ alertId, alertName: name, actionId, actionType: action.type, facts });
  }

  private async saved(alert: StoredAlert): Promise<SavedAlert> {
    return { ...viewAlert(alert), warnings: (await this.preview(alert)).warnings };
  }

  private seal(actions: readonly ActionInput[], stored: readonly StoredAction[]): StoredAction[] {
    const sealed = actions.map((action) => {
      const before = stored.find(({ id }) => id === action.id);
      return sealAction(action, before, this.secrets);
    });
    const problems = sealed.flatMap(({ unknown }, index) =>
      unknown.map((path) => ({
        field: `actions.${index}.settings.${path}`,
        message: 'keeps a secret that this action does not have: write the secret itself',
      })),
    );
    if (problems.length > 0) throw invalidFields(problems);
    return sealed.map(({ action }) => action);
  }
}

/**
 * @param served the monitors that the alert chooses
 * @param monitored which hosts of relays are monitored, and by whom
 */
function warningsAbout(
  alert: AlertInput,
  served: readonly WarnableMonitor[],
  monitored: ReadonlyMap<string, string>,
): Warning[] {
  return [...alertWarnings(alert, served), ...relayWarnings(alert, monitored)];
}

function viewAlert(alert: StoredAlert): Alert {
  return { ...alert, actions: alert.actions.map(viewAction) };
}
