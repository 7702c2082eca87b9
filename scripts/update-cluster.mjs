import { Compose } from './lib/compose.mjs';
import { runScript } from './lib/main.mjs';
import { rollingUpdate } from './lib/rolling-update.mjs';

await runScript(async () => {
  const compose = await Compose.find(process.argv.slice(2));
  await rollingUpdate(compose, (line) => console.log(line));
});
