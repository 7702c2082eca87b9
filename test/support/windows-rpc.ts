import type {
  LookingContext,
  RecoveryContext,
  RecoveryMethod,
  RecoveryTarget,
} from '@twotwenty/actions/recovery/recovery-method';
import type { SambaProgram } from '@twotwenty/actions/recovery/samba-program';
import { createWindowsRpcMethod } from '@twotwenty/actions/recovery/windows-rpc/windows-rpc-method';
import { debianPackage } from '@twotwenty/testing/debian-packages';
import type { SambaMachine } from '@twotwenty/testing/samba';

/** One of Samba's client programs, out of Debian's package. */
export async function sambaProgram(name: string): Promise<SambaProgram> {
  const unpacked = await debianPackage('samba-common-bin');
  return { path: unpacked.path(name), environment: unpacked.env };
}

export async function windowsRpcMethod(): Promise<RecoveryMethod> {
  return createWindowsRpcMethod({ net: await sambaProgram('net') });
}

export function targetOf(
  { host, port, username, password }: Pick<SambaMachine, 'host' | 'port' | 'username' | 'password'>,
  changes: Partial<Extract<RecoveryTarget['credential'], { kind: 'password' }>> = {},
): RecoveryTarget {
  const credential = { kind: 'password', username, domain: null, password, ...changes } as const;
  return { machine: 'machine', address: host, port, credential };
}

/** A context that writes down what it is told. */
export interface Record extends RecoveryContext {
  readonly steps: string[];
  readonly outputs: string[];
  readonly leaves: string[];
}

export function recordingContext(
  signal: AbortSignal = new AbortController().signal,
  beforeActing: () => Promise<void> = () => Promise.resolve(),
): Record & LookingContext {
  const steps: string[] = [];
  const outputs: string[] = [];
  const leaves: string[] = [];
  return {
    signal,
    hostKeys: { check: () => Promise.reject(new Error('no host keys here')) },
    step: (what) => steps.push(what),
    output: (text) => outputs.push(text),
    beforeActing: () => {
      leaves.push('asked');
      return beforeActing();
    },
    steps,
    outputs,
    leaves,
  };
}
