import { describe, expect, it } from 'vitest';
import { explainRecoveryCode, isRefusal, RECOVERY_CODE_NAMES, RECOVERY_CODES } from './recovery-codes.js';

describe('the codes of repairs', () => {
  it.each(RECOVERY_CODE_NAMES)('say what %s means and what to look at', (code) => {
    const { meaning, lookAt } = RECOVERY_CODES[code];
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(meaning).toMatch(/^[A-Z].*[^.:]$/);
    expect(lookAt).toMatch(/^.{10,}\.$/);
  });

  it('have a meaning each', () => {
    const meanings = RECOVERY_CODE_NAMES.map((code) => RECOVERY_CODES[code].meaning);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it.each([
    ['no-credential', true],
    ['tool-missing', true],
    ['unknown-host', false],
    ['interrupted', false],
  ] as const)('tell whether nothing was tried: %s', (code, isRefused) => {
    expect(isRefusal(code)).toBe(isRefused);
  });
});

describe('explainRecoveryCode', () => {
  it('adds what is known of the case', () => {
    expect(explainRecoveryCode('unreachable', '192.0.2.1 refused.')).toBe(
      'The machine could not be connected to: 192.0.2.1 refused.',
    );
  });

  it.each([null, ''])('is a sentence when nothing is known: %j', (detail) => {
    expect(explainRecoveryCode('unreachable', detail)).toBe('The machine could not be connected to.');
  });
});
