import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Targets carry a policy for certificates, results the time that EHLO took. */
export class Tls1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE probe_result ADD COLUMN ehlo_ms real`);
    await queryRunner.query(
      `UPDATE monitor
       SET target = target || '{"tls": {"certificate": "require", "warnDays": 14, "failDays": null}}'
       WHERE NOT target ? 'tls'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`UPDATE monitor SET target = target - 'tls'`);
    await queryRunner.query(`ALTER TABLE probe_result DROP COLUMN ehlo_ms`);
  }
}
