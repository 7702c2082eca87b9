import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleNotice } from '../sample-notice.fixture.js';
import { jsonRecord, lineRecord } from './log-record.js';

test('a line says when, what and which', () => {
  const line = lineRecord(sampleNotice({ id: 'id-1', subject: 'Down: MX', text: 'MX is Down\r\n\nC:\\mail\tx' }));
  expect(line).toBe('2026-03-02T02:14:45.000Z failure [id-1] Down: MX | MX is Down | C:\\\\mail\\tx\n');
});

test('no value makes a line of its own or moves a cursor', () => {
  const value = fc.string({ unit: 'binary', maxLength: 80 });
  fc.assert(
    fc.property(value, value, (subject, text) => {
      for (const record of [lineRecord(sampleNotice({ subject, text })), jsonRecord(sampleNotice({ subject, text }))]) {
        if (!/^[^\p{Cc}\p{Zl}\p{Zp}]*\n$/u.test(record)) expect.fail(record);
      }
    }),
  );
});

test('JSON holds the facts of every incident', () => {
  const notice = sampleNotice({ subject: 'a\u2028b' });
  expect(JSON.parse(jsonRecord(notice))).toEqual({ ...notice, at: notice.at.toISOString() });
});
