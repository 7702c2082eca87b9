import type { SlackSettings } from '@twotwenty/contracts/actions/slack';
import type { Channel } from '../channel.js';
import { deliver, jsonRequest } from '../http/delivery.js';
import type { HttpAnswer, HttpClient } from '../http/http-client.js';
import { secretsOfUrl } from '../http/redact.js';
import { slackMessage } from './slack-message.js';

const NEW_WEBHOOK = 'make a new incoming webhook in Slack, and write its URL into the settings';

/** Slack's words for errors of incoming webhooks. */
const MEANINGS: Readonly<Record<string, string>> = {
  invalid_token: `the webhook was revoked or its URL is not complete; ${NEW_WEBHOOK}`,
  no_service: `the webhook was removed or disabled; ${NEW_WEBHOOK}`,
  no_service_id: `the URL is not complete; ${NEW_WEBHOOK}`,
  no_active_hooks: `the webhook is disabled; ${NEW_WEBHOOK}`,
  no_team: `the workspace was not found; ${NEW_WEBHOOK}`,
  team_disabled: 'the workspace is disabled',
  channel_not_found: `the channel was removed; ${NEW_WEBHOOK}`,
  channel_is_archived: 'the channel is archived; restore it, or make a webhook for another channel',
  action_prohibited: 'an administrator of the workspace forbids it',
  posting_to_general_channel_denied: 'an administrator of the workspace forbids posting to its general channel',
  invalid_payload: 'it does not understand the message',
  user_not_found: `the person it is sent to was not found; ${NEW_WEBHOOK}`,
  rollup_error: 'it has trouble of its own',
};

/** Posts notices to a channel of Slack by an incoming webhook. */
export function createSlackChannel(http: HttpClient): Channel<SlackSettings> {
  return {
    deliver: (notice, { url, mention }, { signal }) => {
      const request = jsonRequest('POST', new URL(url), slackMessage(notice, mention));
      return deliver(http, request, { name: 'Slack', secrets: secretsOfUrl(url), explain }, signal);
    },
  };
}

function explain({ body }: HttpAnswer): string | null {
  const word = body.trim();
  return Object.hasOwn(MEANINGS, word) ? `${word}, ${MEANINGS[word]}` : null;
}
