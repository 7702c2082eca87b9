import type { Alert } from '@twotwenty/contracts/alert';

const NAMED = 3;

/** Names of monitors or devices by their ids. */
export type Names = ReadonlyMap<string, string>;

/** The ids of what is called by its name, each once. */
export function namedIds(alerts: readonly Pick<Alert, 'assignment'>[]) {
  const ids = (list: 'monitorIds' | 'deviceIds') => [
    ...new Set(
      alerts.flatMap(({ assignment }) => (assignment.to === 'chosen' ? assignment[list].slice(0, NAMED) : [])),
    ),
  ];
  return { monitorIds: ids('monitorIds'), deviceIds: ids('deviceIds') };
}

/**
 * Whom an alert serves, in words: `All monitors`, `monitors MX 1 and MX 2; devices Rack 1, Rack 2, Rack 3 and 4 more`.
 * @param monitors a name that is not known yet is counted with those that are not named
 */
export function formatServed({ assignment }: Pick<Alert, 'assignment'>, monitors: Names, devices: Names): string {
  if (assignment.to === 'all') return 'All monitors';
  const parts = [
    named('monitor', assignment.monitorIds, monitors),
    named('device', assignment.deviceIds, devices),
    named('tag', assignment.tags, new Map(assignment.tags.map((tag) => [tag, tag]))),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'No monitor' : parts.join('; ');
}

function named(word: string, ids: readonly string[], names: Names): string | null {
  if (ids.length === 0) return null;
  const known = ids.flatMap((id) => names.get(id) ?? []).slice(0, NAMED);
  const words = ids.length === 1 ? word : `${word}s`;
  const rest = ids.length - known.length;
  if (known.length === 0) return `${ids.length} ${words}`;
  return `${words} ${known.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}
