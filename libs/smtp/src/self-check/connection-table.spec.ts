import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConnectionTable } from './connection-table.js';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryDirectory('conntrack');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('readConnectionTable', () => {
  it('gives the entries and the limit', () => {
    const folder = folderWith({ nf_conntrack_count: '161\n', nf_conntrack_max: '262144\n' });
    expect(readConnectionTable(folder)).toEqual({ entries: 161, limit: 262_144 });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['nothing is tracked', {}],
    ['the limit is not known', { nf_conntrack_count: '161\n' }],
    ['there is no limit', { nf_conntrack_count: '161\n', nf_conntrack_max: '0\n' }],
    ['what stands there is no number', { nf_conntrack_count: '-1\n', nf_conntrack_max: '262144\n' }],
  ])('gives nothing when %s', (_, files) => {
    expect(readConnectionTable(folderWith(files))).toBeNull();
  });
});
