import { z } from 'zod';
import { checkedSecret } from './checked-secret.js';

const MAX_HEADERS = 20;

/** A token of RFC 9110 §5.6.2. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
/** RFC 9110 §5.5 without what is obsolete: printable ASCII, no space at the ends. */
const HEADER_VALUE = /^[!-~](?:[ -~]*[!-~])?$/;

/** Headers that frame a message or belong to one connection, and those that TwoTwenty sets itself. */
const RESERVED_NAMES = new Set([
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'twotwenty-signature',
  'upgrade',
]);

const headerNameSchema = z
  .string()
  .regex(HEADER_NAME, "must be the name of a header: letters, digits and !#$%&'*+.^_`|~- only, at most 64 characters")
  .refine(
    (name) => !RESERVED_NAMES.has(name.toLowerCase()),
    `must be none of those that are set by TwoTwenty or by HTTP itself: ${[...RESERVED_NAMES].join(', ')}`,
  );

/** Headers of a request besides those that are always sent. Every value is a secret: most of them are keys. */
export function httpHeadersSchema<S extends z.ZodType>(secret: S) {
  const value = checkedSecret(
    secret,
    (text) => HEADER_VALUE.test(text),
    'must be printable ASCII characters without line breaks, and no space at its ends',
  );
  return z
    .array(z.strictObject({ name: headerNameSchema, value }))
    .max(MAX_HEADERS, `must be at most ${MAX_HEADERS} headers`)
    .refine(
      (headers) => new Set(headers.map(({ name }) => name.toLowerCase())).size === headers.length,
      'must not name the same header twice',
    );
}
