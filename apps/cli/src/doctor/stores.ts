import type { RedisLocation } from '@twotwenty/config/stores';
import { inspectDatabase } from '@twotwenty/database/inspect';
import { inspectRedis, type RedisInspection } from '@twotwenty/queue/inspect-redis';
import { checkClock } from './clock.js';
import { inWords } from '../in-words.js';
import { withoutPassword } from '../secrets.js';
import { failed, type Finding, ok, warning } from './finding.js';

/** The first Redis that BullMQ recommends. */
const REDIS_RECOMMENDED = [6, 2] as const;

/** Checks the database: reachable, its schema, its clock. @param limitMs for the answers */
export async function checkPostgres(url: string | undefined, limitMs: number): Promise<Finding[]> {
  if (url === undefined) {
    const message = 'DATABASE_URL is not set: the embedded database is checked through the controller.';
    return [ok('Postgres', message)];
  }
  try {
    const { version, clockAheadMs, missingMigrations, unknownMigrations } = await inspectDatabase(url, limitMs);
    const findings = [ok('Postgres', `PostgreSQL ${version} answers at ${withoutPassword(url)}.`)];
    if (unknownMigrations.length > 0) {
      const message = `The database is of a newer version of TwoTwenty (${unknownMigrations.join(', ')}).`;
      findings.push(failed('migrations', message, 'Update TwoTwenty on this machine.'));
    } else if (missingMigrations.length > 0) {
      const message = `The database is not up to date: it lacks ${missingMigrations.join(', ')}.`;
      findings.push(failed('migrations', message, 'Run node apps/controller/dist/setup.js, or npm start.'));
    } else findings.push(ok('migrations', 'The database is up to date.'));
    return [...findings, checkClock('Postgres', clockAheadMs)];
  } catch (error) {
    const message = `${withoutPassword(url)} can not be used: ${inWords(error)}.`;
    return [failed('Postgres', message, 'Check DATABASE_URL, and that Postgres runs and lets this machine in.')];
  }
}

/** Checks the Redis of the queue: reachable, its clock, and that it keeps what is given to it. @param limitMs for the answers */
export async function checkRedis(location: RedisLocation | undefined, limitMs: number): Promise<Finding[]> {
  if (location === undefined) return [ok('Redis', 'REDIS_URL is not set: the queue is kept in Postgres.')];
  const { url } = location;
  try {
    const redis = await inspectRedis(location, limitMs);
    return [checkVersion(url, redis), ...checkKeeping(redis), checkClock('Redis', redis.clockAheadMs)];
  } catch (error) {
    const message = `${withoutPassword(url)} can not be used: ${inWords(error)}.`;
    return [
      failed(
        'Redis',
        message,
        'Check REDIS_URL and the files beside it, and that Redis runs and lets this machine in.',
      ),
    ];
  }
}

function checkVersion(url: string, { version }: RedisInspection): Finding {
  const answers = `Redis ${version ?? '(version not told)'} answers at ${withoutPassword(url)}.`;
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const [wantedMajor, wantedMinor] = REDIS_RECOMMENDED;
  if (version === null || major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) {
    return ok('Redis', answers);
  }
  return warning('Redis', answers, `Update it to ${REDIS_RECOMMENDED.join('.')} or later.`);
}

function checkKeeping({ maxmemoryPolicy, isPersistent }: RedisInspection): Finding[] {
  const findings: Finding[] = [];
  if (maxmemoryPolicy !== null && maxmemoryPolicy !== 'noeviction') {
    const message = `Redis drops what is queued when its memory is full (maxmemory-policy ${maxmemoryPolicy}).`;
    findings.push(failed('Redis', message, 'Set maxmemory-policy noeviction.'));
  }
  if (isPersistent === false) {
    const message = 'Redis keeps nothing: with a restart each monitor may miss a test, and results that wait are lost.';
    findings.push(warning('Redis', message, 'Set appendonly yes.'));
  }
  return findings;
}
