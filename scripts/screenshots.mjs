import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { Progress } from './lib/progress.mjs';

const HELP = `Starts the product with demo data and takes a picture of every page, and of all that opens over one, at
1440, 768 and 360 px.

Usage: npm run screenshots

They go to .cache/screenshots; those that the documentation shows go to docs/screenshots.
`;

await runScript(async () => {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(HELP);
    return;
  }
  const progress = new Progress();
  await progress.step('Packages', ensureInstalled);
  await progress.step('Build', ensureBuilt);
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'screenshots'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
});
