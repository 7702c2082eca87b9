import type { Maintenance } from '@twotwenty/contracts/maintenance';
import type { WrittenMaintenance } from '../../api/maintenance.js';

/** What is typed about a maintenance window. */
export interface MaintenanceDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly mode: Maintenance['mode'];
  readonly kind: 'once' | 'recurring';
  /** As `datetime-local` gives it: by the viewer's clock for `once`, by the zone's for `recurring`. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly rule: string;
  readonly scope: 'all' | 'chosen';
  readonly monitorIds: readonly string[];
  readonly deviceIds: readonly string[];
  readonly tags: readonly string[];
}

/** @param timeZone of the viewer */
export function newDraft(timeZone: string): MaintenanceDraft {
  return {
    name: '',
    enabled: true,
    mode: 'mute',
    kind: 'once',
    from: '',
    to: '',
    timeZone,
    rule: 'FREQ=WEEKLY',
    scope: 'chosen',
    monitorIds: [],
    deviceIds: [],
    tags: [],
  };
}

/** @param timeZone of the viewer */
export function draftOf({ name, enabled, mode, window, assignment }: Maintenance, timeZone: string): MaintenanceDraft {
  const empty = newDraft(timeZone);
  const chosen =
    assignment.to === 'all' ? { scope: 'all' as const } : { ...omitTo(assignment), scope: 'chosen' as const };
  const times =
    window.kind === 'once' ? { kind: window.kind, from: toLocal(window.from), to: toLocal(window.to) } : window;
  return { ...empty, name, enabled, mode, ...times, ...chosen };
}

function omitTo({ to: _, ...chosen }: Extract<Maintenance['assignment'], { to: 'chosen' }>) {
  return chosen;
}

export function writtenOf(draft: MaintenanceDraft): WrittenMaintenance {
  const { name, enabled, mode, kind, from, to, timeZone, rule } = draft;
  const [monitorIds, deviceIds, tags] = [[...draft.monitorIds], [...draft.deviceIds], [...draft.tags]];
  return {
    name,
    enabled,
    mode,
    window:
      kind === 'once'
        ? { kind, from: toInstant(from), to: toInstant(to) }
        : { kind, from, to, timeZone: timeZone.trim(), rule: rule.trim() },
    assignment: draft.scope === 'all' ? { to: 'all' } : { to: 'chosen', monitorIds, deviceIds, tags },
  };
}

/** What is no moment is sent as it is, for the controller to say so. */
function toInstant(local: string): string {
  const moment = new Date(local);
  return Number.isNaN(moment.getTime()) ? local : moment.toISOString();
}

function toLocal(instant: string): string {
  const at = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

export const MODE_WORDS: Readonly<Record<Maintenance['mode'], string>> = {
  stop: 'Pause: nothing is tested',
  mute: 'Mute: tests go on, nobody is alerted',
};

/** For whom a window is, in words. */
export function scopeWords(assignment: Maintenance['assignment']): string {
  if (assignment.to === 'all') return 'All monitors';
  const { deviceIds, monitorIds, tags } = assignment;
  const parts = [
    count(deviceIds.length, 'device', 'devices'),
    count(monitorIds.length, 'monitor', 'monitors'),
    tags.length === 0 ? '' : `tagged ${tags.join(', ')}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing chosen' : parts.join(' · ');
}

function count(number: number, one: string, many: string): string {
  return number === 0 ? '' : `${number} ${number === 1 ? one : many}`;
}
