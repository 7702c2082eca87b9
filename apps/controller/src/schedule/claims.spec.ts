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
  const pauses = (pauseMs: number, ...claims: number[]) =>
    claims.map((claimed) => claimPauseMs(claimed, pauseMs, false, 300_000));

  it('goes on at once while there is more than a claim can take, and looks less often where little is due', () => {
    expect(pauses(200, 2000, 1999, 20, 19, 0)).toEqual([0, 200, 200, 2000, 2000]);
    expect(pauses(2000, 2000, 1999, 200, 199, 0)).toEqual([0, 200, 200, 2000, 2000]);
    // Else so much would wait before a site is seen to be behind that some of it would expire.
    expect(claimPauseMs(2000, 200, true, 300_000)).toBe(200);
    // After a claim without a pause nobody knows how much is due: it is looked again soon.
    expect(pauses(0, 1999, 0)).toEqual([200, 200]);
  });

  it('looks again before what is decided meanwhile can be due', () => {
    const ofDelays = [100, 500, 1500, 2000, Infinity].map((delayMs) => claimPauseMs(1, 2000, false, delayMs));
    expect(ofDelays).toEqual([200, 500, 1500, 2000, 2000]);
  });
});

describe('claimAheadMs', () => {
  it('reaches beyond the next look', () => {
    for (const pauseMs of [0, 200, 2000]) expect(claimAheadMs(pauseMs)).toBeGreaterThan(pauseMs);
  });
});
