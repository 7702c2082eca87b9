import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { Progress } from './lib/progress.mjs';

/** `npm run fuzz -- [options]`; `--help` tells more. */
await runScript(async () => {
  // The figures alone belong on standard output.
  const progress = new Progress(process.stderr);
  await progress.step('Packages', ensureInstalled);
  await progress.step('Build', ensureBuilt);
  // In this process, so that a Ctrl-C finds one that stops all it has started.
  await import(pathToFileURL(join(ROOT, 'fuzz/dist/main.js')).href);
});
