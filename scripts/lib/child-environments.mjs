import { addressOf } from './network.mjs';

/**
 * What each process gets to know. Secrets travel by environment alone: arguments can be seen by everybody on the machine.
 *
 * @typedef {object} RunSettings
 * @property {string} databaseUrl
 * @property {string} host
 * @property {number} port
 * @property {string} dataDir
 * @property {string} site
 * @property {string | undefined} adminToken
 * @property {import('./secrets-key.mjs').SecretsKeys} secretsKeys
 */

const SECRET = /PASSWORD|PASSWD|TOKEN|SECRET|_KEY$|^DATABASE_URL$|^REDIS_URL$/i;
// Where Redis is, and how to get in.
const REDIS = /^REDIS_(URL|PASSWORD_FILE|CA_FILE|CERT_FILE|KEY_FILE)$/;
const NOT_FOR_ALL =
  /^(ADMIN_PASSWORD|ADMIN_TOKEN|DATABASE_URL|DATABASE_PASSWORD_FILE|SECRETS_KEY|SECRETS_KEYS_ACCEPTED)$/;
// They steer this script's own Node and npm, not the apps.
const OURS = /^(npm_|INIT_CWD$|VITEST|NODE_CHANNEL_|NODE_UNIQUE_ID$)/;

// Each name that is looked up holds a thread; Node has four by itself, and reads this before any of our code runs.
const LOOKUPS = { UV_THREADPOOL_SIZE: '64' };

/**
 * @param {NodeJS.ProcessEnv} env the launcher's
 * @param {RunSettings} settings
 * @returns {Record<'setup' | 'rotation' | 'controller' | 'evaluator' | 'worker' | 'demo', NodeJS.ProcessEnv>}
 */
export function childEnvironments(env, { databaseUrl, host, port, dataDir, site, adminToken, secretsKeys }) {
  const all = { ...select(env, (name) => !OURS.test(name)), NODE_ENV: 'production', DATA_DIR: dataDir };
  const open = select(all, (name) => !SECRET.test(name) && !REDIS.test(name));
  const redis = present(select(all, (name) => REDIS.test(name)));
  const database = { DATABASE_URL: databaseUrl, ...present({ DATABASE_PASSWORD_FILE: env['DATABASE_PASSWORD_FILE'] }) };
  const stores = { ...database, ...redis };
  const address = { HOST: host, PORT: String(port) };
  const token = present({ ADMIN_TOKEN: adminToken });
  const keys = {
    SECRETS_KEY: secretsKeys.current,
    ...present({ SECRETS_KEYS_ACCEPTED: secretsKeys.accepted.join(',') }),
  };
  const trusted = select(all, (name) => !NOT_FOR_ALL.test(name) && !REDIS.test(name));
  return {
    setup: { ...trusted, ...stores, ...present({ ADMIN_PASSWORD: env['ADMIN_PASSWORD'] }) },
    rotation: { ...trusted, ...database, ...keys },
    controller: { ...trusted, ...stores, ...address, ...token, ...keys },
    evaluator: { PUBLIC_URL: addressOf(host, port), ...trusted, ...stores, ...keys },
    // A worker sees the queue and nothing else; without Redis the queue lives in Postgres.
    worker: { ...LOOKUPS, ...open, SITE: site, ...(redis['REDIS_URL'] === undefined ? stores : redis) },
    demo: { ...open, ...address, ...token },
  };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {(name: string) => boolean} keep
 * @returns {NodeJS.ProcessEnv}
 */
function select(env, keep) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => keep(name)));
}

/**
 * An empty variable is one that is not set.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function present(env) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
}
