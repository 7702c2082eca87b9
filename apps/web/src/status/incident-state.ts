import type { Incident } from '@twotwenty/contracts/incident';
import type { Standing } from './standing.js';

/** `open` while it goes on, else how it ended. */
export type IncidentState = 'open' | NonNullable<Incident['ending']>;

interface Words {
  readonly word: string;
  /** Completes the sentence "An incident that is …". */
  readonly meaning: string;
  /** Whose shape it borrows. */
  readonly shape: Standing;
}

export const INCIDENT_STATE_WORDS: Readonly<Record<IncidentState, Words>> = {
  open: { word: 'Open', meaning: 'going on', shape: 'down' },
  recovered: { word: 'Recovered', meaning: 'over, the server answers again', shape: 'up' },
  interrupted: { word: 'Interrupted', meaning: 'ended by a hold, so that nobody was told', shape: 'suspended' },
};

/** Without an ending one that has ended was interrupted: nobody knows better. */
export function incidentState({ endedAt, ending }: Pick<Incident, 'endedAt' | 'ending'>): IncidentState {
  return endedAt === null ? 'open' : (ending ?? 'interrupted');
}
