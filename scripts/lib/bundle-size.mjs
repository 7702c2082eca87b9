import { UserError } from './errors.mjs';

/** What may be loaded before anything is seen, and what opening one more page may add; KiB of gzipped JavaScript. */
export const LIMITS = { first: 300, page: 120 };

/**
 * The parts of Vite's manifest that are looked at.
 * @typedef {Record<string, { file: string, isEntry?: boolean, isDynamicEntry?: boolean, imports?: string[] }>} Manifest
 */

/**
 * What a page makes a browser load.
 * @typedef {object} Load
 * @property {string} name
 * @property {number} bytes gzipped
 * @property {{ file: string, bytes: number }[]} chunks the largest first
 */

/**
 * @param {Manifest} manifest
 * @param {(file: string) => number} sizeOf bytes of a file, gzipped
 * @returns {{ first: Load, pages: Load[] }} what the first visit loads whatever it opens; and what each page, or other part
 *   that is loaded on demand, adds to that, the largest first
 */
export function loadsOf(manifest, sizeOf) {
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  const first = closure(manifest, entries);
  const load = (/** @type {string} */ name, /** @type {Iterable<string>} */ keys) => {
    const files = new Set([...keys].map((key) => chunkOf(manifest, key).file));
    const chunks = [...files].map((file) => ({ file, bytes: sizeOf(file) })).sort((a, b) => b.bytes - a.bytes);
    return { name, bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0), chunks };
  };
  const pages = Object.keys(manifest)
    .filter((key) => manifest[key]?.isDynamicEntry)
    .map((key) =>
      load(
        key,
        [...closure(manifest, [key])].filter((needed) => !first.has(needed)),
      ),
    );
  return { first: load('the first load', first), pages: pages.sort((a, b) => b.bytes - a.bytes) };
}

/**
 * @param {Manifest} manifest
 * @param {readonly string[]} keys
 * @returns {Set<string>} these chunks and all that they import at once
 */
function closure(manifest, keys) {
  const found = new Set(keys);
  // A set that grows while it is walked: what is added is visited too.
  for (const key of found) for (const needed of chunkOf(manifest, key).imports ?? []) found.add(needed);
  return found;
}

/**
 * @param {Manifest} manifest
 * @param {string} key
 */
function chunkOf(manifest, key) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new UserError(`The manifest of the web build names ${key}, and does not describe it`);
  return chunk;
}

/**
 * @param {ReturnType<typeof loadsOf>} loads
 * @returns {string[]} what is too large, and what makes it so
 */
export function excesses({ first, pages }) {
  return [excess(first, LIMITS.first), ...pages.map((page) => excess(page, LIMITS.page))].filter(
    (line) => line !== null,
  );
}

/**
 * @param {Load} load
 * @param {number} limit KiB
 */
function excess({ name, bytes, chunks }, limit) {
  if (bytes <= limit * 1024) return null;
  const largest = chunks.slice(0, 5).map((chunk) => `  ${kib(chunk.bytes)}  ${chunk.file}`);
  return [`${name} loads ${kib(bytes)} of JavaScript; it may be ${limit} KiB. Its largest chunks:`, ...largest].join(
    '\n',
  );
}

/** @param {number} bytes */
export function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
