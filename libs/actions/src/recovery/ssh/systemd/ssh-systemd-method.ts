import { serviceNameProblem } from '@twotwenty/contracts/recovery';
import type { LookingContext, RecoveryMethod, RecoveryTask } from '../../recovery-method.js';
import { askForLeave } from '../acting.js';
import { accountName } from '../log-in.js';
import { GOES_AWAY_WITHIN_MS, reboot } from '../reboot.js';
import { SSH_LIMITS, type SshConnection, type SshLimits, withSshConnection } from '../ssh-connection.js';
import { attempt, SshFailure } from '../ssh-failure.js';
import type { CommandResult } from '../run-command.js';
import { asRoot, askPrivilege, type Privilege, proveRight, refusedBySudo } from './privilege.js';
import { restartUnits, restartWords } from './restart-units.js';
import { listUnits, proveSystemd, unitStates } from './systemd.js';
import { startProblem } from './unit-states.js';

export interface SshSystemdOptions {
  readonly limits?: SshLimits;
  /** How long a machine may take to go away when it reboots, milliseconds. */
  readonly goesAwayWithinMs?: number;
}

const REBOOT_WORDS = ['systemctl', 'reboot'];

/**
 * Repairs machines with systemd over SSH: as root, else by sudo without a password. The login shell must be a POSIX one
 * (or fish). Verified is that restarted units run, and that a machine that reboots goes away.
 */
export function createSshSystemdMethod(options: SshSystemdOptions = {}): RecoveryMethod {
  const { limits = SSH_LIMITS, goesAwayWithinMs = GOES_AWAY_WITHIN_MS } = options;
  return {
    check: (target, task, context) =>
      attempt(async () => {
        refuseIllegal(task);
        return withSshConnection(target, context, limits, async (connection) => {
          const username = accountName(target.credential);
          await look(connection, username, task, context);
          const what = task.type === 'reboot-server' ? 'reboot the machine' : `restart ${task.services.join(', ')}`;
          return { result: 'done', summary: `"${username}" may ${what}.`, exitStatus: null };
        });
      }),
    listServices: (target, context) =>
      attempt(() =>
        withSshConnection(target, context, limits, async (connection) => ({
          result: 'done',
          services: await listUnits(connection),
        })),
      ),
    run: (target, task, context) =>
      attempt(async (progress) => {
        refuseIllegal(task);
        return withSshConnection(target, context, limits, async (connection) => {
          const privilege = await look(connection, accountName(target.credential), task, context);
          await askForLeave(context, progress);
          if (task.type === 'restart-services') return restartUnits(connection, privilege, task.services, context);
          context.step(`Running "${REBOOT_WORDS.join(' ')}"${privilege.isRoot ? '' : ' by sudo'}.`);
          const verify = verifyReboot(privilege);
          const rebooting = { output: context.output, goesAwayWithinMs, verify };
          return reboot(connection, asRoot(privilege, REBOOT_WORDS), rebooting, context);
        });
      }),
  };
}

/** Before any connection is made: names were checked when they were saved, but what is run is decided here. */
function refuseIllegal(task: RecoveryTask): void {
  if (task.type !== 'restart-services') return;
  if (task.services.length === 0) throw new SshFailure('no-services', null);
  const illegal = task.services.find((name) => serviceNameProblem('ssh-systemd', name) !== null);
  if (illegal !== undefined) {
    throw new SshFailure(
      'illegal-service',
      `${JSON.stringify(illegal)} ${serviceNameProblem('ssh-systemd', illegal)}.`,
    );
  }
}

/** Looks whether the task can and may be done, and touches nothing. */
async function look(
  connection: SshConnection,
  username: string,
  task: RecoveryTask,
  { step }: LookingContext,
): Promise<Privilege> {
  const privilege = await askPrivilege(connection, username);
  if (task.type === 'reboot-server') {
    await proveSystemd(connection);
  } else {
    const problems = (await unitStates(connection, task.services))
      .map(startProblem)
      .filter((problem) => problem !== null);
    if (problems.length > 0) throw new SshFailure('unknown-service', `${problems.join('; ')}.`);
    step(`The machine has ${task.services.join(', ')}.`);
  }
  await proveRight(connection, privilege, task.type === 'reboot-server' ? REBOOT_WORDS : restartWords(task.services));
  step(privilege.isRoot ? 'The account is root.' : 'The account is not root, but sudo lets it do this.');
  return privilege;
}

function verifyReboot(privilege: Privilege) {
  return (result: CommandResult): void => {
    const refusal = refusedBySudo(privilege, REBOOT_WORDS, result);
    if (refusal !== null) throw refusal;
    if (result.status === 0) return;
    const detail = `systemctl reboot ended with exit status ${result.status}; its output tells why.`;
    throw new SshFailure('command-failed', detail, { exitStatus: result.status });
  };
}
