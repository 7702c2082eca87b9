import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { excesses, kib, LIMITS, loadsOf } from './lib/bundle-size.mjs';
import { UserError } from './lib/errors.mjs';
import { runScript } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';

const DIST = join(ROOT, 'apps', 'web', 'dist');
const SHOWN = 5;

/** @param {string} file in the web build */
function gzippedBytes(file) {
  return gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;
}

await runScript(async () => {
  const loads = loadsOf(JSON.parse(readFileSync(join(DIST, '.vite', 'manifest.json'), 'utf8')), gzippedBytes);
  const largest = loads.pages.slice(0, SHOWN).map(({ name, bytes }) => `  ${kib(bytes).padStart(10)}  ${name}`);
  console.log(
    [
      `First load: ${kib(loads.first.bytes)} of JavaScript, gzipped (at most ${LIMITS.first} KiB)`,
      `What the largest of ${loads.pages.length} pages add (at most ${LIMITS.page} KiB):`,
      ...largest,
    ].join('\n'),
  );
  const problems = excesses(loads);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
});
