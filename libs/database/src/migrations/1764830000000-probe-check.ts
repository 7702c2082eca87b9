import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE probe_check (
    id uuid NOT NULL,
    site text NOT NULL,
    input jsonb NOT NULL,
    requested_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    finished_at timestamptz,
    code text,
    session jsonb,
    CONSTRAINT probe_check_pk PRIMARY KEY (id)
  )`,
  `CREATE INDEX probe_check_created ON probe_check (created_at)`,
];

/** Settings that are tried before a monitor is saved with them. */
export class ProbeCheck1764830000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE probe_check`);
  }
}
