import { describe, expect, it } from 'vitest';
import { readPosition, writePosition } from './change.position.js';

describe('readPosition', () => {
  it.each(['1764380000000.1764386464.742:742:', '1.2.742:750:742,745,749', '1.2.742:9223372036854775807:743'])(
    'reads what was written: %s',
    (text) => {
      const position = readPosition(text);
      expect(position).not.toBeNull();
      expect(position === null ? '' : writePosition(position)).toBe(text);
    },
  );

  it.each([
    '',
    'x',
    '1.2.3',
    '1.2.0:5:',
    '1.2.6:5:',
    '1.2.3:5:5',
    '1.2.3:5:2',
    '1.2.3:9:5,4',
    '1.2.3:9:5,5',
    '1.2.3:9:5,',
    '1.2.3:9:-4',
    '1.2.3:9223372036854775808:',
    `1.2.3:9:4' OR true`,
    '1.2.3:9:4\n',
  ])('refuses %j', (text) => {
    expect(readPosition(text)).toBeNull();
  });
});
