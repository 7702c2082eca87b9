import { placeOf } from './failures.js';
import type { HttpFailure, HttpRequest } from './http-client.js';

/** Statuses that name another place for the same thing (RFC 9110 §15.4). */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Redirects that let nobody turn a POST into a GET (RFC 9110 §15.4.8, §15.4.9). */
const KEEPS_METHOD = new Set([307, 308]);

export const MAX_REDIRECTS = 3;

/** Where a request is to go on, or why it does not. Null: the answer is no redirect. */
export type Redirect = { readonly url: URL } | { readonly failure: HttpFailure } | null;

/**
 * Decides about a redirect. Only a place of the same origin is gone to: the URL, the signature, credentials and often
 * the text itself are meant for the one that was written into the settings.
 * @param location header Location of the answer
 * @param followed redirects before this one
 */
export function redirectOf(
  { url, method }: Pick<HttpRequest, 'url' | 'method'>,
  { status, location }: { readonly status: number; readonly location: string | undefined },
  followed: number,
): Redirect {
  if (!REDIRECTS.has(status) || location === undefined) return null;
  const refuse = (why: string): Redirect => ({
    failure: { retryable: false, error: `${placeOf(url)} redirects (${status}) ${why}` },
  });
  if (!URL.canParse(location, url.href)) return refuse('to something that is no URL');
  const target = new URL(location, url);
  const where = `${target.origin}${target.pathname}`;
  if (target.origin !== url.origin) return refuse(`to ${where}: if that is right, write it into the settings`);
  if (method !== 'GET' && !KEEPS_METHOD.has(status)) {
    return refuse(`to ${where} in a way that turns a ${method} into a GET: write the final address into the settings`);
  }
  if (followed >= MAX_REDIRECTS) return refuse(`again after ${MAX_REDIRECTS} redirects`);
  return { url: target };
}
