import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runScript } from './start.js';

function aScript(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'twotwenty-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'script.mjs');
  writeFileSync(file, source);
  return file;
}

describe('runScript', () => {
  it('passes the arguments and gives the exit code', async () => {
    const script = aScript(`process.exit(process.argv.slice(2).join(' ') === '--port 1' ? 7 : 1)`);
    expect(await runScript(script, ['--port', '1'])).toBe(7);
  });

  it('tells of the signal that ended the script as a shell does', async () => {
    expect(await runScript(aScript(`process.kill(process.pid, 'SIGKILL')`), [])).toBe(137);
  });

  it('forwards SIGTERM', async () => {
    const before = process.listenerCount('SIGTERM');
    // The script has its handler before it asks for the signal.
    const script = aScript(`
      process.on('SIGTERM', () => process.exit(5));
      setTimeout(() => undefined, 10_000);
      process.kill(process.ppid, 'SIGTERM');
    `);
    expect(await runScript(script, [])).toBe(5);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
