import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose changes are told, by the resource that people see them as. Their column `id` says what changed. */
const BY_ID = [
  ['action_run', 'action-runs'],
  ['alert', 'alerts'],
  ['credential', 'credentials'],
  ['device', 'devices'],
  ['host_key', 'host-keys'],
  ['maintenance_window', 'maintenance-windows'],
  ['monitor', 'monitors'],
  ['recovery_check', 'recovery-checks'],
] as const;

/** Those that are no resource of their own, or have no id. */
const BY_NAME_ALONE = [
  ['recovery_settings', 'recovery-settings'],
  ['site', 'sites'],
] as const;

// As statements go, not rows: a change of fifty thousand monitors is one row. Nobody is told of more than a hundred ids.
const NOTE_IDS = `
  CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    noted uuid[];
  BEGIN
    SELECT array_agg(id) INTO noted FROM (SELECT id FROM changed LIMIT 101) AS first_rows;
    IF noted IS NOT NULL THEN
      IF cardinality(noted) > 100 THEN noted := NULL; END IF;
      INSERT INTO change (xid, topic, ids) VALUES (pg_current_xact_id()::text::bigint, TG_ARGV[0], noted);
    END IF;
    RETURN NULL;
  END $$`;

const NOTE_TOPIC = `
  CREATE FUNCTION note_topic() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM changed) THEN
      INSERT INTO change (xid, topic) VALUES (pg_current_xact_id()::text::bigint, TG_ARGV[0]);
    END IF;
    RETURN NULL;
  END $$`;

const NOTE_REPAIRS = `
  CREATE FUNCTION note_repairs() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    noted uuid[];
  BEGIN
    SELECT array_agg(run_id) INTO noted FROM (SELECT run_id FROM changed LIMIT 101) AS first_rows;
    IF noted IS NOT NULL THEN
      IF cardinality(noted) > 100 THEN noted := NULL; END IF;
      INSERT INTO change (xid, topic, ids) VALUES (pg_current_xact_id()::text::bigint, 'action-runs', noted);
    END IF;
    RETURN NULL;
  END $$`;

const NOTE_EVENTS = `
  CREATE FUNCTION note_events() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    noted bigint[];
  BEGIN
    SELECT array_agg(id) INTO noted FROM (SELECT id FROM changed LIMIT 501) AS first_rows;
    IF noted IS NOT NULL THEN
      IF cardinality(noted) > 500 THEN noted := NULL; END IF;
      INSERT INTO change (xid, topic, keys) VALUES (pg_current_xact_id()::text::bigint, 'events', noted);
    END IF;
    RETURN NULL;
  END $$`;

const TABLE = `
  CREATE UNLOGGED TABLE change (
    xid bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    topic text NOT NULL,
    keys bigint[],
    ids uuid[],
    CONSTRAINT change_pk PRIMARY KEY (xid, id)
  )`;

/** Triggers of a table for what is made, changed and removed; a trigger with a transition table is of one kind alone. */
function watch(table: string, call: string): string[] {
  const trigger = (kind: string, rows: string): string =>
    `CREATE TRIGGER ${table}_${kind.toLowerCase()}_noted AFTER ${kind} ON ${table}
     REFERENCING ${rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION ${call}`;
  return [trigger('INSERT', 'NEW'), trigger('UPDATE', 'NEW'), trigger('DELETE', 'OLD')];
}

const TRIGGERS = [
  ...BY_ID.flatMap(([table, topic]) => watch(table, `note_change('${topic}')`)),
  ...BY_NAME_ALONE.flatMap(([table, topic]) => watch(table, `note_topic('${topic}')`)),
  ...watch('repair', 'note_repairs()'),
  // Workers beat all the time; that one came or went is told.
  ...watch('worker', `note_topic('sites')`).filter((statement) => !statement.includes('AFTER UPDATE')),
  ...watch('event', 'note_events()').filter((statement) => statement.includes('AFTER INSERT')),
];

/** What changed in the last minutes, for pages that show it live. */
export class Change1764800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [TABLE, NOTE_IDS, NOTE_TOPIC, NOTE_REPAIRS, NOTE_EVENTS, ...TRIGGERS]) {
      await queryRunner.query(statement);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // The triggers go with their functions.
    await queryRunner.query(`DROP FUNCTION note_change, note_topic, note_repairs, note_events CASCADE`);
    await queryRunner.query(`DROP TABLE change`);
  }
}
