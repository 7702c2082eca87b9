import { probeQueue } from '@twotwenty/contracts/queues';
import { createLogger } from '@twotwenty/observability/logger';
import { describe, expect, it } from 'vitest';
import { claimAheadMs, claimPauseMs, enqueue } from './claims.js';

describe('enqueue', () => {
  it('lets a site whose queue is in trouble hold up no other', async () => {
    const sent: string[] = [];
    const send = ({ name }: { readonly name: string }): Promise<void> => {
      if (name === probeQueue('b').name) return Promise.reject(new Error('b is in trouble'));
      sent.push(name);
      return Promise.resolve();
    };
    const jobs = new Map(['a', 'b', 'c'].map((site) => [site, [{ orders: [] }]]));
    await enqueue({ queues: { send }, logger: createLogger('test', 'fatal') }, jobs);
    expect(sent).toEqual([probeQueue('a').name, probeQueue('c').name]);
  });
});

describe('claimPauseMs', () => {
  it('goes on at once while there is more than a claim can take, and looks less often where little is due', () => {
    const pauses = (pauseMs: number, ...claims: number[]) =>
      claims.map((claimed) => claimPauseMs(claimed, pauseMs, false));
    expect(pauses(200, 2000, 1999, 20, 19, 0)).toEqual([0, 200, 200, 1000, 1000]);
    expect(pauses(1000, 2000, 1999, 100, 99, 0)).toEqual([0, 200, 200, 1000, 1000]);
    // Else so much would wait before a site is seen to be behind that some of it would expire.
    expect(claimPauseMs(2000, 200, true)).toBe(200);
    // After a claim without a pause nobody knows how much is due: it is looked again soon.
    expect(pauses(0, 1999, 0)).toEqual([200, 200]);
  });
});

describe('claimAheadMs', () => {
  it('reaches beyond the next look', () => {
    for (const pauseMs of [0, 200, 1000]) expect(claimAheadMs(pauseMs)).toBeGreaterThan(pauseMs);
  });
});
