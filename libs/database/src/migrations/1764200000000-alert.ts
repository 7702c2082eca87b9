import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE alert (
    id uuid NOT NULL,
    name text NOT NULL,
    assignment jsonb NOT NULL,
    actions jsonb NOT NULL,
    version integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT alert_pk PRIMARY KEY (id)
  )`,
  `CREATE TABLE notice (
    id uuid NOT NULL,
    monitor_key integer,
    incident_id uuid,
    kind text NOT NULL,
    alert_number integer NOT NULL,
    facts jsonb NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT notice_pk PRIMARY KEY (id),
    CONSTRAINT notice_monitor_fk FOREIGN KEY (monitor_key) REFERENCES monitor (key) ON DELETE CASCADE
  )`,
  // Every attempt updates the row: room in each page keeps the new version beside the old one.
  `CREATE TABLE action_run (
    id uuid NOT NULL,
    sequence bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    notice_id uuid NOT NULL,
    incident_id uuid,
    alert_id uuid NOT NULL,
    alert_name text NOT NULL,
    action_id uuid NOT NULL,
    action_type text NOT NULL,
    kind text NOT NULL,
    alert_number integer NOT NULL,
    stands_in_for_action_id uuid,
    state text NOT NULL,
    skip_code text,
    skip_reason text,
    delivery_id uuid,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    queued_until timestamptz,
    running_until timestamptz,
    fell_back boolean NOT NULL DEFAULT false,
    error text,
    response text,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    duration_ms integer,
    CONSTRAINT action_run_pk PRIMARY KEY (id),
    CONSTRAINT action_run_notice_fk FOREIGN KEY (notice_id) REFERENCES notice (id) ON DELETE CASCADE
  ) WITH (fillfactor = 70)`,
];

const INDEXES = [
  `CREATE INDEX notice_monitor ON notice (monitor_key)`,
  `CREATE INDEX notice_at ON notice (at)`,
  // An action is run once for an occasion, whoever plans it.
  `CREATE UNIQUE INDEX action_run_once ON action_run (incident_id, alert_id, action_id, kind, alert_number)
   WHERE state <> 'skipped'`,
  `CREATE INDEX action_run_due ON action_run (action_id, due_at, sequence) WHERE state = 'pending'`,
  `CREATE INDEX action_run_ungrouped ON action_run (action_id, kind, due_at)
   WHERE state = 'pending' AND delivery_id IS NULL`,
  // Few at a time: what is in the queue or being tried.
  `CREATE INDEX action_run_queued ON action_run (action_id, queued_until)
   WHERE state = 'pending' AND queued_until IS NOT NULL`,
  `CREATE INDEX action_run_order ON action_run (incident_id, alert_id, action_id, sequence) WHERE state = 'pending'`,
  `CREATE INDEX action_run_incident ON action_run (incident_id, sequence)`,
  `CREATE INDEX action_run_delivery ON action_run (delivery_id)`,
  `CREATE INDEX action_run_notice ON action_run (notice_id)`,
  `CREATE INDEX action_run_sequence ON action_run (sequence)`,
  `CREATE INDEX action_run_failed ON action_run (sequence) WHERE state = 'failed'`,
];

/** Alerts, what was to be told, and what became of it. A run that is `pending` is the outbox. */
export class Alert1764200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE action_run, notice, alert`);
  }
}
