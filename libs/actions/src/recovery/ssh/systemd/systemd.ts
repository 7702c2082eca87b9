import { oneLine } from '../../../outcomes.js';
import type { MachineService } from '../../recovery-method.js';
import { posixCommand } from '../remote-command.js';
import type { CommandResult } from '../run-command.js';
import type { SshConnection } from '../ssh-connection.js';
import { SshFailure } from '../ssh-failure.js';
import { NOT_FOUND, PLAIN_LOCALE } from './privilege.js';
import { readUnitList } from './unit-list.js';
import { readUnitStates, UNIT_PROPERTIES, type UnitState } from './unit-states.js';

/**
 * What systemd knows of units.
 * @throws SshFailure `unknown-service` when it takes a name for none, `wrong-protocol` when there is no systemd
 */
export async function unitStates(connection: SshConnection, units: readonly string[]): Promise<readonly UnitState[]> {
  const result = await ask(connection, ['show', `--property=${UNIT_PROPERTIES.join(',')}`, '--', ...units]);
  if (result.status !== 0) {
    const code = /not a valid|neither a valid/i.test(result.stderr) ? 'unknown-service' : 'command-failed';
    throw failed(code, result);
  }
  return readUnitStates(result.stdout, units);
}

/** Proves that there is a systemd that answers. @throws SshFailure */
export async function proveSystemd(connection: SshConnection): Promise<void> {
  const result = await ask(connection, ['show', '--property=Version']);
  if (result.status !== 0) throw failed('command-failed', result);
}

/** Shows people the state of a unit, and the end of its log as far as the account may read it. */
export async function showStatus(
  connection: SshConnection,
  unit: string,
  output: (text: string) => void,
): Promise<void> {
  const words = [...PLAIN_LOCALE, 'systemctl', 'status', '--no-pager', '--full', '--lines=20', '--', unit];
  await connection.exec(posixCommand(words), { output });
}

/** @throws SshFailure */
export async function listUnits(connection: SshConnection): Promise<readonly MachineService[]> {
  const common = ['--type=service', '--no-legend', '--no-pager', '--full'];
  const loaded = await ask(connection, ['list-units', '--all', '--plain', ...common]);
  if (loaded.status !== 0) throw failed('command-failed', loaded);
  const files = await ask(connection, ['list-unit-files', ...common]);
  return readUnitList(loaded.stdout, files.status === 0 ? files.stdout : '');
}

async function ask(connection: SshConnection, words: readonly string[]): Promise<CommandResult> {
  const result = await connection.exec(posixCommand([...PLAIN_LOCALE, 'systemctl', ...words]));
  if (result.status === NOT_FOUND || /not been booted with systemd/.test(result.stderr)) {
    throw new SshFailure('wrong-protocol', 'it does not run systemd.', { exitStatus: result.status });
  }
  return result;
}

function failed(code: 'command-failed' | 'unknown-service', { status, signal, stderr }: CommandResult): SshFailure {
  const end = signal === null ? `exit status ${status ?? 'unknown'}` : signal;
  return new SshFailure(code, `systemctl: ${oneLine(stderr, 300)} (${end})`, { exitStatus: status });
}
