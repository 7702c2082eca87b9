import { docker } from './compose.mjs';

/** @import { Compose } from './compose.mjs' */

const UP = ['up', '-d', '--no-deps', '--no-recreate'];

/**
 * Replaces the containers of the apps by new ones of the images as they are now, one after the other, while the others go on.
 * @param {Compose} compose
 * @param {(line: string) => void} say
 * @throws UserError when a new container does not become healthy: then the rest is left as it is
 */
export async function rollingUpdate(compose, say) {
  // New versions may want secrets and tables that were not there before; apps that run do with them.
  await compose.run(['run', '--rm', '--no-deps', '-T', 'secrets']);
  await compose.run(['run', '--rm', '--no-deps', '-T', 'setup']);
  say('the database is up to date');
  for (const service of await appsInOrder(compose)) {
    const old = (await compose.containers(service)).filter(({ running }) => running);
    for (const [index, { id }] of old.entries()) {
      await docker(['stop', id]);
      await docker(['rm', id]);
      await compose.run([...UP, '--scale', `${service}=${old.length}`, service]);
      await compose.untilHealthy(service, old.length);
      say(`${service}: ${index + 1} of ${old.length} replaced`);
    }
  }
}

/**
 * Evaluators before controllers: they open what the new controllers seal. Workers of further sites are called `worker-…`.
 * @param {Compose} compose
 */
async function appsInOrder(compose) {
  const services = (await compose.run(['config', '--services'])).split('\n');
  return ['evaluator', ...services.filter((name) => /^worker(-|$)/.test(name)).sort(), 'controller'];
}
