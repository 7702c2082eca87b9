import { Foundation1763800000000 } from './1763800000000-foundation.js';

/** In order; append only. A migration that was released is never changed. */
export const migrations = [Foundation1763800000000];
