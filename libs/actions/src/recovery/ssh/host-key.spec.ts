import { expect, test } from 'vitest';
import { readHostKey } from './host-key.js';

test('a key is known by what ssh-keygen -l prints', () => {
  // github.com's, whose fingerprint GitHub publishes.
  const blob = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl', 'base64');
  expect(readHostKey(blob)).toEqual({
    type: 'ssh-ed25519',
    fingerprint: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
  });
});

test.each(['', '00', '00000000', '0000000a7373', 'ffffffff73736820', '0000000173', '0000000120'])(
  '%j holds a key only when it has a type',
  (hex) => {
    const key = readHostKey(Buffer.from(hex, 'hex'));
    expect(key?.type ?? null).toBe(hex === '0000000173' ? 's' : null);
  },
);
