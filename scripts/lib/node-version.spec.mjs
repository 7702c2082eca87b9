import { describe, expect, it } from 'vitest';
import { satisfies } from './node-version.mjs';

const range = '^20.19.0 || ^22.13.0 || >=24.11.0';

describe('satisfies', () => {
  it.each(['v20.19.0', 'v20.20.2', 'v22.13.1', 'v22.99.0', 'v24.11.0', 'v25.0.0'])('accepts %s', (version) => {
    expect(satisfies(version, range)).toBe(true);
  });

  it.each(['v18.20.0', 'v20.18.9', 'v21.7.0', 'v22.12.9', 'v23.1.0', 'v24.10.9'])('refuses %s', (version) => {
    expect(satisfies(version, range)).toBe(false);
  });

  it('fails on a form it does not know rather than guess', () => {
    expect(() => satisfies('v20.0.0', '20.x')).toThrow('20.x');
  });
});
