import type { ActKind } from './act.js';
import { BACKLOG } from './backlog.js';
import { haltOf, killOf } from './kills.js';
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
