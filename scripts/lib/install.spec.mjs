import { describe, expect, it } from 'vitest';
import { installStamp, lockMatches } from './install.mjs';

describe('installStamp', () => {
  it('changes with the lock file and names the Node it is for', () => {
    expect(installStamp('{}')).toBe(installStamp('{}'));
    expect(installStamp('{}')).not.toBe(installStamp('{ }'));
    expect(installStamp('{}')).toContain(` ${process.versions.node.split('.')[0]}/${process.versions.modules}/`);
  });
});

describe('lockMatches', () => {
  const wanted = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/for-a-mac': { version: '2.0.0', optional: true },
    },
  };

  it('accepts what npm installed, without packages for other machines', () => {
    expect(lockMatches(wanted, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  });

  it.each([
    ['a package is missing', {}],
    ['a version differs', { 'node_modules/a': { version: '1.0.1' } }],
    [
      'an optional version differs',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/for-a-mac': { version: '1.9.0' } },
    ],
    ['there is one too many', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } }],
  ])('refuses when %s', (_what, packages) => {
    expect(lockMatches(wanted, { packages })).toBe(false);
  });

  it('refuses when npm left no list', () => {
    expect(lockMatches(wanted, {})).toBe(false);
  });
});
