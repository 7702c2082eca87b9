import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { z } from 'zod';
import { databaseUrl, redisUrl } from './environment.js';
import { certificateFile, passwordFile, privateKeyFile } from './files.js';

/** What a connection by TLS goes by, besides the public authorities and the name in the URL; all in PEM. */
export interface RedisTls {
  /** The authorities to trust in place of the public ones. */
  readonly ca?: string;
  /** With which this side says who it is, and its key. */
  readonly cert?: string;
  readonly key?: string;
}

/** Where Redis is, and how to speak to it. */
export interface RedisLocation {
  readonly backend: 'redis';
  /** With the password, if there is one. */
  readonly url: string;
  readonly tls?: RedisTls;
}

/** Where the queue is: Redis in a cluster, the Postgres of the embedded default otherwise. */
export type QueueLocation = RedisLocation | { readonly backend: 'postgres'; readonly url: string };

/** The variables that say where Postgres is. */
export const databaseVariables = {
  DATABASE_URL: databaseUrl,
  /** Its password, where the URL has none. */
  DATABASE_PASSWORD_FILE: passwordFile.optional(),
};

/** The variables that say where Redis is. */
export const redisVariables = {
  REDIS_URL: redisUrl.optional(),
  /** Its password, where the URL has none. */
  REDIS_PASSWORD_FILE: passwordFile.optional(),
  REDIS_CA_FILE: certificateFile.optional(),
  REDIS_CERT_FILE: certificateFile.optional(),
  REDIS_KEY_FILE: privateKeyFile.optional(),
};

type Variables<Schemas extends Record<string, z.ZodType>> = {
  [name in keyof Schemas]?: z.output<Schemas[name]> | undefined;
};
type StoreVariables = Variables<typeof databaseVariables> & Variables<typeof redisVariables>;

/** Refuses variables that do not go together; for `superRefine` of a schema that has them. */
export function checkStores(env: StoreVariables, context: z.RefinementCtx): void {
  const refuse = (name: keyof StoreVariables, message: string): void => {
    context.addIssue({ code: 'custom', path: [name], message });
  };
  checkPassword('DATABASE', env.DATABASE_URL, env.DATABASE_PASSWORD_FILE, refuse);
  checkPassword('REDIS', env.REDIS_URL, env.REDIS_PASSWORD_FILE, refuse);
  for (const name of ['REDIS_CA_FILE', 'REDIS_CERT_FILE', 'REDIS_KEY_FILE'] as const) {
    if (env[name] === undefined || env.REDIS_URL?.toLowerCase().startsWith('rediss:')) continue;
    refuse(name, 'is of use with TLS alone: REDIS_URL must begin with rediss://');
  }
  const { REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key } = env;
  if (cert === undefined && key !== undefined) refuse('REDIS_CERT_FILE', 'must be set together with REDIS_KEY_FILE');
  if (cert !== undefined && key === undefined) refuse('REDIS_KEY_FILE', 'must be set together with REDIS_CERT_FILE');
  if (cert !== undefined && key !== undefined && !new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    refuse('REDIS_KEY_FILE', 'is not the key of the certificate in REDIS_CERT_FILE');
  }
}

function checkPassword(
  store: 'DATABASE' | 'REDIS',
  url: string | undefined,
  password: string | undefined,
  refuse: (name: `${typeof store}_PASSWORD_FILE`, message: string) => void,
): void {
  if (password === undefined) return;
  if (url === undefined) return refuse(`${store}_PASSWORD_FILE`, `needs ${store}_URL`);
  if (new URL(url).password !== '') refuse(`${store}_PASSWORD_FILE`, `contradicts the password in ${store}_URL`);
}

/** The URL of Postgres with its password. */
export function databaseOf(env: Pick<StoreVariables, 'DATABASE_PASSWORD_FILE'> & { DATABASE_URL: string }): string {
  return withPassword(env.DATABASE_URL, env.DATABASE_PASSWORD_FILE);
}

/** Where Redis is, if it is said. */
export function redisOf(env: Variables<typeof redisVariables>): RedisLocation | undefined {
  if (env.REDIS_URL === undefined) return undefined;
  const { REDIS_CA_FILE: ca, REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key } = env;
  const tls = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
  const url = withPassword(env.REDIS_URL, env.REDIS_PASSWORD_FILE);
  return { backend: 'redis', url, ...(Object.keys(tls).length > 0 && { tls }) };
}

/** Where the queue is. */
export function queueOf(env: StoreVariables): QueueLocation {
  const redis = redisOf(env);
  if (redis !== undefined) return redis;
  const { DATABASE_URL, ...others } = env;
  if (DATABASE_URL !== undefined) return { backend: 'postgres', url: databaseOf({ DATABASE_URL, ...others }) };
  throw new Error('the schema lets no environment pass that has neither');
}

function withPassword(text: string, password: string | undefined): string {
  if (password === undefined) return text;
  const url = new URL(text);
  // Encoded before, as the setter leaves a % as it is.
  url.password = encodeURIComponent(password);
  return url.href;
}
