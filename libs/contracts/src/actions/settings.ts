import type { z } from 'zod';
import type { Settings } from '../secret.js';
import { discordSettings } from './discord.js';
import { emailSettings } from './email.js';
import { externalProcessSettings } from './external-process.js';
import { ntfySettings } from './ntfy.js';
import { pagerdutySettings } from './pagerduty.js';
import { slackSettings } from './slack.js';
import { smsSettings } from './sms.js';
import { snmpTrapSettings } from './snmp-trap.js';
import { syslogSettings } from './syslog.js';
import { teamsSettings } from './teams.js';
import { telegramSettings } from './telegram.js';
import { textLogSettings } from './text-log.js';
import { webhookSettings } from './webhook.js';

/**
 * What each type of action that tells somebody needs. Each entry takes the schema of a secret and gives that of the settings: secrets are
 * written, stored and used in different forms.
 */
export const CHANNEL_SETTINGS = {
  email: emailSettings,
  webhook: webhookSettings,
  slack: slackSettings,
  teams: teamsSettings,
  discord: discordSettings,
  telegram: telegramSettings,
  pagerduty: pagerdutySettings,
  ntfy: ntfySettings,
  sms: smsSettings,
  'snmp-trap': snmpTrapSettings,
  syslog: syslogSettings,
  'text-log': textLogSettings,
  'external-process': externalProcessSettings,
} as const satisfies Readonly<Record<string, (secret: z.ZodType) => z.ZodType<Settings>>>;

/** The types of action that tell somebody. */
export type ChannelType = keyof typeof CHANNEL_SETTINGS;
export const CHANNEL_TYPES = Object.keys(CHANNEL_SETTINGS) as readonly ChannelType[];
