import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE monitor_state ADD COLUMN lease_until timestamptz`,
  `DROP INDEX monitor_state_lease`,
  `DROP INDEX monitor_state_due`,
  `CREATE INDEX monitor_state_due ON monitor_state (due_at)
   WHERE hold IS NULL OR hold = 'maintenance' AND maintenance = 'mute'`,
  `DROP INDEX monitor_state_confirmation`,
  `CREATE INDEX monitor_state_confirmation ON monitor_state (monitor_key) WHERE confirm_pending`,
  // The keys of a batch are more than the 2 KB from which on Postgres compresses a row, in every batch.
  `ALTER TABLE change SET (toast_tuple_target = 8160)`,
];

// A lease has been the due time of a test in flight before, and will be it again.
const DOWN = [
  `UPDATE monitor_state SET due_at = lease_until WHERE in_flight AND lease_until > due_at`,
  `DROP INDEX monitor_state_confirmation`,
  `CREATE INDEX monitor_state_confirmation ON monitor_state (due_at) WHERE confirm_pending AND in_flight`,
  `DROP INDEX monitor_state_due`,
  `CREATE INDEX monitor_state_due ON monitor_state (due_at)
   WHERE NOT in_flight AND (hold IS NULL OR hold = 'maintenance' AND maintenance = 'mute')`,
  `CREATE INDEX monitor_state_lease ON monitor_state (due_at) WHERE in_flight`,
  `ALTER TABLE monitor_state DROP COLUMN lease_until`,
  `ALTER TABLE change RESET (toast_tuple_target)`,
];

/**
 * The end of a lease has a column that is in no index, and no index asks whether a test is in flight: beginning a test touches
 * none. Tests in flight stay as they are, for evaluators of the version before may still run: their lease is their due time.
 */
export class Lease1764870000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
