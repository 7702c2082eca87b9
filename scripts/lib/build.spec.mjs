import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourcesStamp } from './build.mjs';

describe('sourcesStamp', () => {
  /** @type {string} */
  let root;
  const write = (/** @type {string} */ path, /** @type {string} */ content) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'twotwenty build '));
    write('tsconfig.json', '{ "references": [{ "path": "libs/a" }] }');
    write('libs/a/src/one.ts', 'export const one = 1;');
    write('apps/web/index.html', '<!doctype html>');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    ['a source is edited', () => write('libs/a/src/one.ts', 'export const one = 2;')],
    ['a source is added', () => write('libs/a/src/deep/two.ts', '')],
    ['a source is renamed', () => write('libs/a/src/One.ts', 'export const one = 1;')],
    ['a source is removed', () => rmSync(join(root, 'libs/a/src/one.ts'))],
    ['the web page changes', () => write('apps/web/index.html', '')],
    ['a package changes', () => write('package-lock.json', '{}')],
  ])('changes when %s', (_what, change) => {
    const before = sourcesStamp(root);
    change();
    expect(sourcesStamp(root)).not.toBe(before);
  });

  it.each([
    ['a file is only touched, as a checkout does', () => utimesSync(join(root, 'libs/a/src/one.ts'), 1, 1)],
    ['the build writes its output', () => write('libs/a/dist/one.js', 'export {}')],
    ['packages are installed', () => write('apps/web/node_modules/x/index.js', '')],
    ['something elsewhere changes', () => write('docs/README.md', '')],
  ])('stays when %s', (_what, change) => {
    const before = sourcesStamp(root);
    change();
    expect(sourcesStamp(root)).toBe(before);
  });
});
