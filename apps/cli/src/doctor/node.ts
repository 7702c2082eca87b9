import { readFileSync } from 'node:fs';
import { VERSION } from '@twotwenty/config/version';
import { failed, type Finding, ok, warning } from './finding.js';

/** Seen from `dist/doctor`. */
const MANIFEST = new URL('../../../../package.json', import.meta.url);

/** Checks this Node.js against the versions the product is made for. */
export function checkNode(): Finding {
  const range = nodeRange();
  if (range === null)
    return warning(
      'Node.js',
      `${process.version}; which versions are right is not known.`,
      'Install TwoTwenty as a whole.',
    );
  if (satisfies(process.version, range)) return ok('Node.js', `${process.version}, TwoTwenty ${VERSION}.`);
  return failed('Node.js', `${process.version} is not supported.`, `Install a version that fits ${range}.`);
}

function nodeRange(): string | null {
  try {
    const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { engines?: { node?: string } };
    return manifest.engines?.node ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether a version fits a range of the form `^20.19.0 || >=24.11.0`, the only one our package.json uses.
 * @param version such as `v22.13.0`
 */
export function satisfies(version: string, range: string): boolean {
  const actual = numbers(version);
  return range.split('||').some((part) => {
    const least = numbers(part);
    const sameMajor = actual[0] === least[0];
    return compare(actual, least) >= 0 && (sameMajor || part.trim().startsWith('>='));
  });
}

function numbers(text: string): number[] {
  return text.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
}

function compare(left: readonly number[], right: readonly number[]): number {
  const at = [0, 1, 2].find((i) => left[i] !== right[i]);
  return at === undefined ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
