import { siteNameSchema } from '@twotwenty/contracts/scalars';
import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { withSecretFiles } from './secret-files.js';

/** Everything that was wrong with the environment, at once, so that one restart mends it all. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Reads an app's settings from the environment, and secrets from the files it names. An empty variable counts as not set.
 * @param schema the app's schema; keys are the names of the variables
 * @throws ConfigurationError that lists every variable that is wrong, without its value: it may be a secret
 */
export function readEnvironment<T extends z.ZodType>(schema: T, environment: NodeJS.ProcessEnv): z.infer<T> {
  const given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const { variables, problems } = withSecretFiles(given);
  const parsed = schema.safeParse(variables);
  if (parsed.success && problems.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  throw new ConfigurationError([
    ...problems,
    ...issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`),
  ]);
}

function urlSchema(protocols: RegExp, example: string) {
  return z.string().refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && protocols.test(url.protocol);
  }, `must be a URL such as ${example}`);
}

export const databaseUrl = urlSchema(/^postgres(ql)?:$/, 'postgres://user:password@host:5432/twotwenty');
export const httpUrl = urlSchema(/^https?:$/, 'https://monitor.example.com');
export const redisUrl = urlSchema(/^rediss?:$/, 'redis://host:6379 or rediss://user:password@host:6380');

/**
 * A whole number in a variable.
 * @param min smallest value allowed
 * @param max largest value allowed
 */
export function integer(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

const KEY = /^[A-Za-z0-9+/]{43}=$/;

/** The key that seals secrets: 32 bytes in base64. */
export const secretsKey = z
  .string(
    'must be set: 32 bytes in base64, the same for controller and evaluator, such as `openssl rand -base64 32` makes',
  )
  .regex(KEY, 'must be 32 bytes in base64, such as `openssl rand -base64 32` makes');

export const absolutePath = z.string().refine(isAbsolute, 'must be an absolute path');

const MAX_ADDRESSES = 16;
const MAX_SITES = 100;
const MAX_ACCEPTED_KEYS = 8;

function commaList(isItem: (item: string) => boolean, what: string, max = MAX_ADDRESSES) {
  return z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .refine((items) => items.length <= max && items.every(isItem), `must be at most ${max} ${what}`);
}

/** Keys that open secrets and seal none, with commas between them. */
export const acceptedKeys = commaList(
  (item) => KEY.test(item),
  'keys of 32 bytes in base64 with commas between them',
  MAX_ACCEPTED_KEYS,
);

function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** IP addresses with commas between them. */
export const addressList = commaList(isAddress, 'IP addresses with commas between them, such as 192.0.2.7,2001:db8::7');

const network = z.union([z.cidrv4(), z.cidrv6()]);

/** IP addresses and networks with commas between them. */
export const networkList = commaList(
  (item) => isAddress(item) || network.safeParse(item).success,
  'IP addresses or networks with commas between them, such as 169.254.10.7,fe80::/64',
);

/** Names of sites with commas between them. */
export const siteList = commaList(
  (item) => siteNameSchema.safeParse(item).success,
  'names of sites with commas between them, such as default,paris',
  MAX_SITES,
);
