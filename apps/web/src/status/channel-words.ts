import type { ActionView } from '@twotwenty/contracts/alert';

type ActionType = ActionView['type'];

const WORDS: Readonly<Record<ActionType, string>> = {
  email: 'Email',
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  discord: 'Discord',
  telegram: 'Telegram',
  pagerduty: 'PagerDuty',
  ntfy: 'ntfy',
  sms: 'SMS',
  'snmp-trap': 'SNMP trap',
  syslog: 'Syslog',
  'text-log': 'Text log',
  'external-process': 'External process',
  'restart-services': 'Restart services',
  'reboot-server': 'Reboot server',
  'recovery-program': 'Recovery program',
};

/** What people call a type of action; a type of a later version keeps its own name. */
export function channelWord(type: string): string {
  return Object.hasOwn(WORDS, type) ? WORDS[type as ActionType] : type;
}
