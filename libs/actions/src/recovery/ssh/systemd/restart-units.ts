import type { RecoveryContext, RecoveryOutcome } from '../../recovery-method.js';
import type { CommandResult } from '../run-command.js';
import type { SshConnection } from '../ssh-connection.js';
import { SshFailure } from '../ssh-failure.js';
import { asRoot, type Privilege, refusedBySudo } from './privilege.js';
import { showStatus, unitStates } from './systemd.js';
import { runProblem, startedAgain, type UnitState } from './unit-states.js';

/** For how long units must run before they count as restarted, milliseconds, and how often that is looked at. */
const STAYS_MS = 2_000;
const LOOKS = 4;

/**
 * The words without "--": a rule of sudoers(5) that people write for them would not match with it, and no legal name of
 * a unit can be taken for an option.
 */
export function restartWords(units: readonly string[]): readonly string[] {
  return ['systemctl', 'restart', ...units];
}

/**
 * Restarts units in one job, in which systemd orders them by itself and restarts what requires them, and sees to it that
 * they run and stay so.
 * @throws SshFailure
 */
export async function restartUnits(
  connection: SshConnection,
  privilege: Privilege,
  units: readonly string[],
  { step, output }: RecoveryContext,
): Promise<RecoveryOutcome> {
  const words = restartWords(units);
  step(`Running "${words.join(' ')}"${privilege.isRoot ? '' : ' by sudo'}.`);
  const result = await connection.exec(asRoot(privilege, words), { output });
  const refusal = refusedBySudo(privilege, words, result);
  if (refusal !== null) throw refusal;
  if (result.status !== 0) throw await failureOf(connection, result, units, output);
  step(`systemctl reports success; looking for ${STAYS_MS / 1000} s whether the units run.`);
  await verify(connection, units, output, result.status);
  const names = units.join(', ');
  return {
    result: 'done',
    summary: `Restarted, and found running ${STAYS_MS / 1000} s later: ${names}.`,
    exitStatus: 0,
  };
}

async function verify(
  connection: SshConnection,
  units: readonly string[],
  output: (text: string) => void,
  exitStatus: number,
): Promise<void> {
  const first = await unitStates(connection, units);
  let now = first;
  for (let look = 0; look < LOOKS; look += 1) {
    await connection.pause(STAYS_MS / LOOKS);
    now = await unitStates(connection, units);
    const problems = now.map((state, index) => problemSince(first[index], state));
    if (problems.every((problem) => problem === null)) continue;
    throw await notRunning(connection, units, problems, { output, exitStatus });
  }
}

function problemSince(first: UnitState | undefined, now: UnitState): string | null {
  const problem = runProblem(now);
  if (problem !== null || first === undefined || !startedAgain(first, now)) return problem;
  return `${now.unit} ended, and systemd started it again`;
}

/** What a failed job means: often a unit that does not run now, else what systemctl complained of. */
async function failureOf(
  connection: SshConnection,
  { status, signal }: CommandResult,
  units: readonly string[],
  output: (text: string) => void,
): Promise<SshFailure> {
  const problems = (await unitStates(connection, units)).map(runProblem);
  if (problems.some((problem) => problem !== null)) {
    return notRunning(connection, units, problems, { output, exitStatus: status });
  }
  const end = signal === null ? `exit status ${status ?? 'unknown'}` : `the signal ${signal}`;
  return new SshFailure('command-failed', `systemctl restart ended with ${end}; its output tells why.`, {
    exitStatus: status,
  });
}

async function notRunning(
  connection: SshConnection,
  units: readonly string[],
  problems: readonly (string | null)[],
  { output, exitStatus }: { output: (text: string) => void; exitStatus: number | null },
): Promise<SshFailure> {
  for (const [index, unit] of units.entries()) {
    if (problems[index] !== null) await showStatus(connection, unit, output);
  }
  const detail = problems.filter((problem) => problem !== null).join('; ');
  return new SshFailure('service-not-running', `${detail}.`, { exitStatus });
}
