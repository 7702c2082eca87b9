import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from './errors.mjs';
import { ROOT } from './paths.mjs';
import { hydrateInstalledBinaries } from './postgres-binaries.mjs';
import { lastLines, run } from './run.mjs';

/**
 * The parts of a package-lock.json that are looked at.
 * @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> }} LockFile
 */

const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.twotwenty-install');

/** @returns {boolean} whether node_modules holds what package-lock.json names, for this Node */
export function isInstalled() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const stored = readStamp();
  const stamp = installStamp(lock);
  if (stored === stamp) return true;
  // Somebody ran `npm ci` or `npm install` by hand: then npm itself has noted what it installed.
  const hidden = join(MODULES, '.package-lock.json');
  const sameNode = stored === undefined || stored.split(' ')[1] === stamp.split(' ')[1];
  if (!sameNode || !existsSync(hidden) || !lockMatches(JSON.parse(lock), readJson(hidden))) return false;
  writeFileSync(STAMP, stamp);
  return true;
}

/** Brings node_modules in line with package-lock.json. */
export async function ensureInstalled() {
  if (!isInstalled()) await install();
  hydrateInstalledBinaries();
}

async function install() {
  rmSync(STAMP, { force: true });
  const { command, args } = npm();
  // NODE_ENV=production or an `omit` in the environment would leave out the compiler or the database.
  const result = await run(command, [...args, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], {
    cwd: ROOT,
  });
  if (!result.ok) {
    throw new UserError(
      `npm could not install the packages (in ${ROOT}):\n${lastLines(withoutUsage(result.output))}\n\n` +
        'If the registry could not be reached, check the network and the proxy (npm config list), then start again.',
    );
  }
  writeFileSync(STAMP, installStamp(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
}

/**
 * npm puts its manual page after some errors, and the reason would be out of sight.
 * @param {string} output
 */
function withoutUsage(output) {
  return output.split(/^npm error Clean install a project/m, 1)[0] ?? output;
}

/** @returns {{ command: string, args: string[] }} npm, without a shell */
function npm() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env['npm_execpath'],
    join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(beside, 'node_modules/npm/bin/npm-cli.js'),
  ];
  // npm_execpath is yarn's or pnpm's when one of those runs us, and they do not know our lock file.
  const script = candidates.find((path) => path && basename(path) === 'npm-cli.js' && existsSync(path));
  return script ? { command: process.execPath, args: [script] } : { command: 'npm', args: [] };
}

/**
 * @param {string} lock the text of package-lock.json
 * @returns {string} what was installed, and for which Node
 */
export function installStamp(lock) {
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.versions.node.split('.')[0]}/${process.versions.modules}/${process.platform}/${process.arch}\n`;
}

/**
 * @param {LockFile} wanted package-lock.json
 * @param {LockFile} installed npm's note in node_modules
 * @returns {boolean} whether all is there; optional packages may be for another machine
 */
export function lockMatches(wanted, installed) {
  const there = installed.packages ?? {};
  const needed = wanted.packages ?? {};
  const complete = Object.entries(needed).every(([path, entry]) => {
    if (path === '') return true;
    const found = there[path];
    return found ? found.version === entry.version : Boolean(entry.optional ?? entry.devOptional ?? entry.peer);
  });
  return complete && Object.keys(there).every((path) => path in needed);
}

/** @returns {string | undefined} */
function readStamp() {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
}

/**
 * @param {string} file
 * @returns {LockFile}
 */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
