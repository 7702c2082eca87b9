import { readFileSync } from 'node:fs';

/** Secrets that may be in a file: `<name>_FILE` tells which. */
const SECRETS = ['SECRETS_KEY', 'SECRETS_KEYS_ACCEPTED', 'ADMIN_PASSWORD', 'ADMIN_TOKEN'];

/** Passwords that belong into a URL, and are only ever given as a file. */
const URL_PASSWORDS = { DATABASE_PASSWORD_FILE: 'DATABASE_URL', REDIS_PASSWORD_FILE: 'REDIS_URL' };

/**
 * Puts secrets that are given as files where the schemas look for them: `SECRETS_KEY_FILE` stands for `SECRETS_KEY`, the
 * password of `DATABASE_PASSWORD_FILE` goes into a `DATABASE_URL` that has none. White space at the end of a file is no part of it.
 * @param given variables that are set and not empty; it stays as it is
 * @returns the variables to read, and what was wrong, without the content of any file
 */
export function withSecretFiles(given: Readonly<Record<string, string>>): {
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
} {
  const variables = { ...given };
  const problems: string[] = [];
  const content = (name: string, file: string): string | undefined => {
    const read = readSecret(file);
    if ('problem' in read) problems.push(`${name}: ${read.problem}`);
    return 'problem' in read ? undefined : read.secret;
  };
  for (const name of SECRETS) {
    const file = given[`${name}_FILE`];
    if (file === undefined) continue;
    if (given[name] !== undefined) problems.push(`${name}_FILE: can not be set besides ${name}`);
    const secret = content(`${name}_FILE`, file);
    if (secret !== undefined) variables[name] = secret;
  }
  for (const [name, urlName] of Object.entries(URL_PASSWORDS)) {
    const file = given[name];
    const text = given[urlName];
    // What is wrong with the URL itself its schema says.
    if (file === undefined || text === undefined || !URL.canParse(text)) continue;
    const url = new URL(text);
    if (url.password !== '') problems.push(`${name}: can not be set besides a password in ${urlName}`);
    const secret = content(name, file);
    if (secret === undefined) continue;
    url.password = encodeURIComponent(secret);
    variables[urlName] = url.href;
  }
  return { variables, problems };
}

function readSecret(file: string): { readonly secret: string } | { readonly problem: string } {
  try {
    const secret = readFileSync(file, 'utf8').trimEnd();
    return secret === '' ? { problem: 'the file is empty' } : { secret };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { problem: `the file can not be read (${code})` };
  }
}
