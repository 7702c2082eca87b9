import { describe, expect, it } from 'vitest';
import type { FuzzInput } from './input.js';
import { minimise } from './minimise.js';
import { PLAIN_SEEDS } from './seeds.js';

const [seed] = PLAIN_SEEDS;
if (seed === undefined) throw new Error('no seed');
const input: FuzzInput = {
  ...seed,
  host: 'name',
  gateMs: 3,
  actions: [
    { do: 'pause', ms: 1 },
    { do: 'dribble', octets: `220 ${'x'.repeat(40)}!${'y'.repeat(40)}\r\n` },
    { do: 'linger' },
  ],
};
const says = (wanted: string) => (candidate: FuzzInput) =>
  Promise.resolve(candidate.actions.some((action) => 'octets' in action && action.octets.includes(wanted)));

describe('minimise', () => {
  it('leaves only what is needed', async () => {
    const smallest = await minimise(input, says('!'), 60_000);
    expect(smallest).toMatchObject({ host: 'address', gateMs: null, actions: [{ do: 'send', octets: '!' }] });
  });

  it('leaves an input as it is where all of it is needed, or there is no time', async () => {
    expect(await minimise(input, () => Promise.resolve(false), 60_000)).toEqual(input);
    expect(await minimise(input, says('!'), 0)).toEqual(input);
  });
});
