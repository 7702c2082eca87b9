import { describe, expect, it } from 'vitest';
import { formatDuration, formatInstant, MAX_VALUE_LENGTH, noticeValues, type NoticeFacts } from './notice-values.js';
import { FAILURE_PREVIEW, TOKEN_NAMES } from './template-tokens.js';

const facts: NoticeFacts = {
  kind: 'failure',
  monitor: { name: 'MX Frankfurt', device: 'mail-gw-1', tags: ['mx', 'frankfurt'] },
  target: { host: 'mx1.example.com', port: 25, security: 'starttls' },
  alertName: 'Mail team',
  stateBefore: 'warn',
  state: 'down',
  failures: 3,
  alertNumber: 1,
  maxAlerts: 3,
  incident: { id: FAILURE_PREVIEW['incident-id'], startedAt: new Date('2026-03-02T02:12:40Z') },
  test: {
    number: 4711,
    failure: {
      phase: 'greeting',
      code: FAILURE_PREVIEW.code,
      message: FAILURE_PREVIEW.reason,
      lookAt: FAILURE_PREVIEW['look-at'],
    },
    reply: { code: 554, lines: ['5.3.2 No service here'] },
    timings: { dnsMs: 3.2, connectMs: 21.4, greetingMs: 150, ehloMs: null, tlsMs: null, quitMs: null, totalMs: 176.9 },
    address: '192.0.2.25',
    sites: { failed: ['frankfurt', 'london'], passed: [], silent: ['tokyo'] },
  },
  now: new Date('2026-03-02T02:14:45Z'),
  timeZone: 'Europe/Berlin',
  link: 'https://monitor.example.com/monitors/42',
  repairs: [
    'restart-services waits for you: https://monitor.example.com/action-runs/0192f0c1-7d4e-7c3a-9b1d-2f5a8c6e4b11',
  ],
};

describe('noticeValues', () => {
  it('shows what the preview promises', () => {
    expect(noticeValues(facts)).toEqual(FAILURE_PREVIEW);
  });

  it('has a value for every token when hardly anything is known', () => {
    const test = { ...facts.test, failure: null, reply: null, timings: null, address: null };
    const values = noticeValues({ ...facts, test });
    expect(Object.keys(values).sort()).toEqual([...TOKEN_NAMES].sort());
    expect(values).toMatchObject({ reason: '', 'reply-code': '', reply: '', timings: '', 'ip-address': '' });
  });

  it('cuts a value that is too long, and no character in two', () => {
    const reply = { code: 554, lines: ['🙂'.repeat(2000)] };
    const values = noticeValues({ ...facts, test: { ...facts.test, reply } });
    expect(values.reply).toBe(`${'🙂'.repeat(MAX_VALUE_LENGTH - 1)}…`);
  });
});

describe('formatDuration', () => {
  it.each([
    [-5, '0 s'],
    [999, '0 s'],
    [45_000, '45 s'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [7_505_000, '2 h 5 min'],
    [86_405_000, '1 d'],
    [100 * 86_400_000, '100 d'],
  ])('of %d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatInstant', () => {
  it.each([
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25 02:30:00 +02:00'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25 02:30:00 +01:00'],
    ['America/St_Johns', '2026-01-01T00:00:00Z', '2025-12-31 20:30:00 -03:30'],
    ['UTC', '2026-01-01T00:00:00Z', '2026-01-01 00:00:00 +00:00'],
  ])('in %s at %s is %s', (timeZone, at, text) => {
    expect(formatInstant(new Date(at), timeZone)).toBe(text);
  });
});
