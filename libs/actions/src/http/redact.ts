const REDACTED = '***';

/** Shorter values are none that protect anything, such as `1`, and would be found everywhere. */
const MIN_SECRET = 4;

/** Shorter parts of a secret URL are words such as `services`, or numbers of accounts that open nothing. */
const MIN_SECRET_PART = 16;

/**
 * Takes secrets out of a text that came from outside: receivers like to repeat what they were sent. Known as they are,
 * in JSON, in a form and in a URL.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.filter((secret) => secret.length >= MIN_SECRET).flatMap(formsOf);
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((redacted, form) => redacted.replaceAll(form, REDACTED), text);
}

function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  // Half of a character fits no URL.
  return /\p{Cs}/u.test(secret) ? [secret, inJson] : [secret, inJson, inForm, encodeURIComponent(secret)];
}

/** The secrets in a URL that is one as a whole: itself, its path, and what in it may be a key. */
export function secretsOfUrl(text: string): string[] {
  if (!URL.canParse(text)) return [text];
  const { href, pathname, search, searchParams } = new URL(text);
  const parts = [...pathname.split('/'), ...searchParams.values()].filter((part) => part.length >= MIN_SECRET_PART);
  const wholes = [text, href, `${pathname}${search}`, pathname, search];
  return [...wholes.filter((whole) => whole.length > 1), ...parts];
}

/** The secrets in the value of a header: all of it, and what stands after `Bearer` or `Basic`. */
export function secretsOfHeader(value: string): string[] {
  const credentials = /^(?:bearer|basic|token)\s+(\S.*)$/i.exec(value)?.[1];
  return credentials === undefined ? [value] : [value, credentials];
}
