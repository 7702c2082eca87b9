import { describe, expect, it } from 'vitest';
import { findMonitorTypes } from './monitor-types.js';

const presets = (search: string) => findMonitorTypes(search).map(({ preset }) => preset);

describe('findMonitorTypes', () => {
  it.each([
    ['', ['smtp', 'submission', 'smtps']],
    ['  ', ['smtp', 'submission', 'smtps']],
    ['mail', ['smtp', 'submission', 'smtps']],
    ['Postfix', ['smtp', 'submission', 'smtps']],
    ['exchange', ['smtp', 'submission', 'smtps']],
    ['Mail Server', ['smtp', 'submission', 'smtps']],
    ['SMTP', ['smtp', 'submission', 'smtps']],
    ['port 25', ['smtp']],
    ['25', ['smtp']],
    ['mx', ['smtp']],
    ['submission', ['submission', 'smtps']],
    ['587', ['submission']],
    ['smtps', ['smtps']],
    ['465', ['smtps']],
    ['starttls', ['smtp', 'submission']],
    ['exchange 587', ['submission']],
    ['http', []],
    ['ping', []],
  ])('%j means %j', (search, expected) => {
    expect(presets(search)).toEqual(expected);
  });
});
