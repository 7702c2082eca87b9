import { debianPackage } from '@twotwenty/testing/debian-packages';
import type { ActKind } from './act.js';

const HOURS = ['+1h', '-1h'] as const;

/**
 * A worker whose clock is an hour off, by libfaketime: the time of day alone, as on a machine whose clock was set wrong.
 * @throws when there is no such library to be had
 */
export async function wrongClock(): Promise<ActKind> {
  const library = (await debianPackage('faketime')).path('libfaketimeMT.so.1');
  return {
    name: 'wrong clock of a worker',
    parts: ['workers', 'far worker'],
    maxSeconds: 10,
    losesTests: true,
    make(system, random) {
      const worker = random.pick(system.apps.filter(({ name }) => name === 'worker'));
      const hours = random.pick(HOURS);
      return {
        async begin() {
          await worker.kill({ LD_PRELOAD: library, FAKETIME: hours, DONT_FAKE_MONOTONIC: '1' });
          await worker.untilReady();
          return `${worker.label}, ${hours}`;
        },
        async end() {
          await worker.kill();
          await worker.untilReady();
        },
      };
    },
  };
}
