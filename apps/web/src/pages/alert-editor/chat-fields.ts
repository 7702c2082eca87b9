import { choices } from './field-specs.js';
import type { FieldSpec } from './settings-draft.js';

type Chat = 'slack' | 'teams' | 'discord' | 'telegram' | 'ntfy' | 'pagerduty';

/** Of the services that people chat and are called with. */
export const CHAT_FIELDS: Readonly<Record<Chat, readonly FieldSpec[]>> = {
  slack: [
    { kind: 'secret', name: 'url', label: 'URL of the incoming webhook', help: 'Who knows it may post.' },
    {
      kind: 'choice',
      name: 'mention',
      label: 'Who is alerted by a failure',
      initial: 'none',
      options: choices({
        none: 'Who follows the channel',
        here: 'Its active members (@here)',
        channel: 'All its members (@channel)',
      }),
    },
  ],
  teams: [
    {
      kind: 'secret',
      name: 'url',
      label: 'URL of the workflow',
      help: 'Of one that starts "when a Teams webhook request is received". Who knows it may post.',
    },
  ],
  discord: [
    { kind: 'secret', name: 'url', label: 'URL of the webhook', help: 'Who knows it may post.' },
    {
      kind: 'text',
      name: 'username',
      label: 'Shown as the sender',
      help: 'Empty: the name of the webhook',
      optional: true,
    },
    {
      kind: 'text',
      name: 'threadId',
      label: 'Number of the thread',
      help: 'Empty: the channel itself',
      optional: true,
    },
  ],
  telegram: [
    { kind: 'secret', name: 'botToken', label: 'Token of the bot', help: 'As @BotFather gives it' },
    { kind: 'text', name: 'chatId', label: 'Chat', placeholder: '-1001234567890 or @channel' },
    {
      kind: 'number',
      name: 'threadId',
      label: 'Number of the topic',
      help: 'In a group with topics',
      initial: null,
      optional: true,
    },
    {
      kind: 'choice',
      name: 'format',
      label: 'Format',
      initial: 'html',
      options: choices({ html: 'Subject in bold', plain: 'Plain text' }),
    },
    { kind: 'switch', name: 'silent', label: 'Deliver without a sound', initial: false },
    {
      kind: 'text',
      name: 'server',
      label: 'Server',
      initial: 'https://api.telegram.org',
      help: 'Another one for a Bot API server of your own',
    },
  ],
  ntfy: [
    { kind: 'text', name: 'server', label: 'Server', initial: 'https://ntfy.sh' },
    { kind: 'text', name: 'topic', label: 'Topic' },
    { kind: 'secret', name: 'accessToken', label: 'Access token, if the topic needs one', optional: true },
    { kind: 'number', name: 'failurePriority', label: 'Priority of failures', help: '1, lowest, to 5', initial: 4 },
    { kind: 'number', name: 'recoveryPriority', label: 'Priority of recoveries', help: '1, lowest, to 5', initial: 3 },
  ],
  pagerduty: [
    {
      kind: 'secret',
      name: 'routingKey',
      label: 'Integration key',
      help: 'Of an "Events API v2" integration: 32 letters and digits',
    },
    {
      kind: 'choice',
      name: 'severity',
      label: 'Severity',
      initial: 'critical',
      options: choices({ critical: 'Critical', error: 'Error', warning: 'Warning', info: 'Info' }),
    },
    {
      kind: 'text',
      name: 'server',
      label: 'Server',
      initial: 'https://events.pagerduty.com',
      help: 'https://events.eu.pagerduty.com for accounts in the EU',
    },
  ],
};
