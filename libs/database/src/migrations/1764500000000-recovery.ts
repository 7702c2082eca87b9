import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  // Steps and output are written again and again while a repair goes on.
  `CREATE TABLE repair (
    run_id uuid NOT NULL,
    machine text,
    addresses text[] NOT NULL DEFAULT '{}',
    port integer,
    method text,
    credential_id uuid,
    services text[] NOT NULL DEFAULT '{}',
    code text,
    -- Unsigned 32 bits (RFC 4254 §6.10), which programs of Windows use up.
    exit_status bigint,
    released_by text,
    released_at timestamptz,
    put_back integer NOT NULL DEFAULT 0,
    acted_at timestamptz,
    steps jsonb NOT NULL DEFAULT '[]',
    output text NOT NULL DEFAULT '',
    CONSTRAINT repair_pk PRIMARY KEY (run_id),
    CONSTRAINT repair_run_fk FOREIGN KEY (run_id) REFERENCES action_run (id) ON DELETE CASCADE
  ) WITH (fillfactor = 70)`,
  // Without reference to the run: the limits of a machine outlive the monitor that called for its repair.
  `CREATE TABLE machine_repair (
    machine text NOT NULL,
    run_id uuid NOT NULL,
    attempt integer NOT NULL,
    busy_until timestamptz,
    acted_at timestamptz,
    CONSTRAINT machine_repair_pk PRIMARY KEY (machine, run_id, attempt)
  )`,
  `CREATE TABLE recovery_settings (
    id smallint NOT NULL DEFAULT 1,
    stopped boolean NOT NULL DEFAULT false,
    stop_reason text NOT NULL DEFAULT '',
    cooldown_seconds integer NOT NULL DEFAULT 300,
    max_per_machine_per_day integer NOT NULL DEFAULT 6,
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text,
    CONSTRAINT recovery_settings_pk PRIMARY KEY (id),
    CONSTRAINT recovery_settings_one CHECK (id = 1)
  )`,
  `INSERT INTO recovery_settings DEFAULT VALUES`,
  `CREATE TABLE host_key (
    id uuid NOT NULL,
    machine text NOT NULL,
    port integer NOT NULL,
    key_type text NOT NULL,
    fingerprint text NOT NULL,
    pinned_at timestamptz NOT NULL DEFAULT now(),
    offered_type text,
    offered_fingerprint text,
    offered_at timestamptz,
    CONSTRAINT host_key_pk PRIMARY KEY (id),
    CONSTRAINT host_key_machine UNIQUE (machine, port)
  )`,
  `CREATE TABLE recovery_check (
    id uuid NOT NULL,
    kind text NOT NULL,
    input jsonb NOT NULL,
    state text NOT NULL,
    requested_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    running_until timestamptz,
    finished_at timestamptz,
    summary text,
    code text,
    error text,
    addresses text[] NOT NULL DEFAULT '{}',
    services jsonb NOT NULL DEFAULT '[]',
    steps jsonb NOT NULL DEFAULT '[]',
    output text NOT NULL DEFAULT '',
    CONSTRAINT recovery_check_pk PRIMARY KEY (id)
  )`,
];

const INDEXES = [
  `CREATE INDEX incident_started ON incident (started_at, id)`,
  `CREATE INDEX action_run_ready ON action_run (due_at, sequence) WHERE state = 'ready'`,
  `CREATE INDEX action_run_running ON action_run (running_until) WHERE state = 'running'`,
  `CREATE INDEX action_run_awaiting ON action_run (sequence) WHERE state = 'awaiting-approval'`,
  `CREATE INDEX machine_repair_run ON machine_repair (run_id)`,
  `CREATE INDEX recovery_check_open ON recovery_check (created_at) WHERE finished_at IS NULL`,
  `CREATE INDEX recovery_check_created ON recovery_check (created_at)`,
];

/** Repairs: what they did, the limits of machines, the keys by which machines are known, and what was looked at. */
export class Recovery1764500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX incident_started, action_run_ready, action_run_running, action_run_awaiting`);
    await queryRunner.query(`DROP TABLE repair, machine_repair, recovery_settings, host_key, recovery_check`);
  }
}
