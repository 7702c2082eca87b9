import { Redis } from 'ioredis';

/** A plain connection to a Redis, which speaks as whoever the URL names. */
export interface RedisClient {
  /** Sends one command. @throws what Redis answers with */
  call(command: string, ...args: readonly string[]): Promise<unknown>;
  close(): void;
}

export function connectRedis(url: string): RedisClient {
  const redis = new Redis(url, { enableReadyCheck: false, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  return {
    call: (command, ...args) => redis.call(command, ...args),
    close: () => redis.disconnect(),
  };
}
