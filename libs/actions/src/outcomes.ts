import { type DeliveryOutcome, MAX_ERROR_LENGTH, MAX_RESPONSE_LENGTH } from './channel.js';

/** Told, where a channel is told of no answer. */
export function delivered(response: string): DeliveryOutcome {
  return { ok: true, response: oneLine(response, MAX_RESPONSE_LENGTH) };
}

/**
 * Not told.
 * @param retryable whether the same settings may do next time
 * @param response what the receiver answered, if it did
 */
export function notDelivered(error: string, retryable: boolean, response: string | null = null): DeliveryOutcome {
  return {
    ok: false,
    retryable,
    error: oneLine(error, MAX_ERROR_LENGTH),
    response: response === null ? null : oneLine(response, MAX_RESPONSE_LENGTH),
    retryAfterSeconds: null,
  };
}

/** Text that others wrote, on one line, without what would move a cursor or break a record. */
export function oneLine(text: string, maxLength: number): string {
  const line = wellFormed(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`;
}

/** Without halves of surrogate pairs, which fit no UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** Replaces secrets that somebody repeats to us, also in Base64 as SASL sends them, and in JSON as programs are told them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, ...jsonForms(secret), Buffer.from(secret).toString('base64')]);
  return forms.filter((form) => form !== '').reduce((cleaned, form) => cleaned.replaceAll(form, '[secret]'), text);
}

/** Without the quotes; others than we write all that is not ASCII as numbers. */
function jsonForms(secret: string): string[] {
  const form = JSON.stringify(secret).slice(1, -1);
  const toNumber = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return [form, form.replace(/[^\x20-\x7e]/g, toNumber)];
}

/** As much of a text as fits in so many octets of UTF-8, cut between characters. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const ellipsis = '…';
  let left = maxBytes - Buffer.byteLength(ellipsis);
  if (left < 0) return '';
  let kept = '';
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    kept += character;
  }
  return kept + ellipsis;
}

/** What went wrong, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** What a delivery is told that was ended by its caller. */
export const OUT_OF_TIME = 'the time for the delivery was over';
