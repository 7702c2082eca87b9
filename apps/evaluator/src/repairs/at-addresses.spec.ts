import type { RecoveryFailure, RecoveryOutcome } from '@twotwenty/actions/recovery/recovery-method';
import { describe, expect, it } from 'vitest';
import { atAddresses } from './at-addresses.js';

const DONE: RecoveryOutcome = { result: 'done', summary: 'Restarted.', exitStatus: 0 };
const failure = (result: 'failed' | 'unknown', code: RecoveryFailure['code']): RecoveryFailure => ({
  result,
  code,
  detail: null,
  exitStatus: null,
});

describe('atAddresses', () => {
  async function visited(outcomes: Readonly<Record<string, RecoveryOutcome>>): Promise<[string[], string]> {
    const addresses: string[] = [];
    const visit = (address: string): Promise<RecoveryOutcome> => {
      addresses.push(address);
      return Promise.resolve(outcomes[address] ?? DONE);
    };
    const { result } = await atAddresses(['::1', '192.0.2.7', '192.0.2.8'], visit, () => undefined);
    return [addresses, result];
  }

  it('stays with the first that can be reached, whatever comes of it', async () => {
    expect(await visited({ '::1': DONE })).toEqual([['::1'], 'done']);
    expect(await visited({ '::1': failure('failed', 'login-refused') })).toEqual([['::1'], 'failed']);
  });

  it('goes on where one can not be reached', async () => {
    const away = failure('failed', 'unreachable');
    expect(await visited({ '::1': away })).toEqual([['::1', '192.0.2.7'], 'done']);
    const all = { '::1': away, '192.0.2.7': away, '192.0.2.8': away };
    expect(await visited(all)).toEqual([['::1', '192.0.2.7', '192.0.2.8'], 'failed']);
  });

  it('does not go on when a machine may have been asked', async () => {
    expect(await visited({ '::1': failure('unknown', 'unreachable') })).toEqual([['::1'], 'unknown']);
  });
});
