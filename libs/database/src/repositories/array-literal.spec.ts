import { describe, expect, it } from 'vitest';
import { arrayLiteral } from './array-literal.js';

describe('arrayLiteral', () => {
  it('writes each kind of value as Postgres reads it', () => {
    const at = new Date('2026-11-29T08:00:00.123Z');
    expect(arrayLiteral([1, -2.5, 1e-7, true, false, null, at, 'a', '', Buffer.from([1, 171])])).toBe(
      '{1,-2.5,1e-7,t,f,NULL,"2026-11-29T08:00:00.123Z","a","","\\\\x01ab"}',
    );
  });

  it('is empty without values', () => {
    expect(arrayLiteral([])).toBe('{}');
  });

  it('tells a text from NULL, and keeps what would end an element', () => {
    expect(arrayLiteral(['NULL', 'a,b', '{}', 'say "no"', '\\'])).toBe('{"NULL","a,b","{}","say \\"no\\"","\\\\"}');
  });
});
