import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { UserError } from './lib/errors.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { Progress } from './lib/progress.mjs';
import { lastLines, run } from './lib/run.mjs';

/** `npm run bench -- smtp|pipeline|storm|lists [options]`; `--help` tells more. */
await runScript(async () => {
  // The figures alone belong on standard output.
  const progress = new Progress(process.stderr);
  await progress.step('Packages', ensureInstalled);
  await progress.step('Build', ensureBuilt);
  await progress.step('Bench', buildBench);
  // In this process, so that a Ctrl-C finds one that stops all it has started.
  await import(pathToFileURL(join(ROOT, 'bench/dist/main.js')).href);
});

/** What is measured is built by then; the bench itself is no part of what a start of the product looks at. */
async function buildBench() {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const result = await run(process.execPath, [compiler, '-b', join(ROOT, 'bench')], { cwd: ROOT });
  if (!result.ok) throw new UserError(`Building the bench failed:\n${lastLines(result.output, 40)}`);
}
