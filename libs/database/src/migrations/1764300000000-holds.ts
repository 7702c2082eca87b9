import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE maintenance_window (
    id uuid NOT NULL,
    name text NOT NULL,
    enabled boolean NOT NULL,
    mode text NOT NULL,
    schedule jsonb NOT NULL,
    assignment jsonb NOT NULL,
    version integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT maintenance_window_pk PRIMARY KEY (id)
  )`,
  `CREATE TABLE monitor_dependency (
    monitor_key integer NOT NULL,
    depends_on_key integer NOT NULL,
    CONSTRAINT monitor_dependency_pk PRIMARY KEY (monitor_key, depends_on_key),
    CONSTRAINT monitor_dependency_monitor_fk FOREIGN KEY (monitor_key) REFERENCES monitor (key) ON DELETE CASCADE,
    CONSTRAINT monitor_dependency_depends_on_fk FOREIGN KEY (depends_on_key) REFERENCES monitor (key) ON DELETE CASCADE
  )`,
  `ALTER TABLE monitor_state
   ADD COLUMN suspended_until timestamptz,
   ADD COLUMN maintenance text,
   ADD COLUMN test_started_at timestamptz NOT NULL DEFAULT now()`,
];

const INDEXES = [
  `CREATE INDEX monitor_dependency_depends_on ON monitor_dependency (depends_on_key)`,
  `CREATE INDEX monitor_state_suspended ON monitor_state (suspended_until) WHERE suspended_until IS NOT NULL`,
  `CREATE INDEX monitor_state_maintenance ON monitor_state (monitor_key) WHERE maintenance IS NOT NULL`,
  `DROP INDEX monitor_state_due`,
  `CREATE INDEX monitor_state_due ON monitor_state (due_at)
   WHERE NOT in_flight AND (hold IS NULL OR hold = 'maintenance' AND maintenance = 'mute')`,
];

/** Reasons to hold a monitor beside `enabled`, tests under a hold, and what depends on what. */
export class Holds1764300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX monitor_state_due`);
    await queryRunner.query(
      `ALTER TABLE monitor_state DROP COLUMN suspended_until, DROP COLUMN maintenance, DROP COLUMN test_started_at`,
    );
    await queryRunner.query(
      `CREATE INDEX monitor_state_due ON monitor_state (due_at) WHERE NOT in_flight AND hold IS NULL`,
    );
    await queryRunner.query(`DROP TABLE monitor_dependency, maintenance_window`);
  }
}
