import type {
  RecoveryContext,
  RecoveryMethod,
  RecoveryOutcome,
  RecoveryTask,
} from '@twotwenty/actions/recovery/recovery-method';
import { runRecoveryProgram } from '@twotwenty/actions/recovery/recovery-program';
import { REPAIR_SETTINGS } from '@twotwenty/contracts/actions/repairs';
import { DEFAULT_RECOVERY_PORTS, type RecoveryMethodName } from '@twotwenty/contracts/recovery';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { openSettings } from '@twotwenty/secrets/action-secrets';
import type { SecretBox } from '@twotwenty/secrets/secret-box';
import { atAddresses } from './at-addresses.js';
import { toRecoveryCredential } from './login.js';
import type { DoRepair, RepairWork } from './work.js';

export type RecoveryMethods = Readonly<Record<RecoveryMethodName, RecoveryMethod>>;

export interface DoRepairOptions {
  readonly methods: RecoveryMethods;
  /** Opens the secrets in the settings of programs. */
  readonly secrets: Pick<SecretBox, 'open'>;
  /** Where the programs are that may be run; null: none may. */
  readonly programFolder: string | null;
}

const programSettings = REPAIR_SETTINGS['recovery-program'](plainSecretSchema);

/** Makes what does the work of repairs: the method that the monitor names, or the program that the action names. */
export function createDoRepair({ methods, secrets, programFolder }: DoRepairOptions): DoRepair {
  return (work, context) => {
    if (work.action.type === 'recovery-program') return runProgram(work, context, secrets, programFolder);
    const { method, machine, addresses, port } = work.place;
    if (method === null || work.login === null) throw new Error('a repair was let through that has no method or login');
    const place = {
      machine,
      port: port ?? DEFAULT_RECOVERY_PORTS[method],
      credential: toRecoveryCredential(work.login),
    };
    const visit = (address: string) => methods[method].run({ ...place, address }, taskOf(work), context);
    return atAddresses(addresses, visit, context.step);
  };
}

function taskOf({ action, place }: RepairWork): RecoveryTask {
  return action.type === 'reboot-server'
    ? { type: 'reboot-server' }
    : { type: 'restart-services', services: place.services };
}

function runProgram(
  { action, repair, place, login }: RepairWork,
  context: RecoveryContext,
  secrets: DoRepairOptions['secrets'],
  folder: string | null,
): Promise<RecoveryOutcome> {
  const settings = programSettings.parse(openSettings(action, secrets));
  const { machine, addresses, services } = place;
  const input = { incident: repair.facts, machine, addresses, services, credential: login };
  return runRecoveryProgram(folder, settings, input, context);
}
