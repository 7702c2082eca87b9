import {
  formatAlertRange,
  parseAlertRange,
  reachableWithin,
  unreachableSpans,
} from '@twotwenty/domain/alerting/alert-range';
import { serves, type AssignableMonitor } from '@twotwenty/domain/alerting/assignment';
import { unknownTokens } from '@twotwenty/domain/alerting/template';
import { z } from 'zod';
import {
  isRepair,
  type ActionInput,
  type AlertInput,
  type NoticeActionOf,
  type RepairOf,
  type StoredAlert,
  type Warning,
} from './alert.js';
import type { RecoveryParameters } from './recovery.js';

/** What of a monitor bears on the warnings. */
export interface WarnableMonitor extends AssignableMonitor {
  readonly name: string;
  /** M */
  readonly maxAlerts: number;
  /** Where its repairs act. */
  readonly recovery: RecoveryParameters | null;
}

/**
 * What somebody who saves an alert should know. Never a reason to refuse it.
 * @param monitors all that there are; those that the alert serves are picked out
 */
export function alertWarnings(alert: AlertInput, monitors: readonly WarnableMonitor[]): Warning[] {
  const served = monitors.filter((monitor) => serves(alert.assignment, monitor));
  const warnings = alert.actions.flatMap((action, index) =>
    actionWarnings(action, alert.actions, served).map(({ field, message }) => ({
      field: `actions.${index}.${field}`,
      message,
    })),
  );
  if (!alert.enabled) {
    warnings.unshift({ field: 'enabled', message: 'is off: nobody is told' });
  } else if (!alert.actions.some(({ enabled }) => enabled)) {
    warnings.unshift({ field: 'actions', message: 'has no action that is enabled: nobody is told' });
  }
  if (served.length === 0 && !alert.siteAlerts) {
    warnings.unshift({ field: 'assignment', message: 'serves no monitor: nobody is told' });
  }
  return warnings;
}

function actionWarnings(
  action: ActionInput,
  all: readonly ActionInput[],
  served: readonly WarnableMonitor[],
): Warning[] {
  return [
    ...(isRepair(action)
      ? repairWarnings(action, served)
      : [...occasionWarnings(action, all), ...templateWarnings(action)]),
    ...rangeWarnings(action, served),
    ...scheduleWarnings(action),
    ...fallbackWarnings(action, all),
  ];
}

/** Who is served by a repair and does not say where it acts: it would be refused. */
function repairWarnings({ type, settings }: RepairOf<ActionInput>, served: readonly WarnableMonitor[]): Warning[] {
  const needsMachine = type !== 'recovery-program';
  const needsCredential = needsMachine || settings['passCredential'] === true;
  const warn = (lacks: (recovery: RecoveryParameters | null) => boolean, what: string): Warning[] => {
    const lacking = served.filter(({ recovery }) => lacks(recovery));
    if (lacking.length === 0) return [];
    const names = listed(lacking.map(({ name }) => `"${name}"`));
    return [{ field: 'type', message: `is refused for ${names}: no ${what} in the recovery parameters` }];
  };
  return [
    ...(needsMachine ? warn((recovery) => recovery === null, 'machine is named') : []),
    ...(needsCredential ? warn((recovery) => lacksCredential(recovery, needsMachine), 'credential is named') : []),
    ...(type === 'restart-services' ? warn((recovery) => recovery?.services.length === 0, 'services are named') : []),
  ];
}

/** Where a machine is needed, that it is missing says enough. */
function lacksCredential(recovery: RecoveryParameters | null, needsMachine: boolean): boolean {
  return recovery === null ? !needsMachine : recovery.credentialId === null;
}

function occasionWarnings(
  { id, onFailure, onRecovery }: NoticeActionOf<ActionInput>,
  all: readonly ActionInput[],
): Warning[] {
  if (onFailure !== null) return [];
  if (onRecovery === null) return [{ field: 'onFailure', message: 'is off, and so is onRecovery: it is never run' }];
  if (all.some(({ fallbackActionId }) => fallbackActionId === id)) return [];
  return [
    { field: 'onRecovery', message: 'is sent after a failure notice of the same action only, and onFailure is off' },
  ];
}

function rangeWarnings({ range: written }: ActionInput, served: readonly WarnableMonitor[]): Warning[] {
  const range = parseAlertRange(written);
  if (!range.ok || served.length === 0) return [];
  const most = Math.max(...served.map(({ maxAlerts }) => maxAlerts));
  const beyond = unreachableSpans(range.value, most);
  if (beyond.length > 0) {
    const text = formatAlertRange(beyond);
    return [
      { field: 'range', message: `${text} is never reached: no monitor it serves raises more than ${alerts(most)}` },
    ];
  }
  const missed = served.filter(({ maxAlerts }) => !reachableWithin(range.value, maxAlerts));
  return missed.length === 0
    ? []
    : [{ field: 'range', message: `${written} is never reached by ${named(missed)}, which raise too few alerts` }];
}

function alerts(count: number): string {
  return count === 1 ? '1 alert' : `${count} alerts`;
}

/** The first three, and how many more. */
function named(monitors: readonly WarnableMonitor[]): string {
  return listed(monitors.map(({ name, maxAlerts }) => `"${name}" (${maxAlerts} at most)`));
}

function listed(all: readonly string[]): string {
  const names = all.slice(0, 3);
  const more = all.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}

function templateWarnings({ onFailure, onRecovery }: NoticeActionOf<ActionInput>): Warning[] {
  return Object.entries({ onFailure, onRecovery }).flatMap(([name, template]) =>
    (['subject', 'text'] as const).flatMap((part) =>
      unknownTokens(template?.[part] ?? '').map((token) => ({
        field: `${name}.${part}`,
        message: `${token} is no token and stays as written`,
      })),
    ),
  );
}

function scheduleWarnings({ schedule }: ActionInput): Warning[] {
  if (schedule === null || Object.values(schedule.days).some((quarters) => quarters.includes('1'))) return [];
  return [{ field: 'schedule', message: 'has no quarter hour that is on: the action is never run' }];
}

function fallbackWarnings({ fallbackActionId }: ActionInput, all: readonly ActionInput[]): Warning[] {
  const fallback = all.find(({ id }) => id === fallbackActionId);
  if (fallback === undefined || fallback.enabled) return [];
  return [{ field: 'fallbackActionId', message: 'is an action that is disabled: it can not stand in' }];
}

const relaysSchema = z.object({ relays: z.array(z.object({ host: z.string() })) });

/** The hosts of the relays of an alert's e-mails, in small letters. */
export function relayHosts({ actions }: Pick<AlertInput, 'actions'>): string[] {
  return actions.flatMap((action) => relaysOf(action).map(({ host }) => host.toLowerCase()));
}

/**
 * Mail that tells of a server that is down can not go through that server.
 * @param monitoredBy names of monitors by the host they test, or the address of its device, in small letters
 */
export function relayWarnings(
  { actions }: Pick<AlertInput, 'actions'>,
  monitoredBy: ReadonlyMap<string, string>,
): Warning[] {
  return actions.flatMap((action, index) =>
    relaysOf(action).flatMap(({ host }, place) => {
      const monitor = monitoredBy.get(host.toLowerCase());
      return monitor === undefined
        ? []
        : [
            {
              field: `actions.${index}.settings.relays.${place}.host`,
              message: `is monitored itself, by "${monitor}": while it is down, this relay takes no mail`,
            },
          ];
    }),
  );
}

function relaysOf({ type, settings }: ActionInput): { readonly host: string }[] {
  return type === 'email' ? (relaysSchema.safeParse(settings).data?.relays ?? []) : [];
}

/** What somebody should know who relies on the alerts that serve a monitor. */
export function coverageWarnings(serving: readonly Pick<StoredAlert, 'enabled' | 'actions'>[]): Warning[] {
  if (serving.length === 0) return [{ field: 'alerts', message: 'no alert serves this monitor: nobody is told' }];
  const active = serving.filter((alert) => alert.enabled);
  if (active.length === 0) {
    return [{ field: 'alerts', message: 'every alert that serves this monitor is disabled: nobody is told' }];
  }
  const enabled = active.flatMap(({ actions }) => actions.filter((action) => action.enabled));
  if (enabled.length === 0) {
    return [{ field: 'alerts', message: 'no alert of this monitor has an action that is enabled: nobody is told' }];
  }
  if (!enabled.every(isRepair)) return [];
  return [{ field: 'alerts', message: 'the alerts of this monitor have repairs only: nobody is told' }];
}
