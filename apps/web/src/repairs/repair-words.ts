import type { RepairDetail, RunState } from '@twotwenty/contracts/action-run';
import type { Monitor } from '@twotwenty/contracts/monitor';
import type { RecoveryMethodName } from '@twotwenty/contracts/recovery';
import { formatDuration, formatExact } from '../time/relative-time.js';

export const METHOD_WORDS: Readonly<Record<RecoveryMethodName, string>> = {
  'ssh-systemd': 'SSH with systemd',
  'ssh-windows': 'SSH with PowerShell',
  'windows-rpc': 'Windows RPC',
};

/** Where and what a repair would act upon, as people confirm it. */
export interface PlannedPlace {
  readonly machine: string;
  /** Null where none is needed. */
  readonly services: string | null;
}

interface RepairedMonitor extends Pick<Monitor, 'recovery'> {
  readonly target: Pick<Monitor['target'], 'host'>;
}

/**
 * What a repair would be asked of by what the monitor says now.
 * @param type of the action; a program that repairs is given the server that is tested where no machine is named
 */
export function plannedPlace(type: string, { recovery, target }: RepairedMonitor): PlannedPlace {
  const unnamed = type === 'recovery-program' ? target.host : 'none is named by the monitor: it will be refused';
  const { machine = unnamed, services = [] } = recovery ?? {};
  if (type === 'reboot-server') return { machine, services: null };
  if (services.length > 0) return { machine, services: services.join(', ') };
  const isLacking = type === 'restart-services' && recovery !== null;
  return { machine, services: isLacking ? 'none are named by the monitor: it will be refused' : null };
}

/** What somebody should know before a repair is carried out again. @param state in which it ended */
export function againWarning(state: RunState): string {
  const again = 'The machine will be asked again.';
  return state === 'unknown' ? `${again} Nobody knows whether it did what it was asked for before.` : again;
}

/**
 * What the tests after a repair showed, in sentences; none while nothing was done.
 * @param type of the action: only of a reboot it is told whether the machine went away
 */
export function effectSentences(type: string, { effect, actedAt }: Pick<RepairDetail, 'effect' | 'actedAt'>): string[] {
  if (effect === null || actedAt === null) return [];
  return type === 'reboot-server'
    ? [outcomeSentence(effect, actedAt), absence(effect)]
    : [outcomeSentence(effect, actedAt)];
}

type Effect = NonNullable<RepairDetail['effect']>;

function outcomeSentence({ outcome, at, failedTests }: Effect, actedAt: string): string {
  const sessions = failedTests === 1 ? '1 session' : `${failedTests} sessions`;
  if (outcome === 'interrupted') return 'The outage was ended by a hold, before a test passed.';
  if (outcome === 'answered' && at !== null) {
    const later = `The server answered ${formatDuration(Date.parse(at) - Date.parse(actedAt))} later`;
    return failedTests === 0 ? `${later}.` : `${later}: ${sessions} failed until then.`;
  }
  return failedTests === 0 ? 'No answer yet.' : `Still no answer: ${sessions} failed since.`;
}

function absence({ outcome, wentAwayAt, cameBackAt }: Effect): string {
  if (wentAwayAt === null) {
    return outcome === 'not-yet' ? 'The machine was not seen to go away yet.' : 'The machine was not seen to go away.';
  }
  const went = `The machine went away at ${formatExact(wentAwayAt)}`;
  return cameBackAt === null
    ? `${went}, and did not come back yet.`
    : `${went}, came back at ${formatExact(cameBackAt)}.`;
}
