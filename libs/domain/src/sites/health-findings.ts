import type { SelfCheckFinding } from '../self-check.js';
import { connectionTableFinding, type ConnectionTable } from './connection-table.js';
import { PORT_25_BLOCKED, type Port25State } from './port-25.js';

/** What of a worker's own measures concerns its machine. */
export interface MachineHealth {
  readonly port25: Port25State;
  /** Null where nothing is known of it. */
  readonly connectionTable: ConnectionTable | null;
}

/** What keeps tests from telling the truth at a worker's machine, with what to do about it. */
export function healthFindings({ port25, connectionTable }: MachineHealth): SelfCheckFinding[] {
  const tableFinding = connectionTable === null ? null : connectionTableFinding(connectionTable);
  return [...(port25 === 'blocked' ? [PORT_25_BLOCKED] : []), ...(tableFinding === null ? [] : [tableFinding])];
}
