import type { WebhookSettings } from '@twotwenty/contracts/actions/webhook';
import { MAX_LISTED } from '@twotwenty/domain/alerting/digest';
import type { Channel, Notice } from '../channel.js';
import { deliver, jsonRequest } from '../http/delivery.js';
import type { HttpClient } from '../http/http-client.js';
import { secretsOfHeader } from '../http/redact.js';
import { sign, SIGNATURE_HEADER } from './signature.js';

/** What receivers get. Fields may be added; none is renamed or removed. */
export interface WebhookBody {
  readonly id: string;
  readonly kind: Notice['kind'];
  readonly subject: string;
  readonly text: string;
  /** When it was decided, ISO 8601 in UTC. */
  readonly at: string;
  /** How many incidents it tells of. */
  readonly incidentCount: number;
  /** The tokens of templates with their values, for each incident; of a large group the first ones. */
  readonly incidents: Notice['incidents'][number][];
}

/**
 * Sends notices as JSON to a URL of the user's.
 * @param now milliseconds since 1970; the time in signatures
 */
export function createWebhookChannel(http: HttpClient, now: () => number = Date.now): Channel<WebhookSettings> {
  return {
    deliver: (notice, settings, { signal }) => {
      const { url, method, headers, signingKey } = settings;
      const request = jsonRequest(method, new URL(url), bodyOf(notice), {
        ...Object.fromEntries(headers.map(({ name, value }) => [name, value])),
        'Idempotency-Key': notice.id,
      });
      const signature = signingKey === null ? {} : { [SIGNATURE_HEADER]: sign(request.body, signingKey, now()) };
      const signed = { ...request, headers: { ...request.headers, ...signature } };
      return deliver(http, signed, { name: 'The webhook', secrets: secretsOf(settings) }, signal);
    },
  };
}

function bodyOf({ id, kind, subject, text, at, incidents }: Notice): WebhookBody {
  const listed = incidents.slice(0, MAX_LISTED);
  return { id, kind, subject, text, at: at.toISOString(), incidentCount: incidents.length, incidents: listed };
}

function secretsOf({ headers, signingKey }: WebhookSettings): string[] {
  const values = headers.flatMap(({ value }) => secretsOfHeader(value));
  return signingKey === null ? values : [...values, signingKey];
}
