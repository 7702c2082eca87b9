import { expect, it } from 'vitest';
import { addressOf, runSessions } from './lanes.js';

it('spreads the sessions over 256 addresses of this machine', () => {
  const addresses = new Set(Array.from({ length: 1000 }, (_, index) => addressOf(index)));
  expect(addresses.size).toBe(256);
  expect([...addresses].every((address) => /^127\.1\.[0-3]\.([1-9]|[1-5]\d|6[0-4])$/.test(address))).toBe(true);
});

it('makes so many sessions, so many at once, and counts those that failed', async () => {
  let begun = 0;
  let open = 0;
  let most = 0;
  const session = async (): Promise<boolean> => {
    begun += 1;
    const isGood = begun % 4 !== 0;
    open += 1;
    most = Math.max(most, open);
    await new Promise(setImmediate);
    open -= 1;
    return isGood;
  };
  expect(await runSessions(session, 25, 20, 3)).toBe(5);
  expect({ begun, most }).toEqual({ begun: 20, most: 3 });
});
