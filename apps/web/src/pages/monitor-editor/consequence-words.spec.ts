import { consequencesOf } from '@twotwenty/contracts/consequences';
import { describe, expect, it } from 'vitest';
import { aboutSeconds, consequenceSentences } from './consequence-words.js';

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('aboutSeconds', () => {
  it.each([
    [0, '0 s'],
    [0.5, '0.5 s'],
    [45, '45 s'],
    [90, '90 s'],
    [100, '1.5 min'],
    [120, '2 min'],
    [150, '2.5 min'],
    [840, '14 min'],
    [3599, '60 min'],
    [3600, '1 h'],
    [11_100, '3 h 5 min'],
    [7199, '2 h'],
    [172_800, '2 d'],
    [187_200, '2 d 4 h'],
  ])('%s seconds are %s', (seconds, words) => {
    expect(spaced(aboutSeconds(seconds))).toBe(words);
  });
});

describe('consequenceSentences', () => {
  function sentences(
    [up, warn, down]: [number, number, number],
    failuresPerAlert: number,
    maxAlerts: number,
    maxTestDurationSeconds = 30,
  ) {
    const consequences = consequencesOf({
      timing: { maxTestDurationSeconds, delaySeconds: { up, warn, down, lost: 300 } },
      notification: { failuresPerAlert, maxAlerts },
    });
    if (consequences === null) throw new Error('these numbers are none');
    return consequenceSentences(consequences, maxTestDurationSeconds).map(spaced);
  }

  it('says when the first alert and Lost come, and when an outage is noticed', () => {
    expect(sentences([300, 60, 120], 3, 3)).toEqual([
      'First alert about 2 min after the first failure, Lost after 3 alerts, about 14 min.',
      'An outage is noticed within 5.5 min.',
      'A server that is silent keeps each test waiting for 30 s: then the first alert comes after 3 min, and Lost after 18 min.',
    ]);
  });

  it('knows an alert at the first failure, and one that is the last', () => {
    expect(sentences([60, 60, 60], 1, 1)[0]).toBe('First alert at the first failure, and Lost with it.');
    expect(sentences([60, 60, 60], 1, 2)[0]).toBe('First alert at the first failure, Lost after 2 alerts, about 60 s.');
    expect(sentences([60, 60, 60], 2, 1)[0]).toBe('First alert about 60 s after the first failure, and Lost with it.');
  });

  it('is silent about slow tests where they make no difference', () => {
    expect(sentences([300, 600, 600], 3, 2, 0.5)).toHaveLength(2);
    expect(sentences([300, 600, 600], 1, 1)).toHaveLength(2);
  });

  it('does not count what nobody waits for', () => {
    expect(sentences([60, 60, 60], 1000, 1000)[0]).toContain(
      'Lost after 1000 alerts, after more than 10,000 failures.',
    );
  });
});
