import type { ChannelType } from '@twotwenty/contracts/actions/settings';

const WORDS: Readonly<Record<ChannelType, string>> = {
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
};

/** What people call a type of action; a type of a later version keeps its own name. */
export function channelWord(type: string): string {
  return Object.hasOwn(WORDS, type) ? WORDS[type as ChannelType] : type;
}
