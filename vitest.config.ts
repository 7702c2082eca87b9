import { defineConfig } from 'vitest/config';

const specs = '**/*.spec.ts';

/** Brings the servers; each URL reaches the specs through `inject`. */
const globalSetup = ['test/setup/global-setup.ts'];

/** End-to-end tests that use the machine to the full. */
const alone = ['test/e2e/chaos.spec.ts'];

export default defineConfig({
  // Decorated classes are compiled as tsc does (legacy decorators with metadata), after each folder's tsconfig.json.
  test: {
    globals: false,
    retry: 0,
    // Specs that follow each other in a worker share what they import, which takes longer than many of them.
    isolate: false,
    // Postgres and Redis are stopped in good order.
    teardownTimeout: 15_000,
    server: {
      deps: {
        // Our built packages are run by Node as they are, as in production.
        external: [/\/(libs|apps)\/[^/]+\/dist\//],
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            `{libs,apps}/*/src/**/*.spec.{ts,tsx}`,
            `{bench,fuzz}/src/${specs}`,
            `test/chaos/checker/${specs}`,
            'test/chaos/plan.spec.ts',
            'scripts/**/*.spec.mjs',
          ],
          // Properties try many cases, on a busy machine slowly.
          testTimeout: 20_000,
          hookTimeout: 20_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`test/integration/${specs}`],
          globalSetup,
          testTimeout: 60_000,
          // A hook may have to download a server.
          hookTimeout: 120_000,
          // Its tests mostly wait, and each file has a database and queues of its own.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: [`test/conformance/${specs}`],
          testTimeout: 30_000,
          hookTimeout: 120_000,
          // Its tests mostly wait, so more of them may run than there are cores to spare; but how long they wait is part of
          // what they check: not beside other projects.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: [`test/e2e/${specs}`],
          exclude: alone,
          globalSetup,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Each file runs a whole system of its own, which mostly waits.
          maxWorkers: 4,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e-alone',
          include: alone,
          globalSetup,
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: [`test/web/${specs}`],
          globalSetup: ['test/web/setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file has a browser, which is busy while the product is not.
          maxWorkers: 2,
          sequence: { groupOrder: 5 },
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: [`test/cluster/${specs}`],
          // Containers are started, killed and replaced.
          testTimeout: 600_000,
          // Images are built.
          hookTimeout: 1_800_000,
          maxWorkers: 1,
          sequence: { groupOrder: 6 },
        },
      },
      {
        extends: true,
        test: {
          // Half an hour long: no part of `npm test`, which runs the short form, test/e2e/chaos.spec.ts.
          name: 'chaos',
          include: ['test/chaos/chaos.spec.ts'],
          hookTimeout: 300_000,
          sequence: { groupOrder: 7 },
        },
      },
      {
        extends: true,
        test: {
          // No test, and no part of `npm test`: `npm run screenshots`.
          name: 'screenshots',
          include: [`test/screenshots/${specs}`],
          globalSetup,
          hookTimeout: 120_000,
          sequence: { groupOrder: 8 },
        },
      },
    ],
  },
});
