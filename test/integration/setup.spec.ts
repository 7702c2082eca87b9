import { createDataSource } from '@twotwenty/database/data-source';
import { SiteRepository } from '@twotwenty/database/repositories/site.repository';
import { startApp } from '@twotwenty/testing/child-process';
import { createTestDatabase, type TestDatabase } from '@twotwenty/testing/postgres';
import { temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('the set-up', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('setup');
  });
  afterAll(() => database.drop());

  async function setUp(env: Record<string, string>): Promise<string> {
    const setup = await startApp('controller', env, { entry: 'dist/setup.js' });
    const { code } = await setup.exited;
    expect(code, setup.logs()).toBe(0);
    return setup.logs();
  }

  it('makes the sites that are missing, with passwords from files, and leaves the others as they are', async () => {
    const url = new URL(database.url);
    const folder = temporaryDirectory('setup');
    const file = (name: string, content: string): string => {
      writeFileSync(join(folder, name), `${content}\n`);
      return join(folder, name);
    };
    const passwords = {
      DATABASE_PASSWORD_FILE: file('database', decodeURIComponent(url.password)),
      ADMIN_PASSWORD_FILE: file('admin', 'correct horse battery'),
    };
    url.password = '';
    const first = await setUp({ ...passwords, DATABASE_URL: url.href, SITES: 'default,second' });
    expect(first).toContain('the site second was created');
    expect(first).not.toContain('the site default was created');
    expect(first).toContain('{"generatedAdminPassword":null}');
    const second = await setUp({ ...passwords, DATABASE_URL: url.href, SITES: 'third,second,third' });
    expect(second.match(/the site \S+ was created/g)).toEqual(['the site third was created']);

    const dataSource = createDataSource({ url: database.url, applicationName: 'test', poolSize: 1 });
    await dataSource.initialize();
    const names = await new SiteRepository(dataSource).names();
    await dataSource.destroy();
    expect(names).toEqual(['default', 'second', 'third']);
  });
});
