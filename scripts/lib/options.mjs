import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, UserError } from './errors.mjs';

export const DEFAULT_PORT = 8220;
export const BAD_OPTION = 3;

export const HELP = `TwoTwenty: a distributed SMTP monitor

Usage: npm start [-- options]

  --demo           also start a few mail servers that behave well and badly, and monitor them
  --port N         port of the web pages and the API (default ${DEFAULT_PORT}; environment: PORT)
  --data-dir DIR   where the data is kept (default .data; environment: DATA_DIR)
  --rotate-secrets
                   make a new key for stored secrets and seal them with it, before the apps start; for the key in the
                   data directory, and where no other machine uses the database
  --help           show this

Environment: HOST (default 127.0.0.1), DATABASE_URL (a PostgreSQL of your own instead of the embedded one), REDIS_URL,
SITE, LOG_LEVEL, ADMIN_PASSWORD (sets the administrator's password), ADMIN_TOKEN (an API token for automation),
SECRETS_KEY (seals stored secrets; made into the data directory where it is not set), SECRETS_KEYS_ACCEPTED (keys that
open them too).
`;

/**
 * @typedef {object} Options
 * @property {boolean} help
 * @property {boolean} demo
 * @property {boolean} rotateSecrets
 * @property {string} host
 * @property {number} port
 * @property {string} dataDir absolute
 * @property {string | undefined} databaseUrl
 * @property {string} site
 */

/**
 * Reads command line and environment; the command line wins.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{ root: string, cwd: string }} folders the repository's, and the one relative paths refer to
 * @returns {Options}
 */
export function readOptions(args, env, { root, cwd }) {
  const values = parse(args);
  if (values['data-dir'] === '') throw new UserError('--data-dir must name a folder', { exitCode: BAD_OPTION });
  const dataDir = values['data-dir'] ?? present(env['DATA_DIR']);
  return {
    help: values.help ?? false,
    demo: values.demo ?? false,
    rotateSecrets: values['rotate-secrets'] ?? false,
    host: present(env['HOST']) ?? '127.0.0.1',
    port: readPort(values.port, env['PORT']),
    dataDir: dataDir === undefined ? resolve(root, '.data') : resolve(cwd, dataDir),
    databaseUrl: present(env['DATABASE_URL']),
    site: present(env['SITE']) ?? 'default',
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        demo: { type: 'boolean' },
        'rotate-secrets': { type: 'boolean' },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
      strict: true,
      allowPositionals: false,
    }).values;
  } catch (error) {
    throw new UserError(`${messageOf(error)}\nTry: npm start -- --help`, { exitCode: BAD_OPTION });
  }
}

/**
 * @param {string | undefined} option
 * @param {string | undefined} variable
 */
function readPort(option, variable) {
  const text = option ?? present(variable);
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65535) return port;
  const name = option === undefined ? 'PORT' : '--port';
  throw new UserError(`${name} must be a number from 1 to 65535, not "${text}"`, { exitCode: BAD_OPTION });
}

/**
 * An empty variable is one that is not set.
 * @param {string | undefined} value
 */
function present(value) {
  return value === undefined || value.trim() === '' ? undefined : value;
}
