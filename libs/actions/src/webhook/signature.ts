import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'TwoTwenty-Signature';

/**
 * The signature of a request: `t=<seconds since 1970>,v1=<HMAC-SHA-256 in hex>`. What is signed is the time, a point and
 * the body as it is sent, so that nobody can change the text, or send an old one again for a new one.
 * @param key the key as text, used in UTF-8
 * @param atMs when the request is sent, milliseconds since 1970
 */
export function sign(body: string, key: string, atMs: number): string {
  const time = Math.floor(atMs / 1000);
  const digest = createHmac('sha256', key).update(`${time}.${body}`).digest('hex');
  return `t=${time},v1=${digest}`;
}
