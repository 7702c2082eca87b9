import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from './errors.mjs';
import { ROOT } from './paths.mjs';
import { lastLines, run } from './run.mjs';

const STAMP = join(ROOT, 'node_modules', '.twotwenty-build');
const WEB = join(ROOT, 'apps', 'web');
const NOT_SOURCES = new Set(['node_modules', 'dist', 'coverage']);

/** @returns {boolean} whether what is compiled comes from the sources as they are */
export function isBuilt() {
  const stored = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
  return stored === sourcesStamp(ROOT) && outputs().every((path) => existsSync(path));
}

/** Compiles what changed: the TypeScript projects, then the web app, which uses some of them. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  // Taken before: an edit during the build must cause another one.
  const stamp = sourcesStamp(ROOT);
  rmSync(STAMP, { force: true });
  await compile('TypeScript', [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b'], ROOT);
  if (hasWeb()) await compile('the web app', [viteProgram(), 'build'], WEB);
  writeFileSync(STAMP, stamp);
}

/**
 * @param {string} what
 * @param {string[]} args
 * @param {string} cwd
 */
async function compile(what, args, cwd) {
  const result = await run(process.execPath, args, { cwd });
  if (!result.ok) throw new UserError(`Building ${what} failed:\n${lastLines(result.output, 40)}`);
}

function hasWeb() {
  return existsSync(join(WEB, 'vite.config.ts'));
}

function viteProgram() {
  const places = [join(WEB, 'node_modules'), join(ROOT, 'node_modules')].map((path) => join(path, 'vite/bin/vite.js'));
  const found = places.find((path) => existsSync(path));
  if (!found) throw new UserError('vite is not installed: run `npm ci`');
  return found;
}

/** @returns {string[]} what must exist after a build; somebody may have deleted it */
function outputs() {
  const projects = projectsIn(ROOT).map((path) => join(ROOT, path, 'dist'));
  return hasWeb() ? [...projects, join(WEB, 'dist', 'index.html')] : projects;
}

/**
 * @param {string} root
 * @returns {string[]} the folders of the TypeScript projects, relative to the root
 */
function projectsIn(root) {
  /** @type {{ references: { path: string }[] }} */
  const solution = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return solution.references.map(({ path }) => path);
}

/**
 * A hash over everything the build reads. By content, not by time: a checkout touches files it does not change.
 * @param {string} root
 * @returns {string}
 */
export function sourcesStamp(root) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  const single = ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json'].map((name) => join(root, name));
  const folders = [...new Set([...projectsIn(root), 'apps/web'])].map((path) => join(root, path));
  for (const file of [...single, ...folders.flatMap(filesBelow)]) {
    if (!existsSync(file)) continue;
    const content = readFileSync(file);
    // Path and length are part of it, so that content cannot pass from one file to the next unnoticed.
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return `${hash.digest('hex')}\n`;
}

/**
 * @param {string} folder
 * @returns {string[]} its files and those below, sorted
 */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_SOURCES.has(entry.name) && !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
    });
}
