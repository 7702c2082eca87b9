import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The certificate each site last saw of a monitor, and the test after which they are of its present server. */
export class Certificate1764050000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE monitor_certificate (
        monitor_key integer NOT NULL,
        site_key smallint NOT NULL,
        fingerprint text NOT NULL,
        digest bytea NOT NULL,
        first_seen_at timestamptz NOT NULL,
        checked_at timestamptz NOT NULL,
        report jsonb NOT NULL,
        CONSTRAINT monitor_certificate_pk PRIMARY KEY (monitor_key, site_key),
        CONSTRAINT monitor_certificate_monitor_fk FOREIGN KEY (monitor_key) REFERENCES monitor (key) ON DELETE CASCADE,
        CONSTRAINT monitor_certificate_site_fk FOREIGN KEY (site_key) REFERENCES site (key) ON DELETE CASCADE
      )`,
    );
    await queryRunner.query(`ALTER TABLE monitor_state ADD COLUMN certificates_after_test integer NOT NULL DEFAULT 0`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE monitor_state DROP COLUMN certificates_after_test`);
    await queryRunner.query(`DROP TABLE monitor_certificate`);
  }
}
