import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@twotwenty/testing/repository-root';
import { removeTemporaryDirectory, temporaryDirectory } from '@twotwenty/testing/temporary-directory';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';

interface Figures {
  sessions: number;
  tlsSessions: number;
  corpus: number;
  behaviours: number;
  coverage: { lines: number; coveredLines: number };
  verdicts: Record<string, number>;
  shortages: Record<string, number>;
  findings: { flaw: { kind: string; text: string }; file: string; reproduced: string }[];
}

const folder = temporaryDirectory('fuzz');
afterAll(() => removeTemporaryDirectory(folder));

/** The fuzzer as `npm run fuzz` runs it. */
async function fuzz(...args: string[]): Promise<{ code: number | null; output: string; progress: string }> {
  const program = join(repositoryRoot, 'fuzz/dist/main.js');
  const child = spawn(process.execPath, [program, '--findings', folder, ...args], { cwd: repositoryRoot });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let progress = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, progress };
}

describe('the fuzzer', () => {
  it('finds nothing wrong with the probe in thousands of sessions, but ways that the seeds do not show', async () => {
    const { code, output, progress } = await fuzz('--sessions', '2500', '--seed', '1', '--json');
    expect(output, progress).not.toBe('');
    const figures = JSON.parse(output) as Figures;
    expect(figures.findings).toEqual([]);
    expect(figures.shortages).toEqual({});
    expect(figures.sessions).toBe(2500);
    expect(figures.tlsSessions).toBeGreaterThan(40);
    expect(figures.corpus).toBeGreaterThan(150);
    expect(Object.keys(figures.verdicts).length).toBeGreaterThan(20);
    expect(figures.coverage.coveredLines / figures.coverage.lines).toBeGreaterThan(0.85);
    expect(code).toBe(0);
  }, 60_000);

  it('finds bugs that were put in: a rejection, a bad result, a late one, an error that nobody catches', async () => {
    const module = join(folder, 'planted.mjs');
    const real = pathToFileURL(join(repositoryRoot, 'libs/smtp/dist/probe.js')).href;
    writeFileSync(
      module,
      `import { probe as real } from ${JSON.stringify(real)};
      export async function probe(target, options) {
        const result = await real(target, options);
        // By the greeting alone, whatever the timing: the replay must show it too.
        const isBare = ({ phase, code }) => phase === 'greeting' && code === 'bare-line-feed';
        if (result.anomalies.some(isBare)) throw new TypeError('planted');
        if (result.failure?.code === 'protocol-mixed-codes') return { ...result, ok: true };
        if (result.failure?.code === 'server-dribbling') await new Promise((resolve) => setTimeout(resolve, 150));
        if (result.reply?.code === 421) void Promise.reject(new Error('planted, uncaught'));
        return result;
      }`,
    );
    const { code, output, progress } = await fuzz('--sessions', '1500', '--seed', '1', '--json', '--probe', module);
    expect(output, progress).not.toBe('');
    const { findings } = JSON.parse(output) as Figures;
    const kinds = [...new Set(findings.map(({ flaw }) => flaw.kind))];
    expect(kinds.sort()).toEqual(['late', 'rejected', 'result', 'stray-error']);
    expect(code).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('finding-'))).toHaveLength(findings.length);

    const rejected = findings.find(({ flaw, reproduced }) => flaw.kind === 'rejected' && reproduced === '5 of 5');
    const replayed = await fuzz('--probe', module, '--replay', rejected?.file ?? '');
    expect(replayed.output).toContain('TypeError: planted');
    expect(replayed.code).toBe(1);
  }, 120_000);
});
