import { createLogger } from '@twotwenty/observability/logger';
import type { Consumer } from '@twotwenty/queue/queue-system';
import { waitFor } from '@twotwenty/testing/wait-for';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SiteConsumers } from './site-consumers.js';

const logger = createLogger('test', 'fatal');

/** Queues of sites that can be told to be in trouble, and what is open there. */
function createQueues() {
  const open: string[] = [];
  const inTrouble = new Set<string>();
  const consume = (site: string): Promise<Consumer> => {
    if (inTrouble.has(site)) return Promise.reject(new Error(`${site} is in trouble`));
    open.push(site);
    return Promise.resolve({
      close: () => {
        open.splice(open.indexOf(site), 1);
        return Promise.resolve();
      },
    });
  };
  return { open, inTrouble, consume };
}

describe('SiteConsumers', () => {
  it('consumes the queues of all sites at once, then those of added ones, and closes those of removed ones', async () => {
    const { open, consume } = createQueues();
    let names = ['berlin', 'paris'];
    const consumers = new SiteConsumers({ siteNames: () => Promise.resolve(names), consume, logger });
    await consumers.start();
    onTestFinished(() => consumers.stop());
    expect(open).toEqual(['berlin', 'paris']);
    names = ['paris', 'tokyo'];
    await waitFor(() => open.join() === 'paris,tokyo', { what: 'the change' });
    expect(consumers.sites).toEqual(['paris', 'tokyo']);
    await consumers.stop();
    expect(open).toEqual([]);
  });

  it('keeps what it has while the database is away, and begins when it comes back', async () => {
    const { open, consume } = createQueues();
    let answer: () => Promise<string[]> = () => Promise.reject(new Error('the database is away'));
    let asked = 0;
    const consumers = new SiteConsumers({ siteNames: () => ((asked += 1), answer()), consume, logger });
    await consumers.start();
    onTestFinished(() => consumers.stop());
    expect(open).toEqual([]);
    answer = () => Promise.resolve(['berlin']);
    await waitFor(() => open.length === 1, { what: 'the site' });
    answer = () => Promise.reject(new Error('the database is away'));
    const before = asked;
    await waitFor(() => asked > before, { what: 'another look' });
    expect(open).toEqual(['berlin']);
  });

  it('tries a queue in trouble again, and lets no other site wait for it', async () => {
    const { open, inTrouble, consume } = createQueues();
    inTrouble.add('berlin');
    const siteNames = () => Promise.resolve(['berlin', 'paris']);
    const consumers = new SiteConsumers({ siteNames, consume, logger });
    await consumers.start();
    onTestFinished(() => consumers.stop());
    expect(open).toEqual(['paris']);
    inTrouble.clear();
    await waitFor(() => open.join() === 'paris,berlin', { what: 'the site that was in trouble' });
  });

  it('stops although a queue is still being opened, and closes that when it is open', async () => {
    const { open, consume } = createQueues();
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    let names: string[] = [];
    const consumers = new SiteConsumers({
      siteNames: () => Promise.resolve(names),
      consume: (site) => reached.then(() => consume(site)),
      logger,
    });
    await consumers.start();
    names = ['berlin'];
    await waitFor(() => consumers.sites.length === 1, { what: 'the site' });
    await consumers.stop();
    expect(open).toEqual([]);
    reach();
    await reached;
    await waitFor(() => open.length === 0, { what: 'the late one to be closed' });
  });
});
