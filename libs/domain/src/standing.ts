import { HOLDS, type Hold, type Status } from './status.js';

/** What is shown for a monitor: its hold while one lasts, else its status. */
export type Standing = Status | Hold;

/** Every standing, what needs a person first. The order of lists and summaries; a place in it is never stored. */
export const STANDINGS = [
  'down',
  'lost',
  'warn',
  'uninitialized',
  'up',
  'maintenance',
  'suspended',
  'disabled',
] as const satisfies readonly Standing[];

/** Standings in which something is wrong. */
export const TROUBLED = ['down', 'lost', 'warn'] as const satisfies readonly Standing[];

/** Names for several standings at once, as people filter by them. */
export const STANDING_SETS = { trouble: TROUBLED, held: HOLDS } as const;
export type StandingSet = keyof typeof STANDING_SETS;

/** Everything a list of monitors may be narrowed to: a standing, several by one name, or those without data. */
export const STANDING_FILTERS = [...STANDINGS, 'trouble', 'held', 'noData'] as const;
export type StandingFilter = (typeof STANDING_FILTERS)[number];

/** The standings that filters ask for, each once; `noData` is none and is left out. */
export function standingsOf(filters: readonly StandingFilter[]): Standing[] {
  const asked = filters.flatMap((filter): readonly Standing[] => {
    if (filter === 'noData') return [];
    return filter === 'trouble' || filter === 'held' ? STANDING_SETS[filter] : [filter];
  });
  return STANDINGS.filter((standing) => asked.includes(standing));
}
