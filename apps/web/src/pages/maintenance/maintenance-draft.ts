import type { Maintenance } from '@twotwenty/contracts/maintenance';
import { z } from 'zod';
import type { WrittenMaintenance } from '../../api/maintenance.js';
import type { DraftPlace } from '../../form/kept-draft.js';
import { NO_RECURRENCE, recurrenceOf, recurrenceShape, ruleOf } from './repeats.js';

const ids = z.array(z.string()).readonly();
const draftSchema = z.object({
  name: z.string(),
  enabled: z.boolean(),
  mode: z.enum(['stop', 'mute']),
  /** As `datetime-local` gives it: by the viewer's clock for what opens once, else by the zone's. */
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  ...recurrenceShape,
  scope: z.enum(['all', 'chosen']),
  monitorIds: ids,
  deviceIds: ids,
  tags: ids,
});
/** What is typed about a maintenance window. */
export type MaintenanceDraft = Readonly<z.infer<typeof draftSchema>>;

/** Where what is typed is kept. @param maintenance null for a new one */
export function maintenancePlace(maintenance: Pick<Maintenance, 'id'> | null): DraftPlace<MaintenanceDraft> {
  return { key: `maintenance:${maintenance?.id ?? 'new'}`, schema: draftSchema };
}

/** @param timeZone of the viewer */
export function newDraft(timeZone: string): MaintenanceDraft {
  return {
    name: '',
    enabled: true,
    mode: 'mute',
    from: '',
    to: '',
    timeZone,
    ...NO_RECURRENCE,
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
  return { ...empty, name, enabled, mode, ...timesOf(window), ...chosen };
}

function timesOf(window: Maintenance['window']): Partial<MaintenanceDraft> {
  if (window.kind === 'once') return { from: toLocal(window.from), to: toLocal(window.to) };
  const { from, to, timeZone, rule } = window;
  return { from, to, timeZone, ...recurrenceOf(rule) };
}

function omitTo({ to: _, ...chosen }: Extract<Maintenance['assignment'], { to: 'chosen' }>) {
  return chosen;
}

/** When it is open, as it is sent. */
export function windowOf(draft: MaintenanceDraft): WrittenMaintenance['window'] {
  const { repeats, from, to, timeZone } = draft;
  if (repeats === 'never') return { kind: 'once', from: toInstant(from), to: toInstant(to) };
  return { kind: 'recurring', from, to, timeZone: timeZone.trim(), rule: ruleOf(draft) };
}

export function writtenOf(draft: MaintenanceDraft): WrittenMaintenance {
  const { name, enabled, mode } = draft;
  const [monitorIds, deviceIds, tags] = [[...draft.monitorIds], [...draft.deviceIds], [...draft.tags]];
  return {
    name,
    enabled,
    mode,
    window: windowOf(draft),
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
