import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An alert can be switched off as a whole, and its actions remember what they were. */
export class AlertEnabled1764850000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE alert ADD COLUMN enabled boolean NOT NULL DEFAULT true`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // The older version would run what was switched off.
    await queryRunner.query(
      `UPDATE alert SET actions = (SELECT jsonb_agg(action || '{"enabled": false}' ORDER BY place)
                                   FROM jsonb_array_elements(actions) WITH ORDINALITY AS stored (action, place))
       WHERE NOT enabled AND actions <> '[]'`,
    );
    await queryRunner.query(`ALTER TABLE alert DROP COLUMN enabled`);
  }
}
