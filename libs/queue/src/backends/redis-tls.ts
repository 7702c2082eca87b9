import type { RedisLocation } from '@twotwenty/config/stores';
import type { RedisOptions } from 'ioredis';

/** How to speak TLS to a Redis, where something is to be said of it: the URL alone says whether to. */
export function tlsOptions({ tls }: RedisLocation): Pick<RedisOptions, 'tls'> {
  return tls === undefined ? {} : { tls };
}
