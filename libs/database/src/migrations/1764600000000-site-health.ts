import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE site ADD COLUMN had_worker boolean NOT NULL DEFAULT false, ADD COLUMN lost_since timestamptz,
                    ADD COLUMN incident_id uuid`,
  `CREATE TABLE site_event (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    site_key smallint NOT NULL,
    at timestamptz NOT NULL,
    type text NOT NULL,
    incident_id uuid NOT NULL,
    reason text,
    CONSTRAINT site_event_pk PRIMARY KEY (id),
    CONSTRAINT site_event_site_fk FOREIGN KEY (site_key) REFERENCES site (key) ON DELETE CASCADE
  )`,
  `CREATE INDEX site_event_site ON site_event (site_key, id)`,
  `ALTER TABLE notice ADD COLUMN site_key smallint,
                      ADD CONSTRAINT notice_site_fk FOREIGN KEY (site_key) REFERENCES site (key) ON DELETE CASCADE`,
  // Few: nearly all notices are about monitors.
  `CREATE INDEX notice_site ON notice (site_key) WHERE site_key IS NOT NULL`,
  `ALTER TABLE alert ADD COLUMN site_alerts boolean NOT NULL DEFAULT false`,
  `ALTER TABLE worker ADD COLUMN health jsonb`,
  `CREATE INDEX worker_site ON worker (site)`,
  // Which monitors a site tests, and which are tested by lost sites alone.
  `CREATE INDEX monitor_sites ON monitor USING gin (sites)`,
];

// What was told of sites is no notice the older version understands.
const DOWN = [
  `DELETE FROM notice WHERE site_key IS NOT NULL`,
  `DROP INDEX monitor_sites`,
  `DROP INDEX worker_site`,
  `ALTER TABLE worker DROP COLUMN health`,
  `ALTER TABLE alert DROP COLUMN site_alerts`,
  `ALTER TABLE notice DROP COLUMN site_key`,
  `DROP TABLE site_event`,
  `ALTER TABLE site DROP COLUMN had_worker, DROP COLUMN lost_since, DROP COLUMN incident_id`,
];

/** How workers are, which sites are lost, and what is told of it. */
export class SiteHealth1764600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
