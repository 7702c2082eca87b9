import { serviceNameProblem } from '@twotwenty/contracts/recovery';
import type { MachineService } from '../../recovery-method.js';

/** Most services that are listed. */
export const MAX_LISTED = 2_000;

/**
 * The services of a machine, by name.
 * @param loaded what `systemctl list-units --plain --no-legend` prints: name, load, active, sub, description
 * @param files what `systemctl list-unit-files --no-legend` prints: name, state, preset; units in it need not be loaded
 */
export function readUnitList(loaded: string, files: string): readonly MachineService[] {
  const services = new Map<string, MachineService>();
  const masked = new Set<string>();
  for (const line of completeLines(files)) {
    const [name = '', state = ''] = line.split(/\s+/);
    if (state.startsWith('masked')) masked.add(name);
    else if (!isTemplate(name)) services.set(name, { name, description: '', state: 'inactive (dead)' });
  }
  for (const line of completeLines(loaded)) {
    const [, name = '', load, active = '', sub = '', description = ''] = LIST_LINE.exec(line) ?? [];
    if (load === 'loaded') services.set(name, { name, description, state: `${active} (${sub})` });
  }
  return [...services.values()]
    .filter(({ name }) => !masked.has(name) && name.endsWith('.service') && isNameable(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, MAX_LISTED);
}

// Some versions put a bullet before what has failed, also in plain lists.
const LIST_LINE = /^(?:[●*○×↻]\s+)?(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*(.*)$/u;

/** Without a last line that was cut off. */
function completeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Such as `getty@.service`, which is nothing without a word after the "@". */
function isTemplate(name: string): boolean {
  return name.includes('@.');
}

function isNameable(name: string): boolean {
  return serviceNameProblem('ssh-systemd', name) === null;
}
