import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from './errors.mjs';
import { isAlive } from './processes.mjs';
import { lastLines, run } from './run.mjs';

/** @import { Place } from './postgres-place.mjs' */

export const DATABASE = 'twotwenty';
export const ROLE = 'twotwenty';

// Only TCP from this machine, only with the password.
const HBA = 'host all all 127.0.0.1/32 scram-sha-256\n';

/**
 * The environment of Postgres' programs: none of ours, which may hold secrets, and none of the PG* variables.
 * @returns {NodeJS.ProcessEnv}
 */
export function postgresEnvironment() {
  const kept = ['PATH', 'TZ', 'TMPDIR', 'SystemRoot', 'TEMP'];
  return {
    LC_ALL: 'C',
    ...Object.fromEntries(kept.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : []))),
  };
}

/**
 * Makes sure there is a cluster whose role has the password kept in `passwordFile`.
 * @param {Place} place
 * @param {string} passwordFile
 * @returns {Promise<string>} the password
 */
export async function ensureCluster(place, passwordFile) {
  const isNew = !existsSync(place.pgdata);
  if (!isNew) await assertSameVersion(place);
  if (!isNew && existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim();

  const password = randomBytes(24).toString('base64url');
  // Written first: if we are killed in between, a cluster without its password would be worse than the reverse.
  if (isNew) {
    writePassword(passwordFile, password);
    await createCluster(place, password);
  } else {
    await runSql(place, place.pgdata, [`ALTER ROLE ${ROLE} PASSWORD '${password}'`]);
    writePassword(passwordFile, password);
  }
  return password;
}

/**
 * @param {string} file
 * @param {string} password
 */
function writePassword(file, password) {
  writeFileSync(`${file}.new`, `${password}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/**
 * Makes the cluster beside its final place and renames it when it is complete, so that a kill leaves no half of one.
 * @param {Place} place
 * @param {string} password
 */
async function createCluster(place, password) {
  const { pgdata, account, binaries } = place;
  removeUnfinished(pgdata);
  const unfinished = `${pgdata}.unfinished-${process.pid}`;
  mkdirSync(unfinished, { mode: 0o700 });
  if (account.uid !== undefined) chownSync(unfinished, account.uid, account.gid ?? account.uid);

  // The built-in C.UTF-8 gives the same order and case rules on every machine, whatever its locales.
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  // `trust` is replaced below before the server ever listens; it spares the password a file of its own.
  const args = ['-D', unfinished, '-U', ROLE, '--auth=trust', ...locale];
  const made = await run(binaries.initdb, args, spawnOptions(place));
  if (!made.ok) throw new UserError(`PostgreSQL could not make a database in ${pgdata}:\n${lastLines(made.output)}`);
  writeFileSync(join(unfinished, 'pg_hba.conf'), HBA);
  await runSql(place, unfinished, [`ALTER ROLE ${ROLE} PASSWORD '${password}'`, `CREATE DATABASE ${DATABASE}`]);
  renameSync(unfinished, pgdata);
}

/** @param {string} pgdata */
function removeUnfinished(pgdata) {
  const prefix = `${basename(pgdata)}.unfinished-`;
  for (const name of readdirSync(dirname(pgdata)).filter((entry) => entry.startsWith(prefix))) {
    // The initdb of a launcher that was killed may still be writing.
    rmSync(join(dirname(pgdata), name), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/**
 * Runs statements in a stopped cluster, through stdin: arguments can be seen by everybody on the machine.
 * @param {Place} place
 * @param {string} directory
 * @param {readonly string[]} statements each on one line
 */
async function runSql(place, directory, statements) {
  const args = ['--single', '-D', directory, '-c', 'exit_on_error=on', 'postgres'];
  const done = await run(place.binaries.postgres, args, {
    ...spawnOptions(place),
    input: `${statements.join('\n')}\n`,
  });
  if (!done.ok) throw new UserError(`PostgreSQL could not prepare ${directory}:\n${lastLines(done.output)}`);
}

/**
 * @param {Place} place
 * @returns {import('./run.mjs').RunOptions}
 */
function spawnOptions({ account }) {
  // The current folder may be one the account cannot enter, and initdb and pg_ctl insist on knowing theirs.
  return { cwd: '/', env: postgresEnvironment(), uid: account.uid, gid: account.gid };
}

/** @param {Place} place */
async function assertSameVersion({ pgdata, binaries, account }) {
  const data = readFileSync(join(pgdata, 'PG_VERSION'), 'utf8').trim();
  const { stdout } = await run(binaries.postgres, ['--version'], { cwd: '/', uid: account.uid, gid: account.gid });
  const program = /(\d+)/.exec(stdout)?.[1];
  if (data === program) return;
  throw new UserError(
    `The database in ${pgdata} was made by PostgreSQL ${data}; this version of TwoTwenty brings PostgreSQL ${program}.\n` +
      `Either go back to the version of TwoTwenty that made it, dump it there (pg_dump) and load it here, or move\n` +
      `${pgdata} away to begin with an empty database.`,
  );
}

/**
 * Stops a server a killed launcher left behind, so that this one can start its own.
 * @param {Place} place
 * @param {(message: string) => void} log
 */
export async function stopLeftover(place, log) {
  const { pgdata, binaries } = place;
  const pidFile = join(pgdata, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (pid === undefined || !isAlive(pid)) return;
  if (!(await isOurServer(pid, pgdata))) {
    disownPidFile(pidFile);
    return;
  }
  log(`Stopping a PostgreSQL (process ${pid}) that an earlier start left behind`);
  for (const mode of ['fast', 'immediate']) {
    const args = ['stop', '-D', pgdata, '-m', mode, '-w', '-t', '20', '-s'];
    if ((await run(binaries.pgCtl, args, spawnOptions(place))).ok) return;
  }
  throw new UserError(
    `A PostgreSQL (process ${pid}) still uses ${pgdata} and does not stop. Stop it, then start again.`,
  );
}

/**
 * @param {string} pidFile
 * @returns {number | undefined}
 */
function readPid(pidFile) {
  try {
    // Negative for a single-user server.
    const pid = Math.abs(Number.parseInt(readFileSync(pidFile, 'utf8'), 10));
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Process ids are used again: a stale pid file may name anybody's process, even another cluster's server.
 * @param {number} pid
 * @param {string} pgdata
 */
async function isOurServer(pid, pgdata) {
  const cmdline = `/proc/${pid}/cmdline`;
  const command = existsSync(cmdline)
    ? readFileSync(cmdline, 'utf8').split('\0').join(' ')
    : (await run('ps', ['-o', 'args=', '-p', String(pid)])).stdout;
  return /(^|\/)postgres(\.exe)?\s/.test(command) && command.includes(` -D ${pgdata} `);
}

/**
 * Postgres refuses to start while the process its pid file names lives, though it be a stranger. Deleting the file would
 * also delete its lock on the shared memory, which guards the data against backends that are still running.
 * @param {string} pidFile
 */
function disownPidFile(pidFile) {
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const nobody = 0x7ffffff0;
  writeFileSync(pidFile, [String(nobody), ...lines.slice(1)].join('\n'));
}
