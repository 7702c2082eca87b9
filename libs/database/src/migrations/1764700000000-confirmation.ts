import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A site that confirms failures, and the confirmations that are asked for. */
export class Confirmation1764700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE monitor ADD COLUMN confirm_from text`);
    await queryRunner.query(
      `ALTER TABLE monitor_state
       ADD COLUMN confirm_site text,
       ADD COLUMN confirm_pending boolean NOT NULL DEFAULT false`,
    );
    // Nearly always empty, so that looking for confirmations costs next to nothing.
    await queryRunner.query(
      `CREATE INDEX monitor_state_confirmation ON monitor_state (due_at) WHERE confirm_pending AND in_flight`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX monitor_state_confirmation`);
    await queryRunner.query(`ALTER TABLE monitor_state DROP COLUMN confirm_site, DROP COLUMN confirm_pending`);
    await queryRunner.query(`ALTER TABLE monitor DROP COLUMN confirm_from`);
  }
}
