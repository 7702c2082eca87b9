import { ensureBuilt } from './lib/build.mjs';
import { runScript } from './lib/main.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Progress } from './lib/progress.mjs';

await runScript(async () => {
  const progress = new Progress();
  await progress.step('Packages', ensureInstalled);
  await progress.step('Build', ensureBuilt);
});
