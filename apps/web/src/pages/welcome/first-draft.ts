import { alertInputSchema, type Alert } from '@twotwenty/contracts/alert';
import { deviceInputSchema } from '@twotwenty/contracts/device';
import type { Problem } from '@twotwenty/contracts/http';
import { monitorInputSchema } from '@twotwenty/contracts/monitor';
import { z } from 'zod';
import type { DraftPlace } from '../../form/kept-draft.js';

/** Where the first alert may go. */
export const FIRST_CHANNELS = ['none', 'email', 'webhook', 'slack', 'ntfy'] as const;
export type FirstChannel = (typeof FIRST_CHANNELS)[number];

const text = z.string();
const draftSchema = z.object({
  host: text,
  preset: z.enum(['smtp', 'submission', 'smtps']),
  channel: z.enum(FIRST_CHANNELS),
  to: text,
  relay: text,
  user: text,
  password: text,
  url: text,
  topic: text,
});
/** What is typed into the set-up. */
export type FirstDraft = Readonly<z.infer<typeof draftSchema>>;

/** Where it is kept, but for the password. */
export const FIRST_PLACE: DraftPlace<FirstDraft> = {
  key: 'welcome',
  schema: draftSchema,
  withoutSecrets: (draft) => ({ ...draft, password: '' }),
};

/** Fields that show what is wrong with them. */
export const FIRST_FIELDS = ['host', 'to', 'relay', 'user', 'password', 'url', 'topic'] as const;

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

/** What the alert of the set-up is called, where no other one is. */
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

/**
 * Whether an alert tells all that the one of the draft would tell, and to the same place. Where the place is secret, nobody
 * knows.
 */
export function tellsTheSame(
  { channel, to, url, topic }: FirstDraft,
  { enabled, assignment, actions }: Alert,
): boolean {
  if (!enabled || assignment.to !== 'all') return false;
  return actions.some(({ type, enabled: isOn, settings }) => {
    if (type !== channel || !isOn) return false;
    switch (type) {
      case 'email':
        return addressesIn(settings['to']).includes(to.trim().toLowerCase());
      case 'webhook':
        return settings['url'] === url.trim();
      case 'ntfy':
        return settings['topic'] === topic.trim();
      default:
        return false;
    }
  });
}

function addressesIn(list: unknown): string[] {
  return z.array(z.string().toLowerCase()).catch([]).parse(list);
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
