import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened to a monitor is found by when it happened: for its timeline, its availability and its charts. */
export class History1764840000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE INDEX event_monitor_at ON event (monitor_key, at, id)`);
    await queryRunner.query(`DROP INDEX notice_monitor`);
    await queryRunner.query(`CREATE INDEX notice_monitor ON notice (monitor_key, at)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX notice_monitor`);
    await queryRunner.query(`CREATE INDEX notice_monitor ON notice (monitor_key)`);
    await queryRunner.query(`DROP INDEX event_monitor_at`);
  }
}
