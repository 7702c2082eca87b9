import type { ChaosSystem } from '../system/system.js';
import type { ActKind } from './act.js';
import { BACKLOG } from './backlog.js';
import { wrongClock } from './clock.js';
import { haltOf, killOf } from './kills.js';
import { cutOff, fullDisk } from './machine.js';
import { POISON } from './poison.js';
import { COPIES_OF_RESULTS, STALL } from './results.js';
import { POSTGRES_CRASH, REDIS_RESTART, REDIS_WIPE } from './stores.js';

/** What every machine can do to itself. */
export const PLAIN_KINDS: readonly ActKind[] = [
  killOf('controller', 'controllers'),
  killOf('evaluator', 'evaluators'),
  killOf('worker', 'workers'),
  haltOf('controller', 'controllers'),
  haltOf('evaluator', 'evaluators'),
  haltOf('worker', 'workers'),
  REDIS_RESTART,
  REDIS_WIPE,
  POSTGRES_CRASH,
  STALL,
  COPIES_OF_RESULTS,
  BACKLOG,
  POISON,
];

/**
 * All that can be done here.
 * @param say told what is left out, and why
 */
export async function kindsFor(
  { disk, farNetwork }: Pick<ChaosSystem, 'disk' | 'farNetwork'>,
  say: (line: string) => void,
): Promise<ActKind[]> {
  const kinds = [...PLAIN_KINDS];
  try {
    kinds.push(await wrongClock());
  } catch (error) {
    say(`LEFT OUT: a wrong clock, as there is no libfaketime (${String(error)})`);
  }
  if (disk === null) say('LEFT OUT: a full disk, which needs root and `npm run test:chaos`');
  else kinds.push(fullDisk(disk));
  if (farNetwork === null) say('LEFT OUT: a site that is cut off, which needs root and `npm run test:chaos`');
  else kinds.push(cutOff(farNetwork));
  return kinds;
}
