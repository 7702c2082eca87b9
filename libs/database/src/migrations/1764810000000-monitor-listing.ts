import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE monitor_state ADD COLUMN response_ms real`,
  `CREATE FUNCTION monitor_severity(status text, hold text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (CASE coalesce(hold, status)
      WHEN 'down' THEN 7 WHEN 'lost' THEN 6 WHEN 'warn' THEN 5 WHEN 'uninitialized' THEN 4 WHEN 'up' THEN 3
      WHEN 'maintenance' THEN 2 WHEN 'suspended' THEN 1 ELSE 0 END)::smallint
  $$`,
  `CREATE FUNCTION monitor_search(name text, target jsonb, tags text[]) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT lower(concat_ws(E'\\n', name, target->>'host', array_to_string(tags, E'\\n')))
  $$`,
  `CREATE FUNCTION monitor_is_tested(hold text, maintenance text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT hold IS NULL OR (hold = 'maintenance' AND maintenance IS NOT DISTINCT FROM 'mute')
  $$`,
  `CREATE TABLE monitor_listing (
    monitor_key integer NOT NULL,
    device_id uuid NOT NULL,
    severity smallint NOT NULL,
    since timestamptz NOT NULL,
    is_tested boolean NOT NULL,
    name_order text NOT NULL,
    sites text[] NOT NULL,
    tags text[] NOT NULL,
    search text NOT NULL,
    CONSTRAINT monitor_listing_pk PRIMARY KEY (monitor_key),
    CONSTRAINT monitor_listing_monitor_fk FOREIGN KEY (monitor_key) REFERENCES monitor (key) ON DELETE CASCADE
  )`,
  // In one direction, so that a page begins with one comparison of rows; read backwards it is the worst first.
  `CREATE INDEX monitor_listing_trouble ON monitor_listing (severity, since, monitor_key)`,
  `CREATE FUNCTION monitor_listing_insert() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO monitor_listing (monitor_key, device_id, severity, since, is_tested, name_order, sites, tags, search)
    SELECT key, device_id, monitor_severity(NEW.status, NEW.hold), NEW.since, monitor_is_tested(NEW.hold, NEW.maintenance),
           lower(name), sites, tags, monitor_search(name, target, tags)
    FROM monitor WHERE key = NEW.monitor_key;
    RETURN NULL;
  END $$`,
  `CREATE FUNCTION monitor_listing_stand() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE monitor_listing
    SET severity = monitor_severity(NEW.status, NEW.hold), since = NEW.since,
        is_tested = monitor_is_tested(NEW.hold, NEW.maintenance)
    WHERE monitor_key = NEW.monitor_key;
    RETURN NULL;
  END $$`,
  `CREATE FUNCTION monitor_listing_configure() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE monitor_listing
    SET device_id = NEW.device_id, name_order = lower(NEW.name), sites = NEW.sites, tags = NEW.tags,
        search = monitor_search(NEW.name, NEW.target, NEW.tags)
    WHERE monitor_key = NEW.key;
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER monitor_listing_insert AFTER INSERT ON monitor_state
   FOR EACH ROW EXECUTE FUNCTION monitor_listing_insert()`,
  // A test that changes nothing sets none of these columns: the hot update costs what it did.
  `CREATE TRIGGER monitor_listing_stand AFTER UPDATE OF status, hold, maintenance, since ON monitor_state
   FOR EACH ROW WHEN ((OLD.status, OLD.hold, OLD.maintenance, OLD.since)
                      IS DISTINCT FROM (NEW.status, NEW.hold, NEW.maintenance, NEW.since))
   EXECUTE FUNCTION monitor_listing_stand()`,
  `CREATE TRIGGER monitor_listing_configure AFTER UPDATE OF device_id, name, target, sites, tags ON monitor
   FOR EACH ROW WHEN ((OLD.device_id, OLD.name, OLD.target, OLD.sites, OLD.tags)
                      IS DISTINCT FROM (NEW.device_id, NEW.name, NEW.target, NEW.sites, NEW.tags))
   EXECUTE FUNCTION monitor_listing_configure()`,
  `INSERT INTO monitor_listing (monitor_key, device_id, severity, since, is_tested, name_order, sites, tags, search)
   SELECT key, device_id, monitor_severity(state.status, state.hold), state.since,
          monitor_is_tested(state.hold, state.maintenance), lower(name), monitor.sites, tags,
          monitor_search(name, target, tags)
   FROM monitor JOIN monitor_state state ON state.monitor_key = monitor.key`,
];

const DOWN = [
  `DROP TRIGGER monitor_listing_configure ON monitor`,
  `DROP TRIGGER monitor_listing_stand ON monitor_state`,
  `DROP TRIGGER monitor_listing_insert ON monitor_state`,
  `DROP FUNCTION monitor_listing_configure()`,
  `DROP FUNCTION monitor_listing_stand()`,
  `DROP FUNCTION monitor_listing_insert()`,
  `DROP TABLE monitor_listing`,
  `DROP FUNCTION monitor_is_tested(text, text)`,
  `DROP FUNCTION monitor_search(text, jsonb, text[])`,
  `DROP FUNCTION monitor_severity(text, text)`,
  `ALTER TABLE monitor_state DROP COLUMN response_ms`,
];

/** What the list of monitors is searched, filtered, sorted and counted by, in narrow rows that tests leave alone. */
export class MonitorListing1764810000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
