import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE account (
    name text NOT NULL,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_pk PRIMARY KEY (name)
  )`,
  `CREATE TABLE session (
    token_hash bytea NOT NULL,
    account_name text NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT session_pk PRIMARY KEY (token_hash),
    CONSTRAINT session_account_fk FOREIGN KEY (account_name) REFERENCES account (name) ON DELETE CASCADE
  )`,
  `CREATE TABLE site (
    key smallint GENERATED ALWAYS AS IDENTITY NOT NULL,
    name text NOT NULL,
    description text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT site_pk PRIMARY KEY (key),
    CONSTRAINT site_name UNIQUE (name)
  )`,
  `CREATE TABLE device (
    id uuid NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    tags text[] NOT NULL DEFAULT '{}',
    version integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT device_pk PRIMARY KEY (id)
  )`,
  `CREATE TABLE monitor (
    key integer GENERATED ALWAYS AS IDENTITY NOT NULL,
    id uuid NOT NULL,
    device_id uuid NOT NULL,
    name text NOT NULL,
    enabled boolean NOT NULL,
    store_statistics boolean NOT NULL,
    target jsonb NOT NULL,
    timing jsonb NOT NULL,
    notification jsonb NOT NULL,
    recovery jsonb,
    sites text[] NOT NULL,
    sites_to_fail smallint,
    tags text[] NOT NULL DEFAULT '{}',
    version integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT monitor_pk PRIMARY KEY (key),
    CONSTRAINT monitor_id UNIQUE (id),
    CONSTRAINT monitor_device_fk FOREIGN KEY (device_id) REFERENCES device (id) ON DELETE RESTRICT
  )`,
  // Every test updates the row: room in each page keeps the new version beside the old one.
  `CREATE TABLE monitor_state (
    monitor_key integer NOT NULL,
    status text NOT NULL,
    hold text,
    since timestamptz NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    alerts integer NOT NULL DEFAULT 0,
    first_failure_at timestamptz,
    incident_id uuid,
    due_at timestamptz NOT NULL,
    test_number integer NOT NULL DEFAULT 0,
    in_flight boolean NOT NULL DEFAULT false,
    forced boolean NOT NULL DEFAULT false,
    sites text[] NOT NULL DEFAULT '{}',
    votes jsonb NOT NULL DEFAULT '{}',
    last_test jsonb,
    CONSTRAINT monitor_state_pk PRIMARY KEY (monitor_key),
    CONSTRAINT monitor_state_monitor_fk FOREIGN KEY (monitor_key) REFERENCES monitor (key) ON DELETE CASCADE
  ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`,
  `CREATE TABLE incident (
    id uuid NOT NULL,
    monitor_key integer NOT NULL,
    started_at timestamptz NOT NULL,
    alerts integer NOT NULL,
    ended_at timestamptz,
    ending text,
    CONSTRAINT incident_pk PRIMARY KEY (id),
    CONSTRAINT incident_monitor_fk FOREIGN KEY (monitor_key) REFERENCES monitor (key) ON DELETE CASCADE
  )`,
  `CREATE TABLE event (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    monitor_key integer NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    test_number integer,
    reason text,
    data jsonb NOT NULL,
    CONSTRAINT event_pk PRIMARY KEY (id),
    CONSTRAINT event_monitor_fk FOREIGN KEY (monitor_key) REFERENCES monitor (key) ON DELETE CASCADE
  )`,
  `CREATE TABLE probe_result (
    monitor_key integer NOT NULL,
    test_number integer NOT NULL,
    at timestamptz NOT NULL,
    total_ms real NOT NULL,
    connect_ms real,
    greeting_ms real,
    quit_ms real,
    dns_ms real,
    tls_ms real,
    site_key smallint NOT NULL,
    reply_code smallint,
    passed boolean NOT NULL,
    phase text,
    code text,
    CONSTRAINT probe_result_pk PRIMARY KEY (monitor_key, at, site_key)
  ) PARTITION BY RANGE (at)`,
  `CREATE TABLE probe_detail (
    monitor_key integer NOT NULL,
    at timestamptz NOT NULL,
    site_key smallint NOT NULL,
    detail jsonb NOT NULL,
    CONSTRAINT probe_detail_pk PRIMARY KEY (monitor_key, at, site_key)
  ) PARTITION BY RANGE (at)`,
  // Where results go whose day has no partition: bookkeeping must never keep a verdict from being stored.
  `CREATE TABLE probe_result_default PARTITION OF probe_result DEFAULT`,
  `CREATE TABLE probe_detail_default PARTITION OF probe_detail DEFAULT`,
];

const INDEXES = [
  `CREATE INDEX session_expires ON session (expires_at)`,
  `CREATE INDEX device_name ON device (name, id)`,
  `CREATE INDEX monitor_device ON monitor (device_id)`,
  `CREATE INDEX monitor_state_due ON monitor_state (due_at) WHERE NOT in_flight AND hold IS NULL`,
  `CREATE INDEX monitor_state_lease ON monitor_state (due_at) WHERE in_flight`,
  `CREATE INDEX incident_monitor ON incident (monitor_key, started_at)`,
  `CREATE INDEX event_monitor ON event (monitor_key, id)`,
];

/** The first schema: configuration apart from the hot state, results by day, one site to begin with. */
export class Foundation1763800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES]) await queryRunner.query(statement);
    await queryRunner.query(`INSERT INTO site (name, description) VALUES ('default', 'The first site')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP TABLE probe_detail, probe_result, event, incident, monitor_state, monitor, device, site, session, account`,
    );
  }
}
