import type { Monitor } from '@twotwenty/contracts/monitor';
import { describe, expect, it } from 'vitest';
import {
  alertsWords,
  failuresWords,
  hostAndPort,
  notificationSentence,
  sitesSentence,
  timingSentence,
} from './head-words.js';

function head(failures: number, alerts: number, hold: Monitor['state']['hold'] = null) {
  const state = { failures, alerts, hold } as Monitor['state'];
  return { state, notification: { failuresPerAlert: 3, maxAlerts: 2 } };
}

describe('counters', () => {
  it.each([
    [head(0, 0), '0 of 3', '0 of 2'],
    [head(2, 0), '2 of 3 to the first alert', '0 of 2'],
    [head(3, 1), '3 in a row, the next alert at 6', '1 of 2'],
    [head(5, 1), '5 in a row, the next alert at 6', '1 of 2'],
    [head(6, 2), '6 in a row', '2 of 2, no more are raised'],
    [head(0, 0, 'disabled'), null, null],
  ])('%#', (monitor, failures, alerts) => {
    expect(failuresWords(monitor)).toBe(failures);
    expect(alertsWords(monitor)).toBe(alerts);
  });
});

describe('settings in short', () => {
  it('say what is asked', () => {
    expect(hostAndPort({ host: '2001:db8::1', port: 25 } as Monitor['target'])).toBe('[2001:db8::1]:25');
    expect(hostAndPort({ host: 'mx1.example.com', port: 25 } as Monitor['target'])).toBe('mx1.example.com:25');
  });

  it('say how often', () => {
    const timing = { maxTestDurationSeconds: 30, delaySeconds: { up: 300, warn: 0.5, down: 120, lost: 300 } };
    expect(timingSentence({ timing }).replaceAll('\u00a0', ' ')).toBe(
      'Every 5 min while it is Up, 0.5 s while Warn, 2 min while Down and 5 min while Lost; a test may take 30 s.',
    );
  });

  it.each([
    [1, 1, 'An alert after every failure; after one alert it is Lost, and nothing more is raised until it recovers.'],
    [
      3,
      2,
      'An alert after every 3 failures in a row; after 2 alerts it is Lost, and nothing more is raised until it recovers.',
    ],
  ])('say when people are told: %i, %i', (failuresPerAlert, maxAlerts, sentence) => {
    expect(notificationSentence({ notification: { failuresPerAlert, maxAlerts } })).toBe(sentence);
  });

  it.each([
    [['rome'], null, null, 'From rome.'],
    [['rome', 'berlin'], null, null, 'From rome, berlin; it fails when seen to fail by most of those that report.'],
    [
      ['rome', 'berlin'],
      1,
      'oslo',
      'From rome, berlin; it fails when seen to fail by one of them; a failure is to be confirmed by oslo.',
    ],
  ])('say from where: %j', (sites, sitesToFail, confirmFrom, sentence) => {
    expect(sitesSentence({ sites, sitesToFail, confirmFrom })).toBe(sentence);
  });
});
