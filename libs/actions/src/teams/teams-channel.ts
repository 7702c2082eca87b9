import type { TeamsSettings } from '@twotwenty/contracts/actions/teams';
import type { Channel } from '../channel.js';
import { deliver, jsonRequest } from '../http/delivery.js';
import type { HttpAnswer, HttpClient } from '../http/http-client.js';
import { readJson, textAt } from '../http/read-json.js';
import { secretsOfUrl } from '../http/redact.js';
import { teamsMessage } from './teams-card.js';

const LOOK_AT_WORKFLOW = 'look at the workflow in Teams, and copy its URL into the settings again';

/** Posts notices to a channel or chat of Teams by a workflow; the connectors of Office 365 before it are retired. */
export function createTeamsChannel(http: HttpClient): Channel<TeamsSettings> {
  return {
    deliver: (notice, { url }, { signal }) => {
      const request = jsonRequest('POST', new URL(url), teamsMessage(notice));
      return deliver(http, request, { name: 'Teams', secrets: secretsOfUrl(url), explain }, signal);
    },
  };
}

function explain({ status, body }: HttpAnswer): string | null {
  if (status === 401 || status === 403) return `the URL is not complete, or its signature is old; ${LOOK_AT_WORKFLOW}`;
  if (status === 404 || status === 410) return `the workflow was removed or is turned off; ${LOOK_AT_WORKFLOW}`;
  const message = textAt(readJson(body), 'error', 'message');
  return message === null ? null : `${message}; ${LOOK_AT_WORKFLOW}`;
}
