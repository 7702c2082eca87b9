import { describe, expect, it } from 'vitest';
import { readTestOptions, stagesOf, STEPS } from './test-options.mjs';
import { addCounts, countsOf } from './test-report.mjs';

describe('readTestOptions', () => {
  it('runs everything by default', () => {
    expect(readTestOptions([])).toEqual({ help: false, steps: [...STEPS], filters: [] });
  });

  it('takes steps, in their own order, and filters', () => {
    expect(readTestOptions(['--only', 'conformance,unit,lint', 'libs/domain'])).toMatchObject({
      steps: ['lint', 'unit', 'conformance'],
      filters: ['libs/domain'],
    });
  });

  it('runs what needs Docker only when asked', () => {
    expect(readTestOptions(['--only', 'cluster']).steps).toEqual(['cluster']);
    expect(readTestOptions([]).steps).not.toContain('cluster');
  });

  it.each([[['--only', 'unit,units']], [['--all']], [['--only']]])('refuses %j', (args) => {
    expect(() => readTestOptions(args)).toThrow(/units|--all|--only/);
  });
});

describe('stagesOf', () => {
  it('lets what only looks at files run side by side, and all else by itself', () => {
    expect(stagesOf(['lint', 'types', 'unit', 'e2e'])).toEqual([['lint', 'types'], ['unit'], ['e2e']]);
    expect(stagesOf(['web'])).toEqual([['web']]);
    expect(stagesOf(STEPS).flat()).toEqual([...STEPS]);
  });
});

describe('countsOf', () => {
  it('counts tests, and a file that broke before its tests as one failure', () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
        { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(countsOf(report)).toEqual({ passed: 5, failed: 2 });
    expect(addCounts({ passed: 1, failed: 0 }, countsOf(report))).toEqual({ passed: 6, failed: 2 });
  });
});
