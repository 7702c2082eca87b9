import { readFileSync } from 'node:fs';
import { satisfies } from './lib/node-version.mjs';

// Before anything else is loaded: an older Node may not even understand the rest.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
if (satisfies(process.version, engines.node)) {
  const { start } = await import('./lib/start.mjs');
  await start();
} else {
  process.stderr.write(
    `TwoTwenty needs Node ${engines.node}; this is ${process.version}.\nGet a current one from https://nodejs.org/\n`,
  );
  process.exitCode = 1;
}
