import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The script that the served web page begins with. Its name holds a hash of all that it loads, so another name is another web page.
 * @returns null where there is none
 */
export async function readWebEntry(webRoot: string): Promise<string | null> {
  const page = await readFile(join(webRoot, 'index.html'), 'utf8').catch(() => '');
  return /<script[^>]* src="(\/assets\/[^"]+)"/.exec(page)?.[1] ?? null;
}
