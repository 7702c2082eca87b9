import type { Fault, History } from './history.js';

/**
 * Nobody was visited without a test that asked for it: a backlog that had expired was dropped, not replayed.
 * @param decoy a target that only expired orders name
 */
export function checkSessions({ monitors, sessions }: History, decoy: string): Fault[] {
  const faults: Fault[] = [];
  const fault = (address: string, what: string): void =>
    void faults.push({ check: 'no replay', address, atMs: null, what });
  const visits = sessions.get(decoy) ?? 0;
  if (visits > 0) fault(decoy, `${visits} sessions for orders that had expired`);
  for (const { address, sites, lastTest } of monitors) {
    // One test may be under way still.
    const asked = (lastTest + 1) * sites.length;
    const held = sessions.get(address) ?? 0;
    if (held > asked) fault(address, `${held} sessions for ${asked} that were asked for`);
  }
  return faults;
}
