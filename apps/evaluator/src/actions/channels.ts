import type { Channel, DeliveryOutcome } from '@twotwenty/actions/channel';
import { createDiscordChannel } from '@twotwenty/actions/discord/discord-channel';
import { createEmailChannel } from '@twotwenty/actions/email/email-channel';
import {
  createExternalProcessChannel,
  externalProcessTimeLimitMs,
} from '@twotwenty/actions/external-process/external-process-channel';
import { createHttpClient } from '@twotwenty/actions/http/node-http-client';
import { createNtfyChannel } from '@twotwenty/actions/ntfy/ntfy-channel';
import { createPagerdutyChannel } from '@twotwenty/actions/pagerduty/pagerduty-channel';
import { createSlackChannel } from '@twotwenty/actions/slack/slack-channel';
import { createSmsChannel } from '@twotwenty/actions/sms/sms-channel';
import { createSnmpTrapChannel } from '@twotwenty/actions/snmp-trap/snmp-trap-channel';
import { createSyslogChannel } from '@twotwenty/actions/syslog/syslog-channel';
import { createTeamsChannel } from '@twotwenty/actions/teams/teams-channel';
import { createTelegramChannel } from '@twotwenty/actions/telegram/telegram-channel';
import { createTextLogChannel } from '@twotwenty/actions/text-log/text-log-channel';
import { createWebhookChannel } from '@twotwenty/actions/webhook/webhook-channel';
import { CHANNEL_SETTINGS, type ChannelType } from '@twotwenty/contracts/actions/settings';
import type { StoredNoticeAction } from '@twotwenty/contracts/alert';
import { describeIssues } from '@twotwenty/contracts/parse-each';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { openSettings } from '@twotwenty/secrets/action-secrets';
import { SealedSecretError, type SecretBox } from '@twotwenty/secrets/secret-box';
import { z } from 'zod';
import type { Deliver } from './runner.js';

export interface ChannelOptions {
  /** Opens the secrets in the settings of actions. */
  readonly secrets: Pick<SecretBox, 'open'>;
  /** What HTTP channels may call although it is link-local or a cloud's metadata. */
  readonly allowedAddresses: readonly string[];
  /** Where text logs are kept; null: none are. */
  readonly logFolder: string | null;
  /** Where the programs are that may be run; null: none may. */
  readonly programFolder: string | null;
}

/** A channel that takes settings of any form, and refuses what is not its own. */
type OpenChannel = Channel<unknown>;

/** Delivers notices by the channel that each action names, with its secrets opened for that time. */
export function createDeliver(options: ChannelOptions): Deliver {
  const channels = createChannels(options);
  return async (notice, action, signal) => {
    const channel = channels[action.type];
    try {
      return await channel.deliver(notice, openSettings(action, options.secrets), { signal });
    } catch (error) {
      if (error instanceof SealedSecretError) return misconfigured(error.message);
      throw error;
    }
  };
}

/** The limit of most actions. */
const STANDARD_LIMIT_MS = 30_000;

const timed = z.object({ timeoutSeconds: z.number() });

/** Longest that a delivery by an action may take, milliseconds. */
export function deliveryLimitMs({ type, settings }: StoredNoticeAction): number {
  const own = type === 'external-process' ? timed.safeParse(settings) : null;
  return own?.success === true ? externalProcessTimeLimitMs(own.data) : STANDARD_LIMIT_MS;
}

function createChannels(options: ChannelOptions): Readonly<Record<ChannelType, OpenChannel>> {
  const http = createHttpClient({ allowedAddresses: options.allowedAddresses });
  const settings = CHANNEL_SETTINGS;
  return {
    email: checked(settings.email(plainSecretSchema), createEmailChannel()),
    webhook: checked(settings.webhook(plainSecretSchema), createWebhookChannel(http)),
    slack: checked(settings.slack(plainSecretSchema), createSlackChannel(http)),
    teams: checked(settings.teams(plainSecretSchema), createTeamsChannel(http)),
    discord: checked(settings.discord(plainSecretSchema), createDiscordChannel(http)),
    telegram: checked(settings.telegram(plainSecretSchema), createTelegramChannel(http)),
    pagerduty: checked(settings.pagerduty(plainSecretSchema), createPagerdutyChannel(http)),
    ntfy: checked(settings.ntfy(plainSecretSchema), createNtfyChannel(http)),
    sms: checked(settings.sms(plainSecretSchema), createSmsChannel(http)),
    'snmp-trap': checked(settings['snmp-trap'](plainSecretSchema), createSnmpTrapChannel()),
    syslog: checked(settings.syslog(plainSecretSchema), createSyslogChannel()),
    'text-log': checked(settings['text-log'](plainSecretSchema), createTextLogChannel({ folder: options.logFolder })),
    'external-process': checked(
      settings['external-process'](plainSecretSchema),
      createExternalProcessChannel({ folder: options.programFolder }),
    ),
  };
}

/** Settings were checked when they were saved; an older or newer version may have saved them. */
function checked<Settings>(schema: z.ZodType<Settings>, channel: Channel<Settings>): OpenChannel {
  return {
    async deliver(notice, settings, context) {
      const parsed = schema.safeParse(settings);
      if (!parsed.success) return misconfigured(`Its settings are not right: ${describeIssues(parsed.error)}`);
      return channel.deliver(notice, parsed.data, context);
    },
  };
}

function misconfigured(error: string): DeliveryOutcome {
  return { ok: false, retryable: false, error, response: null, retryAfterSeconds: null };
}
