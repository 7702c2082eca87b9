import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleNotice } from '../sample-notice.fixture.js';
import { framed, headerName, syslogMessage, type SyslogOrigin } from './syslog-message.js';

const origin: SyslogOrigin = {
  facility: 'local0',
  severity: 'error',
  hostname: 'probe-1',
  appName: 'twotwenty',
  processId: 42,
  structuredDataId: 'twotwenty@32473',
};

/** RFC 5424 §6, with one element of structured data at most. */
const SYNTAX =
  /^<(\d{1,3})>1 (\S+) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (-|\[[^ =\]"]{1,32}(?: [^ =\]"]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*\]) \ufeff([^]*)$/u;

function parsed(message: Buffer) {
  const fields = SYNTAX.exec(message.toString('utf8'));
  expect(fields, message.toString()).not.toBeNull();
  const [, priority, timestamp, hostname, appName, processId, messageId, data = '', text] = fields ?? [];
  return { priority, timestamp, hostname, appName, processId, messageId, data, text };
}

describe('a message', () => {
  test('says who, what and how bad', () => {
    expect(parsed(syslogMessage(sampleNotice(), origin, 2048))).toMatchObject({
      priority: String(16 * 8 + 3),
      timestamp: '2026-03-02T02:14:45.000Z',
      hostname: 'probe-1',
      appName: 'twotwenty',
      processId: '42',
      messageId: 'failure',
      text: 'Down: MX Frankfurt (mx1.example.com)',
    });
  });

  test('escapes what would end a value', () => {
    const { data } = parsed(syslogMessage(sampleNotice({}, { monitor: 'a"b\\c]d' }), origin, 2048));
    expect(data).toContain(' monitor="a\\"b\\\\c\\]d"');
  });

  test('keeps its syntax and its limit whatever is in the values, and gives up facts before its text', () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => text.replace(/[\0-\x1f]/g, ' '));
    fc.assert(
      fc.property(value, value, fc.integer({ min: 480, max: 2048 }), (monitor, reason, maxBytes) => {
        const subject = 'x'.repeat(250);
        const message = syslogMessage(sampleNotice({ subject }, { monitor, reason }), origin, maxBytes);
        expect(message.length).toBeLessThanOrEqual(maxBytes);
        expect(parsed(message).text).toBe(subject);
      }),
    );
  });

  test('of several incidents says how many', () => {
    const notice = sampleNotice();
    const { data } = parsed(
      syslogMessage({ ...notice, incidents: [...notice.incidents, ...notice.incidents] }, origin, 2048),
    );
    expect(data).toContain(' incidents="2"');
  });
});

test('the length in front counts octets, not characters', () => {
  expect(framed(Buffer.from('ü'), 'octet-counting').toString()).toBe('2 ü');
  expect(framed(Buffer.from('ü'), 'line-break').toString()).toBe('ü\n');
});

test.each([
  ['mail gw.example', 'mailgw.example'],
  ['ü', '-'],
])('a hostname %s is sent as %s', (name, sent) => {
  expect(headerName(name)).toBe(sent);
});
