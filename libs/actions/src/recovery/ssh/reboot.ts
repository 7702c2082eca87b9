import type { LookingContext, RecoveryOutcome } from '../recovery-method.js';
import type { RemoteCommand } from './remote-command.js';
import type { CommandOptions, CommandResult } from './run-command.js';
import type { SshConnection } from './ssh-connection.js';
import { SshFailure } from './ssh-failure.js';

export interface RebootOptions extends CommandOptions {
  /** How long the machine may take to go away, milliseconds. */
  readonly goesAwayWithinMs: number;
  /** Throws an `SshFailure` when the machine refused. Not called when the command did not come to its end. */
  readonly verify: (result: CommandResult) => void;
}

/** How long a machine may take to go away after it took the command, milliseconds. */
export const GOES_AWAY_WITHIN_MS = 60_000;

/**
 * Asks a machine to reboot, and waits until its connection ends: that is all that can be seen from here. It is not waited
 * for its return, which the monitor sees anyway.
 * @throws SshFailure
 */
export async function reboot(
  connection: SshConnection,
  command: RemoteCommand,
  options: RebootOptions,
  context: LookingContext,
): Promise<RecoveryOutcome> {
  const begin = performance.now();
  const result = await execUntilGone(connection, command, options);
  // A shell that the shutdown ended, or of which no more was heard, is a sign that it is under way.
  if (result !== null && result.status !== null) options.verify(result);
  if (result !== null) {
    context.step('The machine took the command; waiting for it to go away.');
    const limit = options.goesAwayWithinMs;
    const gone = connection.ended.then(() => true);
    if (!(await Promise.race([gone, connection.pause(limit).then(() => false, ended(context))]))) {
      const detail = `it accepted the command, but did not go away within ${limit / 1000} s.`;
      throw new SshFailure('command-failed', detail, { exitStatus: result.status });
    }
  }
  const seconds = Math.ceil((performance.now() - begin) / 1000);
  return {
    result: 'done',
    summary: `The machine went away within ${seconds} s of being asked to reboot.`,
    exitStatus: result?.status ?? null,
  };
}

/** A pause that breaks off because the machine is gone is what was waited for; at the end of the time it is not. */
function ended({ signal }: LookingContext) {
  return (error: unknown): true => {
    if (!signal.aborted && error instanceof SshFailure && error.code === 'connection-lost') return true;
    throw error;
  };
}

/** Null when the connection broke while the command ran. */
async function execUntilGone(
  connection: SshConnection,
  command: RemoteCommand,
  options: RebootOptions,
): Promise<CommandResult | null> {
  let started = false;
  try {
    return await connection.exec(command, { ...options, onStarted: () => (started = true) });
  } catch (error) {
    if (started && error instanceof SshFailure && error.code === 'connection-lost') return null;
    throw error;
  }
}
