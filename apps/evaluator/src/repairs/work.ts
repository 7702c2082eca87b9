import type { RecoveryContext, RecoveryFailure, RecoveryOutcome } from '@twotwenty/actions/recovery/recovery-method';
import type { ResolvedMachine } from '@twotwenty/actions/recovery/resolve-machine';
import { isRepair, type StoredRepair } from '@twotwenty/contracts/alert';
import type { PlainLogin } from '@twotwenty/contracts/credential';
import type { UsedCredential } from '@twotwenty/database/repositories/credential.repository';
import type { RepairPlace, TakenRepair } from '@twotwenty/database/repositories/repair.repository';
import { judgeRepair, type RepairFacts, type RepairJudgement } from '@twotwenty/domain/recovery/repair-guard';
import { z } from 'zod';
import { fitOf } from './login.js';

/** What is handed to whoever does the work of a repair. */
export interface RepairWork {
  readonly repair: TakenRepair;
  readonly action: StoredRepair;
  readonly place: RepairPlace;
  /** Opened for this time; null where none is needed. */
  readonly login: PlainLogin | null;
}

/** Does the work of a repair: by a method, or by a program. */
export type DoRepair = (work: RepairWork, context: RecoveryContext) => Promise<RecoveryOutcome>;

/** Finds the addresses of a machine by its name. */
export type ResolveMachine = (machine: string, signal: AbortSignal) => Promise<ResolvedMachine | RecoveryFailure>;

const limited = z.object({ timeoutSeconds: z.number() });
const withCredential = z.object({ passCredential: z.boolean() });

/** Longest that a repair may take, milliseconds. */
export function limitMsOf({ settings }: StoredRepair): number {
  return limited.parse(settings).timeoutSeconds * 1000;
}

/** The action, as long as it is the same kind of repair that was planned. */
export function actionOf({ action, type }: TakenRepair): StoredRepair | null {
  return action !== null && isRepair(action) && action.type === type && action.enabled ? action : null;
}

export function needsCredential(action: StoredRepair | null): boolean {
  if (action === null) return false;
  return action.type !== 'recovery-program' || withCredential.safeParse(action.settings).data?.passCredential === true;
}

/** Whether a repair may begin, or act, as things are. @param credential that the monitor names */
export function judge(repair: TakenRepair, credential: UsedCredential | null): RepairJudgement {
  const { type, isIncidentOpen, hold, isStopped, releasedAt, now, recovery } = repair;
  const action = actionOf(repair);
  const facts: RepairFacts = {
    type,
    isWanted: action !== null,
    isIncidentOpen,
    hold,
    isStopped,
    releasedAt,
    now,
    hasMachine: recovery !== null,
    hasServices: (recovery?.services.length ?? 0) > 0,
    credential: fitOf(credential, type === 'recovery-program' ? null : (recovery?.method ?? null)),
    needsCredential: needsCredential(action),
  };
  return judgeRepair(facts);
}
