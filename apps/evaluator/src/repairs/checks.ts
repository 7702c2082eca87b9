import type {
  HostKeys,
  LookingContext,
  MachineService,
  RecoveryFailure,
  RecoveryOutcome,
  RecoveryTask,
} from '@twotwenty/actions/recovery/recovery-method';
import { checkRecoveryProgram } from '@twotwenty/actions/recovery/recovery-program';
import {
  MAX_LISTED_SERVICES,
  recoveryCheckInputSchema,
  type RecoveryCheckInput,
} from '@twotwenty/contracts/recovery-check';
import { createStopping, TimeLimit } from '@twotwenty/actions/time-limit';
import { DEFAULT_RECOVERY_PORTS } from '@twotwenty/contracts/recovery';
import type { CredentialRepository } from '@twotwenty/database/repositories/credential.repository';
import type {
  CheckEnding,
  RecoveryCheckRepository,
  TakenCheck,
} from '@twotwenty/database/repositories/recovery-check.repository';
import { explainRecoveryCode, type RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';
import type { Logger } from '@twotwenty/observability/logger';
import { repeat, type WakeablePeriodic } from '@twotwenty/observability/periodic';
import { openLogin } from '@twotwenty/secrets/login-secrets';
import { SealedSecretError, type SecretBox } from '@twotwenty/secrets/secret-box';
import type { RecoveryMethods } from './do-repair.js';
import { atAddresses } from './at-addresses.js';
import { fitOf, secretsOf, toRecoveryCredential } from './login.js';
import { Recorder } from './record.js';
import type { ResolveMachine } from './work.js';

export interface ChecksDependencies {
  readonly checks: Pick<RecoveryCheckRepository, 'take' | 'finish'>;
  readonly credentials: Pick<CredentialRepository, 'find'>;
  readonly secrets: Pick<SecretBox, 'open'>;
  readonly hostKeys: HostKeys;
  readonly resolve: ResolveMachine;
  readonly methods: RecoveryMethods;
  /** Where the programs are that may be run; null: none may. */
  readonly programFolder: string | null;
  readonly logger: Logger;
}

const MAX_AT_ONCE = 4;
/** Somebody sits there and waits. */
const LIMIT_MS = 45_000;
const LEASE_MS = 60_000;

/** What was found; the rest of the ending is the recorder's. */
type Found = Pick<CheckEnding, 'addresses' | 'services' | 'summary' | 'code' | 'error'>;
type Connection = Exclude<RecoveryCheckInput, { kind: 'resolve' | 'program' }>;

const FINDERS = { dns: 'DNS', netbios: 'NetBIOS' } as const;
const NOTHING: Found = { addresses: [], services: [], summary: null, code: null, error: null };
const FIT_CODES = {
  missing: 'no-credential',
  'not-allowed': 'credential-not-allowed',
  unfit: 'credential-unfit',
} as const;

/** Looks at machines for people who want to know, whenever it is woken, without changing anything. */
export function startChecks(dependencies: ChecksDependencies): WakeablePeriodic {
  const { checks, logger } = dependencies;
  const stopping = createStopping();
  const underWay = new Set<Promise<void>>();
  const loop = repeat(logger, 'looking at machines', async () => {
    const taken = underWay.size < MAX_AT_ONCE ? await checks.take(MAX_AT_ONCE - underWay.size, LEASE_MS) : [];
    // A machine that does not answer keeps nobody else waiting.
    for (const check of taken) {
      const course = look(dependencies, check, stopping.signal)
        .catch((error: unknown) => logger.error({ err: error, checkId: check.id }, 'a check was given up'))
        .finally(() => underWay.delete(course));
      underWay.add(course);
    }
    return taken.length > 0 ? 0 : Infinity;
  });
  return {
    wake: () => loop.wake(),
    async stop() {
      stopping.abort(new Error('the process stops'));
      await loop.stop();
      await Promise.all(underWay);
    },
  };
}

/** When the process stops, the lease runs out and somebody else looks. */
async function look(dependencies: ChecksDependencies, check: TakenCheck, stopping: AbortSignal): Promise<void> {
  const { checks, logger } = dependencies;
  const recorder = new Recorder();
  using limit = new TimeLimit(stopping, LIMIT_MS);
  const { signal } = limit;
  const found = await find(dependencies, check.input, signal, recorder).catch((error: unknown): Found => {
    if (!signal.aborted) logger.error({ err: error, checkId: check.id }, 'a check of a machine failed unexpectedly');
    return failed(signal.aborted ? 'time-limit' : 'unexpected', null);
  });
  if (stopping.aborted) return;
  const { steps, output } = recorder.record();
  await checks.finish(check.id, { ...found, state: found.code === null ? 'done' : 'failed', steps, output });
}

/** @param stored what is to be looked at; another version may have stored it */
async function find(
  dependencies: ChecksDependencies,
  stored: TakenCheck['input'],
  signal: AbortSignal,
  recorder: Recorder,
): Promise<Found> {
  const input = recoveryCheckInputSchema.parse(stored);
  if (input.kind === 'program') {
    return outcomeOf(await checkRecoveryProgram(dependencies.programFolder, input, signal), recorder);
  }
  const resolved = await dependencies.resolve(input.machine, signal);
  if (resolved.result !== 'done') return failedBy(resolved, recorder);
  const { addresses, foundBy } = resolved;
  if (input.kind === 'resolve') {
    const summary =
      foundBy === 'address' ? 'It is an address.' : `Found by ${FINDERS[foundBy]}: ${addresses.join(', ')}.`;
    return { ...NOTHING, addresses, summary };
  }
  return { ...(await connect(dependencies, input, addresses, signal, recorder)), addresses };
}

async function connect(
  { credentials, secrets, methods, hostKeys }: ChecksDependencies,
  input: Connection,
  addresses: readonly string[],
  signal: AbortSignal,
  recorder: Recorder,
): Promise<Found> {
  const { machine, method, port, credentialId } = input;
  const credential = await credentials.find(credentialId);
  const fit = fitOf(credential, method);
  if (credential === null || fit !== 'fit') return failed(fit === 'fit' ? 'no-credential' : FIT_CODES[fit], null);
  let login;
  try {
    login = openLogin(credential, secrets);
  } catch (error) {
    if (error instanceof SealedSecretError) return failed('secret-unreadable', null);
    throw error;
  }
  recorder.hide(secretsOf(login));
  const place = { machine, port: port ?? DEFAULT_RECOVERY_PORTS[method], credential: toRecoveryCredential(login) };
  const context: LookingContext = { signal, hostKeys, step: recorder.step, output: recorder.output };
  const how = methods[method];
  if (input.kind === 'services') {
    const list = (address: string) => how.listServices({ ...place, address }, context);
    const listing = await atAddresses(addresses, list, recorder.step);
    if (listing.result !== 'done') return failedBy(listing, recorder);
    const services = listing.services.slice(0, MAX_LISTED_SERVICES).map((service) => cleaned(service, recorder));
    return { ...NOTHING, services, summary: `${listing.services.length} services.` };
  }
  const check = (address: string) => how.check({ ...place, address }, taskOf(input), context);
  return outcomeOf(await atAddresses(addresses, check, recorder.step), recorder);
}

/** The machine's words may hold what can not be stored. */
function cleaned({ name, description, state }: MachineService, recorder: Recorder): MachineService {
  return {
    name: recorder.clean(name),
    description: recorder.clean(description),
    state: state === null ? null : recorder.clean(state),
  };
}

function taskOf({ task, services }: Extract<RecoveryCheckInput, { kind: 'connection' }>): RecoveryTask {
  return task === 'reboot-server' ? { type: task } : { type: task, services };
}

function outcomeOf(outcome: RecoveryOutcome, recorder: Recorder): Found {
  if (outcome.result !== 'done') return failedBy(outcome, recorder);
  return { ...NOTHING, summary: recorder.clean(outcome.summary) };
}

function failedBy({ code, detail }: RecoveryFailure, recorder: Recorder): Found {
  return failed(code, detail === null ? null : recorder.clean(detail));
}

function failed(code: RecoveryCode, detail: string | null): Found {
  return { ...NOTHING, code, error: explainRecoveryCode(code, detail) };
}
