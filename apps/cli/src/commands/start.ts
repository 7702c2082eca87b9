import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

/** Seen from `dist/commands`. */
const REPOSITORY = new URL('../../../../', import.meta.url);

/** Adds `twotwenty start`: the launcher of the repository, as `npm start` runs it. */
export function addStartCommand(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('start TwoTwenty on this machine, as npm start does')
    .argument('[args...]', 'passed to the launcher as they are')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => {
      const launcher = fileURLToPath(new URL('scripts/start.mjs', REPOSITORY));
      if (existsSync(launcher)) terminal.exitWith(await runScript(launcher, args));
      else {
        terminal.err(`error: ${launcher} is missing; start works within a clone of the repository.\n`);
        terminal.exitWith(EXIT.unknown);
      }
    });
}

/**
 * Runs a script with this Node and this terminal, until it ends.
 *
 * @returns its exit code; 128 + the number of the signal that ended it, as shells do.
 */
export function runScript(script: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: fileURLToPath(REPOSITORY), stdio: 'inherit' });
    const forward = (signal: NodeJS.Signals): void => {
      // A terminal sends Ctrl-C to the child too; a second one could pass for "stop at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
