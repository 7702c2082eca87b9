import { emptyRedis } from '../../support/empty-redis.js';
import type { ActKind } from './act.js';

/** Redis dies and comes back with what its append-only file holds. */
export const REDIS_RESTART: ActKind = {
  name: 'restart of Redis',
  parts: ['redis'],
  maxSeconds: 10,
  losesTests: true,
  make: ({ redis }) => ({
    async begin() {
      await redis.kill();
      return 'with its data';
    },
    end: () => redis.start(),
  }),
};

/** Redis comes back and has forgotten everything. */
export const REDIS_WIPE: ActKind = {
  name: 'wipe of Redis',
  parts: ['redis'],
  maxSeconds: 10,
  losesTests: true,
  make: ({ redis }) => ({
    async begin() {
      await emptyRedis(redis.port);
      await redis.kill();
      return 'without its data';
    },
    async end() {
      await redis.start();
      // What was written between the two, above.
      await emptyRedis(redis.port);
    },
  }),
};

/** Postgres ends without a word, and is started again by its launcher. */
export const POSTGRES_CRASH: ActKind = {
  name: 'crash of Postgres',
  parts: ['postgres'],
  maxSeconds: 3,
  losesTests: true,
  make: ({ postgres }) => ({
    begin() {
      postgres.crash();
      return Promise.resolve('immediate mode');
    },
    end: () => postgres.untilBack(),
  }),
};
