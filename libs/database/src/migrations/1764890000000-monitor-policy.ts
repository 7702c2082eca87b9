import type { MigrationInterface, QueryRunner } from 'typeorm';

const BEFORE = [
  // First of all, and before anything is read: whoever makes or saves a monitor, or decides on one as the version before does, looks at
  // `monitor` before its state, and is waited for here without being kept from anything.
  `LOCK TABLE monitor IN ACCESS EXCLUSIVE MODE`,
  `CREATE TABLE monitor_policy (
    key integer GENERATED ALWAYS AS IDENTITY,
    settings jsonb NOT NULL,
    CONSTRAINT monitor_policy_pk PRIMARY KEY (key),
    CONSTRAINT monitor_policy_settings UNIQUE (settings)
  )`,
  `CREATE FUNCTION monitor_policy_settings(configured monitor) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT jsonb_build_object('timing', configured.timing, 'notification', configured.notification,
                              'sitesToFail', configured.sites_to_fail, 'confirmFrom', configured.confirm_from,
                              'storeStatistics', configured.store_statistics)
  $$`,
  `INSERT INTO monitor_policy (settings) SELECT DISTINCT monitor_policy_settings(monitor) FROM monitor`,
];

const COMMONEST = `
  SELECT policy.key FROM monitor JOIN monitor_policy policy ON policy.settings = monitor_policy_settings(monitor)
  GROUP BY policy.key ORDER BY count(*) DESC LIMIT 1`;

/** The commonest policy is what the column begins with, which writes no row: all of them would take long, and double the table. */
const addColumn = (commonest: number): string[] => [
  `ALTER TABLE monitor_state ADD COLUMN policy_key integer NOT NULL DEFAULT ${commonest}`,
  `ALTER TABLE monitor_state ALTER COLUMN policy_key DROP DEFAULT`,
  `UPDATE monitor_state state SET policy_key = policy.key
   FROM monitor JOIN monitor_policy policy ON policy.settings = monitor_policy_settings(monitor)
   WHERE monitor.key = state.monitor_key AND policy.key <> ${commonest}`,
];

const TRIGGERS = [
  // Nearly always somebody had it before. Of two that come with a new one at once, the second waits and gets the key of the first.
  `CREATE FUNCTION monitor_policy_key(wanted jsonb) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE found integer;
  BEGIN
    SELECT key INTO found FROM monitor_policy WHERE settings = wanted;
    IF found IS NULL THEN
      INSERT INTO monitor_policy (settings) VALUES (wanted)
      ON CONFLICT (settings) DO UPDATE SET settings = EXCLUDED.settings RETURNING key INTO found;
    END IF;
    RETURN found;
  END $$`,
  `CREATE FUNCTION monitor_state_policy() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    SELECT monitor_policy_key(monitor_policy_settings(monitor)) INTO NEW.policy_key FROM monitor WHERE key = NEW.monitor_key;
    RETURN NEW;
  END $$`,
  `CREATE FUNCTION monitor_policy_configure() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE monitor_state SET policy_key = monitor_policy_key(monitor_policy_settings(NEW)) WHERE monitor_key = NEW.key;
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER monitor_state_policy BEFORE INSERT ON monitor_state
   FOR EACH ROW EXECUTE FUNCTION monitor_state_policy()`,
  `CREATE TRIGGER monitor_policy_configure
   AFTER UPDATE OF timing, notification, sites_to_fail, confirm_from, store_statistics ON monitor
   FOR EACH ROW WHEN ((OLD.timing, OLD.notification, OLD.sites_to_fail, OLD.confirm_from, OLD.store_statistics)
                      IS DISTINCT FROM
                      (NEW.timing, NEW.notification, NEW.sites_to_fail, NEW.confirm_from, NEW.store_statistics))
   EXECUTE FUNCTION monitor_policy_configure()`,
];

const DOWN = [
  `DROP TRIGGER monitor_policy_configure ON monitor`,
  `DROP TRIGGER monitor_state_policy ON monitor_state`,
  `DROP FUNCTION monitor_policy_configure()`,
  `DROP FUNCTION monitor_state_policy()`,
  `ALTER TABLE monitor_state DROP COLUMN policy_key`,
  `DROP FUNCTION monitor_policy_key(jsonb)`,
  `DROP FUNCTION monitor_policy_settings(monitor)`,
  `DROP TABLE monitor_policy`,
];

/**
 * A state names the policy by which it is decided on. Policies are few and never change: whoever decides reads each of them
 * once, in place of the configuration of every monitor with every test.
 */
export class MonitorPolicy1764890000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of BEFORE) await queryRunner.query(statement);
    const [commonest] = (await queryRunner.query(COMMONEST)) as { key: number }[];
    for (const statement of [...addColumn(commonest?.key ?? 0), ...TRIGGERS]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
