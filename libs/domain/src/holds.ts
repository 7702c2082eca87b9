import type { Hold } from './status.js';

/** What maintenance does to a monitor, strongest first: `stop` does not test it, `mute` tests it and decides nothing. */
export const MAINTENANCE_MODES = ['stop', 'mute'] as const;
export type MaintenanceMode = (typeof MAINTENANCE_MODES)[number];

/** Everything that may hold a monitor. Several may at once. */
export interface HoldReasons {
  readonly enabled: boolean;
  /** The suspension ends by itself at this moment. */
  readonly suspendedUntil: Date | null;
  /** The strongest mode of the windows that are open for it. */
  readonly maintenance: MaintenanceMode | null;
}

/** The hold a monitor is under: the strongest there is a reason for; null when it is to be judged. */
export function effectiveHold({ enabled, suspendedUntil, maintenance }: HoldReasons, now: Date): Hold | null {
  if (!enabled) return 'disabled';
  if (suspendedUntil !== null && suspendedUntil > now) return 'suspended';
  return maintenance === null ? null : 'maintenance';
}

/** Whether tests of a monitor begin: without a hold, and under maintenance that is muted only. */
export function isTested(hold: Hold | null, maintenance: MaintenanceMode | null): boolean {
  return hold === null || (hold === 'maintenance' && maintenance === 'mute');
}
