import { resolveMachine } from '@twotwenty/actions/recovery/resolve-machine';
import { type NmbdNetwork, startNmbdNetwork } from '@twotwenty/testing/nmbd';
import { debianPackage } from '@twotwenty/testing/debian-packages';
import { afterAll, beforeAll, expect, test } from 'vitest';

let network: NmbdNetwork;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  network = await startNmbdNetwork();
  environment = (await debianPackage('samba-common-bin')).env;
});

afterAll(() => network.stop());

const resolve = (machine: string, signal = new AbortController().signal) =>
  resolveMachine(machine, signal, { nmblookup: { path: network.nmblookup, environment } });

test('a name that DNS does not know is asked for by NetBIOS, whatever the case of its letters', async () => {
  for (const name of [network.name, network.name.toLowerCase()]) {
    expect(await resolve(name)).toEqual({ result: 'done', addresses: [network.address], foundBy: 'netbios' });
  }
});

test('a workgroup is no machine', async () => {
  expect(await resolve(network.workgroup)).toMatchObject({ result: 'failed', code: 'unknown-host' });
});

test('a name that nobody has is unknown', async () => {
  expect(await resolve('nobody-has-it')).toEqual({
    result: 'failed',
    code: 'unknown-host',
    detail: 'neither DNS nor NetBIOS know nobody-has-it',
    exitStatus: null,
  });
});
