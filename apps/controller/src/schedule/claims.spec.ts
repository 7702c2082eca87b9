import { probeQueue } from '@twotwenty/contracts/queues';
import { createLogger } from '@twotwenty/observability/logger';
import { describe, expect, it } from 'vitest';
import { enqueue, isMuch, quietPauseMs } from './claims.js';

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

describe('isMuch', () => {
  it('goes by what is due in a second', () => {
    expect([19, 20, 200].map((claimed) => isMuch(claimed, 200))).toEqual([false, true, true]);
    expect([0, 199, 200].map((claimed) => isMuch(claimed, 2000))).toEqual([false, false, true]);
  });
});

describe('quietPauseMs', () => {
  it('is over before what is decided meanwhile can be due', () => {
    expect([100, 500, 1500, 2000, 300_000, Infinity].map(quietPauseMs)).toEqual([200, 500, 1500, 2000, 2000, 2000]);
  });
});
