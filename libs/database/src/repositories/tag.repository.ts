import type { DataSource } from 'typeorm';
import { containing } from './page.js';

/** The tags that monitors and devices bear; they have no table of their own. */
export class TagRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Tags in order, each once.
   * @param limit most tags
   * @param search part of a tag, without regard to case
   */
  async list(limit: number, search = ''): Promise<string[]> {
    const rows = await this.dataSource.query<{ tag: string }[]>(
      `SELECT tag FROM (SELECT unnest(tags) AS tag FROM monitor WHERE tags <> '{}'
                        UNION SELECT unnest(tags) FROM device WHERE tags <> '{}') borne
       WHERE tag ILIKE $2 ORDER BY tag LIMIT $1`,
      [limit, containing(search)],
    );
    return rows.map(({ tag }) => tag);
  }
}
