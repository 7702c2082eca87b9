import type { DataSource } from 'typeorm';

/** Whether the database answers. */
export class HealthRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Rejects when the database is away. */
  async ping(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }
}
