import { SshFailure } from '../ssh-failure.js';

/** What systemctl(1) shows of a unit; a property that its systemd does not know is empty. */
export interface UnitState {
  /** As the monitor names it. */
  readonly unit: string;
  readonly properties: Readonly<Record<UnitProperty, string>>;
}

export const UNIT_PROPERTIES = [
  'Id',
  'Type',
  'LoadState',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'CanStart',
  'Result',
  'ConditionResult',
  'InvocationID',
] as const;
type UnitProperty = (typeof UNIT_PROPERTIES)[number];

/**
 * Reads what `systemctl show` prints: for each unit lines of `Name=value`, then an empty line.
 * @param units in the order in which they were asked for
 * @throws SshFailure when it does not answer for each of them
 */
export function readUnitStates(text: string, units: readonly string[]): readonly UnitState[] {
  const blocks = text
    .split(/\n[^\S\n]*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '');
  if (blocks.length !== units.length) {
    throw new SshFailure(
      'command-failed',
      `systemctl was asked for ${units.length} units and told of ${blocks.length}.`,
    );
  }
  return units.map((unit, index) => ({ unit, properties: readProperties(blocks[index] ?? '') }));
}

function readProperties(block: string): UnitState['properties'] {
  const values = new Map(
    block.split('\n').map((line) => {
      const end = line.indexOf('=');
      return [line.slice(0, end), line.slice(end + 1).trim()];
    }),
  );
  const entries = UNIT_PROPERTIES.map((name) => [name, values.get(name) ?? '']);
  return Object.fromEntries(entries) as UnitState['properties'];
}

/** Why a unit can not be started at all, such as `postfix is masked`; null when it can. */
export function startProblem({ unit, properties }: UnitState): string | null {
  const { LoadState, UnitFileState, CanStart } = properties;
  if (LoadState === 'not-found') return `there is no unit ${unit}`;
  if (LoadState === 'masked' || UnitFileState.startsWith('masked')) return `${unit} is masked`;
  if (LoadState !== 'loaded') return `${unit} could not be loaded (${LoadState === '' ? 'unknown' : LoadState})`;
  return CanStart === 'no' ? `${unit} may not be started by hand` : null;
}

/** Why a unit does not count as running, such as `postfix is failed (exit-code)`; null when it does. */
export function runProblem({ unit, properties }: UnitState): string | null {
  const { ActiveState, SubState, Type, Result, ConditionResult } = properties;
  if (ActiveState === 'active' || ActiveState === 'reloading' || ActiveState === 'refreshing') return null;
  if (ConditionResult === 'no') return `${unit} was not started, since a condition of its unit file is not met`;
  // A unit that does one thing and ends has done it.
  if (Type === 'oneshot' && ActiveState === 'inactive' && Result === 'success') return null;
  const reason = Result === '' || Result === 'success' ? SubState : Result;
  return `${unit} is ${ActiveState} (${reason})`;
}

/** Whether systemd started a unit again between two looks: it ends, and `Restart=` hides it. */
export function startedAgain(before: UnitState, after: UnitState): boolean {
  const [first, second] = [before.properties.InvocationID, after.properties.InvocationID];
  return first !== '' && second !== '' && first !== second;
}
