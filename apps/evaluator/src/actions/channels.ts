import type { Channel, DeliveryOutcome } from '@twotwenty/actions/channel';
import { createDiscordChannel } from '@twotwenty/actions/discord/discord-channel';
import { createHttpClient } from '@twotwenty/actions/http/node-http-client';
import { createNtfyChannel } from '@twotwenty/actions/ntfy/ntfy-channel';
import { createPagerdutyChannel } from '@twotwenty/actions/pagerduty/pagerduty-channel';
import { createSlackChannel } from '@twotwenty/actions/slack/slack-channel';
import { createSmsChannel } from '@twotwenty/actions/sms/sms-channel';
import { createTeamsChannel } from '@twotwenty/actions/teams/teams-channel';
import { createTelegramChannel } from '@twotwenty/actions/telegram/telegram-channel';
import { createWebhookChannel } from '@twotwenty/actions/webhook/webhook-channel';
import { ACTION_SETTINGS, type ChannelType } from '@twotwenty/contracts/actions/settings';
import { describeIssues } from '@twotwenty/contracts/parse-each';
import { plainSecretSchema } from '@twotwenty/contracts/secret';
import { openSettings } from '@twotwenty/secrets/action-secrets';
import { SealedSecretError, type SecretBox } from '@twotwenty/secrets/secret-box';
import type { z } from 'zod';
import type { Deliver } from './runner.js';

export interface ChannelOptions {
  /** Opens the secrets in the settings of actions. */
  readonly secrets: Pick<SecretBox, 'open'>;
  /** What HTTP channels may call although it is link-local or a cloud's metadata. */
  readonly allowedAddresses: readonly string[];
}

/** A channel that takes settings of any form, and refuses what is not its own. */
type OpenChannel = Channel<unknown>;

/** Delivers notices by the channel that each action names, with its secrets opened for that time. */
export function createDeliver(options: ChannelOptions): Deliver {
  const channels = createChannels(options);
  return async (notice, action, signal) => {
    const channel: OpenChannel | undefined = channels[action.type];
    if (channel === undefined) return misconfigured('There is no such channel.');
    try {
      return await channel.deliver(notice, openSettings(action, options.secrets), { signal });
    } catch (error) {
      if (error instanceof SealedSecretError) return misconfigured(error.message);
      throw error;
    }
  };
}

function createChannels({ allowedAddresses }: ChannelOptions): Readonly<Partial<Record<ChannelType, OpenChannel>>> {
  const http = createHttpClient({ allowedAddresses });
  const settings = ACTION_SETTINGS;
  return {
    webhook: checked(settings.webhook(plainSecretSchema), createWebhookChannel(http)),
    slack: checked(settings.slack(plainSecretSchema), createSlackChannel(http)),
    teams: checked(settings.teams(plainSecretSchema), createTeamsChannel(http)),
    discord: checked(settings.discord(plainSecretSchema), createDiscordChannel(http)),
    telegram: checked(settings.telegram(plainSecretSchema), createTelegramChannel(http)),
    pagerduty: checked(settings.pagerduty(plainSecretSchema), createPagerdutyChannel(http)),
    ntfy: checked(settings.ntfy(plainSecretSchema), createNtfyChannel(http)),
    sms: checked(settings.sms(plainSecretSchema), createSmsChannel(http)),
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
