import { PHASES } from './probe.js';
import { describe, expect, it } from 'vitest';
import { ANOMALY_CODES, explainCode, FAILURE_CODES, sentence } from './failure-codes.js';

describe('the tables of codes', () => {
  it.each([...Object.entries(FAILURE_CODES), ...Object.entries(ANOMALY_CODES)])('%s is complete', (code, entry) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(entry.phases.length).toBeGreaterThan(0);
    for (const phase of entry.phases) expect(PHASES).toContain(phase);
    expect(entry.meaning).toMatch(/^[A-Z].*[^.]$/);
    expect(entry.lookAt).toMatch(/^[A-Z].*\.$/);
  });
});

describe('explainCode', () => {
  it('finds failures and anomalies', () => {
    expect(explainCode('connect-refused')?.phases).toEqual(['connect']);
    expect(explainCode('bare-line-feed')?.meaning).toContain('LF');
  });

  it('knows no other', () => {
    expect(explainCode('toString')).toBeNull();
    expect(explainCode('no-such-code')).toBeNull();
  });
});

describe('sentence', () => {
  it('ends with one full stop', () => {
    expect(sentence('It failed', null)).toBe('It failed.');
    expect(sentence('It failed', '554 Go away.')).toBe('It failed: 554 Go away.');
  });
});
