import type { QueueLocation } from '@twotwenty/config/stores';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { QUEUE_SCHEMA } from './backends/postgres.js';

/**
 * Brings the tables of the queue up to date. Redis needs none. Safe to run by several processes at once: BullMQ takes an
 * advisory lock.
 */
export async function migrateQueue(location: QueueLocation): Promise<void> {
  if (location.backend === 'redis') return;
  const client = new pg.Client({ connectionString: location.url });
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
