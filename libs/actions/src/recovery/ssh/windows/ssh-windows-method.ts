import { serviceNameProblem } from '@twotwenty/contracts/recovery';
import type { z } from 'zod';
import type { LookingContext, RecoveryMethod, RecoveryOutcome, RecoveryTask } from '../../recovery-method.js';
import { askForLeave } from '../acting.js';
import { accountName } from '../log-in.js';
import { GOES_AWAY_WITHIN_MS, reboot } from '../reboot.js';
import type { RemoteCommand } from '../remote-command.js';
import { SSH_LIMITS, type SshConnection, type SshLimits, withSshConnection } from '../ssh-connection.js';
import { attempt, SshFailure } from '../ssh-failure.js';
import {
  listSchema,
  lookSchema,
  readScriptResult,
  rebootSchema,
  restartSchema,
  withoutResultLine,
} from './script-result.js';
import { LIST_SCRIPT, LOOK_SCRIPT, powershellCommand, REBOOT_SCRIPT, RESTART_SCRIPT } from './scripts.js';

export interface SshWindowsOptions {
  readonly limits?: SshLimits;
  /** How long a machine may take to go away when it reboots, milliseconds. */
  readonly goesAwayWithinMs?: number;
}

/** The commands of a task. Made before any connection is: an illegal name never gets that far. */
interface Commands {
  readonly look: RemoteCommand;
  readonly act: RemoteCommand;
}

/**
 * Repairs Windows by PowerShell 5.1 over OpenSSH for Windows, as a member of the local Administrators. Verified is that
 * restarted services run, and that a machine that reboots goes away.
 */
export function createSshWindowsMethod(options: SshWindowsOptions = {}): RecoveryMethod {
  const { limits = SSH_LIMITS, goesAwayWithinMs = GOES_AWAY_WITHIN_MS } = options;
  return {
    check: (target, task, context) =>
      attempt(async () => {
        const commands = commandsOf(task);
        return withSshConnection(target, context, limits, async (connection) => {
          const username = accountName(target.credential);
          await look(connection, commands.look, username, context);
          const what = task.type === 'reboot-server' ? 'reboot the machine' : `restart ${task.services.join(', ')}`;
          return { result: 'done', summary: `"${username}" may ${what}.`, exitStatus: null };
        });
      }),
    listServices: (target, context) =>
      attempt(() =>
        withSshConnection(target, context, limits, async (connection) => {
          const { services } = await ask(connection, powershellCommand(LIST_SCRIPT, []), listSchema);
          return {
            result: 'done',
            services: services
              .filter(({ name }) => serviceNameProblem('ssh-windows', name) === null)
              .map(({ name, description, state }) => ({ name, description: description ?? '', state })),
          };
        }),
      ),
    run: (target, task, context) =>
      attempt(async (progress) => {
        const commands = commandsOf(task);
        return withSshConnection(target, context, limits, async (connection) => {
          await look(connection, commands.look, accountName(target.credential), context);
          await askForLeave(context, progress);
          if (task.type === 'restart-services') return restart(connection, commands.act, task.services, context);
          context.step('Running Restart-Computer.');
          const rebooting = { ...forPeople(context), goesAwayWithinMs, verify: verifyReboot };
          return reboot(connection, commands.act, rebooting, context);
        });
      }),
  };
}

function commandsOf(task: RecoveryTask): Commands {
  if (task.type === 'reboot-server') {
    return { look: powershellCommand(LOOK_SCRIPT, []), act: powershellCommand(REBOOT_SCRIPT, []) };
  }
  if (task.services.length === 0) throw new SshFailure('no-services', null);
  return {
    look: powershellCommand(LOOK_SCRIPT, task.services),
    act: powershellCommand(RESTART_SCRIPT, task.services),
  };
}

async function look(
  connection: SshConnection,
  command: RemoteCommand,
  username: string,
  { step }: LookingContext,
): Promise<void> {
  const { admin, services } = await ask(connection, command, lookSchema);
  const problems = services.flatMap(({ name, found, startType }) => {
    if (!found) return [`there is no service ${name}`];
    return startType === 'Disabled' ? [`${name} is disabled`] : [];
  });
  if (problems.length > 0) throw new SshFailure('unknown-service', `${problems.join('; ')}.`);
  if (services.length > 0) step(`The machine has ${services.map(({ name }) => name).join(', ')}.`);
  if (!admin) {
    throw new SshFailure('right-missing', `"${username}" is no member of the Administrators of the machine.`);
  }
  step('The account is an administrator.');
}

async function restart(
  connection: SshConnection,
  command: RemoteCommand,
  listed: readonly string[],
  context: LookingContext,
): Promise<RecoveryOutcome> {
  context.step(`Stopping and starting ${listed.join(', ')}, and what depends on them.`);
  const result = await connection.exec(command, forPeople(context));
  const { services } = readScriptResult(result, restartSchema);
  const summary = `Restarted, and found running 2 s later: ${services.join(', ')}.`;
  return { result: 'done', summary, exitStatus: result.status };
}

async function ask<T extends z.ZodType>(
  connection: SshConnection,
  command: RemoteCommand,
  schema: T,
): Promise<z.output<T>> {
  return readScriptResult(await connection.exec(command, { closeInput: true }), schema);
}

function forPeople({ output }: LookingContext) {
  return { output: withoutResultLine(output), closeInput: true };
}

function verifyReboot(result: Parameters<typeof readScriptResult>[0]): void {
  readScriptResult(result, rebootSchema);
}
