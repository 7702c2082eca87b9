import { queuesOfSite } from '@twotwenty/contracts/queues';
import { createHash } from 'node:crypto';
import { REDIS_PREFIX } from './backends/redis-prefix.js';

/**
 * The scripts of BullMQ that a worker of ours has run. Redis judges what a script does by the rights of whoever runs it, so a
 * site's user needs each of their commands.
 */
export const SCRIPTS_OF_A_WORKER = [
  'addStandardJob-9',
  'cleanJobsInSet-3',
  'extendLock-2',
  'extendLocks-1',
  'moveStalledJobsToWait-9',
  'moveToActive-11',
  'moveToDelayed-11',
  'moveToFinished-14',
  'retryJob-11',
  'saveStacktrace-1',
] as const;

/** What these scripts do with keys; a test compares it with the scripts of the BullMQ that is installed. */
export const SCRIPT_COMMANDS = [
  ...['del', 'exists', 'get', 'incr', 'persist', 'pexpire', 'pttl', 'set'],
  ...['hdel', 'hexists', 'hget', 'hgetall', 'hincrby', 'hmget', 'hmset', 'hset'],
  ...['llen', 'lpos', 'lpush', 'lrange', 'lrem', 'lset', 'ltrim', 'rpoplpush', 'rpush'],
  ...['sadd', 'scard', 'smembers', 'srem', 'xadd', 'xtrim'],
  ...['zadd', 'zcard', 'zpopmin', 'zrange', 'zrangebyscore', 'zrem', 'zremrangebyrank', 'zremrangebyscore'],
  ...['zrevrange', 'zrevrangebyscore', 'zscore'],
] as const;

/** What the connection itself does: it greets, asks for version and time, runs scripts, and waits for the next job. */
const CONNECTION_COMMANDS = ['ping', 'info', 'time', 'quit', 'client|setname', 'eval', 'evalsha', 'bzpopmin'] as const;

/** The Redis user of the workers of a site. @param site a valid name of a site */
export function siteUserName(site: string): string {
  return `site-${site}`;
}

/**
 * The rule of a site's Redis user: what follows `ACL SETUSER <name>`, or `user <name>` in a file of users. It replaces
 * whatever the user was allowed before, and holds no secret: of the password it has the hash.
 *
 * The user reaches the keys of the site's three queues, and of these none by which BullMQ is told of keys elsewhere
 * (`de:…`, `dn:…`, `repeat:…`): an evaluator, who may touch every key, would follow them.
 * @param site a valid name of a site
 * @param password of the user, as the worker will give it
 * @param database the number of the Redis database in which the queues are
 */
export function siteUserRule(site: string, password: string, database = 0): string[] {
  const hash = createHash('sha256').update(password).digest('hex');
  return [
    ...['reset', 'on', `#${hash}`],
    ...queuesOfSite(site).flatMap(({ name }) => keysOf(`${REDIS_PREFIX}:${name}`)),
    ...[...CONNECTION_COMMANDS, ...SCRIPT_COMMANDS].map((command) => `+${command}`),
    // Every connection begins in database 0.
    ...(database === 0 ? [] : ['+select']),
  ];
}

function keysOf(queueKey: string): string[] {
  return [`~${queueKey}:[^dr]*`, `~${queueKey}:delayed`, `~${queueKey}:repeat`];
}
