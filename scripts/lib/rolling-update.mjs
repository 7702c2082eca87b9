import { docker, until } from './compose.mjs';

/** @import { Compose } from './compose.mjs' */

/** In the container of the proxy. */
const COUNT_CONTROLLERS = ['node', '/app/docker/check-http.mjs', 'http://127.0.0.1:8404/'];
const PROXY_LIMIT_MS = 60_000;
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
      if (service === 'controller') await untilProxySees(compose, old.length);
      await docker(['stop', id]);
      await docker(['rm', id]);
      await compose.run([...UP, '--scale', `${service}=${old.length}`, service]);
      await compose.untilHealthy(service, old.length);
      say(`${service}: ${index + 1} of ${old.length} replaced`);
    }
  }
}

/**
 * A controller may be healthy before the proxy knows of it: until then no other one may be stopped.
 * @param {Compose} compose
 * @param {number} count
 */
async function untilProxySees(compose, count) {
  await until(async () => {
    const seen = Number(await compose.run(['exec', '-T', 'proxy', ...COUNT_CONTROLLERS]));
    return seen >= count ? null : `the proxy should see ${count} controllers that can work, but sees ${seen}`;
  }, PROXY_LIMIT_MS);
}

/**
 * Evaluators before controllers: they open what the new controllers seal. Workers of further sites are called `worker-…`.
 * @param {Compose} compose
 */
async function appsInOrder(compose) {
  const services = (await compose.run(['config', '--services'])).split('\n');
  return ['evaluator', ...services.filter((name) => /^worker(-|$)/.test(name)).sort(), 'controller'];
}
