import type {
  HostKey,
  HostKeys,
  RecoveryContext,
  RecoveryCredential,
  RecoveryTarget,
} from '@twotwenty/actions/recovery/recovery-method';
import type { SshMachine } from '@twotwenty/testing/ssh-machine/ssh-machine';
import { waitFor } from '@twotwenty/testing/wait-for';

/** Host keys that are pinned in memory, at first use. */
export function pinningHostKeys(): HostKeys & { readonly seen: readonly HostKey[] } {
  const pinned = new Map<string, string>();
  const seen: HostKey[] = [];
  return {
    seen,
    check(machine, port, key) {
      seen.push(key);
      const name = `${machine}:${port}`;
      const known = pinned.get(name);
      pinned.set(name, known ?? key.fingerprint);
      return Promise.resolve(known === undefined || known === key.fingerprint ? null : { pinned: known });
    },
  };
}

/** What a repair told. */
export interface RecordedContext extends RecoveryContext {
  readonly steps: readonly string[];
  /** All output so far. */
  printed(): string;
  /** How often leave to act was asked for. */
  leaves(): number;
}

/** A context that notes down what it is told. Leave to act is given. */
export function recordingContext(changes: Partial<RecoveryContext> = {}): RecordedContext {
  const steps: string[] = [];
  let printed = '';
  let leaves = 0;
  const { beforeActing } = changes;
  return {
    signal: new AbortController().signal,
    hostKeys: pinningHostKeys(),
    step: (what) => steps.push(what),
    output: (text) => (printed += text),
    ...changes,
    beforeActing: async () => {
      leaves += 1;
      await beforeActing?.();
    },
    steps,
    printed: () => printed,
    leaves: () => leaves,
  };
}

/** The machine, with its password unless another credential is given. */
export function sshTarget(
  machine: SshMachine,
  credential: RecoveryCredential = passwordOf(machine),
  port = machine.port,
): RecoveryTarget {
  return { machine: 'machine.test', address: machine.host, port, credential };
}

export function passwordOf({ username, password }: SshMachine): RecoveryCredential & { kind: 'password' } {
  return { kind: 'password', username, domain: null, password };
}

export function keyOf({ username, clientKey }: SshMachine): RecoveryCredential & { kind: 'ssh-key' } {
  return { kind: 'ssh-key', username, privateKey: clientKey.privateKey, passphrase: clientKey.passphrase };
}

/** The log of the machine, when the last word about earlier sessions is written. */
export async function settledLog(machine: SshMachine): Promise<string> {
  await waitFor(() => machine.sessions() === 0, { what: 'the sessions to end', timeoutMs: 15_000 });
  return machine.logs();
}
