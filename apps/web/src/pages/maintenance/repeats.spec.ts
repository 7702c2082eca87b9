import { previewOpenings } from '@twotwenty/contracts/maintenance';
import { describe, expect, it } from 'vitest';
import { NO_RECURRENCE, recurrenceOf, ruleOf, type Recurrence } from './repeats.js';
import { recurrenceWords } from './repeat-words.js';

const WINDOW = { kind: 'recurring', timeZone: 'Europe/Berlin', from: '2026-01-05T22:00', to: '2026-01-06T04:00' };
const chosen = (change: Partial<Recurrence>): Recurrence => ({ ...NO_RECURRENCE, ...change });

describe('what is chosen', () => {
  it.each<[Partial<Recurrence>, string, string]>([
    [{ repeats: 'daily' }, 'FREQ=DAILY', 'every day'],
    [{ repeats: 'weekly' }, 'FREQ=WEEKLY', 'every week on the weekday of the first time'],
    [
      { repeats: 'weekly', weekdays: ['SA', 'MO'], interval: 2 },
      'FREQ=WEEKLY;BYDAY=SA,MO;INTERVAL=2',
      'every 2 weeks on Monday and Saturday',
    ],
    [{ repeats: 'month-day', monthDay: '-1' }, 'FREQ=MONTHLY;BYMONTHDAY=-1', 'every month on the last day'],
    [
      { repeats: 'month-day', monthDay: '15', ends: 'count', count: 3 },
      'FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3',
      'every month on day 15, 3 times',
    ],
    [
      { repeats: 'month-weekday', nth: '2', weekday: 'TU' },
      'FREQ=MONTHLY;BYDAY=2TU',
      'every month on the second Tuesday',
    ],
    [
      { repeats: 'month-weekday', nth: '-1', weekday: 'SU' },
      'FREQ=MONTHLY;BYDAY=-1SU',
      'every month on the last Sunday',
    ],
  ])('%j is the rule %s, and read back from it', (change, rule, words) => {
    const recurrence = chosen(change);
    expect(ruleOf(recurrence)).toBe(rule);
    expect(recurrenceOf(rule)).toEqual({ ...recurrence, rule });
    expect(recurrenceWords(recurrence)).toBe(words);
    expect(previewOpenings({ ...WINDOW, rule }, new Date('2026-01-01'), 3)).toHaveLength(3);
  });

  it('ends on a day', () => {
    const recurrence = chosen({ repeats: 'daily', ends: 'until', until: '2027-12-31' });
    expect(ruleOf(recurrence)).toBe('FREQ=DAILY;UNTIL=20271231');
    expect(recurrenceOf('FREQ=DAILY;UNTIL=20271231')).toEqual({ ...recurrence, rule: 'FREQ=DAILY;UNTIL=20271231' });
    expect(recurrenceWords(recurrence)).toMatch(/^every day, until .*2027$/);
  });
});

describe('a stored rule', () => {
  it('is understood however it is written', () => {
    expect(recurrenceOf('rrule:byday=2tu;freq=monthly;interval=1')).toMatchObject({
      repeats: 'month-weekday',
      nth: '2',
      weekday: 'TU',
      interval: 1,
    });
  });

  it.each([
    'FREQ=YEARLY',
    'FREQ=WEEKLY;WKST=SU',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=MONTHLY',
    'FREQ=MONTHLY;BYDAY=1MO,3MO',
    'FREQ=MONTHLY;BYMONTHDAY=1,15',
    'FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR',
    'FREQ=DAILY;BYMONTH=1',
    'FREQ=DAILY;UNTIL=20271231T220000Z',
    'nonsense',
    '',
  ])('%j stays as it is written', (rule) => {
    const recurrence = recurrenceOf(rule);
    expect(recurrence).toMatchObject({ repeats: 'custom', rule });
    expect(ruleOf(recurrence)).toBe(rule);
    expect(recurrenceWords(recurrence)).toBeNull();
  });
});
