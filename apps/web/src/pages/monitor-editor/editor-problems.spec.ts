import { describe, expect, it } from 'vitest';
import { fieldOf, openProblems } from './editor-problems.js';
import { newMonitorValues } from './new-monitor.js';

const values = newMonitorValues({ sites: ['default'] });

describe('openProblems', () => {
  const problems = new Map([
    ['name', 'must be 1 to 64 characters'],
    ['target.host', 'must be a host name'],
    ['tags.1', 'must begin with a letter'],
    ['target', 'must be an object'],
  ]);

  it('keeps what is said of a field until the field is changed', () => {
    const refused = { problems, values: { ...values, 'target.host': 'a b', tags: ['a', '-'] } };
    expect([...openProblems(refused, refused.values).keys()]).toEqual([...problems.keys()]);
    const mended = { ...refused.values, 'target.host': 'a', tags: ['a'] };
    expect([...openProblems(refused, mended).keys()]).toEqual(['name', 'target']);
  });

  it('says that what is empty is required', () => {
    const refused = { problems: new Map([['timing.delaySeconds.up', 'must be of type number, not null']]), values };
    const empty = { ...values, 'timing.delaySeconds.up': '' };
    expect(openProblems({ ...refused, values: empty }, empty).get('timing.delaySeconds.up')).toBe('is required');
  });
});

describe('fieldOf', () => {
  it.each([
    ['target.tls.failDays', 'target.tls.failDays'],
    ['recovery.services.3', 'recovery.services'],
    ['sites.0', 'sites'],
    ['target', null],
    ['', null],
  ])('%s is shown by %s', (field, shown) => {
    expect(fieldOf(field, values)).toBe(shown);
  });
});
