#!/usr/bin/env node
import { existsSync } from 'node:fs';

const mainModule = new URL('../dist/main.js', import.meta.url);
if (existsSync(mainModule)) {
  const { main } = await import(mainModule.href);
  const exitCode = await main(process.argv.slice(2));
  // A name lookup that hangs would keep the process alive, so leave as soon as the output is out.
  process.stdout.write('', () => process.exit(exitCode));
} else {
  process.stderr.write('TwoTwenty is not built yet: run npm start once.\n');
  process.exitCode = 3;
}
