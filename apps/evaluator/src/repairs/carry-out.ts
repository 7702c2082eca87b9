import {
  WithdrawnError,
  type HostKeys,
  type RecoveryContext,
  type RecoveryFailure,
} from '@twotwenty/actions/recovery/recovery-method';
import { TimeLimit } from '@twotwenty/actions/time-limit';
import type { StoredRepair } from '@twotwenty/contracts/alert';
import type { PlainLogin } from '@twotwenty/contracts/credential';
import type { CredentialRepository, UsedCredential } from '@twotwenty/database/repositories/credential.repository';
import type {
  RepairEnding,
  RepairPlace,
  RepairRepository,
  TakenRepair,
} from '@twotwenty/database/repositories/repair.repository';
import { machineKeys } from '@twotwenty/domain/recovery/machine-keys';
import { explainRecoveryCode, isRefusal, type RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';
import { judgeMachine, type RepairJudgement } from '@twotwenty/domain/recovery/repair-guard';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat } from '@twotwenty/observability/periodic';
import { openLogin } from '@twotwenty/secrets/login-secrets';
import { SealedSecretError, type SecretBox } from '@twotwenty/secrets/secret-box';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { secretsOf, secretsOfAction } from './login.js';
import { Recorder } from './record.js';
import {
  actionOf,
  judge,
  limitMsOf,
  needsCredential,
  type DoRepair,
  type RepairWork,
  type ResolveMachine,
} from './work.js';

export interface CarryOutDependencies {
  readonly repairs: Pick<RepairRepository, 'reserve' | 'setPlace' | 'giveLeave' | 'progress' | 'putBack' | 'finish'>;
  readonly credentials: Pick<CredentialRepository, 'find'>;
  readonly secrets: Pick<SecretBox, 'open'>;
  readonly hostKeys: HostKeys;
  /** Finds the addresses of a machine. */
  readonly resolve: ResolveMachine;
  readonly doRepair: DoRepair;
  /** Without a sign of life for so long a repair is taken for lost, milliseconds. */
  readonly leaseMs: number;
  readonly logger: Logger;
}

/** What is known so far of a repair that is carried out. */
interface Course {
  readonly repair: TakenRepair;
  readonly credential: UsedCredential | null;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
  readonly stopping: AbortSignal;
  /** Leave was given: from now on an end that nobody saw is unknown. */
  hasActed: boolean;
  /** Why leave was not given. `lost`: it is not ours any more. */
  speaksAgainst: RepairJudgement | 'lost' | null;
}

/** How long a repair waits for another one of the same machine before it asks again. */
const WAIT_MS = 3000;
const PROGRESS_MS = 1000;
/** A method ends within this time when it is told to. */
const END_GRACE_MS = 5000;
const FINISH_ATTEMPTS = 20;

/** Somebody else is at it, or it waits: there is no ending to be noted. */
const NOT_OURS = Symbol('not ours');

/** Carries out a repair that has begun, once, and notes what came of it. @param stopping the process is to end */
export async function carryOut(
  dependencies: CarryOutDependencies,
  repair: TakenRepair,
  stopping: AbortSignal,
): Promise<void> {
  const { credentials, secrets, repairs, leaseMs, logger } = dependencies;
  const credentialId = repair.recovery?.credentialId ?? null;
  const credential = credentialId === null ? null : await credentials.find(credentialId);
  const judgement = judge(repair, credential);
  const action = actionOf(repair);
  if (judgement.decision !== 'run' || action === null) {
    return finish(dependencies, repair, new Recorder(), endingOf(judgement));
  }
  const opened = open(action, needsCredential(action) ? credential : null, secrets);
  if (opened === null) return finish(dependencies, repair, new Recorder(), failure('secret-unreadable', null));
  const { login } = opened;
  const recorder = new Recorder(opened.secrets);
  using limit = new TimeLimit(stopping, limitMsOf(action));
  const { signal } = limit;
  const course: Course = { repair, credential, recorder, signal, stopping, hasActed: false, speaksAgainst: null };
  const alive = repeat(logger, 'telling how a repair goes', async () => {
    await repairs.progress(repair, recorder.record(), leaseMs);
    return Math.min(PROGRESS_MS, leaseMs / 4);
  });
  try {
    const ending = await work(dependencies, course, (place) => ({ repair, action, place, login }));
    if (ending !== NOT_OURS) await finish(dependencies, repair, recorder, ending);
  } finally {
    await alive.stop();
  }
}

/** Opens what a repair needs. @returns null when no key opens it */
function open(
  action: StoredRepair,
  credential: UsedCredential | null,
  box: Pick<SecretBox, 'open'>,
): { readonly login: PlainLogin | null; readonly secrets: readonly string[] } | null {
  try {
    const login = credential === null ? null : openLogin(credential, box);
    return { login, secrets: [...secretsOfAction(action, box), ...(login === null ? [] : secretsOf(login))] };
  } catch (error) {
    if (error instanceof SealedSecretError) return null;
    throw error;
  }
}

/** Finds the machine, reserves it, and has the work done there. */
async function work(
  dependencies: CarryOutDependencies,
  course: Course,
  workAt: (place: RepairPlace) => RepairWork,
): Promise<RepairEnding | typeof NOT_OURS> {
  const { repairs, logger, leaseMs } = dependencies;
  const { repair, recorder, signal, stopping } = course;
  try {
    const place = await findPlace(dependencies, course);
    if ('result' in place) {
      return stopping.aborted ? await handBack(repairs, repair, 0) : failure(place.code, place.detail, place);
    }
    const keys = machineKeys(place.machine, place.addresses);
    const judgement = await repairs.reserve(repair, keys, leaseMs, judgeMachine);
    if (judgement.decision === 'wait') return await handBack(repairs, repair, WAIT_MS);
    if (judgement.decision === 'skip') return { ...judgement, state: 'skipped' };
    await repairs.setPlace(repair, place);
    recorder.step(`Begins at ${place.machine} (${place.addresses.join(', ') || 'no address of it is known'}).`);
    return await act(dependencies, course, workAt(place));
  } catch (error) {
    if (stopping.aborted && !course.hasActed) return handBack(repairs, repair, 0);
    if (error instanceof WithdrawnError) return withdrawn(course.speaksAgainst);
    if (signal.aborted && !course.hasActed) return failure('time-limit', null);
    logger.error({ err: error, runId: repair.id, type: repair.type }, 'a repair failed unexpectedly');
    return failure('unexpected', null, { result: course.hasActed ? 'unknown' : 'failed', exitStatus: null });
  }
}

/** A program may repair a machine that has no address here: it knows its way. */
async function findPlace(
  { resolve }: CarryOutDependencies,
  { repair, signal }: Course,
): Promise<RepairPlace | RecoveryFailure> {
  const { recovery, host, type } = repair;
  const machine = recovery?.machine ?? host;
  const resolved = await resolve(machine, signal);
  const isProgram = type === 'recovery-program';
  if (resolved.result !== 'done' && !isProgram) return resolved;
  return {
    machine,
    addresses: resolved.result === 'done' ? resolved.addresses : [],
    port: recovery?.port ?? null,
    method: isProgram ? null : (recovery?.method ?? null),
    credentialId: needsCredential(actionOf(repair)) ? (recovery?.credentialId ?? null) : null,
    services: type === 'reboot-server' ? [] : (recovery?.services ?? []),
  };
}

async function act(
  dependencies: CarryOutDependencies,
  course: Course,
  workToDo: RepairWork,
): Promise<RepairEnding | typeof NOT_OURS> {
  const { doRepair, hostKeys, repairs } = dependencies;
  const { repair, recorder, signal, stopping } = course;
  const context: RecoveryContext = {
    signal,
    hostKeys,
    step: recorder.step,
    output: recorder.output,
    beforeActing: () => askLeave(dependencies, course, workToDo.place),
  };
  const done = new AbortController();
  try {
    const outcome = await Promise.race([doRepair(workToDo, context), overdue(signal, done.signal)]);
    if (outcome.result === 'done') {
      return { state: 'done', summary: recorder.clean(outcome.summary), exitStatus: outcome.exitStatus };
    }
    if (stopping.aborted && !course.hasActed) return await handBack(repairs, repair, 0);
    const code = stopping.aborted && outcome.result === 'unknown' ? 'interrupted' : outcome.code;
    return failure(code, outcome.detail === null ? null : recorder.clean(outcome.detail), outcome);
  } finally {
    done.abort();
  }
}

/** Nothing was done, and another attempt is to do it, here or elsewhere. */
async function handBack(
  repairs: CarryOutDependencies['repairs'],
  repair: TakenRepair,
  waitMs: number,
): Promise<typeof NOT_OURS> {
  await repairs.putBack(repair, waitMs);
  return NOT_OURS;
}

/** @throws WithdrawnError when leave to act was not given; why stands in the course then */
async function askLeave({ repairs, leaseMs }: CarryOutDependencies, course: Course, place: RepairPlace): Promise<void> {
  const { repair, credential, signal } = course;
  signal.throwIfAborted();
  const askedAt = performance.now();
  const leave = await repairs.giveLeave(repair, place, (facts) => judge(facts, credential).decision !== 'run');
  // A process that stood still has been taken for dead meanwhile, and somebody may have had the repair done again.
  const isLost = leave.given ? performance.now() - askedAt > leaseMs / 2 : leave.reason === 'lost';
  if (leave.given && !isLost) {
    course.hasActed = true;
    return;
  }
  course.speaksAgainst = leave.given || leave.reason === 'lost' ? 'lost' : judge(leave.reason, credential);
  throw new WithdrawnError('leave to act was not given');
}

/** Rejects when a method goes on although its time is over. */
async function overdue(signal: AbortSignal, done: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort', { signal: done });
  await sleep(END_GRACE_MS, undefined, { signal: done });
  throw new Error('the method did not end when its time was over');
}

function endingOf(judgement: RepairJudgement): RepairEnding {
  if (judgement.decision === 'skip') return { state: 'skipped', code: judgement.code, message: judgement.message };
  return judgement.decision === 'refuse' ? failure(judgement.code, null) : failure('withdrawn', null);
}

function withdrawn(speaksAgainst: Course['speaksAgainst']): RepairEnding | typeof NOT_OURS {
  if (speaksAgainst === 'lost') return NOT_OURS;
  return speaksAgainst === null ? failure('withdrawn', null) : endingOf(speaksAgainst);
}

function failure(
  code: RecoveryCode,
  detail: string | null,
  { result, exitStatus }: { readonly result: 'failed' | 'unknown'; readonly exitStatus: number | null } = {
    result: 'failed',
    exitStatus: null,
  },
): RepairEnding {
  const state = result === 'failed' && isRefusal(code) ? 'refused' : result;
  return { state, code, error: explainRecoveryCode(code, detail), exitStatus };
}

/** What came of a repair must not be lost with a connection: else it would be taken for unknown. */
async function finish(
  { repairs, logger }: CarryOutDependencies,
  repair: TakenRepair,
  recorder: Recorder,
  ending: RepairEnding,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await repairs.finish(repair, ending, recorder.record());
      logger.info({ runId: repair.id, type: repair.type, monitor: repair.monitorName, ...ending }, 'a repair ended');
      return;
    } catch (error) {
      if (attempt === FINISH_ATTEMPTS) throw error;
      logger.warn({ err: error, runId: repair.id }, 'what came of a repair could not be noted yet');
      await sleep(Math.min(100 * 2 ** attempt, 5000));
    }
  }
}
