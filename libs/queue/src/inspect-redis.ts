import type { RedisLocation } from '@twotwenty/config/stores';
import { Redis } from 'ioredis';
import { connectionOptions } from './backends/redis-connection.js';

/** What can be seen of a Redis from outside. Null: it does not tell us. */
export interface RedisInspection {
  /** Such as `7.0.15`. */
  readonly version: string | null;
  /** How far its clock is ahead of this machine's, in milliseconds; negative when it is behind. */
  readonly clockAheadMs: number;
  /** What it does when its memory is full, such as `noeviction`. */
  readonly maxmemoryPolicy: string | null;
  /** Whether what it holds survives its restart, be it to the last second or not. */
  readonly isPersistent: boolean | null;
}

/**
 * Looks at a Redis.
 * @param limitMs for connecting, and for each question
 * @throws when it can't be reached or refuses us
 */
export async function inspectRedis(location: RedisLocation, limitMs: number): Promise<RedisInspection> {
  const redis = new Redis(location.url, {
    ...connectionOptions(location),
    lazyConnect: true,
    connectTimeout: limitMs,
    commandTimeout: limitMs,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    retryStrategy: () => null,
  });
  // What went wrong with the connection; the command that fails with it says only that there is none.
  let problem: Error | undefined;
  redis.on('error', (error: Error) => (problem ??= error));
  try {
    await redis.connect();
    const askedAtMs = Date.now();
    const [seconds, microseconds] = await redis.time();
    const halfwayMs = (askedAtMs + Date.now()) / 2;
    // An account with few rights may not ask: what it may not know is left open.
    const info = readInfo(await redis.info().catch(() => ''));
    const save = await redis.config('GET', 'save').catch(() => null);
    return {
      version: info.get('valkey_version') ?? info.get('redis_version') ?? null,
      clockAheadMs: Math.round(Number(seconds) * 1000 + Number(microseconds) / 1000 - halfwayMs),
      maxmemoryPolicy: info.get('maxmemory_policy') ?? null,
      isPersistent: isPersistent(info.get('aof_enabled'), save),
    };
  } catch (error) {
    throw problem ?? error;
  } finally {
    redis.disconnect();
  }
}

function readInfo(text: string): Map<string, string> {
  const pairs = text
    .split('\r\n')
    .map((line) => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1)] as const);
  return new Map(pairs);
}

function isPersistent(appendOnly: string | undefined, save: unknown): boolean | null {
  if (appendOnly === '1') return true;
  if (!Array.isArray(save)) return null;
  return save[1] !== '';
}
