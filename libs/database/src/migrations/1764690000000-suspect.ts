import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Results that were no votes, and workers that see nearly everything fail. */
export class Suspect1764690000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Null where it is not set, which takes no room in a result.
    await queryRunner.query(`ALTER TABLE probe_result ADD COLUMN suspect boolean`);
    await queryRunner.query(`ALTER TABLE worker ADD COLUMN suspect jsonb`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE probe_result DROP COLUMN suspect`);
    await queryRunner.query(`ALTER TABLE worker DROP COLUMN suspect`);
  }
}
