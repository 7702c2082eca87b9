import type { RecoveryMethodName, RecoveryParameters } from '@twotwenty/contracts/recovery';
import { addService } from './service-list.js';

/** Recovery parameters as they are typed. */
export interface RecoveryDraft {
  readonly machine: string;
  readonly method: RecoveryMethodName;
  /** Empty: the usual one of the method. */
  readonly port: number | string;
  readonly credentialId: string | null;
  readonly services: readonly string[];
  /** The name of a service that was typed and not added yet. */
  readonly newService: string;
}

const NOTHING: RecoveryDraft = {
  machine: '',
  method: 'ssh-systemd',
  port: '',
  credentialId: null,
  services: [],
  newService: '',
};

/** What the form begins with. */
export function recoveryDraftOf(recovery: RecoveryParameters | null): RecoveryDraft {
  if (recovery === null) return NOTHING;
  return { ...recovery, port: recovery.port ?? '', newService: '' };
}

/** What the API is sent. A service that was typed last counts, even if nobody pressed "Add". */
export function parametersOf(draft: RecoveryDraft): RecoveryParameters {
  const { machine, method, port, credentialId, services, newService } = draft;
  return {
    machine: machine.trim(),
    method,
    port: port === '' ? null : Number(port),
    credentialId,
    services: addService(services, newService),
  };
}

/** What a look at the machine needs; null while the machine or the credential is missing. */
export function connectionOf(draft: RecoveryDraft): (RecoveryParameters & { readonly credentialId: string }) | null {
  const parameters = parametersOf(draft);
  const { machine, credentialId } = parameters;
  return machine === '' || credentialId === null ? null : { ...parameters, credentialId };
}
