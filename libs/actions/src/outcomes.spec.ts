import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutToBytes, notDelivered, oneLine, withoutSecrets } from './outcomes.js';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('texts that others wrote', () => {
  test('stand on one line, without control characters, within the length', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, maxLength) => {
        const line = oneLine(text, maxLength);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(Array.from(line).length).toBeLessThanOrEqual(maxLength);
      }),
    );
  });

  test('are cut between characters, and only when too long', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 80 }), (text, maxBytes) => {
        const cut = cutToBytes(text, maxBytes);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(Math.max(maxBytes, 0));
        if (Buffer.byteLength(text) <= maxBytes) expect(cut).toBe(text);
        else expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
      }),
    );
  });

  test('tell no secret, in the clear or as SASL sends it', () => {
    const text = `no: hunter2 aHVudGVyMg== ${Buffer.from('\0me\0hunter2').toString('base64')}`;
    expect(withoutSecrets(text, ['\0me\0hunter2', 'hunter2'])).toBe('no: [secret] [secret] [secret]');
  });
});

test('an outcome is kept short', () => {
  const outcome = notDelivered('x'.repeat(5000), true, 'y'.repeat(5000));
  expect(outcome).toMatchObject({ ok: false, retryable: true, retryAfterSeconds: null });
  expect('error' in outcome && outcome.error.length).toBe(1024);
  expect(outcome.response?.length).toBe(1024);
});
