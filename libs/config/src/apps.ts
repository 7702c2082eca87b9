import { ehloNameSchema, siteNameSchema, timeZoneSchema } from '@twotwenty/contracts/scalars';
import { resolve } from 'node:path';
import { z } from 'zod';
import {
  absolutePath,
  acceptedKeys,
  addressList,
  httpUrl,
  integer,
  logLevel,
  networkList,
  readEnvironment,
  secretsKey,
  siteList,
} from './environment.js';
import { checkStores, databaseOf, databaseVariables, queueOf, redisOf, redisVariables } from './stores.js';

const common = { LOG_LEVEL: logLevel.default('info') };
const stores = { ...common, ...databaseVariables, ...redisVariables };
/** Kept fresh while the app can work, for whoever watches the process from outside. */
const health = { HEALTH_FILE: absolutePath.optional() };
const keys = {
  SECRETS_KEY: secretsKey,
  /** Open what was sealed with them, and seal nothing: for a change of the key. */
  SECRETS_KEYS_ACCEPTED: acceptedKeys.default([]),
};

const setupSchema = z
  .object({
    ...stores,
    ADMIN_PASSWORD: z.string().min(8, 'must be at least 8 characters').optional(),
    /** Made where they are not there yet; none is ever removed. */
    SITES: siteList.default([]),
  })
  .superRefine(checkStores);

const controllerSchema = z
  .object({
    ...stores,
    HOST: z.string().default('127.0.0.1'),
    PORT: integer(1, 65535).default(8220),
    ...keys,
    ADMIN_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
    DATABASE_POOL: integer(2, 100).default(10),
    /** Browsers send the session cookie over TLS only. Set it wherever a proxy ends TLS in front. */
    COOKIE_SECURE: z.enum(['true', 'false']).default('false'),
    /** What these say in `X-Forwarded-For` is believed. */
    TRUSTED_PROXIES: networkList.default([]),
    /** Live streams at once; each is a page that somebody has before them. */
    MAX_STREAMS: integer(1, 10_000).default(500),
  })
  .superRefine(checkStores);

const evaluatorSchema = z
  .object({
    ...stores,
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
  })
  .superRefine(checkStores);

const workerSchema = z
  .object({
    ...stores,
    ...health,
    DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
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
  })
  .superRefine(checkStores);

const rotationSchema = z.object({ ...databaseVariables, ...keys }).superRefine(checkStores);

const sitesSchema = z.object({ ADMIN_TOKEN: z.string().optional(), REDIS_URL: redisVariables.REDIS_URL });

const doctorSchema = z
  .object({
    ...databaseVariables,
    DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
    ...redisVariables,
    ADMIN_TOKEN: z.string().optional(),
    EHLO_NAME: ehloNameSchema.optional(),
    PUBLIC_ADDRESSES: addressList.optional(),
  })
  .superRefine(checkStores);

/** Settings of the one-time set-up: migrations and the administrator. */
export function readSetupConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(setupSchema, environment);
  return {
    databaseUrl: databaseOf(env),
    queue: queueOf(env),
    adminPassword: env.ADMIN_PASSWORD,
    sites: env.SITES,
    logLevel: env.LOG_LEVEL,
  };
}

/** Settings of the controller. @throws ConfigurationError */
export function readControllerConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(controllerSchema, environment);
  return {
    databaseUrl: databaseOf(env),
    databasePool: env.DATABASE_POOL,
    queue: queueOf(env),
    host: env.HOST,
    port: env.PORT,
    adminToken: env.ADMIN_TOKEN,
    secretsKey: env.SECRETS_KEY,
    secretsKeysAccepted: env.SECRETS_KEYS_ACCEPTED,
    cookieSecure: env.COOKIE_SECURE === 'true',
    trustedProxies: env.TRUSTED_PROXIES,
    maxStreams: env.MAX_STREAMS,
    logLevel: env.LOG_LEVEL,
  };
}
export type ControllerConfig = ReturnType<typeof readControllerConfig>;

/** Settings of the evaluator. @throws ConfigurationError */
export function readEvaluatorConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(evaluatorSchema, environment);
  return {
    databaseUrl: databaseOf(env),
    databasePool: env.DATABASE_POOL,
    queue: queueOf(env),
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
    queue: queueOf(env),
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
    databaseUrl: env.DATABASE_URL === undefined ? undefined : databaseOf({ ...env, DATABASE_URL: env.DATABASE_URL }),
    redis: redisOf(env),
    adminToken: env.ADMIN_TOKEN,
    ehloName: env.EHLO_NAME,
    publicAddresses: env.PUBLIC_ADDRESSES,
  };
}

/** What of the environment `twotwenty sites` looks at. @throws ConfigurationError */
export function readSitesConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(sitesSchema, environment);
  return { adminToken: env.ADMIN_TOKEN, redisUrl: env.REDIS_URL };
}

/** Settings of `twotwenty secrets`: where secrets are stored, and their keys. @throws ConfigurationError */
export function readRotationConfig(environment: NodeJS.ProcessEnv = process.env) {
  const env = readEnvironment(rotationSchema, environment);
  return {
    databaseUrl: databaseOf(env),
    secretsKey: env.SECRETS_KEY,
    secretsKeysAccepted: env.SECRETS_KEYS_ACCEPTED,
  };
}
