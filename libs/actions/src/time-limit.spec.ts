import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createStopping, TimeLimit } from './time-limit.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('a time limit', () => {
  it('ends a piece of work when the time is over, whatever the garbage collector takes meanwhile', async () => {
    using limit = new TimeLimit(new AbortController().signal, 100);
    const aborted = new Promise((resolve) => limit.signal.addEventListener('abort', resolve));
    for (let round = 0; round < 4; round += 1) {
      await sleep(10);
      collectGarbage();
    }
    await aborted;
    expect(limit.isTimeOver).toBe(true);
    expect(limit.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('ends together with what it belongs to, for its reason', () => {
    const outer = new AbortController();
    using limit = new TimeLimit(outer.signal, 60_000);
    expect(limit.signal.aborted).toBe(false);
    outer.abort(new Error('the process stops'));
    expect(limit.signal.reason).toEqual(new Error('the process stops'));
    expect(limit.isTimeOver).toBe(false);
  });

  it('has ended when that had ended before', () => {
    using limit = new TimeLimit(AbortSignal.abort(new Error('the process stops')), 60_000);
    expect(limit.signal.reason).toEqual(new Error('the process stops'));
  });

  it('may be one of many that belong to the stop of a process', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const { signal } = createStopping();
    const limits = Array.from({ length: 30 }, () => new TimeLimit(signal, 60_000));
    await sleep(0);
    process.off('warning', onWarning);
    for (const limit of limits) limit[Symbol.dispose]();
    expect(warnings).toEqual([]);
  });

  it('ends nothing once the work is done', async () => {
    const outer = new AbortController();
    const limit = new TimeLimit(outer.signal, 5);
    limit[Symbol.dispose]();
    outer.abort();
    await sleep(20);
    expect(limit.signal.aborted).toBe(false);
  });
});
