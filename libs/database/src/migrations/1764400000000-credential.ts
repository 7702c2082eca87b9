import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL,
    action text NOT NULL,
    subject_type text NOT NULL,
    subject_id text,
    subject_name text,
    details jsonb NOT NULL,
    CONSTRAINT audit_pk PRIMARY KEY (id)
  )`,
  `CREATE TABLE credential (
    id uuid NOT NULL,
    name text NOT NULL,
    uses text[] NOT NULL,
    login jsonb NOT NULL,
    version integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT credential_pk PRIMARY KEY (id)
  )`,
  // The parameters of a repair are one value; what of them refers to a row is a column too, and can't come to differ.
  `ALTER TABLE monitor
   ADD COLUMN recovery_credential_id uuid,
   ADD CONSTRAINT monitor_recovery_credential_fk FOREIGN KEY (recovery_credential_id) REFERENCES credential (id) ON DELETE RESTRICT,
   ADD CONSTRAINT monitor_recovery_credential_same
     CHECK (recovery_credential_id IS NOT DISTINCT FROM (recovery->>'credentialId')::uuid)`,
  `UPDATE monitor SET recovery = recovery || '{"port":null}'::jsonb WHERE recovery IS NOT NULL AND recovery->'port' IS NULL`,
];

const INDEXES = [
  `CREATE INDEX audit_subject ON audit (subject_type, subject_id, id)`,
  `CREATE INDEX audit_action ON audit (action, id)`,
  `CREATE INDEX audit_at ON audit (at)`,
  `CREATE UNIQUE INDEX credential_name ON credential (lower(name))`,
  `CREATE INDEX monitor_recovery_credential ON monitor (recovery_credential_id)`,
];

/** Stored logins, which monitors are repaired with them, and the log of who did what. */
export class Credential1764400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`UPDATE monitor SET recovery = recovery - 'port' WHERE recovery IS NOT NULL`);
    await queryRunner.query(
      `ALTER TABLE monitor DROP CONSTRAINT monitor_recovery_credential_same, DROP COLUMN recovery_credential_id`,
    );
    await queryRunner.query(`DROP TABLE credential, audit`);
  }
}
