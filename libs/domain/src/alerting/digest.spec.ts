import { describe, expect, it } from 'vitest';
import { digest, MAX_LISTED } from './digest.js';
import { FAILURE_PREVIEW, RECOVERY_PREVIEW } from './template-tokens.js';

const failures = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...FAILURE_PREVIEW,
    monitor: `MX ${index + 1}`,
    reason: 'No answer.',
  }));

describe('digest', () => {
  it('lists what failed', () => {
    expect(digest('failure', failures(2))).toEqual({
      subject: '2 monitors out: MX 1, MX 2',
      text: [
        '2 monitors are out:',
        '',
        '- Down: MX 1 (mx1.example.com) No answer.',
        '- Down: MX 2 (mx1.example.com) No answer.',
      ].join('\n'),
    });
  });

  it('lists what recovered, and after how long', () => {
    const { subject, text } = digest('recovery', [RECOVERY_PREVIEW, RECOVERY_PREVIEW]);
    expect(subject).toBe('2 monitors up again: MX Frankfurt, MX Frankfurt');
    expect(text).toContain('- Up: MX Frankfurt (mx1.example.com) after 9 min 5 s');
  });

  it('names the first in the subject, and lists no more than people read', () => {
    const { subject, text } = digest('failure', failures(10_000));
    expect(subject).toBe('10000 monitors out: MX 1, MX 2, MX 3 and 9997 more');
    const lines = text.split('\n');
    expect(lines).toHaveLength(2 + MAX_LISTED + 1);
    expect(lines.at(-1)).toBe('… and 9800 more');
  });
});
