import type { NtfySettings } from '@twotwenty/contracts/actions/ntfy';
import { toneOf } from '@twotwenty/domain/alerting/notice-kinds';
import type { Channel, Notice } from '../channel.js';
import { below } from '../http/base-url.js';
import { deliver, jsonRequest } from '../http/delivery.js';
import { fitText, octetsOf } from '../http/fit-text.js';
import type { HttpAnswer, HttpClient } from '../http/http-client.js';
import { linkOf } from '../http/link-of.js';
import { readJson, textAt } from '../http/read-json.js';

/** Longer messages become attachments, which many servers refuse. Octets in UTF-8. */
const MAX_MESSAGE_OCTETS = 4096;
const MAX_TITLE_OCTETS = 250;

/** Names of emoji, which ntfy shows before the title. */
const TAGS = { failure: 'rotating_light', recovery: 'white_check_mark', test: 'bell' } as const;

/** Publishes notices to a topic of ntfy; as JSON, since headers carry no titles in UTF-8 safely. */
export function createNtfyChannel(http: HttpClient): Channel<NtfySettings> {
  return {
    deliver: (notice, settings, { signal }) => {
      const { accessToken, server } = settings;
      const authorization: Record<string, string> =
        accessToken === null ? {} : { Authorization: `Bearer ${accessToken}` };
      const request = jsonRequest('POST', below(server, '/'), ntfyMessage(notice, settings), authorization);
      const secrets = accessToken === null ? [] : [accessToken];
      return deliver(http, request, { name: 'ntfy', secrets, explain }, signal);
    },
  };
}

function ntfyMessage(notice: Notice, { topic, failurePriority, recoveryPriority }: NtfySettings): object {
  const link = linkOf(notice);
  return {
    topic,
    title: fitText(notice.subject, MAX_TITLE_OCTETS, octetsOf),
    message: fitText(notice.text, MAX_MESSAGE_OCTETS, octetsOf),
    priority: toneOf(notice.kind) === 'failure' ? failurePriority : recoveryPriority,
    tags: [TAGS[toneOf(notice.kind)]],
    ...(link === null ? {} : { click: link }),
  };
}

function explain({ status, body }: HttpAnswer): string | null {
  if (status === 401) return 'it does not know the access token; make a new one, and write it into the settings';
  if (status === 403) return 'the topic may not be written to with this access token, or without one';
  return textAt(readJson(body), 'error');
}
