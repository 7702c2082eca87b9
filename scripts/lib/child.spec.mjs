import { describe, expect, it } from 'vitest';
import { BACKOFF, restartPauseMs } from './child.mjs';

describe('restartPauseMs', () => {
  it('doubles from half a second to half a minute', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((crashes) => restartPauseMs(crashes, BACKOFF));
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });
});
