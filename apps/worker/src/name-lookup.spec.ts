import { ProbeUnavailableError } from '@twotwenty/smtp/errors';
import type { Lookup } from '@twotwenty/smtp/resolve';
import { describe, expect, it } from 'vitest';
import { NameLookup } from './name-lookup.js';

const ADDRESSES = [{ address: '192.0.2.1', family: 4 as const }];

describe('NameLookup', () => {
  it('asks once for a name that many probes want at the same time', async () => {
    let asked = 0;
    const lookup: Lookup = async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return ADDRESSES;
    };
    const limited = new NameLookup(lookup, 1).forProbe(10_000);
    const answers = await Promise.all([limited('mx.test', 0), limited('mx.test', 0), limited('mx.test', 4)]);
    expect(answers).toEqual([ADDRESSES, ADDRESSES, ADDRESSES]);
    expect(asked).toBe(2);
    await limited('mx.test', 0);
    expect(asked).toBe(3);
  });

  it('blames this machine, not the server, when names that never answer hold every thread', async () => {
    const release: (() => void)[] = [];
    const lookup: Lookup = (hostname) =>
      hostname === 'dead.test' ? new Promise((resolve) => release.push(() => resolve([]))) : Promise.resolve(ADDRESSES);
    const limited = new NameLookup(lookup, 1).forProbe(60);
    const dead = limited('dead.test', 0);
    await expect(limited('mx.test', 0)).rejects.toThrow(ProbeUnavailableError);
    release[0]?.();
    await dead;
    // The place of the one that gave up is free again.
    await expect(limited('mx.test', 0)).resolves.toEqual(ADDRESSES);
  });

  it('does not look up what nobody waits for any more', async () => {
    const asked: string[] = [];
    let release: () => void = () => undefined;
    const lookup: Lookup = (hostname) => {
      asked.push(hostname);
      return hostname === 'dead.test'
        ? new Promise((resolve) => (release = () => resolve([])))
        : Promise.resolve(ADDRESSES);
    };
    const limited = new NameLookup(lookup, 1).forProbe(60);
    const dead = limited('dead.test', 0);
    await expect(limited('given-up.test', 0)).rejects.toThrow(ProbeUnavailableError);
    release();
    await dead;
    await limited('mx.test', 0);
    expect(asked).toEqual(['dead.test', 'mx.test']);
  });

  it('passes errors of the lookup on', async () => {
    const limited = new NameLookup(() => Promise.reject(new Error('ENOTFOUND')), 1).forProbe(10_000);
    await expect(limited('nowhere.test', 0)).rejects.toThrow('ENOTFOUND');
    await expect(limited('nowhere.test', 0)).rejects.toThrow('ENOTFOUND');
  });
});
