import { describe, expect, it, onTestFinished } from 'vitest';
import { connectToAny } from './connect.js';
import { closedPort, scriptedServer } from './scripted-server.fixture.js';
import { Transcript } from './transcript.js';
import { Watch } from './watch.js';

function aWatch(maxMs: number): Watch {
  const watch = new Watch(maxMs, null);
  onTestFinished(() => watch.stop());
  return watch;
}

describe('connectToAny', () => {
  it('gives the connection that is up first', async () => {
    const { port } = await scriptedServer(() => undefined);
    const watch = aWatch(5000);
    const outcome = await connectToAny([{ address: '127.0.0.1', family: 4 }], port, watch, new Transcript(watch), null);
    expect(outcome.wire?.address.address).toBe('127.0.0.1');
    outcome.wire?.drop();
  });

  it('says why there is none', async () => {
    const watch = aWatch(5000);
    const addresses = [{ address: '127.0.0.1', family: 4 }] as const;
    const outcome = await connectToAny(addresses, await closedPort(), watch, new Transcript(watch), null);
    expect(outcome).toMatchObject({ wire: null, code: 'connect-refused', detail: '127.0.0.1 (ECONNREFUSED)' });
  });
});
