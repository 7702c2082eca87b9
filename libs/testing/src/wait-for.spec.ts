import { describe, expect, test } from 'vitest';
import { waitFor } from './wait-for.js';

describe('waitFor', () => {
  test('gives the first value that is neither undefined nor false', async () => {
    const values = [undefined, false, 0];
    expect(await waitFor(() => values.shift(), { what: 'a value', intervalMs: 1 })).toBe(0);
  });

  test('takes an error for "not yet"', async () => {
    let looks = 0;
    const look = (): string => {
      looks += 1;
      if (looks < 3) throw new Error('too early');
      return 'there';
    };
    expect(await waitFor(look, { what: 'it', intervalMs: 1 })).toBe('there');
  });

  test.each([
    { name: 'a value', look: () => false as const, seen: 'false' },
    { name: 'an error', look: () => Promise.reject(new Error('refused')), seen: 'Error: refused' },
    { name: 'nothing', look: () => new Promise<string>(() => undefined), seen: 'the first look never ended' },
  ])('names what it last saw: $name', async ({ look, seen }) => {
    await expect(waitFor<string>(look, { what: 'rain', timeoutMs: 30, intervalMs: 5 })).rejects.toThrow(
      `Waited 30 ms for rain; last seen: ${seen}`,
    );
  });
});
