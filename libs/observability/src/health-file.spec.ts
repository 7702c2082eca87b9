import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHealthFile } from './health-file.js';
import { createLogger } from './logger.js';

const logger = createLogger('test', 'silent');

describe('startHealthFile', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'health-file-'));
    file = join(folder, 'healthy');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('writes the file when the check has passed, and not before', async () => {
    let pass: () => void = () => undefined;
    const health = startHealthFile(file, () => new Promise<void>((resolve) => (pass = resolve)), logger);
    expect(existsSync(file)).toBe(false);
    pass();
    await vi.waitFor(() => expect(existsSync(file)).toBe(true));
    await health.stop();
  });

  it('writes nothing while the check fails, and checks again', async () => {
    let checks = 0;
    const check = (): Promise<void> => {
      checks += 1;
      return Promise.reject(new Error('the database is away'));
    };
    const health = startHealthFile(file, check, logger);
    await vi.waitFor(() => expect(checks).toBe(2), { timeout: 4000 });
    await health.stop();
    expect(existsSync(file)).toBe(false);
  });

  it('does nothing without a file', async () => {
    const check = vi.fn(() => Promise.resolve());
    await startHealthFile(undefined, check, logger).stop();
    expect(check).not.toHaveBeenCalled();
  });
});
