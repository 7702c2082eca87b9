import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a site is suspect is an incident of its own, which may overlap its loss. */
export class SuspectSite1764790000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE site ADD COLUMN suspect_since timestamptz, ADD COLUMN suspect_incident_id uuid`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE site DROP COLUMN suspect_since, DROP COLUMN suspect_incident_id`);
  }
}
