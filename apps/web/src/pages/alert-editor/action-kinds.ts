import type { ActionView } from '@twotwenty/contracts/alert';
import { CHAT_FIELDS } from './chat-fields.js';
import { PROGRAM_FIELDS } from './field-specs.js';
import { MAIL_FIELDS, SMS_FIELDS, WEBHOOK_FIELDS } from './message-fields.js';
import type { FieldSpec, SettingsDraft } from './settings-draft.js';
import { textOf } from './settings-draft.js';
import { SNMP_FIELDS, SYSLOG_FIELDS, TEXT_LOG_FIELDS } from './system-fields.js';

export type ActionType = ActionView['type'];

export interface ActionKind {
  /** What it does, in a few words. */
  readonly meaning: string;
  readonly group: 'Tell people' | 'Tell programs' | 'Repair';
  readonly fields: readonly FieldSpec[];
}

const APPROVAL: FieldSpec = {
  kind: 'switch',
  name: 'approval',
  label: 'Wait until an administrator has released it',
  help: 'Else it is carried out by itself.',
  initial: false,
};

const MACHINE_REPAIR: readonly FieldSpec[] = [
  APPROVAL,
  {
    kind: 'number',
    name: 'timeoutSeconds',
    label: 'Time limit',
    help: 'For connecting, acting and verifying together',
    unit: 'seconds',
    initial: 120,
  },
];

/** What can be done, in the order in which it is offered. */
export const ACTION_KINDS: Readonly<Record<ActionType, ActionKind>> = {
  email: { meaning: 'Mail through relays of your own', group: 'Tell people', fields: MAIL_FIELDS },
  sms: { meaning: 'Text messages through a gateway', group: 'Tell people', fields: SMS_FIELDS },
  slack: { meaning: 'A channel of Slack', group: 'Tell people', fields: CHAT_FIELDS.slack },
  teams: { meaning: 'A channel of Microsoft Teams', group: 'Tell people', fields: CHAT_FIELDS.teams },
  discord: { meaning: 'A channel of Discord', group: 'Tell people', fields: CHAT_FIELDS.discord },
  telegram: { meaning: 'A chat of Telegram', group: 'Tell people', fields: CHAT_FIELDS.telegram },
  ntfy: { meaning: 'A topic of an ntfy server', group: 'Tell people', fields: CHAT_FIELDS.ntfy },
  pagerduty: { meaning: 'Whoever is on call by PagerDuty', group: 'Tell people', fields: CHAT_FIELDS.pagerduty },
  webhook: { meaning: 'A request by HTTP with all facts as JSON', group: 'Tell programs', fields: WEBHOOK_FIELDS },
  syslog: { meaning: 'A message to a collector of syslog', group: 'Tell programs', fields: SYSLOG_FIELDS },
  'snmp-trap': { meaning: 'A trap or inform to a manager of SNMP', group: 'Tell programs', fields: SNMP_FIELDS },
  'text-log': { meaning: 'A line in a file', group: 'Tell programs', fields: TEXT_LOG_FIELDS },
  'external-process': { meaning: 'A program is run', group: 'Tell programs', fields: PROGRAM_FIELDS },
  'restart-services': {
    meaning: 'Services of the recovery parameters are restarted',
    group: 'Repair',
    fields: MACHINE_REPAIR,
  },
  'reboot-server': {
    meaning: 'The machine of the recovery parameters is rebooted',
    group: 'Repair',
    fields: MACHINE_REPAIR,
  },
  'recovery-program': {
    meaning: 'A program that repairs is run',
    group: 'Repair',
    fields: [
      APPROVAL,
      ...PROGRAM_FIELDS,
      {
        kind: 'switch',
        name: 'passCredential',
        label: 'Give it the log-in of the recovery parameters',
        initial: false,
      },
    ],
  },
};

export const ACTION_TYPES = Object.keys(ACTION_KINDS) as readonly ActionType[];
export const ACTION_GROUPS = [
  'Tell people',
  'Tell programs',
  'Repair',
] as const satisfies readonly ActionKind['group'][];

const DESTINATIONS: Partial<Readonly<Record<ActionType, string>>> = {
  email: 'to',
  sms: 'recipients',
  telegram: 'chatId',
  ntfy: 'topic',
  webhook: 'url',
  syslog: 'host',
  'snmp-trap': 'host',
  'text-log': 'file',
  'external-process': 'program',
  'recovery-program': 'program',
};

/** Where it goes, as far as that is no secret; empty while nothing is typed. */
export function destinationOf(type: ActionType, settings: SettingsDraft): string {
  const field = DESTINATIONS[type];
  return field === undefined
    ? ''
    : textOf(settings[field])
        .trim()
        .replaceAll(/\s*\n\s*/g, ', ');
}
