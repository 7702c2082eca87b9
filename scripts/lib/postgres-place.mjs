import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from './errors.mjs';
import { binariesIn } from './postgres-binaries.mjs';
import { run, withoutUndefined } from './run.mjs';

/** @import { Binaries } from './postgres-binaries.mjs' */

/**
 * The account Postgres runs as; without ids, the one that runs this.
 * @typedef {{ name: string, uid?: number, gid?: number }} Account
 */

/**
 * Where a cluster lives and who may run it.
 * @typedef {object} Place
 * @property {string} pgdata the cluster's folder, an absolute real path; need not exist yet
 * @property {Account} account
 * @property {Binaries} binaries programs that account can run
 */

/** Names the cluster's folder when that is not inside the data directory. */
const POINTER = 'postgres-place.json';
const PRIVATE_BASES = ['/var/lib/twotwenty', '/var/tmp/twotwenty'];
// Postgres refuses to run as root, so a root's launcher needs somebody else.
const ACCOUNTS = ['postgres', 'twotwenty', 'nobody'];

/**
 * Decides where the cluster lives. Normally inside the data directory; when root runs this and the account Postgres gets
 * cannot enter that (a project in /root), under /var/lib, with a pointer to it left in the data directory.
 * @param {string} dataDir an existing folder
 * @param {Binaries} installed
 * @param {(message: string) => void} log
 * @returns {Promise<Place>}
 */
export async function choosePlace(dataDir, installed, log) {
  const home = realpathSync(dataDir);
  const pgdata = chooseFolder(home, log);
  const account = process.getuid?.() === 0 ? (ownerOf(pgdata) ?? findAccount()) : { name: 'the current user' };
  assertUsable(pgdata, account);
  const binaries = await reachableBinaries(installed, account, log);
  return { pgdata, account, binaries };
}

/**
 * @param {string} home
 * @param {(message: string) => void} log
 * @returns {string} the cluster's folder
 */
function chooseFolder(home, log) {
  const inside = join(home, 'pgdata');
  const pointed = readPointer(home);
  if (pointed) {
    mkdirSync(dirname(pointed), { recursive: true, mode: 0o711 });
    return pointed;
  }
  if (existsSync(inside) || process.getuid?.() !== 0) return inside;
  const account = findAccount();
  if (canEnter(home, account)) return inside;

  const folder = join(privateBase(account), createHash('sha256').update(home).digest('hex').slice(0, 12));
  if (existsSync(folder)) {
    // The data directory was deleted, which means "begin anew"; but a database is never deleted unasked.
    const aside = `${folder}.old-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    renameSync(folder, aside);
    log(`An earlier database of ${home} was set aside as ${aside}`);
  }
  mkdirSync(folder, { mode: 0o711 });
  const pgdata = join(folder, 'pgdata');
  writeFileSync(join(home, POINTER), `${JSON.stringify({ dataDir: home, pgdata }, null, 2)}\n`);
  log(`The user ${account.name}, as whom PostgreSQL must run, cannot enter ${home}: its data goes to ${pgdata}`);
  return pgdata;
}

/**
 * @param {string} home
 * @returns {string | undefined}
 */
function readPointer(home) {
  const file = join(home, POINTER);
  if (!existsSync(file)) return undefined;
  const { dataDir, pgdata } = JSON.parse(readFileSync(file, 'utf8'));
  if (dataDir !== home && existsSync(join(dataDir, POINTER))) {
    throw new UserError(
      `${home} is a copy of ${dataDir}, whose database in ${pgdata} cannot serve both.\n` +
        `Delete ${file} to begin with an empty database, or choose another folder with --data-dir.`,
    );
  }
  return pgdata;
}

/**
 * @param {string} pgdata
 * @param {Account} account
 */
function assertUsable(pgdata, account) {
  if (!existsSync(pgdata)) return;
  const { uid } = statSync(pgdata);
  if (account.uid === undefined) {
    if (process.getuid && process.getuid() !== uid) {
      throw new UserError(
        `The database in ${pgdata} belongs to another user (id ${uid}).\n` +
          'Start TwoTwenty as the user who made it (or as root), or choose another folder with --data-dir.',
      );
    }
  } else if (!canEnter(pgdata, account)) {
    throw new UserError(
      `The user ${account.name}, to whom the database in ${pgdata} belongs, cannot enter that folder any more.\n` +
        'Give it the right to pass through the folders above (chmod o+x), or choose another folder with --data-dir.',
    );
  }
}

/**
 * Whoever owns an existing cluster must run it.
 * @param {string} pgdata
 * @returns {Account | undefined}
 */
function ownerOf(pgdata) {
  if (!existsSync(pgdata)) return undefined;
  const { uid, gid } = statSync(pgdata);
  return uid === 0 ? undefined : { name: passwd().find((entry) => entry.uid === uid)?.name ?? `id ${uid}`, uid, gid };
}

/** @returns {Account} */
function findAccount() {
  const entries = passwd();
  const found = ACCOUNTS.map((name) => entries.find((entry) => entry.name === name)).find(Boolean);
  if (found) return found;
  throw new UserError(
    'PostgreSQL refuses to run as root, and this machine has none of the users postgres, twotwenty and nobody.\n' +
      'Make one (`useradd --system twotwenty`), start TwoTwenty as a plain user, or set DATABASE_URL.',
  );
}

/** @returns {Required<Account>[]} */
function passwd() {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && !fields[0]?.startsWith('#'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/**
 * Asks the system itself, as that user: modes, ACLs and mounts all count.
 * @param {string} folder
 * @param {Account} account
 */
function canEnter(folder, account) {
  const { uid, gid } = account;
  const answer = spawnSync('test', ['-x', folder], { cwd: '/', ...withoutUndefined({ uid, gid }) });
  if (answer.error) {
    throw new UserError(
      `Cannot run a program as the user ${account.name} (${answer.error.message}); PostgreSQL refuses to run as root.\n` +
        'Start TwoTwenty as a plain user, or set DATABASE_URL.',
    );
  }
  return answer.status === 0;
}

/**
 * @param {Account} account
 * @returns {string} a folder of root's that the account can enter
 */
function privateBase(account) {
  for (const base of PRIVATE_BASES) {
    try {
      mkdirSync(base, { recursive: true, mode: 0o711 });
    } catch {
      continue;
    }
    // /var/tmp is everybody's: somebody else's folder of that name must not be trusted with programs or data.
    const found = lstatSync(base);
    if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0 && canEnter(base, account)) return base;
  }
  throw new UserError(
    `None of ${PRIVATE_BASES.join(', ')} can be used for PostgreSQL's data.\n` +
      `Choose a folder the user ${account.name} can enter with --data-dir, or set DATABASE_URL.`,
  );
}

/**
 * @param {Binaries} installed
 * @param {Account} account
 * @param {(message: string) => void} log
 * @returns {Promise<Binaries>}
 */
async function reachableBinaries(installed, account, log) {
  const attempt = await tryBinaries(installed, account);
  if (attempt.ok) return installed;
  if (account.uid === undefined) throw unusable(attempt.output);

  const target = join(privateBase(account), `postgres-${installed.version}-${process.platform}-${process.arch}`);
  const copy = binariesIn(target, installed.version);
  if (!existsSync(target)) {
    log(`The user ${account.name} cannot run PostgreSQL from ${installed.root}: copying it to ${target}`);
    copyAtomically(installed.root, target);
  }
  const second = await tryBinaries(copy, account);
  if (!second.ok) throw unusable(second.output);
  return copy;
}

/**
 * @param {Binaries} binaries
 * @param {Account} account
 */
function tryBinaries(binaries, { uid, gid }) {
  return run(binaries.postgres, ['--version'], { uid, gid, cwd: '/' });
}

/** @param {string} output */
function unusable(output) {
  return new UserError(
    `The embedded PostgreSQL does not run on this machine: ${output.trim()}\n` +
      'Set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/**
 * @param {string} source
 * @param {string} target
 */
function copyAtomically(source, target) {
  const unfinished = mkdtempSync(join(target, '..', `.${basename(target)}-`));
  try {
    cpSync(source, join(unfinished, 'copy'), { recursive: true, verbatimSymlinks: true });
    renameSync(join(unfinished, 'copy'), target);
  } catch (error) {
    // Another launcher may have finished the same copy first.
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
