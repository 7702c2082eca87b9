import type { TestProject } from 'vitest/node';
import { setup as startServers, teardown as stopServers } from '../setup/global-setup.js';
import { createDemoData, Maker, type DemoIds } from './support/demo-data.js';
import { startProduct, type Product } from './support/product.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A product with the demo data, for specs that look at pages: nothing that they see goes away. */
    web: { readonly url: string; readonly ids: DemoIds };
    /** A product for specs that make, change and remove things of their own. */
    workshop: { readonly url: string; readonly databaseUrl: string };
  }
}

const stops: (() => Promise<void>)[] = [];

/** Starts the products that specs share: one takes longer to start than most of them do. */
export async function setup(project: TestProject): Promise<void> {
  await startServers(project);
  stops.push(stopServers);
  try {
    const { postgresUrl } = project.getProvidedContext();
    const [web, workshop] = await Promise.all([start('web', postgresUrl), start('web_workshop', postgresUrl)]);
    const demo = await createDemoData(web.api);
    stops.push(() => demo.stop());
    // Without any monitor every page leads to the set-up.
    const make = new Maker(workshop.api);
    await make.monitor(await make.device('Of the workshop'), 'Set aside', 25, { enabled: false });
    project.provide('web', { url: web.url, ids: demo.ids });
    project.provide('workshop', { url: workshop.url, databaseUrl: workshop.databaseUrl });
  } catch (error) {
    await teardown();
    throw error;
  }
}

async function start(name: string, postgresUrl: string): Promise<Product> {
  const product = await startProduct(name, { postgresUrl });
  stops.push(() => product.stop());
  return product;
}

export async function teardown(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}
