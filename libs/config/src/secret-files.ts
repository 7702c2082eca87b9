import { readFileSync } from 'node:fs';

/** Secrets that may be in a file: `<name>_FILE` tells which. */
const SECRETS = ['SECRETS_KEY', 'SECRETS_KEYS_ACCEPTED', 'ADMIN_PASSWORD', 'ADMIN_TOKEN'];

/**
 * Puts secrets that are given as files where the schemas look for them: `SECRETS_KEY_FILE` stands for `SECRETS_KEY`. White
 * space at the end of a file is no part of it.
 * @param given variables that are set and not empty; it stays as it is
 * @returns the variables to read, and what was wrong, without the content of any file
 */
export function withSecretFiles(given: Readonly<Record<string, string>>): {
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
} {
  const variables = { ...given };
  const problems: string[] = [];
  for (const name of SECRETS) {
    const file = given[`${name}_FILE`];
    if (file === undefined) continue;
    if (given[name] !== undefined) problems.push(`${name}_FILE: can not be set besides ${name}`);
    const read = readSecret(file);
    if ('problem' in read) problems.push(`${name}_FILE: ${read.problem}`);
    else variables[name] = read.secret;
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
