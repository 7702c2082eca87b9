import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { addDoctorCommand } from './commands/doctor.js';
import { addProbeCommand } from './commands/probe.js';
import { addSecretsCommand } from './commands/secrets.js';
import { addSimulateCommand } from './commands/simulate.js';
import { addSitesCommand } from './commands/sites.js';
import { addStartCommand } from './commands/start.js';
import { EXIT } from './exit-codes.js';
import { formatNagiosUnknown } from './format/nagios.js';
import type { Terminal } from './terminal.js';

/**
 * Runs the command line.
 *
 * @param args the arguments without the interpreter and the script.
 * @returns the exit code: that of the command, 3 for wrong usage, 0 for help and version.
 */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.passed;
  const terminal: Terminal = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    exitWith: (code) => (exitCode = code),
  };
  const program = buildProgram(terminal);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.passed;
    // Commander has told about wrong usage already; anything else is a bug, and says nothing about the server either.
    if (!(error instanceof CommanderError)) terminal.err(`${inspect(error)}\n`);
    // A monitoring system reads standard output only.
    if (wantsNagios(args)) terminal.out(`${formatNagiosUnknown(messageOf(error))}\n`);
    return EXIT.unknown;
  }
}

function buildProgram(terminal: Terminal): Command {
  const program = new Command('twotwenty')
    .description('TwoTwenty, a distributed SMTP monitor')
    .version(readVersion())
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  addProbeCommand(program, terminal);
  addStartCommand(program, terminal);
  addDoctorCommand(program, terminal);
  addSimulateCommand(program, terminal);
  addSitesCommand(program, terminal);
  addSecretsCommand(program, terminal);
  return program;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : 'unknown';
}

function wantsNagios(args: readonly string[]): boolean {
  return args.some((arg, i) => arg === '--format=nagios' || (arg === 'nagios' && args[i - 1] === '--format'));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^error: /, '') : String(error);
}
