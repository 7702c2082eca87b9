import type { TestProject } from 'vitest/node';
import { setup as startServers, teardown as stopServers } from '../setup/global-setup.js';
import { createDemoData, type DemoIds } from './support/demo-data.js';
import { startProduct } from './support/product.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A product with the demo data, for specs that look at pages, or change what is theirs. */
    web: { readonly url: string; readonly databaseUrl: string; readonly ids: DemoIds };
  }
}

const stops: (() => Promise<void>)[] = [];

/** Starts one product for all specs that can share it: it takes longer to start than most of them do. */
export async function setup(project: TestProject): Promise<void> {
  await startServers(project);
  stops.push(stopServers);
  try {
    const product = await startProduct('web', { postgresUrl: project.getProvidedContext().postgresUrl });
    stops.push(() => product.stop());
    const demo = await createDemoData(product.api);
    stops.push(() => demo.stop());
    project.provide('web', { url: product.url, databaseUrl: product.databaseUrl, ids: demo.ids });
  } catch (error) {
    await teardown();
    throw error;
  }
}

export async function teardown(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}
