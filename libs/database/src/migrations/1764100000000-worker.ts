import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The workers that were heard of. Few rows, updated often: room in each page keeps the new version beside the old one. */
export class Worker1764100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE worker (
        id uuid NOT NULL,
        site text NOT NULL,
        hostname text NOT NULL,
        version text NOT NULL,
        started_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        sequence integer NOT NULL,
        stopping boolean NOT NULL,
        sessions integer NOT NULL,
        max_sessions integer NOT NULL,
        self_check jsonb,
        CONSTRAINT worker_pk PRIMARY KEY (id)
      ) WITH (fillfactor = 50)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE worker`);
  }
}
