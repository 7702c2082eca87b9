import { useDevice, useNamesOfMonitors } from '../../api/choices.js';
import { useCredentials } from '../../api/credentials.js';
import type { Conflict } from '../../form/three-way.js';
import type { MonitorField, MonitorValues } from './monitor-values.js';

/** The names of what two versions of a monitor name by ids. */
export function useConflictNames(conflicts: readonly Conflict<MonitorValues>[]): ReadonlyMap<string, string> {
  const [mine = null, theirs = null] = idsIn(conflicts, 'deviceId');
  const devices = [useDevice(mine).data, useDevice(theirs).data];
  const monitors = useNamesOfMonitors(idsIn(conflicts, 'dependsOn'));
  const credentials = useCredentials().data?.items ?? [];
  return new Map([
    ...devices.flatMap((device) => (device === undefined ? [] : [[device.id, device.name] as const])),
    ...credentials.map(({ id, name }) => [id, name] as const),
    ...monitors,
  ]);
}

function idsIn(conflicts: readonly Conflict<MonitorValues>[], wanted: MonitorField): string[] {
  const values = conflicts.filter(({ field }) => field === wanted).flatMap(({ mine, theirs }) => [mine, theirs]);
  return [...new Set(values.flat().filter((value) => typeof value === 'string'))];
}
