import type { SmsSettings } from '@twotwenty/contracts/actions/sms';
import type { Notice } from '../channel.js';
import { jsonRequest, USER_AGENT } from '../http/delivery.js';
import { fitText, oneLine } from '../http/fit-text.js';
import type { HttpRequest } from '../http/http-client.js';

/** One SMS, or one for several recipients. */
interface Message {
  readonly recipients: readonly string[];
  /** Tells repetitions, and differs between the requests of a notice. */
  readonly id: string;
  readonly text: string;
}

/** The requests that a notice takes: one for each recipient, or one for all. */
export function smsRequests(notice: Notice, settings: SmsSettings): HttpRequest[] {
  const { recipients, recipientsAs, content, maxLength } = settings;
  // On one line: gateways treat line breaks in different ways, and some end the text there.
  const line = oneLine(notice[content]) || oneLine(notice.subject);
  const text = fitText(line, maxLength);
  if (recipientsAs !== 'each') return [requestOf({ recipients, id: notice.id, text }, settings)];
  return recipients.map((recipient) =>
    requestOf({ recipients: [recipient], id: `${notice.id}-${recipient}`, text }, settings),
  );
}

function requestOf(message: Message, settings: SmsSettings): HttpRequest {
  const { method, format } = settings;
  const url = new URL(settings.url);
  const headers = {
    ...USER_AGENT,
    ...Object.fromEntries(settings.headers.map(({ name, value }) => [name, value])),
    'Idempotency-Key': message.id,
  };
  const parameters = parametersOf(message, settings);
  if (format === 'json' && method !== 'GET') return jsonRequest(method, url, Object.fromEntries(parameters), headers);
  const pairs = parameters.flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, value]));
  if (format === 'form') {
    const contentType = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return { method, url, headers: { ...headers, ...contentType }, body: new URLSearchParams(pairs).toString() };
  }
  for (const [name, value] of pairs) url.searchParams.append(name, value);
  return { method, url, headers, body: null };
}

function parametersOf(
  { recipients, text }: Message,
  settings: SmsSettings,
): [name: string, value: string | string[]][] {
  const { recipientsAs, from } = settings;
  return [
    ...settings.parameters.map(({ name, value }): [string, string] => [name, value]),
    ...(from === null ? [] : [[settings.fromParameter, from] satisfies [string, string]]),
    [settings.recipientParameter, recipientsAs === 'list' ? [...recipients] : recipients.join(',')],
    [settings.textParameter, text],
  ];
}
