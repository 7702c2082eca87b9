import { resolveMachine } from '@twotwenty/actions/recovery/resolve-machine';
import { createSshSystemdMethod } from '@twotwenty/actions/recovery/ssh/systemd/ssh-systemd-method';
import { createSshWindowsMethod } from '@twotwenty/actions/recovery/ssh/windows/ssh-windows-method';
import { createWindowsRpcMethod } from '@twotwenty/actions/recovery/windows-rpc/windows-rpc-method';
import type { createDataSource } from '@twotwenty/database/data-source';
import { CredentialRepository } from '@twotwenty/database/repositories/credential.repository';
import { HostKeyRepository } from '@twotwenty/database/repositories/host-key.repository';
import { RecoveryCheckRepository } from '@twotwenty/database/repositories/recovery-check.repository';
import { RepairRepository } from '@twotwenty/database/repositories/repair.repository';
import type { Logger } from '@twotwenty/observability/logger';
import type { Periodic, WakeablePeriodic } from '@twotwenty/observability/periodic';
import type { SecretBox } from '@twotwenty/secrets/secret-box';
import { startChecks } from './checks.js';
import { createDoRepair, type RecoveryMethods } from './do-repair.js';
import { startRepairs } from './repairs.js';

export interface RecoveryOptions {
  readonly dataSource: ReturnType<typeof createDataSource>;
  readonly secrets: Pick<SecretBox, 'open'>;
  /** Where the programs are that may be run; null: none may. */
  readonly programFolder: string | null;
  readonly logger: Logger;
}

/** Without a sign of life for so long a repair is taken for lost: well above what a busy machine stands still for. */
const LEASE_MS = 20_000;

export interface Recovery extends Periodic {
  readonly repairs: WakeablePeriodic;
  readonly checks: WakeablePeriodic;
}

/** Repairs machines, and looks at them for people. Any number of processes may do so side by side. */
export function startRecovery({ dataSource, secrets, programFolder, logger }: RecoveryOptions): Recovery {
  const methods: RecoveryMethods = {
    'ssh-systemd': createSshSystemdMethod(),
    'ssh-windows': createSshWindowsMethod(),
    'windows-rpc': createWindowsRpcMethod(),
  };
  const common = {
    credentials: new CredentialRepository(dataSource),
    secrets,
    hostKeys: new HostKeyRepository(dataSource),
    resolve: resolveMachine,
    logger,
  };
  const repairs = startRepairs({
    ...common,
    repairs: new RepairRepository(dataSource),
    doRepair: createDoRepair({ methods, secrets, programFolder }),
    leaseMs: LEASE_MS,
  });
  const checks = startChecks({ ...common, checks: new RecoveryCheckRepository(dataSource), methods, programFolder });
  return {
    repairs,
    checks,
    async stop() {
      await Promise.all([repairs.stop(), checks.stop()]);
    },
  };
}
