import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutResultLine } from './script-result.js';
import { MARKER } from './scripts.js';

const line = fc.oneof(
  fc.string({ maxLength: 30 }).map((text) => text.replaceAll(/[\r\n]/g, '')),
  fc.constantFrom('', 'TWO', MARKER.trim(), 'Stopping SMTPSVC'),
);

test('people see all lines but that of the result, however the text is cut', () => {
  const property = fc.property(
    fc.array(line, { maxLength: 8 }),
    fc.string({ maxLength: 50 }).map((text) => text.replaceAll(/[\r\n]/g, '')),
    fc.integer({ min: 1, max: 20 }),
    (lines, result, size) => {
      const visible = lines.filter((text) => !text.startsWith(MARKER)).map((text) => `${text}\r\n`);
      const text = [...visible, `${MARKER}${result}\r\n`, 'after\n'].join('');
      let seen = '';
      const take = withoutResultLine((piece) => (seen += piece));
      for (let at = 0; at < text.length; at += size) take(text.slice(at, at + size));
      expect(seen).toBe(`${visible.join('')}after\n`);
    },
  );
  fc.assert(property);
});

test('a line is not held back longer than it may become the result', () => {
  let seen = '';
  const take = withoutResultLine((piece) => (seen += piece));
  take('Stop');
  expect(seen).toBe('Stop');
  take('ping');
  expect(seen).toBe('Stopping');
});
