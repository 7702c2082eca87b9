/** A URL that may be shown: without password and parameters. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  shown.search = '';
  shown.hash = '';
  return shown.href;
}

/**
 * Makes a function that takes secrets out of texts, whatever program wrote them.
 * @param urls whose passwords are secret
 * @param tokens secrets as they are
 */
export function hideSecrets(urls: readonly string[], tokens: readonly string[]): (text: string) => string {
  // The longest first: one may be a part of another.
  const secrets = [...urls.flatMap(passwordsOf), ...tokens]
    .filter((secret) => secret !== '')
    .sort((left, right) => right.length - left.length);
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text);
}

function passwordsOf(text: string): string[] {
  const url = new URL(text);
  return [url.password, decode(url.password), url.searchParams.get('password') ?? ''];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
