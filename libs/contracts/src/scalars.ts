import { isTimeZone, UNKNOWN_TIME_ZONE } from '@twotwenty/domain/alerting/zoned-time';
import { z } from 'zod';

/** Characters, not UTF-16 units: a name of 64 emoji is 64 characters long. */
function characters(text: string): number {
  return Array.from(text).length;
}

// Cc: controls, Zl and Zp: line breaks; they would break a log line, a table row or a mail header, and NUL fits no text of
// Postgres. Cs: half of a surrogate pair, which is no character and fits no UTF-8.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

const printable = z
  .string()
  .refine((text) => !UNPRINTABLE.test(text), 'must not contain control characters, line breaks or broken characters');

/**
 * Text that a program wrote, as it is, as long as it may be stored and shown everywhere.
 * @param maxLength in UTF-16 units
 */
export function printableSchema(maxLength: number) {
  return printable.max(maxLength);
}

/**
 * A text on one line that people wrote, trimmed.
 * @param min fewest characters
 * @param max most characters
 */
export function lineSchema(min: number, max: number) {
  return printable
    .trim()
    .refine((text) => characters(text) >= min && characters(text) <= max, `must be ${min} to ${max} characters`)
    .meta({ minLength: min, maxLength: max });
}

/** A name people give: 1–64 characters of any script, trimmed, on one line. */
export const nameSchema = lineSchema(1, 64).describe('A name of 1 to 64 characters');

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;

function isHostName(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  const labels = name.split('.');
  // The last label of a name is never all digits (RFC 1123 §2.1): such a text is meant to be an address.
  return name.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
}

// Made once: every order of a probe is checked with them.
export const ipv4Schema = z.ipv4();
export const ipv6Schema = z.ipv6();

/** A host name (RFC 1123, underscore allowed as seen in the field), an IPv4 address, or an IPv6 address without brackets. */
export const hostSchema = z
  .string()
  .trim()
  .refine(
    (text) => isHostName(text) || ipv4Schema.safeParse(text).success || ipv6Schema.safeParse(text).success,
    'must be a host name such as mx1.example.com, an IPv4 address, or an IPv6 address without brackets',
  )
  .meta({ description: 'A host name, IPv4 address, or IPv6 address without brackets', maxLength: 253 });

/** A host name alone, as EHLO takes it; an address literal in brackets is allowed as well (RFC 5321 §4.1.1.1). */
export const ehloNameSchema = z
  .string()
  .max(255)
  .refine(
    (text) => isHostName(text) || /^\[(\d{1,3}(\.\d{1,3}){3}|IPv6:[0-9a-f:.]+)\]$/i.test(text),
    'must be a host name such as monitor.example.com or an address literal such as [192.0.2.1]',
  );

export const portSchema = z.int().min(1, 'must be 1 to 65535').max(65535, 'must be 1 to 65535');

/** A site's name: it becomes part of a queue's name, so it is kept to characters that are safe everywhere. */
export const siteNameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
    'must be 1 to 32 of a-z, 0-9 and -, and begin and end with a letter or digit',
  );

export const tagSchema = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,31}$/u,
    'must be 1 to 32 letters, digits, . _ : or -, and begin with a letter or digit',
  );

/**
 * A length of time in seconds, no finer than milliseconds.
 * @param min smallest value that makes sense, seconds
 * @param max largest, seconds
 */
export function secondsSchema(min: number, max: number) {
  const range = `must be ${min} to ${max} seconds`;
  return z
    .number()
    .min(min, range)
    .max(max, range)
    .refine((seconds) => Number.isInteger(Number((seconds * 1000).toFixed(6))), 'must not be finer than a millisecond');
}

/** At most `max` different values. */
export function uniqueList<T extends z.ZodType<string>>(item: T, min: number, max: number) {
  return z
    .array(item)
    .min(min)
    .max(max)
    .refine((values) => new Set(values).size === values.length, 'must not name the same one twice');
}

export const idSchema = z.uuid('must be an id (a UUID)').toLowerCase();

/** An instant in UTC, ISO 8601 with milliseconds. */
export const instantSchema = z.iso.datetime();

/** A zone of the IANA database, or an alias in it; never an offset such as `+01:00`, which knows no daylight saving. */
export const timeZoneSchema = z.string().max(64).refine(isTimeZone, UNKNOWN_TIME_ZONE);
