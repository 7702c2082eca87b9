import { ehloNameSchema, siteNameSchema, timeZoneSchema } from '@twotwenty/contracts/scalars';
import { resolve } from 'node:path';
import { z } from 'zod';
import {
  absolutePath,
  acceptedKeys,
  addressList,
  databaseUrl,
  httpUrl,
  integer,
  logLevel,
  networkList,
  readEnvironment,
  redisUrl,
  secretsKey,
  siteList,
} from './environment.js';

/** Where the queue is: Redis in a cluster, the Postgres of the embedded default otherwise. */
export type QueueLocation =
  { readonly backend: 'redis'; readonly url: string } | { readonly backend: 'postgres'; readonly url: string };

const common = { LOG_LEVEL: logLevel.default('info') };
const database = { ...common, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl.optional() };
/** Kept fresh while the app can work, for whoever watches the process from outside. */
const health = { HEALTH_FILE: absolutePath.optional() };
const keys = {
  SECRETS_KEY: secretsKey,
  /** Open what was sealed with them, and seal nothing: for a change of the key. */
  SECRETS_KEYS_ACCEPTED: acceptedKeys.default([]),
};

const setupSchema = z.object({
  ...database,
  ADMIN_PASSWORD: z.string().min(8, 'must be at least 8 characters').optional(),
  /** Made where they are not there yet; none is ever removed. */
  SITES: siteList.default([]),
});

const controllerSchema = z.object({
  ...database,
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(1, 65535).default(8220),
  ...keys,
  ADMIN_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
  DATABASE_POOL: integer(2, 100).default(10),
  /** Browsers send the session cookie over TLS only. Set it wherever a proxy ends TLS in front. */
  COOKIE_SECURE: z.enum(['true', 'false']).default('false'),
  /** What these say in `X-Forwarded-For` is believed. */
  TRUSTED_PROXIES: networkList.default([]),
});

const evaluatorSchema = z.object({
  ...database,
  ...health,
  DATABASE_POOL: integer(2, 100).default(10),
  RESULT_RETENTION_DAYS: integer(1, 3650).default(90),
  ...keys,
  /** Where people reach the web page: links in notices begin with it. */
  PUBLIC_URL: httpUrl.default('http://127.0.0.1:8220'),
  /** Of the times in notices. */
  TIME_ZONE: timeZoneSchema.default(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  /** Programs that actions may run must be in this folder; without it none may be run. */
  ACTION_PROGRAMS: absolutePath.optional(),
  /** What actions may call by HTTP although it is link-local. */
  ACTION_ALLOWED_ADDRESSES: networkList.default([]),
  /** For the text logs of actions. */
  DATA_DIR: z.string().default('.data'),
});

const workerSchema = z
  .object({
    ...common,
    ...health,
    REDIS_URL: redisUrl.optional(),
    DATABASE_URL: databaseUrl.optional(),
    SITE: siteNameSchema.default('default'),
    MAX_SESSIONS: integer(1, 10_000).default(500),
    MAX_SESSIONS_PER_ADDRESS: integer(1, 10_000).default(2),
    ADDRESS_PAUSE_MS: integer(0, 60_000).default(20),
    EHLO_NAME: ehloNameSchema.optional(),
    PUBLIC_ADDRESSES: addressList.optional(),
    /** Read by Node itself when the process begins: the threads that look up names. */
    UV_THREADPOOL_SIZE: integer(1, 1024).default(4),
  })
  .refine((env) => env.REDIS_URL !== undefined || env.DATABASE_URL !== undefined, {
    path: ['REDIS_URL'],
    message: 'must be set (or DATABASE_URL, where the queue is kept in Postgres)',
  });

const rotationSchema = z.object({ DATABASE_URL: databaseUrl, ...keys });

const doctorSchema = z.object({
  DATABASE_URL: databaseUrl.optional(),
  REDIS_URL: redisUrl.optional(),
  ADMIN_TOKEN: z.string().optional(),
  EHLO_NAME: ehloNameSchema.optional(),
  PUBLIC_ADDRESSES: addressList.optional(),
});

function queueLocation(env: { REDIS_URL?: string | undefined; DATABASE_URL?: string | undefined }): QueueLocation {
  if (env.REDIS_URL !== undefined) return { backend: 'redis', url: env.REDIS_URL };
  if (env.DATABASE_URL !== undefined) return { backend: 'postgres', url: env.DATABASE_URL };
  throw new Error('the schema lets no environment pass that has neither');
}

/** Settings of the one-time set-up: migrations and the administrator. */
export function readSetupConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(setupSchema, environment);
  return {
    databaseUrl: env.DATABASE_URL,
    queue: queueLocation(env),
    adminPassword: env.ADMIN_PASSWORD,
    sites: env.SITES,
    logLevel: env.LOG_LEVEL,
  };
}

/** Settings of the controller. @throws ConfigurationError */
export function readControllerConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(controllerSchema, environment);
  return {
    databaseUrl: env.DATABASE_URL,
    databasePool: env.DATABASE_POOL,
    queue: queueLocation(env),
    host: env.HOST,
    port: env.PORT,
    adminToken: env.ADMIN_TOKEN,
    secretsKey: env.SECRETS_KEY,
    secretsKeysAccepted: env.SECRETS_KEYS_ACCEPTED,
    cookieSecure: env.COOKIE_SECURE === 'true',
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
  };
}
export type ControllerConfig = ReturnType<typeof readControllerConfig>;

/** Settings of the evaluator. @throws ConfigurationError */
export function readEvaluatorConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(evaluatorSchema, environment);
  return {
    databaseUrl: env.DATABASE_URL,
    databasePool: env.DATABASE_POOL,
    queue: queueLocation(env),
    retentionDays: env.RESULT_RETENTION_DAYS,
    secretsKey: env.SECRETS_KEY,
    secretsKeysAccepted: env.SECRETS_KEYS_ACCEPTED,
    publicUrl: env.PUBLIC_URL.replace(/\/+$/, ''),
    timeZone: env.TIME_ZONE,
    actionPrograms: env.ACTION_PROGRAMS,
    actionAllowedAddresses: env.ACTION_ALLOWED_ADDRESSES,
    dataDir: resolve(env.DATA_DIR),
    healthFile: env.HEALTH_FILE,
    logLevel: env.LOG_LEVEL,
  };
}
export type EvaluatorConfig = ReturnType<typeof readEvaluatorConfig>;

/** Settings of the worker: the queue and nothing else. @throws ConfigurationError */
export function readWorkerConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(workerSchema, environment);
  return {
    queue: queueLocation(env),
    site: env.SITE,
    maxSessions: env.MAX_SESSIONS,
    perAddress: { maxSessions: env.MAX_SESSIONS_PER_ADDRESS, pauseMs: env.ADDRESS_PAUSE_MS },
    ehloName: env.EHLO_NAME,
    publicAddresses: env.PUBLIC_ADDRESSES,
    lookupThreads: env.UV_THREADPOOL_SIZE,
    healthFile: env.HEALTH_FILE,
    logLevel: env.LOG_LEVEL,
  };
}
export type WorkerConfig = ReturnType<typeof readWorkerConfig>;

/** What of the environment `twotwenty doctor` looks at: what is not set is not checked. @throws ConfigurationError */
export function readDoctorConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(doctorSchema, environment);
  return {
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    adminToken: env.ADMIN_TOKEN,
    ehloName: env.EHLO_NAME,
    publicAddresses: env.PUBLIC_ADDRESSES,
  };
}

/** Settings of `twotwenty secrets`: where secrets are stored, and their keys. @throws ConfigurationError */
export function readRotationConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(rotationSchema, environment);
  return {
    databaseUrl: env.DATABASE_URL,
    secretsKey: env.SECRETS_KEY,
    secretsKeysAccepted: env.SECRETS_KEYS_ACCEPTED,
  };
}
