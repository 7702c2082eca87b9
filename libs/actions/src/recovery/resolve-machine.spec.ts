import { describe, expect, test } from 'vitest';
import { netBiosAddresses, resolveMachine } from './resolve-machine.js';

const missing = { nmblookup: { path: '/nonexistent/nmblookup' } };
const resolve = (machine: string, signal = new AbortController().signal) => resolveMachine(machine, signal, missing);

test.each(['192.0.2.1', '2001:db8::1'])('the address %s is itself', async (address) => {
  expect(await resolve(address)).toEqual({ result: 'done', addresses: [address], foundBy: 'address' });
});

test('a name is looked up as the system does', async () => {
  expect(await resolve('localhost')).toMatchObject({ result: 'done', foundBy: 'dns' });
});

test('a NetBIOS name tells what it needs', async () => {
  const outcome = await resolve('no-such-machine');
  expect(outcome).toMatchObject({ result: 'failed', code: 'unknown-host' });
  expect(outcome).toHaveProperty('detail', expect.stringContaining('samba-common-bin'));
});

test('a name that is too long for NetBIOS, or has several labels, is left to DNS', async () => {
  for (const name of ['no-such-machine-anywhere', 'no.such.invalid']) {
    expect(await resolve(name)).toHaveProperty('detail', expect.stringMatching(/is unknown to DNS \(\w+\)$/));
  }
});

test.each(['-S', '--help', ' a', '', 'a b', 'a\nb', '.', '$(x)'])('%j is no name', async (name) => {
  expect(await resolve(name)).toMatchObject({ result: 'failed', code: 'unknown-host' });
});

test('the time may be over', async () => {
  expect(await resolve('localhost', AbortSignal.abort())).toMatchObject({ result: 'failed', code: 'time-limit' });
});

// As Samba 4.17 prints it.
describe('the output of nmblookup', () => {
  test('has an address and the name in each line', () => {
    const output = 'added interface v0 ip=10.9.9.9\n10.9.9.9 FILESRV<20>\n10.9.9.9 filesrv<20>\n10.9.8.9 FILESRV<20>\n';
    expect(netBiosAddresses(output, 'FileSrv')).toEqual(['10.9.9.9', '10.9.8.9']);
  });

  test.each([
    'name_query failed to find name FILESRV#20\n',
    '10.9.9.9 OFFICE<20>\n',
    '10.9.9.9 FILESRV<00>\n',
    '10.9.9.9 FILESRV<20> and more\n',
    '999.9.9.9 FILESRV<20>\n',
    '0.0.0.0 FILESRV<20>\n',
    ' 10.9.9.9 FILESRV<20>\n',
    '',
  ])('%j has none', (output) => {
    expect(netBiosAddresses(output, 'FILESRV')).toEqual([]);
  });
});
