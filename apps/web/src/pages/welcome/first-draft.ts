import { alertInputSchema } from '@twotwenty/contracts/alert';
import { deviceInputSchema } from '@twotwenty/contracts/device';
import type { Problem } from '@twotwenty/contracts/http';
import { monitorInputSchema } from '@twotwenty/contracts/monitor';
import type { z } from 'zod';
import type { MonitorPreset } from '../device/monitor-types.js';

/** Where the first alert may go. */
export const FIRST_CHANNELS = ['none', 'email', 'webhook', 'slack', 'ntfy'] as const;
export type FirstChannel = (typeof FIRST_CHANNELS)[number];

/** What is typed into the set-up. */
export interface FirstDraft {
  readonly host: string;
  readonly preset: MonitorPreset;
  readonly channel: FirstChannel;
  readonly to: string;
  readonly relay: string;
  readonly user: string;
  readonly password: string;
  readonly url: string;
  readonly topic: string;
}

export const EMPTY_DRAFT: FirstDraft = {
  host: '',
  preset: 'smtp',
  channel: 'none',
  to: '',
  relay: '',
  user: '',
  password: '',
  url: '',
  topic: '',
};

/** By this name the alert of the set-up is found again. */
export const FIRST_ALERT_NAME = 'First alert';

const TARGETS = {
  smtp: { port: 25, security: 'none' },
  submission: { port: 587, security: 'starttls' },
  smtps: { port: 465, security: 'tls' },
} as const;

type Input<T extends z.ZodType> = z.input<T>;

export function deviceOf({ host }: FirstDraft): Input<typeof deviceInputSchema> {
  return { name: nameOf(host), address: host.trim() };
}

/** @param deviceId of the device that has it */
export function monitorOf({ host, preset }: FirstDraft, deviceId: string): Input<typeof monitorInputSchema> {
  return { deviceId, name: nameOf(host), target: { host: host.trim(), ...TARGETS[preset] } };
}

/**
 * The alert for all monitors there are and will be; null when none is wanted.
 * @param actionId of its only action
 */
export function alertOf(draft: FirstDraft, actionId: string): Input<typeof alertInputSchema> | null {
  const settings = settingsOf(draft);
  if (settings === null || draft.channel === 'none') return null;
  return {
    name: FIRST_ALERT_NAME,
    assignment: { to: 'all' },
    actions: [{ id: actionId, type: draft.channel, settings }],
  };
}

function settingsOf({ channel, to, relay, user, password, url, topic }: FirstDraft): object | null {
  switch (channel) {
    case 'none':
      return null;
    case 'webhook':
    case 'slack':
      return { url: url.trim() };
    case 'ntfy':
      return { topic: topic.trim() };
    case 'email': {
      const login = user.trim() === '' && password === '' ? null : { user: user.trim(), password };
      const relays = [
        login === null
          ? { host: relay.trim(), port: 25, security: 'starttls-if-offered' }
          : { host: relay.trim(), ...login },
      ];
      return { from: to.trim(), to: [to.trim()], relays };
    }
  }
}

/** A name has at most 64 characters; a host may have more. */
function nameOf(host: string): string {
  return Array.from(host.trim()).slice(0, 64).join('');
}

/** An id that no device has, for checking what is not stored yet. */
const NO_ID = '00000000-0000-4000-8000-000000000000';

/**
 * What the controller would refuse, before anything is made: so that nothing is left half done.
 * @returns problems by the fields of the draft; empty when all is well
 */
export function draftProblems(draft: FirstDraft): NonNullable<Problem['errors']> {
  const alert = alertOf(draft, NO_ID);
  const checked = [
    deviceInputSchema.safeParse(deviceOf(draft)),
    monitorInputSchema.safeParse(monitorOf(draft, NO_ID)),
    ...(alert === null ? [] : [alertInputSchema.safeParse(alert)]),
  ];
  const issues = checked.flatMap(({ error }) => error?.issues ?? []);
  const problems = issues.map(({ path, message }) => ({ field: draftField(path.join('.')), message }));
  // The name comes from the host: of both, the host's own problem tells more.
  const others = problems.filter(({ field, message }) => field !== 'host' || !message.includes('characters'));
  return distinct(others);
}

/** The field of the draft that a field of the API comes from. @param field such as `actions.0.settings.relays.0.host` */
export function draftField(field: string): string {
  const setting = /^actions\.0\.settings\.(.*)$/.exec(field)?.[1];
  if (setting === undefined) return ['name', 'address', 'target.host'].includes(field) ? 'host' : field;
  if (/^(to(\.0)?|from)$/.test(setting)) return 'to';
  return /^relays\.0\.(user|password)$/.exec(setting)?.[1] ?? (setting === 'relays.0.host' ? 'relay' : setting);
}

function distinct(problems: NonNullable<Problem['errors']>): NonNullable<Problem['errors']> {
  const seen = new Set<string>();
  return problems.filter(({ field, message }) => {
    const key = `${field} ${message}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
