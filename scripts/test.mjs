import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { Progress } from './lib/progress.mjs';
import { readTestOptions, stagesOf, TEST_HELP } from './lib/test-options.mjs';
import { addCounts, readCounts } from './lib/test-report.mjs';

/** @import { StepName } from './lib/test-options.mjs' */

const tool = (/** @type {string} */ path) => join(ROOT, 'node_modules', path);
const progress = new Progress();
const reports = mkdtempSync(join(tmpdir(), 'twotwenty-test-'));
let counts = { passed: 0, failed: 0 };

/**
 * Where a step is not the project of its name alone.
 * @type {Partial<Record<StepName, string[]>>}
 */
const PROJECTS = { e2e: ['e2e', 'e2e-alone'] };

/**
 * The commands of a step, each with the arguments for node.
 * @param {StepName} step
 * @param {readonly string[]} filters of Vitest
 * @returns {string[][]}
 */
function commandsOf(step, filters) {
  switch (step) {
    case 'bundle':
      return [[join(ROOT, 'scripts/bundle.mjs')]];
    case 'lint':
      return [[tool('eslint/bin/eslint.js'), '.']];
    case 'format':
      return [[tool('prettier/bin/prettier.cjs'), '--check', '.']];
    case 'types':
      // What `tsc -b` does not build: it is checked, but has no output.
      return ['scripts', 'test', 'apps/web'].map((folder) => [tool('typescript/bin/tsc'), '-p', folder]);
    default: {
      const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(step)}`];
      const projects = PROJECTS[step] ?? [step];
      return [
        [tool('vitest/vitest.mjs'), 'run', ...projects.flatMap((name) => ['--project', name]), ...report, ...filters],
      ];
    }
  }
}

/** @param {StepName} step */
function reportFile(step) {
  return join(reports, `${step}.json`);
}

/**
 * Runs a program to its end on this terminal.
 * @param {string[]} args for node
 * @param {boolean} visible false: what it says is kept, and given back
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
function runProgram(args, visible) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: visible ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(!visible && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    // A Ctrl-C reaches the child by itself; here it must only not end us first, or nobody would wait for the child.
    const ignore = () => undefined;
    process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore).off('SIGTERM', forward).off('SIGHUP', forward);
      resolve({ exitCode: code ?? (signal === 'SIGINT' ? 130 : 143), output });
    });
  });
}

/**
 * @param {StepName} step
 * @param {readonly string[]} filters
 * @param {boolean} alone false: others run at the same time, so that it speaks when it is done
 * @returns {Promise<number>} exit code
 */
async function runStep(step, filters, alone) {
  const began = performance.now();
  if (alone) progress.print(`\n── ${step}`);
  let exitCode = 0;
  let said = '';
  for (const args of commandsOf(step, filters)) {
    const { exitCode: code, output } = await runProgram(args, alone);
    exitCode ||= code;
    said += output;
  }
  if (existsSync(reportFile(step))) counts = addCounts(counts, readCounts(reportFile(step)));
  if (!alone) progress.print(`\n── ${step}\n${said.trimEnd()}`);
  progress.print(`${exitCode === 0 ? '✓' : '✗'} ${step} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return exitCode;
}

await runScript(async () => {
  const options = readTestOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(TEST_HELP);
    return;
  }
  try {
    await progress.step('Packages', ensureInstalled);
    await progress.step('Build', ensureBuilt);
    for (const stage of stagesOf(options.steps)) {
      const codes = await Promise.all(stage.map((step) => runStep(step, options.filters, stage.length === 1)));
      process.exitCode = codes.find((code) => code !== 0) ?? 0;
      if (process.exitCode !== 0) break;
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
    if (options.steps.length > 0)
      process.on('exit', () => console.log(`${counts.passed} passed, ${counts.failed} failed`));
  }
});
