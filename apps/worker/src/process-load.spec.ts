import { waitFor } from '@twotwenty/testing/wait-for';
import { expect, it, onTestFinished } from 'vitest';
import { ProcessLoad } from './process-load.js';

it('tells what the process does, and nothing new within a second', async () => {
  const load = new ProcessLoad();
  onTestFinished(() => load.stop());
  expect(load.measure()).toEqual({ cpuShare: 0, eventLoopDelayMs: 0 });
  const measured = await waitFor(
    () => {
      // Something to do.
      for (const endMs = performance.now() + 50; performance.now() < endMs;);
      const found = load.measure();
      return found.cpuShare > 0 && found.eventLoopDelayMs > 0 ? found : undefined;
    },
    { what: 'a load' },
  );
  expect(load.measure()).toEqual(measured);
});
