import type { Hold } from '../status.js';
import type { RecoveryRefusalCode } from './recovery-codes.js';
import type { RepairType } from './repair-types.js';

/** Why a repair that was planned is not carried out: the guard rails. Stable: people filter by them. */
export const REPAIR_SKIP_CODES = [
  'over',
  'held',
  'repairs-stopped',
  'too-late',
  'declined',
  'cooldown',
  'daily-limit',
] as const;
export type RepairSkipCode = (typeof REPAIR_SKIP_CODES)[number];

/** A repair that did not begin within this time is not begun any more: what was decided then may be wrong now. */
export const REPAIR_VALID_MS = 15 * 60_000;

/** How the kinds of credential fit: windows-rpc knows no keys, and a token logs in nowhere here. */
export type CredentialFit = 'missing' | 'not-allowed' | 'unfit' | 'fit';

/** What bears on whether a repair may begin, apart from the machine's own history. */
export interface RepairFacts {
  readonly type: RepairType;
  /** False when the alert or its action was deleted or disabled meanwhile. */
  readonly isWanted: boolean;
  /** Whether the monitor is still out, in the incident the repair was planned for. */
  readonly isIncidentOpen: boolean;
  readonly hold: Hold | null;
  /** The stop switch. */
  readonly isStopped: boolean;
  /** When it was planned, or, where somebody had to be asked, when it was released. */
  readonly releasedAt: Date;
  readonly now: Date;
  /** Whether the monitor says where repairs act. */
  readonly hasMachine: boolean;
  readonly hasServices: boolean;
  readonly credential: CredentialFit;
  /** A program is given a credential on request alone. */
  readonly needsCredential: boolean;
}

export type RepairJudgement =
  | { readonly decision: 'run' }
  | { readonly decision: 'skip'; readonly code: RepairSkipCode | 'disabled'; readonly message: string }
  | { readonly decision: 'refuse'; readonly code: RecoveryRefusalCode };

/**
 * Whether a repair may begin. What does not want it any more comes first, then what forbids it now, then what it lacks:
 * a repair that nobody needs any more is no reason to complain about its settings.
 */
export function judgeRepair(facts: RepairFacts): RepairJudgement {
  return notWanted(facts) ?? lacking(facts) ?? { decision: 'run' };
}

function notWanted(facts: RepairFacts): RepairJudgement | null {
  if (!facts.isWanted) return skip('disabled', 'It was disabled or removed before it was carried out.');
  // A hold ends the incident too: it is the better reason.
  if (facts.hold !== null) return skip('held', `The monitor is ${HOLD_WORDS[facts.hold]}: nothing is repaired now.`);
  if (!facts.isIncidentOpen) return skip('over', 'The outage was over before it was carried out.');
  if (facts.isStopped) return skip('repairs-stopped', 'All repairs are stopped by the stop switch.');
  if (facts.now.getTime() - facts.releasedAt.getTime() > REPAIR_VALID_MS) {
    return skip('too-late', `It could not begin within ${REPAIR_VALID_MS / 60_000} minutes.`);
  }
  return null;
}

const HOLD_WORDS: Readonly<Record<Hold, string>> = {
  disabled: 'disabled',
  suspended: 'suspended',
  maintenance: 'under maintenance',
};

function lacking(facts: RepairFacts): RepairJudgement | null {
  if (facts.type !== 'recovery-program' && !facts.hasMachine) return refuse('no-machine');
  if (facts.needsCredential) {
    if (facts.credential === 'missing') return refuse('no-credential');
    if (facts.credential === 'not-allowed') return refuse('credential-not-allowed');
    if (facts.credential === 'unfit') return refuse('credential-unfit');
  }
  return facts.type === 'restart-services' && !facts.hasServices ? refuse('no-services') : null;
}

/** The limits of every machine. */
export interface MachineLimits {
  /** Shortest time between the beginnings of two repairs of a machine, seconds; 0: none. */
  readonly cooldownSeconds: number;
  /** Most repairs of a machine within 24 hours. */
  readonly maxPerDay: number;
}

/** What was done to a machine lately, whatever it was called by. */
export interface MachineHistory {
  /** Another repair is at it now. */
  readonly isBusy: boolean;
  /** Beginnings of its repairs within the last 24 hours. */
  readonly actedAt: readonly Date[];
  /** Beginning of the last one that this repair is no part of: what stands in for others is part of the same repair. */
  readonly lastApart: Date | null;
}

export type MachineJudgement =
  | { readonly decision: 'run' }
  /** Its turn comes when the other repair has ended. */
  | { readonly decision: 'wait' }
  | { readonly decision: 'skip'; readonly code: RepairSkipCode; readonly message: string };

/** Whether a machine may be repaired now. */
export function judgeMachine(
  { cooldownSeconds, maxPerDay }: MachineLimits,
  { isBusy, actedAt, lastApart }: MachineHistory,
  now: Date,
): MachineJudgement {
  if (isBusy) return { decision: 'wait' };
  // Never before now: somebody else may have begun since this transaction did.
  const since = lastApart === null ? Infinity : Math.max(0, now.getTime() - lastApart.getTime());
  if (since < cooldownSeconds * 1000) {
    const seconds = Math.round(since / 1000);
    return skip('cooldown', `The machine was repaired ${seconds} s ago: there must be ${cooldownSeconds} s between.`);
  }
  if (actedAt.length >= maxPerDay) {
    return skip(
      'daily-limit',
      `The machine was repaired ${actedAt.length} times in 24 hours: ${maxPerDay} are allowed.`,
    );
  }
  return { decision: 'run' };
}

function skip<Code extends RepairSkipCode | 'disabled'>(code: Code, message: string) {
  return { decision: 'skip', code, message } as const;
}

function refuse(code: RecoveryRefusalCode): RepairJudgement {
  return { decision: 'refuse', code };
}
