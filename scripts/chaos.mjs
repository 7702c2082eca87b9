import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { UserError } from './lib/errors.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { Progress } from './lib/progress.mjs';

const VITEST = [
  join(ROOT, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--project',
  'chaos',
  '--disable-console-intercept',
];
const OWN_NAMESPACES = ['--net', '--mount'];

const HELP = `Runs the whole system under load for half an hour, breaks one part of it after the other, and compares every event with
what the target servers did. Best as root and on a quiet machine.

Usage: npm run test:chaos

Environment:
  CHAOS_SEED      acts, their order, length and victims, and the outages  (default: the time)
  CHAOS_SECONDS   about how long it goes on                               (default: 1800)
  CHAOS_MONITORS  how many monitors and targets                           (default: 300)
  CHAOS_ONLY      a regular expression: only acts whose names match it    (default: all)
  CHAOS_LOGS      a folder for the logs of the apps                       (default: none)

docs/chaos.md tells what is done and what is looked at.
`;

/** `npm run test:chaos`: see docs/chaos.md. */
await runScript(async () => {
  const [option] = process.argv.slice(2);
  if (option === '--help' || option === '-h') {
    process.stdout.write(HELP);
    return;
  }
  if (option !== undefined) throw new UserError(`unknown option ${option}: see npm run test:chaos -- --help`);
  const progress = new Progress();
  await progress.step('Packages', ensureInstalled);
  await progress.step('Build', ensureBuilt);
  const isAlone = mayBeAlone();
  // From a network of its own nothing can be fetched any more.
  if (isAlone) await progress.step('Servers', fetchPrograms);
  process.exitCode = await runVisibly(isAlone);
});

/** Whether network and disks of its own can be made: as root, mostly. */
function mayBeAlone() {
  return process.getuid?.() === 0 && spawnSync('unshare', [...OWN_NAMESPACES, 'ip', 'link']).status === 0;
}

async function fetchPrograms() {
  const module = pathToFileURL(join(ROOT, 'libs/testing/dist/debian-packages.js')).href;
  const { debianPackage, findProgram } = await import(module);
  await findProgram(['redis-server', 'valkey-server'], 'redis-server');
  // Where it can't be had the suite leaves the wrong clock out, and says so.
  await debianPackage('faketime').catch(() => undefined);
}

/**
 * @param {boolean} isAlone
 * @returns {Promise<number>} exit code
 */
function runVisibly(isAlone) {
  const inside = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh', process.execPath, ...VITEST];
  const [command = '', ...args] = isAlone ? ['unshare', ...OWN_NAMESPACES, ...inside] : [process.execPath, ...VITEST];
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...(isAlone ? { CHAOS_OWN_NAMESPACES: 'yes' } : {}) },
  });
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  // A Ctrl-C reaches the child by itself; here it must only not end us first.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', forward).on('SIGHUP', forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 130));
  });
}
