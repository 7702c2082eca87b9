import type { RecoveryCode } from '@twotwenty/domain/recovery/recovery-codes';

/** With which secret somebody logs in, in the clear. */
export type RecoveryCredential =
  | {
      readonly kind: 'password';
      readonly username: string;
      /** Null: an account of the machine itself, or one named by `user@domain`. */
      readonly domain: string | null;
      readonly password: string;
    }
  | {
      readonly kind: 'ssh-key';
      readonly username: string;
      /** OpenSSH or PEM. */
      readonly privateKey: string;
      readonly passphrase: string | null;
    };

/** The machine that is repaired. */
export interface RecoveryTarget {
  /** As people name it: a host name, a NetBIOS name or an address. */
  readonly machine: string;
  /** What the name was resolved to. */
  readonly address: string;
  readonly port: number;
  readonly credential: RecoveryCredential;
}

/** What is to be done. Services come in the order in which they are started. */
export type RecoveryTask =
  { readonly type: 'restart-services'; readonly services: readonly string[] } | { readonly type: 'reboot-server' };

export type RecoveryOutcome =
  | {
      readonly result: 'done';
      /** What was reached, one sentence. */
      readonly summary: string;
      /** Of the last command; null where the method has none. */
      readonly exitStatus: number | null;
    }
  | {
      /**
       * `failed`: it is known that the task was not completed. `unknown`: the machine was asked, and it is not known
       * what became of it, as after a broken connection or at the end of the time.
       */
      readonly result: 'failed' | 'unknown';
      readonly code: RecoveryCode;
      /** The details of the case, to follow the meaning of the code; null when there is nothing to add. Without secrets. */
      readonly detail: string | null;
      readonly exitStatus: number | null;
    };

export type RecoveryFailure = Exclude<RecoveryOutcome, { result: 'done' }>;

/** A service of a machine, to choose from. */
export interface MachineService {
  /** As a monitor names it. */
  readonly name: string;
  readonly description: string;
  /** In the machine's words, such as `active (running)` or `STOPPED`; null when the method does not tell. */
  readonly state: string | null;
}

export type ServiceListing =
  { readonly result: 'done'; readonly services: readonly MachineService[] } | RecoveryFailure;

/** The key by which a machine is known again. */
export interface HostKey {
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  /** `SHA256:` and 43 characters of base64, as ssh-keygen(1) prints it. */
  readonly fingerprint: string;
}

/** Knows the keys of machines: pins the first one, and refuses another one afterwards. */
export interface HostKeys {
  /**
   * @returns null when the key is the pinned one, or was pinned now; else the fingerprint of the pinned one
   */
  check(machine: string, port: number, key: HostKey): Promise<{ readonly pinned: string } | null>;
}

export interface RecoveryContext {
  /** Aborted when the time is over. The method then ends at once, leaves nothing open, and tells what is known. */
  readonly signal: AbortSignal;
  readonly hostKeys: HostKeys;
  /** Told each step, for people who read afterwards what was done: one sentence, without secrets. */
  readonly step: (what: string) => void;
  /** Told what the machine prints, as it comes and however much it is; the other side keeps the end of it. */
  readonly output: (text: string) => void;
  /**
   * Called once, right before the machine is first asked to change something, and awaited. Rejects with a
   * `WithdrawnError` when it must not be asked any more; nothing has been done then.
   */
  readonly beforeActing: () => Promise<void>;
}

/** The repair was called off before anything was done. Methods let it pass. */
export class WithdrawnError extends Error {
  override readonly name = 'WithdrawnError';
}

/** What looks and does not touch needs no leave to act. */
export type LookingContext = Omit<RecoveryContext, 'beforeActing'>;

/**
 * One way to repair a machine. Carries a task out once; whether it may, and how often, is not its business.
 * Never throws for what a machine or a network does: that is an outcome.
 */
export interface RecoveryMethod {
  /** Proves that the log-in works and that the account may do the task, without doing it: a dry run. */
  check(target: RecoveryTarget, task: RecoveryTask, context: LookingContext): Promise<RecoveryOutcome>;
  /** The services that the machine has. */
  listServices(target: RecoveryTarget, context: LookingContext): Promise<ServiceListing>;
  /** Looks as `check` does, asks for leave, acts, and verifies. */
  run(target: RecoveryTarget, task: RecoveryTask, context: RecoveryContext): Promise<RecoveryOutcome>;
}
